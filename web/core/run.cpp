#include "run.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "farsight/follow.h"
#include "tile_tables.h"

namespace farsight::web {

// farsight.mjs reads these structs where they lie.
static_assert(sizeof(Candidate) == 36);
static_assert(sizeof(Detection) == 40);
static_assert(offsetof(Detection, score) == 16);
static_assert(offsetof(Detection, label) == 20);
static_assert(offsetof(Detection, tile) == 24);
static_assert(offsetof(Detection, level) == 28);
static_assert(offsetof(Detection, truncated) == 30);
static_assert(offsetof(Detection, full_frame_score) == 36);

Run::Run(const ModelCard& card, TiledDetector detector, TiledDetector alone, Filter filter)
    : input_(card.input),
      filter_(filter),
      detector_(std::move(detector)),
      alone_(std::move(alone)),
      preprocessor_(card.input, filter) {}

Result<Run> Run::create(const ModelCard& card, Size image, const DetectorOptions& options, Filter filter) {
    auto detector = TiledDetector::create(card, image, options);
    if (!detector) return tl::unexpected(detector.error());
    DetectorOptions full_frame = options;
    full_frame.pyramid.enabled = false;
    auto alone = TiledDetector::create(card, image, full_frame);
    if (!alone) return tl::unexpected(alone.error());
    return Run(card, std::move(*detector), std::move(*alone), filter);
}

Result<void> Run::fill(const Image& image, int tile, void* values) {
    const Tile& wanted = plan().tiles[static_cast<std::size_t>(tile)];
    const std::size_t count = input_.values_per_tile();
    if (input_.type == ElementType::kUint8) {
        return preprocessor_.fill(image.view(), wanted, std::span(static_cast<std::uint8_t*>(values), count));
    }
    return preprocessor_.fill(image.view(), wanted, std::span(static_cast<float*>(values), count));
}

std::span<const std::int32_t> Run::tables(TileBatch batch) {
    pack_tile_tables(detector_.tiles(batch), plan().image, input_.size, filter_, tables_);
    return tables_;
}

void Run::add_head(std::string name, std::span<const float> values, std::span<const std::int64_t> shape) {
    heads_.push_back({std::move(name), values, {shape.begin(), shape.end()}});
}

Result<void> Run::absorb(TileBatch batch) {
    const std::vector<Head> heads = std::exchange(heads_, {});
    std::vector<HeadView> views;
    for (const Head& head : heads) views.push_back({head.name, head.values, head.shape});
    auto absorbed = detector_.absorb(batch, views);
    return absorbed && batch.first_tile == 0 ? share_full_frame() : absorbed;
}

Result<void> Run::absorb_cached(int tile, std::span<const Candidate> candidates) {
    auto absorbed = detector_.absorb_cached(tile, candidates);
    return absorbed && tile == 0 ? share_full_frame() : absorbed;
}

/// The full frame is the first level, and one tile.
Result<void> Run::share_full_frame() {
    return alone_.absorb_cached(0, detector_.candidates(0));
}

Result<void> Run::merge(const MergeOptions& options) {
    if (auto merged = alone_.detections(options, full_frame_); !merged) return merged;
    if (auto merged = detector_.detections(options, pyramid_); !merged) return merged;
    return {};
}

int Run::find(bool pyramid, int label, const Box& box) const {
    return find_object(detections(pyramid), label, box);
}

float Run::confidence(bool pyramid, int label, const Box& box) const {
    float best = 0;
    const std::size_t tiles = pyramid ? plan().tiles.size() : alone_.plan().tiles.size();
    for (std::size_t tile = 0; tile < tiles; ++tile) {
        best = std::max(best, confidence_in(candidates(static_cast<int>(tile)), label, box));
    }
    return best;
}

}  // namespace farsight::web
