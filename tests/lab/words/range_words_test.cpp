#include "farsight/lab/range_words.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace farsight;
using namespace farsight::lab;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const RangeSeen kMany{1600, 200, 5.04, 149.6};

}  // namespace

TEST_CASE("what a curve stands on says how many objects, and from where to where") {
    CHECK(seen_text({1, 1, 31.21, 31.21}, "m") == "1 object at 31.2 m");
    CHECK(seen_text({2, 1, 12.3, 19.1}, "m") == "2 objects from 12.3 to 19.1 m");
    CHECK(seen_text(kMany, "px") == "1600 objects from 5.0 to 150 px");
    CHECK(seen_text({}, "m") == "no objects");
}

TEST_CASE("a crossing is told with its interval, whose ends may lie outside what was seen") {
    CHECK(crossing_text({0.5, 31.12, {24.9, 39.8}}, "m", kMany) == "31.1 m  [24.9 m, 39.8 m]");
    CHECK(crossing_text({0.5, kInfinity, {88.1, kInfinity}}, "m", kMany) ==
          "over 150 m  [88.1 m, over 150 m]");
    CHECK(crossing_text({0.9, 0, {0, 12}}, "m", kMany) == "under 5.0 m  [under 5.0 m, 12.0 m]");
    CHECK(crossing_text({0.5, 31.12, {}}, "m", kMany) == "31.1 m");
    CHECK(crossing_text({0.5, std::nan(""), {}}, "m", {}) == "no objects");
}

TEST_CASE("too few objects give no claim") {
    const RangeSeen one{1, 1, 31.2, 31.2};
    const RangeSeen two{2, 1, 12.3, 19.1};
    CHECK(crossing_text({0.5, kInfinity, {0, kInfinity}}, "m", one) == "too few objects");
    CHECK(crossing_text({0.5, 15.7, {0, kInfinity}}, "m", two) == "15.7 m  [too few objects]");
}

TEST_CASE("JSON names where a crossing lies, and has no number for what was not measured") {
    CHECK(crossing_where({0.5, 31, {24, 39}}) == "crossed");
    CHECK(crossing_where({0.5, 31, {0, kInfinity}}) == "crossed");
    CHECK(crossing_where({0.5, 0, {0, 12}}) == "before the first object");
    CHECK(crossing_where({0.5, kInfinity, {12, kInfinity}}) == "beyond the last object");
    CHECK(crossing_where({0.5, kInfinity, {0, kInfinity}}) == "too few objects");
    CHECK(crossing_where({0.5, std::nan(""), {}}) == "no objects");
    CHECK(measured_place(31) == 31);
    CHECK(std::isnan(measured_place(0)));
    CHECK(std::isnan(measured_place(kInfinity)));
}
