// Raw heads become candidates in source pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/box.h"
#include "farsight/head_view.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/result.h"

namespace farsight {

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
    /// The box before it was clipped to the image, for plain NMS, which others do on such boxes; empty where
    /// it is the same.
    Box unclipped = {};

    bool operator==(const Candidate&) const = default;
};

/// Which candidates a tile keeps.
struct DecodeOptions {
    /// Lowest score kept, in (0, 1). Everything under it is gone for good, so keep it low.
    float min_score = 0.05F;
    /// Most candidates a tile keeps, 1 to kMaxTopK, the best first; ties go to the lower anchor, then the
    /// lower label.
    int top_k = 20'000;
    /// A box within this many network pixels of an interior tile edge, or beyond it, counts as cut there; 0
    /// or more.
    float edge_tolerance_px = 3.0F;
};

/// Largest DecodeOptions::top_k.
inline constexpr int kMaxTopK = 100'000;

/// What a decode left out. A box that is empty, or empty once clipped to the image, is not counted.
struct DecodeStats {
    /// Candidates dropped since a score or a coordinate was NaN or infinite. A box size whose exponential
    /// is beyond a double is infinite; a smaller one is clipped to the image. A row of softmax logits or
    /// an objectness that is not finite counts once.
    int non_finite = 0;
    /// Candidates over min_score dropped by top_k; the box of some was never looked at.
    int over_top_k = 0;
    int unknown_label = 0;  ///< End-to-end detections whose class is not one of the card's.

    bool operator==(const DecodeStats&) const = default;
};

/// Decodes heads of one card. Keeps its anchors and its scratch between calls, so that decode() allocates
/// nothing but room in `out`. One a thread.
class Decoder {
public:
    /// Fails as validate_card and make_anchors do, and with kInvalidArgument when an option is out of
    /// its range.
    static Result<Decoder> create(const ModelCard& card, const DecodeOptions& options);

    /// Appends the candidates of batch entry `entry` to `out`, best first.
    /// `outputs` are matched by name, or by shape where the card names none.
    /// A box is laid out in tile.region, so it may reach beyond the tile but not beyond plan.image.
    /// Fails with kMismatch when a head is missing, its shape is not the card's or it has no such entry;
    /// `out` is then as it was.
    Result<DecodeStats> decode(std::span<const HeadView> outputs, int entry, const PyramidPlan& plan,
                               const Tile& tile, std::vector<Candidate>& out);

    /// The card's grid.
    const AnchorGrid& anchors() const { return anchors_; }
    /// The grid of a tile: the card's, or the close network's for a region of the tile's size, which is laid
    /// out when it is first asked for. Fails as region_anchors does.
    Result<const AnchorGrid*> anchors_of(const Tile& tile);

private:
    struct RegionGrid {
        Size size;
        AnchorGrid grid;
    };

    Decoder() = default;
    std::span<const HeadView> with_batch(std::span<const HeadView> outputs);

    ModelCard card_;
    DecodeOptions options_;
    AnchorGrid anchors_;
    std::vector<std::unique_ptr<RegionGrid>> region_grids_;
    /// Raw values under this cannot reach min_score. For softmax it counts from the row's largest logit.
    float raw_threshold_ = 0;
    std::vector<Candidate> scratch_;
    std::vector<HeadView> batched_;
    std::vector<std::vector<std::int64_t>> shapes_;
};

}  // namespace farsight
