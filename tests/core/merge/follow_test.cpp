#include "farsight/follow.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace farsight;

namespace {

Detection detection(const Box& box, std::int32_t label) {
    Detection one;
    one.box = box;
    one.label = label;
    one.score = 0.5F;
    return one;
}

Candidate candidate(const Box& box, std::int32_t label, float score) {
    Candidate one;
    one.box = box;
    one.label = label;
    one.score = score;
    return one;
}

}  // namespace

TEST_CASE("the object is the detection of its class that overlaps it most") {
    const Box object{0, 0, 10, 10};
    const std::vector<Detection> found = {
        detection({0, 0, 10, 8}, 1),   // IoU 0.8
        detection({0, 0, 10, 9}, 1),   // IoU 0.9
        detection({0, 0, 10, 10}, 2),  // the same place, another class
    };
    CHECK(find_object(found, 1, object) == 1);
    CHECK(find_object(found, 2, object) == 2);
    CHECK(find_object(found, 3, object) == -1);
}

TEST_CASE("a detection under half an overlap is another object") {
    const std::vector<Detection> found = {detection({0, 0, 10, 4.9F}, 1)};
    CHECK(find_object(found, 1, {0, 0, 10, 10}) == -1);
    CHECK(find_object({{detection({0, 0, 10, 5}, 1)}}, 1, {0, 0, 10, 10}) == 0);
}

TEST_CASE("confidence is the best score of the same class at the same place") {
    const Box object{0, 0, 10, 10};
    const std::vector<Candidate> candidates = {
        candidate({20, 0, 30, 10}, 1, 0.9F),
        candidate({0, 0, 10, 10}, 2, 0.8F),
        candidate({0, 0, 10, 7}, 1, 0.4F),
        candidate({0, 1, 10, 10}, 1, 0.3F),
    };
    CHECK(confidence_in(candidates, 1, object) == 0.4F);
    CHECK(confidence_in(candidates, 3, object) == 0);
}
