#include "farsight/attribution.h"

#include <catch2/catch.hpp>

using namespace farsight;

namespace {

// One object of category 0 at (100, 100) to (200, 200). Labels 1 and 2 are categories 0 and 1, label 0 is
// none.
struct Scene {
    std::vector<TruthBox> truths;
    std::vector<std::uint8_t> found = {0};
    std::vector<Candidate> candidates;
    std::vector<Detection> detections;
    std::vector<std::uint8_t> used;
    std::vector<Tile> tiles;
    std::vector<std::int32_t> category_of_label = {-1, 0, 1};

    Scene() {
        TruthBox truth;
        truth.box = {100, 100, 100, 100};
        truth.area = 10000;
        truths.push_back(truth);
    }

    Candidate& candidate(Box box, float score, int label = 1) {
        Candidate c;
        c.box = box;
        c.score = score;
        c.label = label;
        return candidates.emplace_back(c);
    }

    void detection(Box box, float score, int label = 1, bool is_used = false) {
        Detection d;
        d.box = box;
        d.score = score;
        d.label = label;
        detections.push_back(d);
        used.push_back(is_used ? 1 : 0);
    }

    std::vector<Miss> misses() const {
        std::vector<Miss> out;
        explain_misses({truths, found, candidates, detections, used, tiles, category_of_label}, {}, out);
        return out;
    }

    MissCause cause() const {
        const std::vector<Miss> all = misses();
        REQUIRE(all.size() == 1);
        return all[0].cause;
    }
};

}  // namespace

TEST_CASE("with no box near it an object was never proposed") {
    Scene scene;
    scene.candidate({300, 300, 400, 400}, 0.9F);
    const std::vector<Miss> misses = scene.misses();
    REQUIRE(misses.size() == 1);
    CHECK(misses[0].cause == MissCause::kNeverProposed);
    CHECK(misses[0].label == -1);
}

TEST_CASE("found, ignored and crowded objects are no misses") {
    Scene scene;
    scene.found[0] = 1;
    CHECK(scene.misses().empty());
    scene.found[0] = 0;
    scene.truths[0].ignore = true;
    CHECK(scene.misses().empty());
    scene.truths[0].ignore = false;
    scene.truths[0].crowd = true;
    CHECK(scene.misses().empty());
}

TEST_CASE("a fitting box of low score is under the threshold, and the best score tells") {
    Scene scene;
    scene.candidate({100, 100, 200, 190}, 0.1F);
    scene.candidate({100, 100, 200, 160}, 0.25F);
    const std::vector<Miss> misses = scene.misses();
    REQUIRE(misses.size() == 1);
    CHECK(misses[0].cause == MissCause::kUnderThreshold);
    CHECK(misses[0].score == 0.25F);
    CHECK(misses[0].iou == Approx(0.6));
}

TEST_CASE("a fitting box of high score that is no detection was suppressed in merging") {
    Scene scene;
    scene.candidate({100, 100, 200, 190}, 0.1F);
    scene.candidate({100, 100, 200, 180}, 0.5F);
    CHECK(scene.cause() == MissCause::kSuppressed);
}

TEST_CASE("a fitting detection that found a neighbour was taken from the object") {
    Scene scene;
    scene.detection({100, 100, 200, 180}, 0.5F, 1, true);
    CHECK(scene.cause() == MissCause::kSuppressed);
}

TEST_CASE("a fitting detection of another class is a confusion, unless it is right about something else") {
    Scene scene;
    scene.detection({100, 100, 200, 190}, 0.8F, 2);
    scene.candidate({100, 100, 200, 200}, 0.1F);
    CHECK(scene.cause() == MissCause::kConfused);
    scene.used[0] = 1;
    CHECK(scene.cause() == MissCause::kUnderThreshold);
}

TEST_CASE("labels of no category confuse as well") {
    Scene scene;
    scene.detection({100, 100, 200, 190}, 0.8F, 0);
    CHECK(scene.cause() == MissCause::kConfused);
}

TEST_CASE("a part that ends at the edge of a tile that cuts the object was cut") {
    Scene scene;
    Tile tile;
    tile.region = {0, 0, 140, 400};
    tile.interior_edges = kEdgeRight;
    scene.tiles.push_back(tile);
    scene.candidate({100, 100, 139, 200}, 0.9F).cut_edges = kEdgeRight;
    CHECK(scene.cause() == MissCause::kCutByTile);
    // The same box is no cut when the object ends before the edge.
    scene.tiles[0].region.width = 250;
    CHECK(scene.cause() == MissCause::kNeverProposed);
}

TEST_CASE("a detection of its class that fits too badly is mislocated, unless it is another object's") {
    Scene scene;
    scene.detection({100, 100, 200, 130}, 0.8F);  // IoU 0.3
    CHECK(scene.cause() == MissCause::kMislocated);
    scene.used[0] = 1;
    CHECK(scene.cause() == MissCause::kNeverProposed);
}

TEST_CASE("causes are counted by kind and have names") {
    const std::vector<Miss> misses = {{0, MissCause::kConfused, {}, 0, 0, 0},
                                      {1, MissCause::kNeverProposed, {}, 0, 0, 0},
                                      {2, MissCause::kConfused, {}, 0, 0, 0}};
    const auto counts = count_causes(misses);
    CHECK(counts[static_cast<std::size_t>(MissCause::kConfused)] == 2);
    CHECK(counts[static_cast<std::size_t>(MissCause::kNeverProposed)] == 1);
    CHECK(counts[static_cast<std::size_t>(MissCause::kMislocated)] == 0);
    CHECK(name_of(MissCause::kCutByTile) == "cut-by-tile");
    CHECK(sentence_of(MissCause::kNeverProposed) == "No anchor proposed a box for it.");
}
