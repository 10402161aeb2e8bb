#include "base/portable_math.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>

using namespace farsight;

namespace {

/// Distance of two positive doubles in units in the last place.
std::int64_t ulps(double a, double b) {
    return std::abs(__builtin_bit_cast(std::int64_t, a) - __builtin_bit_cast(std::int64_t, b));
}

}  // namespace

TEST_CASE("the portable exponential is within one unit of known values") {
    // From mpmath at 50 digits, rounded to double.
    CHECK(portable::exp(0) == 1);
    CHECK(ulps(portable::exp(1), 2.718281828459045) <= 1);
    CHECK(ulps(portable::exp(-1), 0.36787944117144233) <= 1);
    CHECK(ulps(portable::exp(0.5), 1.6487212707001282) <= 1);
    CHECK(ulps(portable::exp(10), 22026.465794806718) <= 1);
    CHECK(ulps(portable::exp(-20), 2.061153622438558e-09) <= 1);
    CHECK(ulps(portable::exp(100), 2.6881171418161356e+43) <= 1);
    CHECK(ulps(portable::exp(700), 1.0142320547350045e+304) <= 1);
}

TEST_CASE("the portable exponential follows the C library's within one unit over its whole range") {
    std::int64_t worst = 0;
    for (int i = -700'000; i <= 709'000; i += 7) {
        const double x = i / 1000.0;
        worst = std::max(worst, ulps(portable::exp(x), std::exp(x)));
    }
    CHECK(worst <= 1);
}

TEST_CASE("the portable exponential saturates at both ends and keeps NaN") {
    CHECK(portable::exp(709.78) < HUGE_VAL);
    CHECK(portable::exp(709.79) == HUGE_VAL);
    CHECK(portable::exp(HUGE_VAL) == HUGE_VAL);
    CHECK(portable::exp(-745) == std::numeric_limits<double>::denorm_min());
    CHECK(portable::exp(-746) == 0);
    CHECK(portable::exp(-HUGE_VAL) == 0);
    CHECK(std::isnan(portable::exp(std::nan(""))));
}

TEST_CASE("the portable sigmoid is one half at zero and mirrors around it") {
    CHECK(portable::sigmoid(0) == 0.5);
    CHECK(portable::sigmoid(2) == Approx(0.8807970779778823).epsilon(1e-15));
    CHECK(portable::sigmoid(-2) == Approx(0.11920292202211757).epsilon(1e-15));
    CHECK(portable::sigmoid(1000) == 1);
    CHECK(portable::sigmoid(-1000) == 0);
}

TEST_CASE("the portable sine agrees with the C library's and is exactly zero at integers") {
    for (double x = -7; x < 7; x += 0.001) {
        CHECK(std::abs(portable::sin_pi(x) - std::sin(portable::kPi * x)) < 4e-15);
    }
    for (int i = -9; i <= 9; ++i) CHECK(portable::sin_pi(i) == 0);
    CHECK(portable::sin_pi(0.5) == Approx(1).epsilon(1e-15));
}

TEST_CASE("the portable logarithm is within two units of known values") {
    // From mpmath at 50 digits, rounded to double.
    CHECK(portable::log(1) == 0);
    CHECK(ulps(portable::log(2), 0.6931471805599453) <= 2);
    CHECK(ulps(portable::log(10), 2.302585092994046) <= 2);
    CHECK(ulps(portable::log(49), 3.8918202981106265) <= 2);
    CHECK(ulps(-portable::log(0.5), 0.6931471805599453) <= 2);
    CHECK(ulps(-portable::log(1e-6), 13.815510557964274) <= 2);
}

TEST_CASE("the portable logarithm follows the C library's over many powers of two") {
    std::int64_t worst = 0;
    for (int i = 1; i < 200'000; ++i) {
        for (const double x : {i / 1000.0, i * 1e-9}) {
            if (x > 0.9 && x < 1.1) continue;  // Near 1 the result is near 0, and so are its units.
            worst = std::max(worst, ulps(std::abs(portable::log(x)), std::abs(std::log(x))));
        }
    }
    CHECK(worst <= 2);
    for (const double x : {0.95, 0.9999, 1.0001, 1.05}) {
        CHECK(portable::log(x) == Approx(std::log(x)).epsilon(1e-14));
    }
}
