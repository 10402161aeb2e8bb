#include "scene_raster.h"

namespace farsight::scene {

namespace {

constexpr SamplePattern kFour{4, {24, 56, 8, 40}, {8, 24, 40, 56}};
constexpr SamplePattern kSixteen{16,
                                 {2, 18, 34, 50, 14, 30, 46, 62, 6, 22, 38, 54, 10, 26, 42, 58},
                                 {10, 2, 14, 6, 26, 18, 30, 22, 38, 46, 34, 42, 54, 62, 50, 58}};

/// Edge function of one side over a tile: value at the tile's corner and steps of 1/64 pixel.
struct Edge {
    std::int32_t origin;
    std::int32_t step_x;
    std::int32_t step_y;
};

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

struct TileSpan {
    int x0, x1, y0, y1;  ///< Pixels of the tile, half-open; x0 and x1 are multiples of 4.
};

bool setup(const Piece& piece, int left, int top, Edge (&edges)[3], TileSpan& span) {
    for (int k = 0; k < 3; ++k) {
        if (!edge_over_tile(piece, k, (k + 1) % 3, left, top, edges[k])) return false;
    }
    span.x0 = std::max(0, piece.low_x - left) & ~3;
    span.x1 = (std::min(kTile - 1, piece.high_x - left) | 3) + 1;
    span.y0 = std::max(0, piece.low_y - top);
    span.y1 = std::min(kTile - 1, piece.high_y - top) + 1;
    return true;
}

}  // namespace

const SamplePattern& sample_pattern(int count) {
    return count >= 16 ? kSixteen : kFour;
}

void TileSamples::clear(const SceneCamera& camera, int top, const SamplePattern& pattern) {
    // The ground lies a hair deeper than what stands on it, so that soles are not cut.
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

void TileSamples::draw(const Piece& piece, std::uint32_t id_value, int left, int top,
                       const SamplePattern& pattern) {
    Edge e[3];
    TileSpan span;
    if (!setup(piece, left, top, e, span)) return;
    const float corner =
        piece.depth_0 + piece.depth_x * static_cast<float>(left) + piece.depth_y * static_cast<float>(top);
    const std::int32_t a0 = e[0].step_x * kSubpixel;
    const std::int32_t a1 = e[1].step_x * kSubpixel;
    const std::int32_t a2 = e[2].step_x * kSubpixel;
    for (int s = 0; s < pattern.count; ++s) {
        const std::int32_t sx = pattern.x[s] + span.x0 * kSubpixel;
        const float px = static_cast<float>(sx) * (1.0F / kSubpixel);
        for (int y = span.y0; y < span.y1; ++y) {
            const std::int32_t sy = pattern.y[s] + y * kSubpixel;
            const std::int32_t w0 = e[0].origin + e[0].step_x * sx + e[0].step_y * sy;
            const std::int32_t w1 = e[1].origin + e[1].step_x * sx + e[1].step_y * sy;
            const std::int32_t w2 = e[2].origin + e[2].step_x * sx + e[2].step_y * sy;
            const float z0 =
                corner + piece.depth_x * px + piece.depth_y * (static_cast<float>(sy) * (1.0F / kSubpixel));
            float* __restrict z = depth[s] + y * kTile + span.x0;
            std::uint32_t* __restrict ids = id[s] + y * kTile + span.x0;
            const int n = span.x1 - span.x0;
            for (int x = 0; x < n; ++x) {
                const std::int32_t outside = (w0 + x * a0) | (w1 + x * a1) | (w2 + x * a2);
                const float here = z0 + static_cast<float>(x) * piece.depth_x;
                const bool drawn = (outside >= 0) & (here > z[x]);
                z[x] = drawn ? here : z[x];
                ids[x] = drawn ? id_value : ids[x];
            }
        }
    }
}

int TileSamples::draw_outline(const Piece& piece, int left, int top, const SamplePattern& pattern) {
    Edge e[3];
    TileSpan span;
    if (!setup(piece, left, top, e, span)) return 0;
    const std::uint32_t mark = piece.object + 1;
    const std::int32_t a0 = e[0].step_x * kSubpixel;
    const std::int32_t a1 = e[1].step_x * kSubpixel;
    const std::int32_t a2 = e[2].step_x * kSubpixel;
    std::int32_t fresh = 0;
    for (int s = 0; s < pattern.count; ++s) {
        const std::int32_t sx = pattern.x[s] + span.x0 * kSubpixel;
        for (int y = span.y0; y < span.y1; ++y) {
            const std::int32_t sy = pattern.y[s] + y * kSubpixel;
            const std::int32_t w0 = e[0].origin + e[0].step_x * sx + e[0].step_y * sy;
            const std::int32_t w1 = e[1].origin + e[1].step_x * sx + e[1].step_y * sy;
            const std::int32_t w2 = e[2].origin + e[2].step_x * sx + e[2].step_y * sy;
            std::uint32_t* __restrict marks = outline[s] + y * kTile + span.x0;
            const int n = span.x1 - span.x0;
            for (int x = 0; x < n; ++x) {
                const std::int32_t outside = (w0 + x * a0) | (w1 + x * a1) | (w2 + x * a2);
                const bool inside = outside >= 0;
                fresh += (inside & (marks[x] != mark)) ? 1 : 0;
                marks[x] = inside ? mark : marks[x];
            }
        }
    }
    return fresh;
}

}  // namespace farsight::scene
