#include "label_chips.h"

#include <algorithm>
#include <array>
#include <limits>

namespace farsight {
namespace {

/// A chip may hide at most this fraction of another object.
constexpr float kMaxHidden = 0.35F;

/// Places from the most natural to the least: above, below, inside, beside.
std::array<Box, 9> places(const ChipRequest& request) {
    const Box& box = request.box;
    const float w = request.width;
    const float h = request.height;
    const auto at = [&](float x, float y) { return Box{x, y, x + w, y + h}; };
    return {at(box.x0, box.y0 - h), at(box.x1 - w, box.y0 - h), at(box.x0, box.y1),
            at(box.x1 - w, box.y1), at(box.x0, box.y0),         at(box.x1 - w, box.y0),
            at(box.x1, box.y0),     at(box.x0 - w, box.y0),     at(box.x0, box.y1 - h)};
}

/// What a place costs; infinite when it may not be used.
float cost_of(const Box& chip, std::size_t own, std::size_t place, std::span<const ChipRequest> requests,
              std::span<const std::optional<Box>> placed, Size canvas) {
    constexpr float kNever = std::numeric_limits<float>::infinity();
    constexpr float kInsideOwn = 1.5F;  // a chip over its own object hides it, but only it
    if (chip.x0 < 0 || chip.y0 < 0 || chip.x1 > static_cast<float>(canvas.width) ||
        chip.y1 > static_cast<float>(canvas.height)) {
        return kNever;
    }
    for (std::size_t i = 0; i < own; ++i) {
        if (placed[i] && intersection_area(chip, *placed[i]) > 0) return kNever;
    }
    float cost = 0.05F * static_cast<float>(place);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const float common = intersection_area(chip, requests[i].box);
        if (common <= 0) continue;
        const float hidden = common / requests[i].box.area();
        if (hidden > kMaxHidden) return kNever;
        cost += hidden * (i == own ? kInsideOwn : 3.0F);
    }
    return cost;
}

}  // namespace

std::vector<std::optional<Box>> place_chips(std::span<const ChipRequest> requests, Size canvas) {
    std::vector<std::optional<Box>> placed(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        float best = std::numeric_limits<float>::infinity();
        const auto choices = places(requests[i]);
        for (std::size_t place = 0; place < choices.size(); ++place) {
            const float cost = cost_of(choices[place], i, place, requests, placed, canvas);
            if (cost < best) {
                best = cost;
                placed[i] = choices[place];
            }
        }
    }
    return placed;
}

}  // namespace farsight
