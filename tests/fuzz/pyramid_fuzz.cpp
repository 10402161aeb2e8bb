// Any image size and any options: a plan that keeps its promises, or an error.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "farsight/pyramid.h"

namespace {

/// Takes fixed-size values off the front of the fuzzer's bytes; zeros when they run out.
class Bytes {
public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    template <class T>
    T take() {
        T value{};
        const std::size_t count = size_ < sizeof(T) ? size_ : sizeof(T);
        if (count > 0) std::memcpy(&value, data_, count);
        data_ += count;
        size_ -= count;
        return value;
    }

private:
    const std::uint8_t* data_;
    std::size_t size_;
};

void require(bool holds) {
    if (!holds) std::abort();
}

void check_plan(const farsight::PyramidPlan& plan, const farsight::PyramidOptions& options) {
    require(!plan.levels.empty() && plan.levels.size() <= 8);
    require(plan.tiles.size() <= static_cast<std::size_t>(options.max_tiles));
    std::size_t tiles = 0;
    for (const farsight::Level& level : plan.levels) {
        require(level.columns >= 1 && level.rows >= 1);
        require(static_cast<std::size_t>(level.first_tile) == tiles);
        require(std::isfinite(level.zoom()) && level.zoom() > 0);
        tiles += static_cast<std::size_t>(level.columns) * static_cast<std::size_t>(level.rows);
    }
    require(tiles == plan.tiles.size());
    for (std::size_t i = 0; i < tiles; ++i) {
        const farsight::Tile& tile = plan.tiles[i];
        require(tile.index == static_cast<int>(i));
        require(tile.region.width > 0 && tile.region.height > 0);
        require(tile.region.x < plan.image.width && tile.region.y < plan.image.height);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(data, size);
    const farsight::Size image = {bytes.take<std::int32_t>(), bytes.take<std::int32_t>()};
    farsight::PyramidInput input;
    input.input = {bytes.take<std::int16_t>(), bytes.take<std::int16_t>()};
    const auto flags = bytes.take<std::uint8_t>();
    input.resize = (flags & 1) != 0 ? farsight::Resize::kLetterbox : farsight::Resize::kStretch;
    input.smallest_reach_px = bytes.take<double>();
    farsight::PyramidOptions options;
    options.enabled = (flags & 2) == 0;
    options.levels = bytes.take<std::int8_t>();
    options.finest_zoom = bytes.take<double>();
    options.overlap = bytes.take<double>();
    options.smallest_object_px = bytes.take<double>();
    options.max_tiles = bytes.take<std::int16_t>();
    const auto plan = farsight::plan_pyramid(image, input, options);
    if (plan) {
        check_plan(*plan, options);
    } else {
        require(!plan.error().message.empty());
    }
    return 0;
}
