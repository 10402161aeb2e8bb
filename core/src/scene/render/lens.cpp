#include "scene/render/lens.h"

#include <cstddef>

namespace farsight::scene {

void LightPlanes::resize(Size to) {
    size = to;
    for (auto& plane : planes) {
        plane.resize(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height) + kMostLanes);
    }
}

void LensRows::resize(int width) {
    // A blurred row has a pixel more at either end.
    const auto room = static_cast<std::size_t>(width) + 2 + kMostLanes;
    padded.resize(room);
    for (auto& row : light) row.resize(room);
    for (auto& row : entries) row.resize(room);
}

std::size_t LensRows::bytes() const {
    std::size_t words = padded.capacity();
    for (const auto& row : light) words += row.capacity();
    for (const auto& row : entries) words += row.capacity();
    return words * sizeof(float);
}

}  // namespace farsight::scene
