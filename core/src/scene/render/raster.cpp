#include "scene/render/raster.h"

namespace farsight::scene {

namespace {

constexpr SamplePattern kFour{4, {24, 56, 8, 40}, {8, 24, 40, 56}};
constexpr SamplePattern kSixteen{16,
                                 {2, 18, 34, 50, 14, 30, 46, 62, 6, 22, 38, 54, 10, 26, 42, 58},
                                 {10, 2, 14, 6, 26, 18, 30, 22, 38, 46, 34, 42, 54, 62, 50, 58}};

/// False when the whole tile lies outside.
bool edge_over_tile(const Piece& piece, int from, int to, int left, int top, Edge& edge) {
    constexpr std::int64_t kSpan = kTile * kSubpixel;
    const std::int64_t dx = piece.x[to] - piece.x[from];
    const std::int64_t dy = piece.y[to] - piece.y[from];
    const std::int64_t step_x = -dy;
    const std::int64_t step_y = dx;
    std::int64_t origin = dx * (std::int64_t{top} * kSubpixel - piece.y[from]) -
                          dy * (std::int64_t{left} * kSubpixel - piece.x[from]);
    // Samples on an edge belong to the triangle whose top or left side it is.
    const bool owns = step_x > 0 || (step_x == 0 && step_y > 0);
    if (!owns) --origin;
    const std::int64_t low =
        origin + std::min<std::int64_t>(0, step_x) * kSpan + std::min<std::int64_t>(0, step_y) * kSpan;
    const std::int64_t high =
        origin + std::max<std::int64_t>(0, step_x) * kSpan + std::max<std::int64_t>(0, step_y) * kSpan;
    if (high < 0) return false;
    if (low >= 0) {
        edge = {0, 0, 0};
    } else {
        edge = {static_cast<std::int32_t>(origin), static_cast<std::int32_t>(step_x),
                static_cast<std::int32_t>(step_y)};
    }
    return true;
}

}  // namespace

const SamplePattern& sample_pattern(int count) {
    return count >= 16 ? kSixteen : kFour;
}

void TileSamples::clear(const SceneCamera& camera, int top, const SamplePattern& pattern) {
    // The ground is drawn slightly deeper than the objects on it, so that it does not cut their soles.
    constexpr double kDeeper = 0.9995;
    const auto scale = static_cast<float>(kDeeper / (camera.focal_px * camera.height_m));
    const auto horizon = static_cast<float>(camera.horizon_px);
    for (int s = 0; s < pattern.count; ++s) {
        for (int y = 0; y < kTile; ++y) {
            const float row =
                static_cast<float>(top + y) + static_cast<float>(pattern.y[s]) * (1.0F / kSubpixel);
            const float near = (row - horizon) * scale;
            const bool ground = near > 0;
            std::fill_n(depth[s] + y * kTile, kTile, ground ? near : 0.0F);
            std::fill_n(id[s] + y * kTile, kTile, ground ? kGroundSample : kSkySample);
        }
    }
}

bool TilePiece::set(const Piece& piece, int left, int top) {
    for (int k = 0; k < 3; ++k) {
        if (!edge_over_tile(piece, k, (k + 1) % 3, left, top, edges[k])) return false;
    }
    x0 = std::max(0, piece.low_x - left) & ~3;
    x1 = (std::min(kTile - 1, piece.high_x - left) | 3) + 1;
    y0 = std::max(0, piece.low_y - top);
    y1 = std::min(kTile - 1, piece.high_y - top) + 1;
    return true;
}

}  // namespace farsight::scene
