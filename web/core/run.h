// One image, one model, one plan: the full frame alone and the pyramid side by side, as the page shows them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "farsight/detector.h"
#include "farsight/image.h"
#include "farsight/preprocess.h"

namespace farsight::web {

class Run {
public:
    static Result<Run> create(const ModelCard& card, Size image, const DetectorOptions& options,
                              Filter filter);

    const PyramidPlan& plan() const { return detector_.plan(); }
    const AnchorGrid& anchors() const { return detector_.anchors(); }
    Filter filter() const { return filter_; }
    const DecodeStats& stats() const { return detector_.stats(); }
    bool done() const { return detector_.done(); }
    int tiles_absorbed() const { return detector_.tiles_absorbed(); }
    std::span<const Candidate> candidates(int tile) const { return detector_.candidates(tile); }

    std::optional<TileBatch> next(int max_tiles) { return detector_.next_batch(max_tiles); }

    /// Fills `values`, which holds values_per_tile() elements of the card's type.
    Result<void> fill(const Image& image, int tile, void* values);

    /// The batch's tiles as a shader reads them (tile_tables.h); valid until the next call.
    std::span<const std::int32_t> tables(TileBatch batch);

    void add_head(std::string name, std::span<const float> values, std::span<const std::int64_t> shape);
    /// Decodes the heads added since the last call and forgets them.
    Result<void> absorb(TileBatch batch);
    Result<void> absorb_cached(int tile, std::span<const Candidate> candidates);

    Result<void> merge(const MergeOptions& options);
    std::span<const Detection> detections(bool pyramid) const { return pyramid ? pyramid_ : full_frame_; }

    /// Index of the detection of this label with the best IoU, at least a half; -1 when there is none.
    int find(bool pyramid, int label, const Box& box) const;
    /// Best score among candidates of this label whose IoU is at least a half.
    float confidence(bool pyramid, int label, const Box& box) const;

private:
    struct Head {
        std::string name;
        std::span<const float> values;
        std::vector<std::int64_t> shape;
    };

    Run(const ModelCard& card, TiledDetector detector, TiledDetector alone, Filter filter);
    Result<void> share_full_frame();

    InputSpec input_;
    Filter filter_;
    TiledDetector detector_;
    /// The full-frame level alone; it gets its candidates from detector_.
    TiledDetector alone_;
    Preprocessor preprocessor_;
    std::vector<std::int32_t> tables_;
    std::vector<Head> heads_;
    std::vector<Detection> full_frame_;
    std::vector<Detection> pyramid_;
};

}  // namespace farsight::web
