#include "farsight/lab/judgement.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::lab;

TEST_CASE(
    "of the objects that count, full frame and pyramid find their own; what does not count is left out") {
    Judgement judgement;
    judgement.full_frame.truths.resize(4);
    judgement.full_frame.truths[3].ignore = true;
    judgement.full_frame.detection_of = {2, -1, -1, 0};
    judgement.pyramid = judgement.full_frame;
    judgement.pyramid.detection_of = {2, 5, -1, -1};
    CHECK(judgement.in_sight() == 3);
    CHECK(judgement.seen(Scope::kFullFrame) == 1);
    CHECK(judgement.seen(Scope::kPyramid) == 2);
    CHECK(Judgement{}.in_sight() == 0);
    CHECK(Judgement{}.seen(Scope::kPyramid) == 0);
}

TEST_CASE("a model that knows no class of the scenes cannot be measured, and is told so") {
    CHECK(unmeasurable_text(std::vector<Label>{{"background", ""}, {"car", ""}}).empty());
    CHECK(
        unmeasurable_text(std::vector<Label>{{"face", ""}}) ==
        "This model knows none of the classes that scenes have (car, person, cyclist, traffic cone and stop "
        "sign), so there is nothing to measure. Choose another model.");
}

TEST_CASE("of what merging can have done to a missed object's box, the one that it did is told") {
    Judgement judgement;
    judgement.pyramid.truths.resize(2);
    judgement.pyramid.detection_of = {-1, -1};
    judgement.pyramid.misses = {{0, MissCause::kSuppressed, {}, 0.5F, 0, 0.8},
                                {1, MissCause::kNeverProposed, {}, 0, -1, 0}};
    judgement.merging_did[1] = {"It was found, but merging moved its box too far off it.", ""};
    CHECK(judgement.cause_text(0, Scope::kPyramid) ==
          "It was found, but merging moved its box too far off it.");
    CHECK(judgement.cause_text(1, Scope::kPyramid) == "No anchor proposed a box for it.");
    CHECK(judgement.cause_text(0, Scope::kFullFrame).empty());
}
