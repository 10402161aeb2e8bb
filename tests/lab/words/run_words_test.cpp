#include "farsight/lab/run_words.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace farsight;
using namespace farsight::lab;

namespace {

PyramidPlan plan_of_two_levels() {
    PyramidPlan plan;
    plan.levels = {{0.25, 0.25, 1, 1, 0}, {1.25, 1.25, 3, 2, 1}};
    // A search has run two of the second level's six tiles.
    for (const int level : {0, 1, 1}) plan.tiles.push_back({static_cast<int>(plan.tiles.size()), level, {}});
    return plan;
}

Detection on_level(std::int16_t level) {
    Detection detection;
    detection.level = level;
    return detection;
}

}  // namespace

TEST_CASE("the cost has five rows, and bars in proportion to the longest") {
    Timing timing;
    timing.decode_image_ms = 5;
    timing.stages = {2.5, 1234.4, 0.254};
    timing.merge_ms = 12.54;
    const auto rows = cost_rows(&timing, false);
    REQUIRE(rows.size() == 5);
    CHECK(rows[0].text == "Read the photo");
    CHECK(rows[0].number == "5.00 ms");
    CHECK(rows[2].text == "Network");
    CHECK(rows[2].number == "1\u202f234 ms");
    CHECK(rows[2].share == 1);
    CHECK(rows[0].share == Approx(5 / 1234.4));
    CHECK(rows[4].number == "12.5 ms");
    CHECK(cost_rows(&timing, true)[0].text == "Render the scene");
    CHECK(cost_rows(nullptr, false)[2].number == "–");
}

TEST_CASE("work of several tiles at a time is not shown as if it were time") {
    CHECK(cost_note(1).empty());
    CHECK(cost_note(4).find("4 at a time") != std::string::npos);
}

TEST_CASE("a level has one number everywhere, and 0 is the full frame") {
    const PyramidPlan plan = plan_of_two_levels();
    CHECK(level_text(plan, 0) == "full frame, 0.25×");
    CHECK(level_text(plan, 1) == "level 1, 1.25×");
}

TEST_CASE("each level says how many detections it gave, and which the full frame has too") {
    const std::vector<Detection> found = {on_level(0), on_level(1), on_level(1), on_level(1)};
    const std::vector<int> matches = {0, -1, 2, -1};
    const auto rows = level_rows(plan_of_two_levels(), found, matches);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].name == "Full frame");
    CHECK(rows[0].tiles == "1 tile");
    CHECK(rows[0].on_full_frame == 1);
    CHECK(rows[0].recovered == 0);
    CHECK(rows[1].name == "1.25×");
    CHECK(rows[1].tiles == "2 tiles");
    CHECK(rows[1].on_full_frame == 1);
    CHECK(rows[1].recovered == 2);
}

TEST_CASE("what all of every level would cost is said where it is more than what ran") {
    CHECK(full_cost_text(6.62, 14.51) == "All of every level would cost 14.51 full frames; 6.62 have run.");
    CHECK(full_cost_text(14.51, 14.51).empty());
    CHECK(full_cost_text(1, std::numeric_limits<double>::quiet_NaN()).empty());
}

TEST_CASE("what came from a cache and what was dropped is said, with its plural") {
    CHECK(cached_text(0, 47).empty());
    CHECK(cached_text(12, 47) == "12 of 47 tiles came from the cache.");
    CHECK(cached_text(1, 1) == "1 of 1 tile came from the cache.");
    CHECK(dropped_text(0).empty());
    CHECK(dropped_text(1) ==
          "1 candidate was dropped: the network gave NaN or infinity; the model may be broken.");
    CHECK(dropped_text(12).starts_with("12 candidates were dropped: "));
    CHECK(tiles_and_time_text(1, 9.5) == "1 tile, 9.50 ms");
    CHECK(height_text({0, 10, 5, 33.6F}) == "24 px");
}

TEST_CASE("a box is labelled with its class and its score in percent") {
    CHECK(label_text("Person", 0.447F) == "Person 45 %");
}

TEST_CASE("the time left is told in steps that can be kept") {
    // 100 of 400 tiles in 10 s: 300 more take 30 s.
    CHECK(time_left_text(100, 400, 10'000) == "about 30 s left");
    // 38 of 3779 in 4 s: 3741 more take 393.8 s.
    CHECK(time_left_text(38, 3779, 4'000) == "about 7 min left");
    CHECK(time_left_text(1, 3901, 2'000) == "about 2 h 10 min left");
    CHECK(time_left_text(10, 65, 10'000) == "about 55 s left");
    CHECK(time_left_text(10, 66, 10'000) == "about 1 min left");
}

TEST_CASE("the time left is not guessed from too little, nor told when it is short") {
    CHECK(time_left_text(0, 400, 10'000).empty());
    CHECK(time_left_text(3, 400, 1'900).empty());
    CHECK(time_left_text(90, 100, 9'000).empty());
    CHECK(time_left_text(100, 100, 9'000).empty());
}
