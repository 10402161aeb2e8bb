#include "farsight/detector.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>

using namespace farsight;

namespace {

/// An SSD of one class beside the background and one layer of 4 by 4 anchors, each a quarter of the input.
ModelCard small_card() {
    ModelCard card;
    card.name = "small";
    card.input.size = {64, 64};
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.activation = ScoreActivation::kNone;
    card.heads.classes_count = 2;
    card.heads.background = 0;
    card.heads.anchors = GridAnchorSpec{{{4, 4, {{0.25, 0.25}}}}};
    card.labels = {{"background", ""}, {"thing", ""}};
    return card;
}

constexpr std::size_t kAnchors = 16;

/// Heads of a batch in which anchor `anchor` of entry e has the score `scores[e]`.
struct Heads {
    std::vector<float> boxes;
    std::vector<float> scores;
    std::vector<std::int64_t> box_shape;
    std::vector<std::int64_t> score_shape;

    Heads(std::size_t anchor, const std::vector<float>& values)
        : boxes(values.size() * kAnchors * 4, 0.0F), scores(values.size() * kAnchors * 2, 0.0F) {
        const auto batch = static_cast<std::int64_t>(values.size());
        box_shape = {batch, kAnchors, 4};
        score_shape = {batch, kAnchors, 2};
        for (std::size_t entry = 0; entry < values.size(); ++entry) {
            scores[(entry * kAnchors + anchor) * 2 + 1] = values[entry];
        }
    }
    std::vector<HeadView> views() const {
        return {{"boxes", boxes, box_shape}, {"scores", scores, score_shape}};
    }
};

DetectorOptions two_levels() {
    DetectorOptions options;
    options.pyramid.levels = 2;
    options.pyramid.finest_zoom = 1;
    options.pyramid.overlap = 0.25;
    return options;
}

TiledDetector detector_of(const DetectorOptions& options = two_levels()) {
    auto detector = TiledDetector::create(small_card(), {128, 128}, options);
    REQUIRE(detector);
    return *std::move(detector);
}

/// A score that differs from tile to tile.
float score_of(int tile) {
    return 0.5F + 0.01F * static_cast<float>(tile);
}

void absorb(TiledDetector& detector, const TileBatch& batch) {
    std::vector<float> scores;
    for (int i = 0; i < batch.count; ++i) scores.push_back(score_of(batch.first_tile + i));
    const Heads heads(5, scores);
    REQUIRE(detector.absorb(batch, heads.views()));
}

std::vector<Detection> found_by(TiledDetector& detector) {
    MergeOptions options;
    options.min_score = 0;
    std::vector<Detection> found;
    REQUIRE(detector.detections(options, found));
    return found;
}

}  // namespace

TEST_CASE("a detector hands out every tile once, in batches no larger than asked for") {
    TiledDetector detector = detector_of();
    // Tiles of 64 with 16 shared: starts at 0, 32 and 64 on each axis, and the full frame.
    REQUIRE(detector.plan().tiles.size() == 10);
    int expected = 0;
    while (auto batch = detector.next_batch(4)) {
        CHECK(batch->first_tile == expected);
        CHECK(batch->count <= 4);
        CHECK(detector.tiles(*batch).front().index == expected);
        expected += batch->count;
    }
    CHECK(expected == 10);
    CHECK_FALSE(detector.done());
}

TEST_CASE("anchors of a tile become candidates in the image's pixels") {
    TiledDetector detector = detector_of();
    while (auto batch = detector.next_batch(3)) absorb(detector, *batch);
    CHECK(detector.done());
    CHECK(detector.tiles_absorbed() == 10);
    // Anchor 5 is the cell (1, 1): a quarter to a half of the tile on both axes.
    REQUIRE(detector.candidates(0).size() == 1);
    CHECK(detector.candidates(0)[0].box == Box{32, 32, 64, 64});
    // Tile 5 is the middle one: it starts at 32, 32 and is 64 wide.
    REQUIRE(detector.candidates(5).size() == 1);
    CHECK(detector.candidates(5)[0].box == Box{48, 48, 64, 64});
    CHECK(detector.candidates(5)[0].score == score_of(5));
}

TEST_CASE("batches that come back in any order give the same detections") {
    TiledDetector forward = detector_of();
    while (auto batch = forward.next_batch(3)) absorb(forward, *batch);

    TiledDetector backward = detector_of();
    std::vector<TileBatch> out;
    while (auto batch = backward.next_batch(2)) out.push_back(*batch);
    for (auto batch = out.rbegin(); batch != out.rend(); ++batch) absorb(backward, *batch);

    CHECK_FALSE(found_by(forward).empty());
    CHECK(found_by(forward) == found_by(backward));
}

TEST_CASE("cached candidates stand for a run of the network") {
    TiledDetector first = detector_of();
    while (auto batch = first.next_batch(10)) absorb(first, *batch);

    TiledDetector second = detector_of();
    for (int tile = 1; tile < 10; tile += 2) REQUIRE(second.absorb_cached(tile, first.candidates(tile)));
    int runs = 0;
    while (auto batch = second.next_batch(10)) {
        runs += batch->count;
        absorb(second, *batch);
    }
    CHECK(runs == 5);
    CHECK(second.done());
    CHECK(found_by(first) == found_by(second));
}

TEST_CASE("a tile is absorbed once, and only after it was given out") {
    TiledDetector detector = detector_of();
    const Heads heads(5, {0.5F});
    CHECK(detector.absorb({0, 1}, heads.views()).error().code == ErrorCode::kMismatch);
    const auto batch = detector.next_batch(1);
    REQUIRE(batch);
    REQUIRE(detector.absorb(*batch, heads.views()));
    CHECK(detector.absorb(*batch, heads.views()).error().code == ErrorCode::kMismatch);
    CHECK(detector.absorb_cached(0, {}).error().code == ErrorCode::kMismatch);
    CHECK(detector.absorb_cached(10, {}).error().code == ErrorCode::kMismatch);
    CHECK(detector.absorb({9, 2}, heads.views()).error().code == ErrorCode::kMismatch);
    CHECK(detector.absorb({-1, 1}, heads.views()).error().code == ErrorCode::kMismatch);
    CHECK(detector.tiles_absorbed() == 1);
}

TEST_CASE("heads that are not the card's are refused, and the batch can be given again") {
    TiledDetector detector = detector_of();
    const auto batch = detector.next_batch(2);
    REQUIRE(batch);
    const Heads one(5, {0.5F});
    CHECK(detector.absorb(*batch, one.views()).error().code == ErrorCode::kMismatch);
    CHECK(detector.candidates(0).empty());
    CHECK(detector.tiles_absorbed() == 0);
    const Heads two(5, {0.5F, 0.6F});
    CHECK(detector.absorb(*batch, two.views()));
}

TEST_CASE("what is not a number is dropped and counted") {
    TiledDetector detector = detector_of();
    const auto batch = detector.next_batch(1);
    REQUIRE(batch);
    Heads heads(5, {0.9F});
    heads.scores[1] = std::numeric_limits<float>::quiet_NaN();
    heads.boxes[5 * 4] = std::numeric_limits<float>::infinity();
    REQUIRE(detector.absorb(*batch, heads.views()));
    CHECK(detector.stats().non_finite == 2);
    CHECK(detector.candidates(0).empty());
}

TEST_CASE("thresholds and methods never need the network again") {
    TiledDetector detector = detector_of();
    while (auto batch = detector.next_batch(10)) absorb(detector, *batch);
    std::vector<Detection> all;
    std::vector<Detection> few;
    MergeOptions options;
    options.method = MergeMethod::kNms;
    options.min_score = 0;
    REQUIRE(detector.detections(options, all));
    options.min_score = 0.58F;
    REQUIRE(detector.detections(options, few));
    CHECK(few.size() < all.size());
    CHECK_FALSE(few.empty());
    options.overlap = 2;
    CHECK(detector.detections(options, few).error().code == ErrorCode::kInvalidArgument);
}

TEST_CASE("a detector for an impossible image or card is refused") {
    CHECK_FALSE(TiledDetector::create(small_card(), {0, 10}, {}));
    ModelCard card = small_card();
    card.heads.anchors = GridAnchorSpec{};
    CHECK_FALSE(TiledDetector::create(card, {128, 128}, {}));
    DetectorOptions options;
    options.pyramid.overlap = 0.9;
    CHECK_FALSE(TiledDetector::create(small_card(), {128, 128}, options));
}

namespace {

/// Runs what the detector calls for, tile by tile, with a score of anchor 5 by the tile's place in the plan.
void run_all(TiledDetector& detector, const std::vector<float>& scores) {
    while (auto batch = detector.next_batch(1)) {
        const auto tile = static_cast<std::size_t>(batch->first_tile);
        const Heads heads(5, {tile < scores.size() ? scores[tile] : 0.0F});
        REQUIRE(detector.absorb(*batch, heads.views()));
    }
}

DetectorOptions search_of_two_levels() {
    DetectorOptions options = two_levels();
    options.search.coarse_to_fine = true;
    return options;
}

}  // namespace

TEST_CASE("a search that finds nothing on the full frame ends there") {
    TiledDetector detector = detector_of(search_of_two_levels());
    CHECK(detector.plan().tiles.size() == 1);
    CHECK(detector.full_plan().tiles.size() == 10);
    run_all(detector, {0.09F});
    CHECK(detector.done());
    CHECK(detector.plan().tiles.size() == 1);
    CHECK(detector.plan().pixel_ratio() == 1);
}

TEST_CASE("a search plans a level when the one before is in, and hands out nothing before") {
    TiledDetector detector = detector_of(search_of_two_levels());
    const auto full_frame = detector.next_batch(8);
    REQUIRE(full_frame);
    CHECK_FALSE(detector.next_batch(8));
    CHECK_FALSE(detector.done());
    REQUIRE(detector.absorb(*full_frame, Heads(5, {0.3F}).views()));
    CHECK_FALSE(detector.done());
    // The box is 32 to 64 on both axes: the tile that starts at 32, or at 0, holds it; its middle, 48, is
    // nearest to the middle of the tile at 0 (32) and of the one at 32 (64), and the first counts.
    REQUIRE(detector.plan().tiles.size() == 2);
    CHECK(detector.plan().tiles[1].region == Rect{0, 0, 64, 64});
    CHECK(detector.plan().levels[1].first_tile == 1);
    run_all(detector, {0, 0.6F});
    CHECK(detector.done());
}

TEST_CASE("the plan of a search does not depend on the score that is asked for") {
    DetectorOptions options = search_of_two_levels();
    options.decode.min_score = 0.9F;
    TiledDetector strict = detector_of(options);
    run_all(strict, {0.3F, 0.95F});
    CHECK(strict.plan().tiles.size() == 2);
    const std::vector<Detection> found = found_by(strict);
    REQUIRE(found.size() == 1);
    CHECK(found[0].tile == 1);
}

TEST_CASE("a region that is planned but has not run counts neither for nor against an object") {
    TiledDetector searching = detector_of(search_of_two_levels());
    TiledDetector alone = [] {
        DetectorOptions options = two_levels();
        options.pyramid.enabled = false;
        return detector_of(options);
    }();
    for (TiledDetector* detector : {&searching, &alone}) {
        const auto batch = detector->next_batch(1);
        REQUIRE(batch);
        REQUIRE(detector->absorb(*batch, Heads(5, {0.4F}).views()));
    }
    REQUIRE(searching.plan().tiles.size() == 2);
    CHECK(found_by(searching) == found_by(alone));
}

TEST_CASE("classes that are not asked for are not detected") {
    DetectorOptions options = search_of_two_levels();
    options.search.classes = {0};
    TiledDetector detector = detector_of(options);
    run_all(detector, {0.9F});
    CHECK(detector.plan().tiles.size() == 1);
    CHECK(found_by(detector).empty());
}

TEST_CASE("a batch holds regions of one size") {
    ModelCard card = small_card();
    card.heads.anchors = GridAnchorSpec{{{4, 4, {{0.25, 0.25}}}}};
    card.free = FreeSize{16, {16}};
    DetectorOptions options = two_levels();
    auto detector = TiledDetector::create(card, {200, 100}, options);
    REQUIRE(detector);
    const auto first = detector->next_batch(100);
    REQUIRE(first);
    CHECK(first->count == 1);
    CHECK_FALSE(detector->tiles(*first).front().close);
    const auto second = detector->next_batch(100);
    REQUIRE(second);
    const auto tiles = detector->tiles(*second);
    for (const Tile& tile : tiles) {
        CHECK(tile.close);
        CHECK(tile.input == tiles.front().input);
    }
}

TEST_CASE("heads of a region of free size decode by its own anchors") {
    ModelCard card = small_card();
    card.free = FreeSize{16, {16}};
    DetectorOptions options = two_levels();
    auto detector = TiledDetector::create(card, {128, 96}, options);
    REQUIRE(detector);
    REQUIRE(detector->plan().tiles.size() == 2);
    const auto full_frame = detector->next_batch(1);
    REQUIRE(detector->absorb(*full_frame, Heads(5, {0.0F}).views()));
    const auto batch = detector->next_batch(1);
    REQUIRE(batch);
    // 128 by 96 at zoom 1: 8 by 6 cells of 16, whose anchors are 16 pixels.
    CHECK(detector->tiles(*batch).front().input == Size{128, 96});
    constexpr std::size_t kCells = 48;
    const std::vector<float> boxes(kCells * 4, 0.0F);
    std::vector<float> scores(kCells * 2, 0.0F);
    scores[2 * (2 * 8 + 5) + 1] = 0.7F;  // Row 2, column 5: centre at 88, 40.
    const std::array<std::int64_t, 3> box_shape = {1, kCells, 4};
    const std::array<std::int64_t, 3> score_shape = {1, kCells, 2};
    const std::array<HeadView, 2> heads = {{{"boxes", boxes, box_shape}, {"scores", scores, score_shape}}};
    REQUIRE(detector->absorb(*batch, heads));
    REQUIRE(detector->candidates(1).size() == 1);
    const Box box = detector->candidates(1)[0].box;
    CHECK(box.x0 == Approx(80));
    CHECK(box.y0 == Approx(32));
    CHECK(box.x1 == Approx(96));
    CHECK(box.y1 == Approx(48));
    CHECK(detector->done());
}
