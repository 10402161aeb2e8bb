// A tile of a photo becomes a 300 x 300 float tensor, per instruction set.
#include "farsight/preprocess.h"

#include <benchmark/benchmark.h>

#include "image/pixel_kernels.h"

namespace {

using namespace farsight;

struct Case {
    const char* name;
    Rect region;
    Layout layout;
    int channels;
};

constexpr Case kCases[] = {
    {"same_size_nhwc", {700, 500, 300, 300}, Layout::kNhwc, 3},
    {"same_size_nchw", {700, 500, 300, 300}, Layout::kNchw, 3},
    {"zoom_0.9_nhwc", {700, 500, 333, 333}, Layout::kNhwc, 3},
    {"zoom_0.9_nhwc_rgba", {700, 500, 333, 333}, Layout::kNhwc, 4},
    {"4k_frame_nhwc", {0, 0, 3840, 2160}, Layout::kNhwc, 3},
};

void fill_tile(benchmark::State& state, const PixelKernels& kernels, const Case& c) {
    const Size size{3840, 2160};
    Image image(size, c.channels);
    for (std::size_t i = 0; i < Image::bytes(size, c.channels); ++i) {
        image.data()[i] = static_cast<std::uint8_t>(i * 2654435761U >> 13);
    }
    InputSpec input;
    input.size = {300, 300};
    input.layout = c.layout;
    Preprocessor preprocessor(input, Filter::kTriangle, kernels);
    std::vector<float> values(input.values_per_tile());
    Tile tile;
    tile.region = c.region;
    for (auto _ : state) {
        (void)preprocessor.fill(image.view(), tile, std::span(values));
        benchmark::DoNotOptimize(values.data());
    }
}

const bool kRegistered = [] {
    for (const PixelKernels* kernels : available_kernels()) {
        for (const Case& c : kCases) {
            const std::string name = "preprocess/" + std::string(c.name) + "/" + kernels->target;
            benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
                fill_tile(state, *kernels, c);
            })->Unit(benchmark::kMillisecond);
        }
    }
    return true;
}();

}  // namespace
