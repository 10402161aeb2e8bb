#include "farsight/lab/counts.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::lab;

namespace {

Detection at(float x0, float x1, std::int32_t label = 1) {
    return {{x0, 0, x1, 10}, 0.5F, label, 0, 0, false, 0, 0};
}

using Matches = std::vector<int>;

}  // namespace

TEST_CASE("a detection matches the full frame's from an IoU of one half, of its own class only") {
    // 10 of 20: one half. 9 of 21: less.
    CHECK(match_full_frame(std::vector{at(0, 10)}, std::vector{at(0, 20)}) == Matches{0});
    CHECK(match_full_frame(std::vector{at(0, 10)}, std::vector{at(1, 22)}) == Matches{-1});
    CHECK(match_full_frame(std::vector{at(0, 10, 1)}, std::vector{at(0, 10, 2)}) == Matches{-1});
}

TEST_CASE("one large box on the full frame stands for one of two objects, the one that it fits better") {
    // IoU 12/20 with the first and 14/20 with the second.
    CHECK(match_full_frame(std::vector{at(0, 20)}, std::vector{at(0, 12), at(6, 20)}) == Matches{-1, 0});
}

TEST_CASE(
    "of two boxes on the full frame one is matched to the detection that both fit, and the other is none") {
    const std::vector full_frame = {at(0, 18), at(0, 20)};
    const Matches matches = match_full_frame(full_frame, std::vector{at(0, 20)});
    CHECK(matches == Matches{1});
    CHECK(counts_of(matches, full_frame.size()) == Counts{1, 0, 1, 2});
}

TEST_CASE("the best overlap is taken first, whoever has the higher score") {
    // 0: [0,20]; 1: [4,20]. The first final fits both: 16/20 and 1; the second fits 0 with 15/20.
    const std::vector full_frame = {at(0, 20), at(4, 20)};
    CHECK(match_full_frame(full_frame, std::vector{at(4, 20), at(0, 15)}) == Matches{1, 0});
}

TEST_CASE("among equal overlaps the higher score, which stands first, is matched") {
    CHECK(match_full_frame(std::vector{at(0, 10)}, std::vector{at(0, 10), at(0, 10)}) == Matches{0, -1});
}

TEST_CASE("with the pyramid off every detection is the full frame's, one without area too") {
    const std::vector same = {at(0, 10), at(5, 5), at(30, 40, 2)};
    const Matches matches = match_full_frame(same, same);
    CHECK(matches == Matches{0, 1, 2});
    CHECK(counts_of(matches, same.size()) == Counts{3, 0, 3, 3});
}

TEST_CASE("what is found nowhere counts nothing, and the sum is always the total") {
    CHECK(counts_of(match_full_frame({}, {}), 0) == Counts{});
    const std::vector pyramid = {at(0, 10), at(100, 110), at(200, 210)};
    const Matches matches = match_full_frame(std::vector{at(100, 110)}, pyramid);
    CHECK(counts_of(matches, 1) == Counts{1, 2, 3, 1});
}
