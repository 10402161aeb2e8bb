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
