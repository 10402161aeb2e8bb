// Where the decoders of all heads put what they find: on the picture, clipped, the best of the tile kept.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/decode.h"

namespace farsight {

/// Corners as fractions of the network's input.
struct UnitBox {
    double x0;
    double y0;
    double x1;
    double y1;
};

class CandidateSink {
public:
    enum class Placement : std::uint8_t { kInside, kEmpty, kNonFinite };

    /// Keeps references to all but `tile`; `kept` is cleared and holds at most 2 * options.top_k.
    CandidateSink(const PyramidPlan& plan, const Tile& tile, Size input, const DecodeOptions& options,
                  std::vector<Candidate>& kept);

    /// Fills the candidate's box, tile, level and cut edges.
    Placement place(const UnitBox& box, Candidate& candidate) const;

    void count_non_finite() { ++stats_.non_finite; }
    void count_unknown_label() { ++stats_.unknown_label; }

    /// True when top_k better candidates are kept: the caller then skips this score, which is counted.
    bool reject(float score) {
        if (score >= floor_) return false;
        ++stats_.over_top_k;
        return true;
    }

    /// Takes a placed candidate, or drops and counts it.
    void add(const Candidate& candidate, Placement placement);

    /// Appends the best candidates in order.
    DecodeStats finish(std::vector<Candidate>& out);

private:
    void keep_best();

    const PyramidPlan& plan_;
    Tile tile_;
    Size input_;
    const DecodeOptions& options_;
    std::vector<Candidate>& kept_;
    DecodeStats stats_;
    /// Score of the last of the best, once there were more than top_k.
    float floor_ = 0;
};

}  // namespace farsight
