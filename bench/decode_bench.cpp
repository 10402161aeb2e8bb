// Time a tile's heads take to become candidates.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "farsight/decode.h"

namespace {

using namespace farsight;

/// Numbers of the same bits everywhere (Knuth's MMIX generator).
class Random {
public:
    /// Uniform in [0, 1).
    float next() {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<float>(state_ >> 40) / static_cast<float>(1 << 24);
    }

private:
    std::uint64_t state_ = 1;
};

struct Heads {
    std::vector<std::int64_t> box_shape;
    std::vector<std::int64_t> score_shape;
    std::vector<float> boxes;
    std::vector<float> scores;
};

/// SSD heads as the MobileNetV2 gives them on photos: the background fires everywhere, `active` of all
/// anchors have `fires` classes over a score of 0.02. Measured on 12 photos, a median of 0.2 and 2; on
/// the busiest 0.6 and 5.
Heads ssd_heads(int anchors, int classes, float active, int fires) {
    Random random;
    Heads heads{{1, anchors, 4}, {1, anchors, classes}, {}, {}};
    for (int i = 0; i < anchors * 4; ++i) heads.boxes.push_back(random.next() * 4 - 2);
    for (int anchor = 0; anchor < anchors; ++anchor) {
        const bool fired = random.next() < active;
        for (int label = 0; label < classes; ++label) {
            const float quiet = -9 + 4 * random.next();
            heads.scores.push_back(label == 0 ? 5 : quiet);
        }
        float* row = heads.scores.data() + heads.scores.size() - static_cast<std::size_t>(classes);
        for (int i = 0; fired && i < fires; ++i) {
            row[1 + static_cast<int>(random.next() * static_cast<float>(classes - 1))] =
                -3.8F + 4 * random.next();
        }
    }
    return heads;
}

ModelCard ssd_card(ScoreActivation activation) {
    ModelCard card;
    card.input.size = {300, 300};
    card.heads.activation = activation;
    card.heads.classes_count = 24;
    card.heads.background = 0;
    return card;
}

void decode_tiles(benchmark::State& state, const ModelCard& card, const std::vector<HeadView>& views) {
    auto decoder = Decoder::create(card, {});
    PyramidPlan plan;
    plan.image = {1280, 720};
    const Tile tile{.index = 1, .level = 1, .region = {100, 100, 300, 300}, .interior_edges = 15};
    std::vector<Candidate> out;
    DecodeStats stats;
    for (auto _ : state) {
        out.clear();
        const auto decoded = decoder->decode(views, 0, plan, tile, out);
        if (!decoded) return state.SkipWithError(decoded.error().message.c_str());
        stats = *decoded;
        benchmark::DoNotOptimize(out.data());
    }
    state.counters["candidates"] = static_cast<double>(out.size());
    state.counters["over_top_k"] = stats.over_top_k;
}

void decode_ssd(benchmark::State& state, ScoreActivation activation, float active, int fires) {
    const Heads heads = ssd_heads(1917, 24, active, fires);
    decode_tiles(state, ssd_card(activation),
                 {{"boxes", heads.boxes, heads.box_shape}, {"scores", heads.scores, heads.score_shape}});
}

void decode_yolo(benchmark::State& state) {
    ModelCard card;
    card.input.size = {640, 640};
    card.heads.kind = HeadKind::kYolo;
    card.heads.activation = ScoreActivation::kNone;
    card.heads.classes_count = 80;
    const std::vector<std::int64_t> shape = {1, 84, 8400};
    Random random;
    std::vector<float> values;
    for (int i = 0; i < 84 * 8400; ++i) {
        const bool fires = i >= 4 * 8400 && random.next() < 0.001F;
        values.push_back(i < 4 * 8400 ? 640 * random.next() : fires ? random.next() : 0);
    }
    decode_tiles(state, card, {{"output0", values, shape}});
}

BENCHMARK_CAPTURE(decode_ssd, typical, ScoreActivation::kSigmoid, 0.2F, 2)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(decode_ssd, busiest, ScoreActivation::kSigmoid, 0.6F, 5)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(decode_ssd, silent, ScoreActivation::kSigmoid, 0.0F, 0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(decode_ssd, softmax, ScoreActivation::kSoftmax, 0.2F, 2)->Unit(benchmark::kMicrosecond);
BENCHMARK(decode_yolo)->Unit(benchmark::kMicrosecond);

}  // namespace
