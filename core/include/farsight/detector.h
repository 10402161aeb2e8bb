// TiledDetector: the whole way from an image's size to its detections, as one state machine without I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "farsight/decode.h"
#include "farsight/evidence.h"
#include "farsight/merge.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/result.h"
#include "farsight/search.h"

namespace farsight {

/// What decides which tiles run and which candidates they leave.
struct DetectorOptions {
    PyramidOptions pyramid;     ///< Which tiles.
    DecodeOptions decode;       ///< Which candidates.
    SearchOptions search = {};  ///< Which of the tiles run.
};

/// Tiles to run together. Copies are cheap; give back to absorb() what next_batch() gave.
struct TileBatch {
    int first_tile = 0;  ///< Index in PyramidPlan::tiles.
    int count = 0;       ///< Tiles one after another, at least 1.
};

/// A host drives it with five lines (docs/embedding.md): next_batch, Preprocessor::fill, the network,
/// absorb, until done. Batches may be in flight together and come back in any order: the detections
/// are the same to the bit. The network never runs again for another threshold or merge method.
/// Not safe for calls from several threads at once.
class TiledDetector {
public:
    /// Plans the pyramid and lays out the anchors. Fails as plan_pyramid, make_anchors and
    /// check_search_options do.
    static Result<TiledDetector> create(const ModelCard& card, Size image, const DetectorOptions& options);

    /// The regions planned so far. A search or a budget plans a level when all regions before it are
    /// absorbed, so the list grows; references to it stay valid until then.
    const PyramidPlan& plan() const { return plan_; }
    /// All of every level, whatever the search leaves out.
    const PyramidPlan& full_plan() const { return full_; }
    const AnchorGrid& anchors() const { return decoder_.anchors(); }  ///< Of the card's heads.

    /// The next tiles to run, at most max_tiles >= 1 and all of one size; nothing while it must wait for what
    /// is out, or when done.
    std::optional<TileBatch> next_batch(int max_tiles);

    /// The batch's tiles in the plan.
    std::span<const Tile> tiles(const TileBatch& batch) const;

    /// Decodes a batch's heads, whose first dimension is batch.count or more. Fails with kMismatch when
    /// the heads are not the card's or the batch was never given out, and then keeps nothing of it.
    Result<void> absorb(const TileBatch& batch, std::span<const HeadView> outputs);

    /// Takes a tile's candidates from a host's cache instead; they were candidates() of an equal
    /// region, card and options. Precondition: the tile has not been absorbed.
    Result<void> absorb_cached(int tile, std::span<const Candidate> candidates);

    /// Every tile of the plan was absorbed, and the search calls for no more.
    bool done() const {
        return next_level_ == static_cast<int>(full_.levels.size()) &&
               absorbed_ == static_cast<int>(plan_.tiles.size());
    }
    int tiles_absorbed() const { return absorbed_; }  ///< Tiles whose heads or candidates were taken.
    bool absorbed(int tile) const;                    ///< Whether this tile was taken.
    /// Cost of the tiles that were absorbed, in full frames (PyramidPlan::cost).
    double absorbed_ratio() const;

    /// Raw candidates of one absorbed tile, best first; empty before.
    std::span<const Candidate> candidates(int tile) const;

    /// Sums over all absorbed tiles.
    const DecodeStats& stats() const { return stats_; }

    /// Merges what was absorbed so far. Cheap: call it at every slider move.
    /// Fails as check_merge_options does.
    Result<void> detections(const MergeOptions& options, std::vector<Detection>& out);

    /// What speaks for each of the detections that the last detections() gave with these options.
    void evidence(const MergeOptions& options, std::span<const Detection> detections,
                  std::vector<Evidence>& out) const {
        gather_evidence(gathered_, plan_, options, looked_, detections, out);
    }

private:
    TiledDetector(PyramidPlan full, Decoder decoder, const DetectorOptions& options);
    void add_tiles(std::span<const Tile> tiles);
    /// Plans levels until there is something to run or no level is left.
    void plan_on();

    PyramidPlan full_;
    PyramidPlan plan_;
    SearchOptions search_;
    float min_score_;
    int next_level_ = 1;
    Decoder decoder_;
    Merger merger_;
    DecodeStats stats_;
    std::vector<std::vector<Candidate>> by_tile_;
    std::vector<std::uint8_t> state_;
    std::vector<std::uint8_t> looked_;
    std::vector<Candidate> gathered_;
    int next_ = 0;
    int absorbed_ = 0;
};

}  // namespace farsight
