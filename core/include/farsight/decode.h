// Raw heads become candidates in source pixels.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "farsight/box.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/result.h"

namespace farsight {

/// One output of a network run, owned by the caller: `values` in row-major order of `shape`,
/// whose first dimension is the batch.
struct HeadView {
    std::string_view name;
    std::span<const float> values;
    std::span<const std::int64_t> shape;
};

/// A box some anchor proposes, before merging.
struct Candidate {
    Box box;                  ///< Source pixels, clipped to the image.
    float score = 0;          ///< In (0, 1].
    std::int32_t label = 0;   ///< Class index of the card.
    std::int32_t anchor = 0;  ///< Index of the anchor or row that proposed it.
    std::int32_t tile = 0;    ///< Index of the tile.
    std::int16_t level = 0;   ///< Index of the tile's level.
    /// EdgeBits of interior tile edges that the box touches: it may be cut there.
    std::uint8_t cut_edges = 0;

    bool operator==(const Candidate&) const = default;
};

struct DecodeOptions {
    /// Lowest score kept, in (0, 1). Everything under it is gone for good, so keep it low.
    float min_score = 0.02F;
    /// Most candidates a tile keeps, the best first; ties go to the lower anchor, then the lower label.
    int top_k = 400;
    /// A box within this many network pixels of an interior tile edge counts as cut there.
    float edge_tolerance_px = 3.0F;
};

/// What a decode left out.
struct DecodeStats {
    int non_finite = 0;  ///< Candidates dropped since a score or a coordinate was NaN or infinite.
    int over_top_k = 0;  ///< Candidates over min_score dropped by top_k.
};

/// Decodes heads of one card. Keeps its anchors and its scratch between calls; one a thread.
class Decoder {
public:
    /// Fails as make_anchors does.
    static Result<Decoder> create(const ModelCard& card, const DecodeOptions& options);

    /// Appends the candidates of batch entry `entry` to `out`, best first.
    /// `outputs` are matched by name, or by shape where the card names none.
    /// Fails with kMismatch when a head is missing or its shape is not the card's.
    Result<DecodeStats> decode(std::span<const HeadView> outputs, int entry, const PyramidPlan& plan,
                               const Tile& tile, std::vector<Candidate>& out);

    const AnchorGrid& anchors() const { return anchors_; }

private:
    Decoder() = default;

    ModelCard card_;
    DecodeOptions options_;
    AnchorGrid anchors_;
};

}  // namespace farsight
