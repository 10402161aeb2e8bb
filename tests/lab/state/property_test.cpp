#include "farsight/lab/property.h"

#include <catch2/catch.hpp>

using farsight::lab::NumberRange;
using farsight::lab::property;

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

TEST_CASE("a small or negative number keeps its zeros and its sign") {
    const NumberRange range{0, 1, 0.01};
    CHECK(range.print(0.05) == "0.05");
    CHECK(range.print(0) == "0");
    CHECK(range.print(-0.5) == "-0.5");
}

TEST_CASE("a number is shown with its unit") {
    CHECK(property("score").show(0.3) == "30 %");
    CHECK(property("finest-zoom").show(1.5) == "1.5×");
    CHECK(property("finest-zoom").show(0.123) == "0.12×");
    CHECK(property("levels").show(4) == "4");
}
