#include "farsight/lab/number_range.h"

#include <catch2/catch.hpp>

using farsight::lab::NumberRange;

TEST_CASE("a number snaps to its range and its steps") {
    const NumberRange zoom{0.05, 4, 0.05, true};
    CHECK(zoom.snap(0.524) == 0.5);
    CHECK(zoom.snap(0.526) == 0.55);
    CHECK(zoom.snap(9) == 4);
    CHECK(zoom.snap(0.001) == 0.05);
}

TEST_CASE("0 is allowed only where it leaves the choice to the core") {
    CHECK(NumberRange{1, 8, 1, true}.snap(0) == 0);
    CHECK(NumberRange{1, 8, 1, false}.snap(0) == 1);
}

TEST_CASE("a number is written as short as its step allows") {
    const NumberRange zoom{0.05, 4, 0.05, true};
    CHECK(zoom.print(0.5) == "0.5");
    CHECK(zoom.print(2) == "2");
    CHECK(zoom.print(1.0 / 3) == "0.333");
}
