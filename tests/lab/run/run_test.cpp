#include "farsight/lab/run.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <span>
#include <vector>

#include "farsight/lab/result.h"
#include "lab/stand_in_network.h"

using namespace farsight;
using namespace farsight::lab;
using farsight::tests::stand_in_card;
using farsight::tests::StandInHeads;

namespace {

/// A picture of 128 by 128: the full frame, and a second level of tiles at zoom 1.
DetectorOptions two_levels() {
    DetectorOptions options;
    options.pyramid.levels = 2;
    options.pyramid.finest_zoom = 1;
    return options;
}

Run run_of(const DetectorOptions& options = two_levels()) {
    auto run = Run::create(stand_in_card(), {128, 128}, options);
    REQUIRE(run);
    return *std::move(run);
}

/// The full frame sees one object of 32 by 32 pixels at (0, 0), with 0.6; the last tile one of 16 by 16 at
/// (112, 112), with 0.8.
StandInHeads heads_of(const Run& run, int tile) {
    if (tile == 0) return StandInHeads().score(0, 0.6F);
    return tile + 1 == run.tiles() ? StandInHeads().score(15, 0.8F) : StandInHeads();
}

void finish(Run& run) {
    while (const auto batch = run.detector().next_batch(1)) {
        const StandInHeads heads = heads_of(run, batch->first_tile);
        REQUIRE(run.detector().absorb(*batch, heads.views()));
    }
}

bool same(std::span<const Detection> a, std::span<const Detection> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

TEST_CASE("a run has the full frame alone beside the pyramid, from one look at the full frame") {
    Run run = run_of();
    finish(run);
    CHECK(run.done());
    CHECK(run.network_runs() == run.tiles());
    REQUIRE(run.decide({}));
    REQUIRE(run.detections(Scope::kFullFrame).size() == 1);
    CHECK(run.detections(Scope::kFullFrame)[0].box == Box{0, 0, 32, 32});
    REQUIRE(run.detections(Scope::kPyramid).size() == 2);
    CHECK(run.detections(Scope::kPyramid)[0].box == Box{112, 112, 128, 128});
    CHECK(run.matches()[0] == -1);
    CHECK(run.matches()[1] == 0);
    CHECK(run.counts() == Counts{1, 1, 2, 1});
}

TEST_CASE("deciding anew takes what is in, also before all is in") {
    Run run = run_of();
    REQUIRE(run.decide({}));
    CHECK(run.counts() == Counts{});
    finish(run);
    MergeOptions strict;
    strict.method = MergeMethod::kNms;  // Leaves scores as they are.
    strict.min_score = 0.7F;
    REQUIRE(run.decide(strict));
    REQUIRE(run.detections(Scope::kPyramid).size() == 1);
    CHECK(run.detections(Scope::kPyramid)[0].score == 0.8F);
    CHECK(run.counts() == Counts{0, 1, 1, 0});
    CHECK(run.min_score() == 0.7F);
    REQUIRE(run.decide({}));
    CHECK(run.counts() == Counts{1, 1, 2, 1});
    MergeOptions wrong;
    wrong.overlap = 2;
    CHECK_FALSE(run.decide(wrong));
}

TEST_CASE("tiles of a cache give the same detections and run no network") {
    Run first = run_of();
    finish(first);
    Run second = run_of();
    for (int tile = 0; tile < first.tiles(); ++tile)
        REQUIRE(second.absorb_cached(tile, first.detector().candidates(tile)));
    CHECK(second.done());
    CHECK(second.tiles_cached() == second.tiles());
    CHECK(second.network_runs() == 0);
    CHECK(second.candidates() == first.candidates());
    REQUIRE(first.decide({}));
    REQUIRE(second.decide({}));
    CHECK(second.counts() == Counts{1, 1, 2, 1});
    CHECK(same(first.detections(Scope::kPyramid), second.detections(Scope::kPyramid)));
}

TEST_CASE("without a pyramid the full frame is all there is") {
    DetectorOptions off;
    off.pyramid.enabled = false;
    Run run = run_of(off);
    finish(run);
    REQUIRE(run.decide({}));
    CHECK(run.tiles() == 1);
    CHECK(run.counts().recovered == 0);
    CHECK(same(run.detections(Scope::kFullFrame), run.detections(Scope::kPyramid)));
}

TEST_CASE("an object is found again by class and place, and has a score under every threshold") {
    Run run = run_of();
    finish(run);
    MergeOptions strict;
    strict.min_score = 0.9F;
    REQUIRE(run.decide(strict));
    const Box far{112, 112, 128, 128};
    CHECK(run.find(Scope::kPyramid, 1, far) == -1);
    // What the list shows for it: the candidate's 0.8, which one of two levels suits, times sqrt(1/2).
    CHECK(run.confidence(Scope::kPyramid, 1, far) == Approx(0.8 * std::sqrt(0.5)));
    CHECK(run.confidence(Scope::kFullFrame, 1, far) == 0);
    CHECK(run.confidence(Scope::kPyramid, 0, far) == 0);
    REQUIRE(run.decide({}));
    CHECK(run.find(Scope::kPyramid, 1, far) == 0);
    CHECK(run.confidence(Scope::kPyramid, 1, far) == run.detections(Scope::kPyramid)[0].score);
    CHECK(run.find(Scope::kFullFrame, 1, far) == -1);
}

TEST_CASE(
    "a followed object moves with its picture: half as large at twice the distance, around the middle") {
    const Followed followed{1, {100, 100, 140, 120}, 1};
    const Size picture{200, 200};
    CHECK(followed.at(picture, 1) == followed.box);
    CHECK(followed.at(picture, 2) == Box{100, 100, 120, 110});
    const Followed far{1, {100, 100, 120, 110}, 2};
    CHECK(far.at(picture, 1) == Box{100, 100, 140, 120});
}

TEST_CASE("what is asked for survives decoding, and a score of 0 keeps no flood of candidates") {
    CHECK(candidate_score(0.3F) == 0.05F);
    CHECK(candidate_score(0.02F) == 0.02F);
    CHECK(candidate_score(0) == 0.001F);
}

namespace {

DetectorOptions search() {
    DetectorOptions options = two_levels();
    options.search.coarse_to_fine = true;
    return options;
}

}  // namespace

TEST_CASE("a run knows what all of every level would cost, whatever it runs") {
    DetectorOptions off = two_levels();
    off.pyramid.enabled = false;
    const double full = run_of().full_pixel_ratio();
    CHECK(full == 10);
    CHECK(run_of(search()).full_pixel_ratio() == full);
    CHECK(run_of(off).full_pixel_ratio() == full);
}

TEST_CASE("a result lists the regions that ran, also when the run was stopped before its end") {
    Run run = run_of(search());
    const auto full_frame = run.detector().next_batch(1);
    REQUIRE(full_frame);
    // Two objects in opposite corners: the second level looks at two tiles, of which one runs.
    const StandInHeads heads = StandInHeads().score(0, 0.6F).score(15, 0.5F);
    REQUIRE(run.detector().absorb(*full_frame, heads.views()));
    REQUIRE(run.tiles() == 3);
    REQUIRE(run.detector().next_batch(1));
    const auto second = run.detector().next_batch(1);
    REQUIRE(second);
    REQUIRE(run.detector().absorb(*second, StandInHeads().score(15, 0.9F).views()));
    REQUIRE(run.decide({}));
    ImageResult result;
    result.take(run);
    CHECK(result.tiles == 2);
    CHECK(result.pixel_ratio == 2);
    CHECK(result.full_pixel_ratio == 10);
    REQUIRE(result.regions.size() == 2);
    CHECK(result.regions[1].region == run.plan().tiles[2].region);
    REQUIRE_FALSE(result.detections.empty());
    // The best is the second tile's, and counts among those that ran.
    CHECK(result.detections[0].level == 1);
    CHECK(result.detections[0].tile == 1);
}

TEST_CASE("each detection of the pyramid has its evidence") {
    Run run = run_of();
    finish(run);
    REQUIRE(run.decide({}));
    const std::vector<Evidence> evidence = run.evidence();
    REQUIRE(evidence.size() == run.detections(Scope::kPyramid).size());
    CHECK(evidence[0].best == 0.8F);
    CHECK(evidence[0].agreeing == 1);
    CHECK(evidence[0].agreement == 1);
}
