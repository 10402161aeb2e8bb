#include "farsight/runtime/tile_workers.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <limits>

#include "tiny_network.h"

using namespace farsight;
using farsight::tests::tiny_model;
using farsight::tests::TinyNetwork;

namespace {

/// A slope from dark to bright, so that every tile scores differently.
Image slope(Size size) {
    Image image(size, 3);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width * 3; ++x) {
            image.row(y)[x] = static_cast<std::uint8_t>((x * 2 + y * 3) % 256);
        }
    }
    return image;
}

DetectorOptions three_levels() {
    DetectorOptions options;
    options.pyramid.levels = 3;
    options.pyramid.finest_zoom = 0.5;
    return options;
}

struct Outcome {
    std::vector<Detection> detections;
    StageTimes times;
    int tiles = 0;
    DecodeStats stats;
};

Outcome detect(const Model& model, const Image& image, int threads) {
    auto detector = TiledDetector::create(model.card, image.size(), three_levels());
    REQUIRE(detector);
    auto workers = TileWorkers::create(model, Filter::kTriangle, threads);
    REQUIRE(workers);
    Outcome outcome;
    REQUIRE(workers->run(image.view(), *detector, {}, outcome.times));
    REQUIRE(detector->done());
    REQUIRE(detector->detections({}, outcome.detections));
    outcome.tiles = detector->tiles_absorbed();
    outcome.stats = detector->stats();
    return outcome;
}

}  // namespace

TEST_CASE("one, two and seven threads give the same detections to the bit") {
    TinyNetwork tiny;
    tiny.gains = {0.5F, 0.4F, 0.3F, 0.2F};
    tiny.biases = {0.1F, 0.2F, 0.3F, 0.4F};
    const auto model = tiny_model(tiny);
    REQUIRE(model);
    const Image image = slope({96, 64});
    const Outcome one = detect(*model, image, 1);
    REQUIRE(one.tiles > 20);
    REQUIRE(!one.detections.empty());
    for (const int threads : {2, 7}) {
        const Outcome many = detect(*model, image, threads);
        CHECK(many.detections == one.detections);
        CHECK(many.tiles == one.tiles);
    }
}

TEST_CASE("every stage's time is counted") {
    const auto model = tiny_model({});
    REQUIRE(model);
    const Outcome outcome = detect(*model, slope({64, 64}), 2);
    CHECK(outcome.times.preprocess_ms > 0);
    CHECK(outcome.times.network_ms > 0);
    CHECK(outcome.times.decode_heads_ms > 0);
}

TEST_CASE("candidates that are not finite are dropped and counted") {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    TinyNetwork tiny;
    tiny.biases = {kNan, kInfinity, 0.9F, 0.8F};
    tiny.boxes[3 * 4] = kNan;  // ty of the last anchor
    const auto model = tiny_model(tiny);
    REQUIRE(model);
    const Outcome outcome = detect(*model, slope({64, 64}), 1);
    // Three of the four anchors are broken in every tile.
    CHECK(outcome.stats.non_finite == 3 * outcome.tiles);
    REQUIRE(!outcome.detections.empty());
    for (const Detection& detection : outcome.detections) CHECK(detection.score <= 1.0F);
}

TEST_CASE("progress counts every tile once") {
    const auto model = tiny_model({});
    REQUIRE(model);
    const Image image = slope({64, 64});
    auto detector = TiledDetector::create(model->card, image.size(), three_levels());
    REQUIRE(detector);
    auto workers = TileWorkers::create(*model, Filter::kTriangle, 2);
    REQUIRE(workers);
    std::vector<int> seen;
    int total = 0;
    const TileCallbacks callbacks = {[&](int done, int all) {
                                         seen.push_back(done);
                                         total = all;
                                     },
                                     {}};
    StageTimes times;
    REQUIRE(workers->run(image.view(), *detector, callbacks, times));
    REQUIRE(static_cast<int>(seen.size()) == total);
    for (int i = 0; i < total; ++i) CHECK(seen[static_cast<std::size_t>(i)] == i + 1);
}

TEST_CASE("each tile's heads are shown once, right after they were absorbed") {
    const auto model = tiny_model({});
    REQUIRE(model);
    const Image image = slope({64, 64});
    auto detector = TiledDetector::create(model->card, image.size(), three_levels());
    REQUIRE(detector);
    auto workers = TileWorkers::create(*model, Filter::kTriangle, 2);
    REQUIRE(workers);
    std::vector<int> seen(detector->plan().tiles.size());
    TileCallbacks callbacks;
    callbacks.absorbed = [&](const TileBatch& batch, std::span<const HeadView> heads) {
        CHECK(heads.size() == 2);
        CHECK(!detector->candidates(batch.first_tile).empty());
        ++seen[static_cast<std::size_t>(batch.first_tile)];
    };
    StageTimes times;
    REQUIRE(workers->run(image.view(), *detector, callbacks, times));
    CHECK(std::count(seen.begin(), seen.end(), 1) == std::ssize(seen));
}

TEST_CASE("a cancelled run stops between tiles and says so") {
    const auto model = tiny_model({});
    REQUIRE(model);
    const Image image = slope({96, 96});
    auto detector = TiledDetector::create(model->card, image.size(), three_levels());
    REQUIRE(detector);
    auto workers = TileWorkers::create(*model, Filter::kTriangle, 2);
    REQUIRE(workers);
    std::atomic<int> asked = 0;
    StageTimes times;
    const auto ran = workers->run(image.view(), *detector, {{}, [&] { return ++asked > 3; }}, times);
    REQUIRE(!ran);
    CHECK(ran.error().code == ErrorCode::kCancelled);
    CHECK(!detector->done());
    CHECK(detector->tiles_absorbed() <= 3);
}

TEST_CASE("a thread count out of range is refused") {
    const auto model = tiny_model({});
    REQUIRE(model);
    CHECK(TileWorkers::create(*model, Filter::kTriangle, -1).error().code == ErrorCode::kInvalidArgument);
    CHECK(TileWorkers::create(*model, Filter::kTriangle, 257).error().code == ErrorCode::kInvalidArgument);
    CHECK(TileWorkers::create(*model, Filter::kTriangle, 0)->threads() >= 1);
}
