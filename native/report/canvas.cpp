#include "canvas.h"

#include <algorithm>
#include <cmath>

namespace farsight {
namespace {

/// Signed distance from a pixel's centre to the edge of a rounded box, negative inside.
struct RoundedBox {
    float cx;
    float cy;
    float half_width;
    float half_height;
    float radius;

    RoundedBox(const Box& box, float wanted_radius)
        : cx((box.x0 + box.x1) / 2),
          cy((box.y0 + box.y1) / 2),
          half_width(box.width() / 2),
          half_height(box.height() / 2),
          radius(std::min({wanted_radius, half_width, half_height})) {}

    float distance(int x, int y) const {
        const float dx = std::abs(static_cast<float>(x) + 0.5F - cx) - half_width + radius;
        const float dy = std::abs(static_cast<float>(y) + 0.5F - cy) - half_height + radius;
        return std::min(std::max(dx, dy), 0.0F) + std::hypot(std::max(dx, 0.0F), std::max(dy, 0.0F)) - radius;
    }
};

int clamp_floor(float value, int high) {
    return static_cast<int>(std::floor(std::clamp(value, 0.0F, static_cast<float>(high))));
}

int clamp_ceil(float value, int high) {
    return static_cast<int>(std::ceil(std::clamp(value, 0.0F, static_cast<float>(high))));
}

}  // namespace

void Canvas::blend(int x, int y, InkColour colour, float coverage) {
    if (x < 0 || y < 0 || x >= size().width || y >= size().height) return;
    const float alpha = std::clamp(coverage, 0.0F, 1.0F) * colour.alpha;
    std::uint8_t* pixel = image_.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
    const auto mix = [alpha](std::uint8_t under, std::uint8_t over) {
        const auto from = static_cast<float>(under);
        return static_cast<std::uint8_t>(std::lround(from + alpha * (static_cast<float>(over) - from)));
    };
    pixel[0] = mix(pixel[0], colour.r);
    pixel[1] = mix(pixel[1], colour.g);
    pixel[2] = mix(pixel[2], colour.b);
}

void Canvas::fill(const Box& box, float radius_px, InkColour colour) {
    const RoundedBox shape(box, radius_px);
    for (int y = clamp_floor(box.y0 - 1, size().height); y < clamp_ceil(box.y1 + 1, size().height); ++y) {
        for (int x = clamp_floor(box.x0 - 1, size().width); x < clamp_ceil(box.x1 + 1, size().width); ++x) {
            const float coverage = 0.5F - shape.distance(x, y);
            if (coverage > 0) blend(x, y, colour, coverage);
        }
    }
}

void Canvas::stroke(const Box& box, float radius_px, float width_px, InkColour colour) {
    const RoundedBox shape(box, radius_px);
    const float reach = width_px / 2 + 1;
    const float corner = shape.radius + reach;
    const auto span = [&](int y, float from, float to) {
        for (int x = clamp_floor(from, size().width); x < clamp_ceil(to, size().width); ++x) {
            const float coverage = width_px / 2 + 0.5F - std::abs(shape.distance(x, y));
            if (coverage > 0) blend(x, y, colour, coverage);
        }
    };
    for (int y = clamp_floor(box.y0 - reach, size().height); y < clamp_ceil(box.y1 + reach, size().height);
         ++y) {
        const auto row = static_cast<float>(y);
        const bool near_top_or_bottom = row < box.y0 + corner || row + 1 > box.y1 - corner;
        const float left_end = box.x0 + corner;
        const float right_start = std::floor(box.x1 - corner);
        if (near_top_or_bottom || right_start <= left_end) {
            span(y, box.x0 - reach, box.x1 + reach);
        } else {
            span(y, box.x0 - reach, left_end);
            span(y, std::max(right_start, std::ceil(left_end)), box.x1 + reach);
        }
    }
}

}  // namespace farsight
