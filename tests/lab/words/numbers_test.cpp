#include "farsight/lab/numbers.h"

#include <catch2/catch.hpp>

using namespace farsight::lab;

TEST_CASE("one of a thing is not called by its plural") {
    CHECK(count_text(1, "tile") == "1 tile");
    CHECK(count_text(0, "tile") == "0 tiles");
    CHECK(count_text(47, "tile") == "47 tiles");
    CHECK(count_text(1, "class", "classes") == "1 class");
    CHECK(count_text(2, "class", "classes") == "2 classes");
}

TEST_CASE("numbers are rounded as printf does: to the nearest, and halves that binary holds to even") {
    CHECK(metres_text(8.25) == "8.2 m");
    CHECK(metres_text(42.75) == "42.8 m");
    CHECK(metres_text(11.65) == "11.7 m");  // nearest double: 11.6500000000000003553
    CHECK(percent_text(0.125) == "12 %");
    CHECK(percent_text(0.68) == "68 %");
}

TEST_CASE("milliseconds have about three figures, and thousands stand apart") {
    CHECK(milliseconds_text(0.254) == "0.25");
    CHECK(milliseconds_text(9.994) == "9.99");
    CHECK(milliseconds_text(9.996) == "10.0");
    CHECK(milliseconds_text(12.54) == "12.5");
    CHECK(milliseconds_text(99.96) == "100");
    CHECK(milliseconds_text(1234.4) == "1\u202f234");
    CHECK(milliseconds_text(1234567) == "1\u202f234\u202f567");
}

TEST_CASE("a ratio has no decimals that say nothing") {
    CHECK(ratio_text(2) == "2");
    CHECK(ratio_text(1.25) == "1.25");
    CHECK(ratio_text(47.5) == "47.5");
    CHECK(ratio_text(0) == "0");
    CHECK(ratio_text(100) == "100");
}

TEST_CASE("a wait is told in the unit that a person counts it in") {
    CHECK(duration_text(0.4) == "under 1 s");
    CHECK(duration_text(12.4) == "12 s");
    CHECK(duration_text(59.7) == "1 min");
    CHECK(duration_text(200) == "3 min");
    CHECK(duration_text(3600) == "1 h");
    CHECK(duration_text(4800) == "1 h 20 min");
    CHECK(time_left_text(12) == "about 12 s left");
    CHECK(time_left_text(0.2) == "under 1 s left");
    CHECK(time_left_text(-1).empty());
}
