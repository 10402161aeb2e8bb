#include "farsight/lab/result.h"

#include <algorithm>

#include "farsight/lab/run_words.h"

namespace farsight::lab {

void ImageResult::take(const Run& run) {
    const PyramidPlan& plan = run.plan();
    tiles = run.tiles_done();
    levels = static_cast<int>(plan.levels.size());
    pixel_ratio = run.detector().absorbed_ratio();
    full_pixel_ratio = run.full_pixel_ratio();
    regions.clear();
    std::vector<std::int32_t> place(plan.tiles.size(), 0);
    for (const Tile& tile : plan.tiles) {
        place[static_cast<std::size_t>(tile.index)] = static_cast<std::int32_t>(regions.size());
        if (run.detector().absorbed(tile.index)) regions.push_back(tile);
    }
    cached_tiles = run.tiles_cached();
    full_frame_alone = run.counts().full_frame_alone;
    const auto found = run.detections(Scope::kPyramid);
    detections.assign(found.begin(), found.end());
    for (Detection& detection : detections) detection.tile = place[static_cast<std::size_t>(detection.tile)];
    on_full_frame.clear();
    for (const int match : run.matches()) on_full_frame.push_back(match >= 0 ? 1 : 0);
    if (const int dropped = run.detector().stats().non_finite; dropped > 0) {
        warnings.push_back(dropped_text(dropped));
    }
}

Counts ImageResult::counts() const {
    Counts counts;
    counts.total = static_cast<int>(detections.size());
    counts.full_frame = static_cast<int>(std::count(on_full_frame.begin(), on_full_frame.end(), 1));
    counts.recovered = counts.total - counts.full_frame;
    counts.full_frame_alone = full_frame_alone;
    return counts;
}

std::string label_name(const ModelCard& card, int label) {
    const auto index = static_cast<std::size_t>(label);
    if (label >= 0 && index < card.labels.size() && !card.labels[index].name.empty()) {
        return card.labels[index].name;
    }
    return "class " + std::to_string(label);
}

}  // namespace farsight::lab
