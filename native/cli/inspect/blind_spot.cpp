#include "inspect/blind_spot.h"

#include "farsight/detector.h"

namespace farsight::cli {
namespace {

constexpr double kReachIou = 0.5;

/// Zooms differ by axis where the picture is stretched, so a square in the picture is none in the input.
double smallest_square_px(const AnchorGrid& grid, Size input, const Level& level) {
    constexpr double kStepPx = 0.1;
    constexpr int kSteps = 100000;
    if (!grid.sized || grid.anchors.empty()) return 0;
    for (int step = 1; step <= kSteps; ++step) {
        const double side = step * kStepPx;
        if (best_anchor_iou(grid, input, side * level.zoom_x, side * level.zoom_y) >= kReachIou) return side;
    }
    return 0;
}

}  // namespace

Result<std::vector<BlindSpot>> find_blind_spots(const ModelCard& card, const AnchorGrid& grid) {
    std::vector<BlindSpot> rows = {{"720p", {1280, 720}}, {"1080p", {1920, 1080}}, {"4K", {3840, 2160}}};
    for (BlindSpot& row : rows) {
        const auto detector = TiledDetector::create(card, row.image, {});
        if (!detector) return tl::unexpected(detector.error());
        const PyramidPlan& plan = detector->plan();
        row.full_frame_px = smallest_square_px(grid, plan.input, plan.levels.front());
        row.tiled_px = smallest_square_px(grid, plan.input, plan.levels.back());
        row.tiles = static_cast<int>(plan.tiles.size());
        row.levels = static_cast<int>(plan.levels.size());
    }
    return rows;
}

}  // namespace farsight::cli
