// Axis-aligned boxes in pixels and how much they overlap.
#pragma once

#include <algorithm>

namespace farsight {

/// Corners in pixels, origin at the image's top left corner, edges half-open: a box that covers
/// exactly the pixel (0, 0) is {0, 0, 1, 1}. A box with x1 <= x0 or y1 <= y0 is empty.
struct Box {
    float x0 = 0;  ///< Left edge.
    float y0 = 0;  ///< Upper edge.
    float x1 = 0;  ///< Right edge.
    float y1 = 0;  ///< Lower edge.

    constexpr float width() const { return std::max(0.0F, x1 - x0); }   ///< 0 when empty.
    constexpr float height() const { return std::max(0.0F, y1 - y0); }  ///< 0 when empty.
    constexpr float area() const { return width() * height(); }         ///< Square pixels.
    constexpr bool empty() const { return !(x1 > x0 && y1 > y0); }      ///< Without area, or with NaN.
    constexpr bool operator==(const Box&) const = default;
};

/// The common part of two boxes; empty when they only touch.
constexpr Box intersection(const Box& a, const Box& b) {
    return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

/// The smallest box that holds both.
constexpr Box enclosing(const Box& a, const Box& b) {
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

/// Area of the common part in square pixels.
constexpr float intersection_area(const Box& a, const Box& b) {
    return intersection(a, b).area();
}

/// Intersection over union, in [0, 1]; 0 when either box is empty.
constexpr float iou(const Box& a, const Box& b) {
    const float common = intersection_area(a, b);
    return common > 0 ? common / (a.area() + b.area() - common) : 0.0F;
}

/// Intersection over the smaller box's area, in [0, 1]; 1 when one box lies inside the other,
/// 0 when either is empty.
constexpr float ios(const Box& a, const Box& b) {
    const float common = intersection_area(a, b);
    return common > 0 ? common / std::min(a.area(), b.area()) : 0.0F;
}

}  // namespace farsight
