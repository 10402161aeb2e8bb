// The best score of every anchor position, also under the threshold.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/decode.h"
#include "farsight/image.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/result.h"

namespace farsight {

/// Reads the best score of each anchor position out of raw heads. A position is a cell of an anchor layer,
/// which several anchors share; positions stand layer by layer, row by row.
class PositionScores {
public:
    /// Fails as Decoder::create does, and with kUnsupported when the heads have no anchors (YOLO and
    /// end-to-end heads do not say where they looked).
    static Result<PositionScores> create(const ModelCard& card);
    /// Of the close network's heads for a region of this size (free_size.h). Fails besides as region_anchors.
    /// Precondition: the card has `free`.
    static Result<PositionScores> create(const ModelCard& card, Size region);

    std::span<const AnchorLayer> layers() const { return grid_.layers; }  ///< Of the card's anchors.
    /// Number of positions.
    std::size_t size() const { return size_; }

    /// Fills `best`, of size() values, with the best score over a position's anchors and all classes but
    /// the background, in [0, 1]. What is not finite counts as 0.
    /// Fails with kMismatch when a head is missing, its shape is not the card's, it has no such batch entry,
    /// or `best` has another size.
    Result<void> read(std::span<const HeadView> outputs, int entry, std::span<float> best) const;

private:
    PositionScores(ModelCard card, AnchorGrid grid);

    ModelCard card_;
    AnchorGrid grid_;
    std::size_t size_ = 0;
};

/// Scores laid over a whole image: a coarse grid of squares.
struct ScoreMap {
    Size size;                  ///< Columns and rows.
    std::vector<float> values;  ///< Row by row, in [0, 1].
};

/// Longest side of a ScoreMap.
inline constexpr int kMaxScoreMapSide = 1024;

/// An empty map for one level of a plan. Its cells are a half of the finest positions' distance, and larger
/// only to keep within kMaxScoreMapSide. Precondition: `layers` is not empty and the level is the plan's.
ScoreMap make_score_map(const PyramidPlan& plan, int level, std::span<const AnchorLayer> layers);

/// Lays a tile's positions over the map: between the positions of a layer their scores are interpolated, and
/// the best of all layers and tiles that cover a place stays. Precondition: `best` has one value a position
/// of `layers`.
void add_tile(const PyramidPlan& plan, const Tile& tile, std::span<const AnchorLayer> layers,
              std::span<const float> best, ScoreMap& map);

}  // namespace farsight
