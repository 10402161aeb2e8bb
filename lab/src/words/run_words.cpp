#include "farsight/lab/run_words.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "farsight/lab/numbers.h"

namespace farsight::lab {
namespace {

std::string zoom_of(const Level& level) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f×", level.zoom());
    return text;
}

}  // namespace

std::vector<CostRow> cost_rows(const Timing* timing, bool on_scene) {
    const Timing none;
    const Timing& t = timing == nullptr ? none : *timing;
    const std::pair<const char*, double> stages[] = {
        {on_scene ? "Render the scene" : "Read the photo", t.decode_image_ms},
        {"Cut and resample tiles", t.stages.preprocess_ms},
        {"Network", t.stages.network_ms},
        {"Decode boxes", t.stages.decode_heads_ms},
        {"Merge tiles", t.merge_ms}};
    double most = 1e-9;
    for (const auto& [text, ms] : stages) most = std::max(most, ms);
    std::vector<CostRow> rows;
    for (const auto& [text, ms] : stages)
        rows.push_back({text, timing == nullptr ? "–" : milliseconds_text(ms) + " ms", ms / most});
    return rows;
}

std::string cost_note(int workers) {
    if (workers <= 1) return {};
    return "Tiles run " + std::to_string(workers) +
           " at a time: the bars of tiles are the work of all together, and their sum is more than the time "
           "that passed.";
}

std::vector<LevelRow> level_rows(const PyramidPlan& plan, std::span<const Detection> detections,
                                 std::span<const int> matches) {
    std::vector<LevelRow> rows;
    for (std::size_t i = 0; i < plan.levels.size(); ++i) {
        const Level& level = plan.levels[i];
        const auto tiles = std::count_if(plan.tiles.begin(), plan.tiles.end(),
                                         [&](const Tile& tile) { return tile.level == static_cast<int>(i); });
        rows.push_back({i == 0 ? "Full frame" : zoom_of(level), count_text(tiles, "tile")});
    }
    for (std::size_t i = 0; i < detections.size(); ++i) {
        LevelRow& row = rows[static_cast<std::size_t>(detections[i].level)];
        ++(matches[i] >= 0 ? row.on_full_frame : row.recovered);
    }
    return rows;
}

std::string level_text(const PyramidPlan& plan, int level) {
    const auto index = static_cast<std::size_t>(level);
    const std::string zoom = zoom_of(plan.levels[index]);
    if (level == 0) return "full frame, " + zoom;
    return "level " + std::to_string(level) + ", " + zoom;
}

std::string height_text(const Box& box) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f px", static_cast<double>(box.height()));
    return text;
}

std::string label_text(std::string_view name, float score) {
    return std::string(name) + " " + percent_text(static_cast<double>(score));
}

std::string tiles_and_time_text(int tiles, double total_ms) {
    return count_text(tiles, "tile") + ", " + milliseconds_text(total_ms) + " ms";
}

std::string time_left_text(std::int64_t done, std::int64_t all, double elapsed_ms) {
    constexpr double kLeastElapsedMs = 2000;
    constexpr double kLeastLeftS = 5;
    constexpr std::int64_t kStepS = 5;
    if (done <= 0 || elapsed_ms < kLeastElapsedMs) return {};
    const double left_s = elapsed_ms / 1000 * static_cast<double>(all - done) / static_cast<double>(done);
    if (!(left_s >= kLeastLeftS)) return {};
    // Rounded up: who is told 40 seconds does not wait longer.
    const auto steps = static_cast<std::int64_t>(std::ceil(left_s / kStepS)) * kStepS;
    if (steps < 60) return "about " + std::to_string(steps) + " s left";
    const auto minutes = static_cast<std::int64_t>(std::ceil(left_s / 60));
    if (minutes < 60) return "about " + std::to_string(minutes) + " min left";
    return "about " + std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min left";
}

std::string full_cost_text(double pixel_ratio, double full_pixel_ratio) {
    if (!(full_pixel_ratio > pixel_ratio)) return {};
    return "All of every level would cost " + ratio_text(full_pixel_ratio) + " full frames; " +
           ratio_text(pixel_ratio) + " have run.";
}

std::string cached_text(int cached, int tiles) {
    if (cached <= 0) return {};
    return std::to_string(cached) + " of " + count_text(tiles, "tile") + " came from the cache.";
}

std::string dropped_text(int candidates) {
    if (candidates <= 0) return {};
    return count_text(candidates, "candidate") + (candidates == 1 ? " was" : " were") +
           " dropped: the network gave NaN or infinity; the model may be broken.";
}

}  // namespace farsight::lab
