// Merging 1k, 10k and 33k crowded boxes: a crowd of objects, each proposed many times over.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "farsight/merge.h"
#include "farsight/pyramid.h"

using namespace farsight;

namespace {

/// Numerical Recipes' 32-bit generator: the same crowd everywhere.
struct Lcg {
    std::uint32_t state = 1;
    float next() {
        state = state * 1664525U + 1013904223U;
        return static_cast<float>(state >> 8) / 16777216.0F;
    }
};

/// Thirty proposals an object, jittered by up to a fifth of its size, in a 4K frame.
std::vector<Candidate> crowd(const PyramidPlan& plan, int count) {
    Lcg random;
    std::vector<Candidate> candidates;
    Box object;
    for (int i = 0; i < count; ++i) {
        if (i % 30 == 0) {
            const float height = 12 + 300 * random.next() * random.next() * random.next();
            const float x = random.next() * 3700;
            const float y = random.next() * 1800;
            object = {x, y, x + height * 0.4F, y + height};
        }
        const float jitter = 0.2F * object.height();
        const float dx = (random.next() - 0.5F) * jitter;
        const float dy = (random.next() - 0.5F) * jitter;
        const float grow = 1 + (random.next() - 0.5F) * 0.3F;
        Candidate candidate;
        candidate.box = {object.x0 + dx, object.y0 + dy, object.x0 + dx + object.width() * grow,
                         object.y0 + dy + object.height() * grow};
        candidate.score = 0.03F + 0.97F * random.next() * random.next();
        candidate.anchor = i;
        candidate.tile = static_cast<std::int32_t>(random.next() * static_cast<float>(plan.tiles.size()));
        candidate.level =
            static_cast<std::int16_t>(plan.tiles[static_cast<std::size_t>(candidate.tile)].level);
        candidates.push_back(candidate);
    }
    return candidates;
}

void merge_crowd(benchmark::State& state, MergeMethod method) {
    const PyramidPlan plan =
        *plan_pyramid({3840, 2160}, {{300, 300}, Resize::kStretch, 21}, PyramidOptions{});
    const std::vector<Candidate> candidates = crowd(plan, static_cast<int>(state.range(0)));
    MergeOptions options;
    options.method = method;
    options.min_score = 0;
    options.max_detections = static_cast<int>(candidates.size());
    Merger merger;
    std::vector<Detection> detections;
    for (auto _ : state) {
        merger.merge(candidates, plan, options, detections);
        benchmark::DoNotOptimize(detections.data());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["left"] = static_cast<double>(detections.size());
}

}  // namespace

BENCHMARK_CAPTURE(merge_crowd, keep_best, MergeMethod::kKeepBest)
    ->Arg(1000)
    ->Arg(5000)
    ->Arg(10000)
    ->Arg(33000);
BENCHMARK_CAPTURE(merge_crowd, nms, MergeMethod::kNms)->Arg(1000)->Arg(10000)->Arg(33000);
BENCHMARK_CAPTURE(merge_crowd, soft_nms, MergeMethod::kSoftNms)->Arg(1000)->Arg(10000)->Arg(33000);
BENCHMARK_CAPTURE(merge_crowd, union_greedy, MergeMethod::kUnion)->Arg(1000)->Arg(10000)->Arg(33000);
BENCHMARK_CAPTURE(merge_crowd, wbf, MergeMethod::kWbf)->Arg(1000)->Arg(10000)->Arg(33000);
