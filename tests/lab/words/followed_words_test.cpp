#include "farsight/lab/followed_words.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace farsight::lab;

TEST_CASE("a walk away ends on where each of the two loses the object") {
    const std::vector<FollowedPoint> points = {{1, 0.5F, 0.6F}, {1.4, 0.2F, 0.5F}, {2, 0.1F, 0.4F}};
    CHECK(followed_text(points, 0.3F, true) ==
          "Followed from 1 to 2 times the distance: the full frame loses it at 1.4×, the pyramid keeps it.");
    CHECK(followed_text(points, 0.3F, false) ==
          "Followed from 1 to 2 times the distance: the full frame loses it at 1.4×.");
    CHECK(followed_text(points, 0.55F, true) ==
          "Followed from 1 to 2 times the distance: the full frame does not have it at 1×, the pyramid loses "
          "it "
          "at 1.4×.");
    CHECK(followed_text(std::vector<FollowedPoint>{{1, 0.5F, 0.6F}}, 0.3F, true).empty());
}
