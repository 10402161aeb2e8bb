#include "farsight/calibration.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace farsight;

TEST_CASE("the calibration error is the mean distance of scores and shares of right ones") {
    // Four of 0.75, three right: exact. Two of 0.5, none right: apart by 0.5. One of 0.05 does not count.
    const std::vector<JudgedScore> scores = {{0.75, true}, {0.75, true}, {0.75, true}, {0.75, false},
                                             {0.5, false}, {0.5, false}, {0.05, true}};
    const auto made = calibration(scores);
    REQUIRE(made);
    CHECK(made->detections == 6);
    REQUIRE(made->bins.size() == 10);
    CHECK(made->bins[7].detections == 4);
    CHECK(made->bins[7].right == 3);
    CHECK(made->bins[7].share_right == 0.75);
    CHECK(made->bins[5].mean_score == 0.5);
    CHECK(made->error == Approx((4 * 0.0 + 2 * 0.5) / 6));
}

TEST_CASE("errors within one bin cancel, since only its mean counts") {
    const auto made = calibration(std::vector<JudgedScore>{{0.62, false}, {0.68, true}, {0.65, true}});
    REQUIRE(made);
    CHECK(made->error == Approx(2.0 / 3 - 0.65));
}

TEST_CASE("a score on an edge is in the bin above, and 1 in the last") {
    for (int i = 0; i <= 10; ++i) {
        const auto made = calibration(std::vector<JudgedScore>{{i / 10.0, true}}, 0);
        REQUIRE(made);
        CHECK(made->bins[static_cast<std::size_t>(std::min(i, 9))].detections == 1);
    }
}

TEST_CASE("without detections nothing is known of the calibration") {
    const auto made = calibration({});
    REQUIRE(made);
    CHECK(std::isnan(made->error));
    CHECK(std::isnan(made->bins[3].mean_score));
    CHECK(std::isnan(made->bins[3].share_right));
    CHECK(std::isnan(made->bins[3].interval.low));
}

TEST_CASE("a score outside of 0 to 1 and no bins are refused") {
    CHECK_FALSE(calibration(std::vector<JudgedScore>{{1.5, true}}));
    CHECK_FALSE(calibration(std::vector<JudgedScore>{{std::nan(""), true}}));
    CHECK_FALSE(calibration({}, 0.1, 0));
}
