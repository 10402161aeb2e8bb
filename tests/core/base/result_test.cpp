#include "farsight/result.h"

#include <catch2/catch.hpp>
#include <memory>

using namespace farsight;

namespace {

Result<int> half_of(int number) {
    if (number % 2 != 0) return fail(ErrorCode::kInvalidArgument, "The number is odd.");
    return number / 2;
}

/// What the functions of the base class give back is a Result again.
Result<int> quarter_of(int number) {
    return half_of(number).and_then(half_of);
}

Result<std::unique_ptr<int>> boxed(int number) {
    return half_of(number).map([](int half) { return std::make_unique<int>(half); });
}

}  // namespace

TEST_CASE("a result holds its value or why there is none, through chains and conversions") {
    CHECK(half_of(6).value() == 3);
    CHECK(quarter_of(8).value() == 2);
    CHECK(quarter_of(6).error().code == ErrorCode::kInvalidArgument);
    CHECK(quarter_of(6).error().message == "The number is odd.");
    const auto box = boxed(10);
    REQUIRE(box);
    CHECK(**box == 5);
    const Result<void> nothing = fail(ErrorCode::kIo, "No disk.");
    CHECK_FALSE(nothing);
    CHECK(Result<void>());
    CHECK(Result<void>().and_then([] { return half_of(4); }).value() == 2);
    CHECK(nothing.and_then([] { return half_of(4); }).error().code == ErrorCode::kIo);
}
