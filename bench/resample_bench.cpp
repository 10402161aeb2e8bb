// Resampling, per instruction set: a tile from a region of its size, from a larger one, and a 4K full frame.
#include "farsight/resample.h"

#include <benchmark/benchmark.h>

#include "image/pixel_kernels.h"

namespace {

using namespace farsight;

Image picture(Size size) {
    Image image(size, 3);
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < Image::bytes(size, 3); ++i) {
        state = state * 1664525U + 1013904223U;  // Numerical Recipes' generator
        image.data()[i] = static_cast<std::uint8_t>(state >> 24);
    }
    return image;
}

struct Geometry {
    const char* name;
    Rect region;
};

constexpr Geometry kGeometries[] = {
    {"same_size", {700, 500, 300, 300}},
    {"zoom_0.9", {700, 500, 333, 333}},
    {"half_size", {700, 500, 600, 600}},
    {"4k_frame", {0, 0, 3840, 2160}},
};
constexpr Filter kFilters[] = {Filter::kTriangle, Filter::kBilinear, Filter::kArea, Filter::kLanczos3};

void resample_tile(benchmark::State& state, const PixelKernels& kernels, Filter filter, Rect region) {
    static const Image image = picture({3840, 2160});
    Resampler resampler(kernels);
    Image output({300, 300}, 3);
    const auto copy_row = [](void* context, int y, const std::uint8_t* rgb) {
        auto& to = *static_cast<Image*>(context);
        std::copy_n(rgb, to.stride_bytes(), to.row(y));
    };
    for (auto _ : state) {
        resampler.run(image.view(), region, output.size(), filter, {0, 0, 0}, {&output, copy_row});
        benchmark::DoNotOptimize(output.data());
    }
}

const bool kRegistered = [] {
    for (const PixelKernels* kernels : available_kernels()) {
        for (const Geometry& geometry : kGeometries) {
            for (const Filter filter : kFilters) {
                const std::string name =
                    "resample/" + std::string(name_of(filter)) + "/" + geometry.name + "/" + kernels->target;
                benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
                    resample_tile(state, *kernels, filter, geometry.region);
                })->Unit(benchmark::kMillisecond);
            }
        }
    }
    return true;
}();

}  // namespace
