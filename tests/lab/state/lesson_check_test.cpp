#include "farsight/lab/lesson_check.h"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "farsight/lab/link.h"

using namespace farsight;
using namespace farsight::lab;

namespace {

constexpr std::array<Fact, 2> kFacts = {{{"recovered", 3}, {"metres", NAN}}};

bool is_true(std::string_view condition, std::string_view query = "") {
    const auto checked = holds(condition, from_query(query).state, kFacts);
    if (!checked) FAIL(checked.error().message);
    return *checked;
}

}  // namespace

TEST_CASE("a lesson's condition compares properties as a link writes them") {
    CHECK(is_true("pyramid=off", "pyramid=off"));
    CHECK(!is_true("pyramid=off"));
    CHECK(is_true("pyramid != off"));
    CHECK(is_true("model=near-only", "model=near-only"));
    CHECK(is_true("moves!=0:40", "source=scene&moves=0:20"));
    CHECK(is_true("moves=0:20", "source=scene&moves=0:20"));
}

TEST_CASE("numbers are compared by size") {
    CHECK(is_true("distance>=2", "distance=2"));
    CHECK(is_true("distance<2.1", "distance=2"));
    CHECK(!is_true("distance>2", "distance=2"));
    CHECK(is_true("distance<=2", "distance=2"));
    CHECK(is_true("recovered=3"));
    CHECK(is_true("recovered!=2"));
    CHECK(!is_true("recovered<3"));
}

TEST_CASE("all comparisons of a condition must hold") {
    CHECK(is_true("recovered>2 and pyramid=off", "pyramid=off"));
    CHECK(!is_true("recovered>2 and pyramid=off"));
    CHECK(!is_true("recovered>3 and pyramid=off", "pyramid=off"));
}

TEST_CASE("what is not known yet holds for nothing") {
    for (const char* condition : {"metres=0", "metres!=0", "metres<1", "metres>=0"})
        CHECK(!is_true(condition));
}

TEST_CASE("a condition that cannot be understood is named") {
    for (const std::string condition : {"", "pyramid", "recoverd>2", "recovered>many", "pyramid=sideways",
                                        "pyramid>off", "distance=far", "=3", "recovered>2 and "}) {
        CAPTURE(condition);
        CHECK(!holds(condition, {}, kFacts));
    }
    const auto wrong = holds("recovered>2 and recoverd>2", {}, kFacts);
    REQUIRE(!wrong);
    CHECK(wrong.error().code == ErrorCode::kInvalidArgument);
    CHECK(wrong.error().message == "The condition 'recoverd>2' cannot be understood.");
}
