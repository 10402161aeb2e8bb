#include "farsight/evidence.h"

#include <catch2/catch.hpp>

#include "core/merge/candidate.h"

using namespace farsight;

namespace {

/// A 600 by 600 image: the full frame at zoom 1/2, and four tiles of 300 at zoom 1.
PyramidPlan quarters() {
    const PyramidPlan plan = two_level_plan(0);
    REQUIRE(plan.tiles.size() == 5);
    return plan;
}

Detection detection(Box box, float score, std::int32_t label = 1) {
    Detection made;
    made.box = box;
    made.score = score;
    made.label = label;
    return made;
}

std::vector<Evidence> gathered(const std::vector<Candidate>& candidates,
                               const std::vector<Detection>& detections,
                               const std::vector<std::uint8_t>& looked = {}) {
    std::vector<Evidence> evidence;
    gather_evidence(candidates, quarters(), {}, looked, detections, evidence);
    REQUIRE(evidence.size() == detections.size());
    return evidence;
}

constexpr Box kObject{100, 100, 160, 160};

}  // namespace

TEST_CASE("evidence counts the candidates that agree, and how closely") {
    const auto evidence = gathered({candidate(kObject, 0.4F, 0), candidate({100, 100, 160, 148}, 0.8F, 1),
                                    candidate({300, 300, 360, 360}, 0.9F, 4), candidate(kObject, 0.7F, 1, 2)},
                                   {detection(kObject, 0.6F)});
    CHECK(evidence[0].best == 0.8F);
    CHECK(evidence[0].agreeing == 2);
    // IoUs of 1 and of 48 / 60.
    CHECK(evidence[0].agreement == Approx(0.9F));
}

TEST_CASE("evidence weighs each region that holds the box, silent ones as zero") {
    // 60 pixels: 30 on the full frame, a tenth of the input, and 60 in the tile, a fifth. Both weigh 1.
    const std::vector<Detection> object = {detection(kObject, 0.6F)};
    CHECK(gathered({candidate(kObject, 0.4F, 0), candidate(kObject, 0.8F, 1)}, object)[0].mean ==
          Approx(0.6F));
    CHECK(gathered({candidate(kObject, 0.4F, 0)}, object)[0].mean == Approx(0.2F));
    // A region that has not run has no say.
    CHECK(gathered({candidate(kObject, 0.4F, 0)}, object, {1, 0, 0, 0, 0})[0].mean == Approx(0.4F));
}

TEST_CASE("evidence tells the score on the level that fits the object's size") {
    const std::vector<Candidate> candidates = {candidate(kObject, 0.4F, 0), candidate(kObject, 0.8F, 1)};
    const std::vector<Detection> object = {detection(kObject, 0.6F)};
    CHECK(gathered(candidates, object)[0].suited == 0.8F);
    CHECK(gathered({candidates[0]}, object)[0].suited == 0);
    CHECK(gathered({candidates[0]}, object, {1, 0, 0, 0, 0})[0].suited == 0.4F);
    // 120 pixels are a fifth of the input on the full frame.
    const Box large{100, 100, 220, 220};
    CHECK(gathered({candidate(large, 0.4F, 0), candidate(large, 0.8F, 1)}, {detection(large, 0.6F)})[0]
              .suited == 0.4F);
}

TEST_CASE("evidence names the higher-scored boxes around, within and across") {
    const auto evidence = gathered({}, {detection(kObject, 0.5F),               // the one
                                        detection({90, 90, 200, 200}, 0.9F),    // holds it
                                        detection({110, 110, 130, 130}, 0.7F),  // lies in it
                                        detection({130, 100, 190, 160}, 0.6F),  // overlaps it by a third
                                        detection({95, 95, 165, 165}, 0.4F),    // weaker
                                        detection({90, 90, 200, 200}, 0.95F, 2)});
    CHECK(evidence[0].inside == 0.9F);
    CHECK(evidence[0].contains == 0.7F);
    CHECK(evidence[0].overlaps == 0.6F);
    CHECK(evidence[1].inside == 0);
    CHECK(evidence[0].best == 0);
    CHECK(evidence[0].mean == 0);
}
