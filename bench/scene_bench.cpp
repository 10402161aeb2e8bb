// Frames a second of the proving ground on one thread.
#include <benchmark/benchmark.h>

#include <vector>

#include "farsight/scene.h"

namespace {

using namespace farsight;

constexpr int kScenes = 8;

/// Different scenes in turn, of all places and weathers, so that no single one decides.
void render(benchmark::State& state, Size size) {
    std::vector<Scene> scenes;
    for (int i = 0; i < kScenes; ++i) {
        SceneOptions options;
        options.seed = static_cast<std::uint64_t>(i) + 1;
        options.size = size;
        scenes.push_back(*make_scene(options));
    }
    SceneRenderer renderer;
    Image image;
    GroundTruth truth;
    std::size_t next = 0;
    for (auto _ : state) {
        if (!renderer.render(scenes[next++ % scenes.size()], {}, image, truth)) state.SkipWithError("render");
        benchmark::DoNotOptimize(image.data());
    }
    state.SetItemsProcessed(state.iterations());
}

void make(benchmark::State& state) {
    SceneOptions options;
    for (auto _ : state) {
        ++options.seed;
        benchmark::DoNotOptimize(make_scene(options).has_value());
    }
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK_CAPTURE(render, 1280x720, Size{1280, 720})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(render, 640x360, Size{640, 360})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(render, 320x180, Size{320, 180})->Unit(benchmark::kMillisecond);
BENCHMARK(make)->Unit(benchmark::kMillisecond);

}  // namespace
