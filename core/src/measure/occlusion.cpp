#include "farsight/occlusion.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace farsight {

Rect OcclusionGrid::patch(int index) const {
    const int x = index % columns() * patch_px;
    const int y = index / columns() * patch_px;
    return {x, y, std::min(patch_px, input.width - x), std::min(patch_px, input.height - y)};
}

namespace {

/// Rows and columns of squares, half-open.
struct Window {
    int x0, x1, y0, y1;
};

double sum_over(const OcclusionGrid& grid, std::span<const double> drops, const Window& window) {
    double sum = 0;
    for (int y = window.y0; y < window.y1; ++y) {
        for (int x = window.x0; x < window.x1; ++x) {
            sum += std::max(0.0, drops[static_cast<std::size_t>(y * grid.columns() + x)]);
        }
    }
    return sum;
}

}  // namespace

Box effective_field(const OcclusionGrid& grid, std::span<const double> drops, double share) {
    Window window{0, grid.columns(), 0, grid.rows()};
    const double whole = sum_over(grid, drops, window);
    const double least = share * whole;
    if (!(whole > 0)) return {};
    for (;;) {
        const Window& w = window;
        const std::array<Window, 4> smaller = {{{w.x0 + 1, w.x1, w.y0, w.y1},
                                                {w.x0, w.x1 - 1, w.y0, w.y1},
                                                {w.x0, w.x1, w.y0 + 1, w.y1},
                                                {w.x0, w.x1, w.y0, w.y1 - 1}}};
        const Window* best = nullptr;
        double most = -1;
        for (const Window& next : smaller) {
            const double sum = next.x0 < next.x1 && next.y0 < next.y1 ? sum_over(grid, drops, next) : -1;
            if (sum < least || sum <= most) continue;
            most = sum;
            best = &next;
        }
        if (best == nullptr) break;
        window = *best;
    }
    const auto edge = [&](int square, int side) {
        return static_cast<float>(std::min(square * grid.patch_px, side));
    };
    return {edge(window.x0, grid.input.width), edge(window.y0, grid.input.height),
            edge(window.x1, grid.input.width), edge(window.y1, grid.input.height)};
}

}  // namespace farsight
