#include "proving/judgement.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::viewer;

TEST_CASE("of the objects that count, each side sees its own; what does not count is left out") {
    Judgement judgement;
    judgement.full_frame.truths.resize(4);
    judgement.full_frame.truths[3].ignore = true;
    judgement.full_frame.detection_of = {2, -1, -1, 0};
    judgement.pyramid = judgement.full_frame;
    judgement.pyramid.detection_of = {2, 5, -1, -1};
    CHECK(judgement.in_sight() == 3);
    CHECK(judgement.seen(Side::kFullFrame) == 1);
    CHECK(judgement.seen(Side::kPyramid) == 2);
    CHECK(judgement.seen(Side::kSecond) == 2);
    CHECK(Judgement{}.in_sight() == 0);
    CHECK(Judgement{}.seen(Side::kPyramid) == 0);
}
