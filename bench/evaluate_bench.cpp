// A million detections: the promise is ten seconds.
#include "farsight/evaluate.h"

#include <benchmark/benchmark.h>

#include <vector>

namespace {

using namespace farsight;

/// A linear congruential generator (Knuth's MMIX): any reproducible numbers will do.
struct Numbers {
    std::uint64_t state = 1;
    double next() {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state >> 11) / 9007199254740992.0;
    }
};

struct Problem {
    std::vector<TruthBox> truths;
    std::vector<ScoredBox> detections;
    int images = 0;
    int categories = 80;
    EvaluationSet set() const { return {truths, detections, images, categories}; }
};

/// 100 detections an image, as COCO allows, and eight objects of three classes; detections in random order of
/// score, a third of them near an object.
Problem make_problem(std::int64_t detections) {
    Problem problem;
    Numbers random;
    problem.images = static_cast<int>(detections / 100);
    for (int image = 0; image < problem.images; ++image) {
        const std::size_t first = problem.truths.size();
        for (int i = 0; i < 8; ++i) {
            TruthBox truth;
            truth.box = {random.next() * 500, random.next() * 400, 8 + random.next() * 140,
                         8 + random.next() * 140};
            truth.area = truth.box.width * truth.box.height * 0.7;
            truth.image = image;
            truth.category = static_cast<std::int32_t>(random.next() * random.next() * 80);
            truth.crowd = random.next() < 0.02;
            problem.truths.push_back(truth);
        }
        for (int i = 0; i < 100; ++i) {
            const TruthBox& near = problem.truths[first + static_cast<std::size_t>(random.next() * 8)];
            ScoredBox box{near.box, random.next(), image, near.category};
            const double by = i % 3 == 0 ? 0.2 : 3;
            box.box.x += (random.next() - 0.5) * by * box.box.width;
            box.box.y += (random.next() - 0.5) * by * box.box.height;
            problem.detections.push_back(box);
        }
    }
    return problem;
}

void coco_figures_of(benchmark::State& state) {
    const Problem problem = make_problem(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(coco_figures(problem.set()));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(coco_figures_of)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void measure_sizes_of(benchmark::State& state) {
    const Problem problem = make_problem(state.range(0));
    BinOptions options;
    options.resamples = static_cast<int>(state.range(1));
    for (auto _ : state) benchmark::DoNotOptimize(measure_sizes(problem.set(), options));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(measure_sizes_of)->Args({1'000'000, 0})->Args({1'000'000, 100})->Unit(benchmark::kMillisecond);

}  // namespace
