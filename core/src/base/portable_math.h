// Transcendental functions with the same bits everywhere. C libraries differ in the last place of exp and
// sin; these use nothing but IEEE additions, multiplications, divisions and floor in double.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace farsight::portable {

/// 2^exponent for an exponent in [-1022, 1023].
constexpr double power_of_two(int exponent) {
    // std::bit_cast is missing from the libc++ of Emscripten 3.1.6; GCC, Clang and MSVC know this.
    return __builtin_bit_cast(double, static_cast<std::uint64_t>(exponent + 1023) << 52);
}

/// e^x within one unit in the last place; 0 under -745.2, infinity over 709.78, NaN for NaN.
/// Cody and Waite's reduction x = k ln 2 + r, then the Taylor series of e^r: |r| <= 0.347, so that the first
/// term left out, r^14 / 14!, is under 5e-18.
constexpr double exp(double x) {
    if (x != x) return x;
    if (x > 709.782712893384) return std::numeric_limits<double>::infinity();
    if (x < -745.2) return 0;
    constexpr double kInverseLn2 = 1.4426950408889634;
    // ln 2 in two parts: the first has 21 trailing zero bits, so that k times it is exact.
    constexpr double kLn2High = 6.93147180369123816490e-01;
    constexpr double kLn2Low = 1.90821492927058770002e-10;
    const double scaled = x * kInverseLn2;
    const int k = static_cast<int>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    const double r = (x - k * kLn2High) - k * kLn2Low;
    // Estrin's scheme: the powers of r let the halves of the series run side by side.
    const double r2 = r * r;
    const double r4 = r2 * r2;
    const double low = (0.5 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
    const double middle = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
    const double high =
        (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
    const double value = 1 + (r + r2 * (low + r4 * (middle + r4 * high)));
    // In two steps, since 2^k alone would leave the range of normal numbers at either end.
    const int half = k / 2;
    return value * power_of_two(half) * power_of_two(k - half);
}

/// Natural logarithm of a normal number over 0 within two units in the last place (of 1, for x near 1).
/// x = 2^k m with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh(s) with s = (m - 1) / (m + 1), |s| < 0.1716, so
/// that the first term left out, 2 s^25 / 25, is under 1e-20. Infinity, 0, subnormal numbers and NaN are not
/// taken.
constexpr double log(double x) {
    const auto bits = __builtin_bit_cast(std::uint64_t, x);
    int k = static_cast<int>(bits >> 52) - 1023;
    constexpr std::uint64_t kFraction = (std::uint64_t{1} << 52) - 1;
    constexpr std::uint64_t kOne = std::uint64_t{1023} << 52;
    double m = __builtin_bit_cast(double, (bits & kFraction) | kOne);
    if (m >= 1.4142135623730951) {
        m /= 2;
        ++k;
    }
    const double s = (m - 1) / (m + 1);
    const double square = s * s;
    double sum = 0;
    for (int degree = 23; degree >= 3; degree -= 2) sum = (sum + 1.0 / degree) * square;
    constexpr double kLn2High = 6.93147180369123816490e-01;
    constexpr double kLn2Low = 1.90821492927058770002e-10;
    return k * kLn2High + (2 * (s + s * sum) + k * kLn2Low);
}

/// 1 / (1 + e^-x).
constexpr double sigmoid(double x) {
    return 1 / (1 + portable::exp(-x));
}

inline constexpr double kPi = 3.14159265358979323846;

/// sin(pi * x) within 1e-15 for |x| < 2^50; exactly 0 at integers.
inline double sin_pi(double x) {
    const double nearest = std::floor(x + 0.5);
    const double y = (x - nearest) * kPi;
    const double square = y * y;
    // Taylor's series on [-pi/2, pi/2]; the first term left out is below 2e-18.
    double sum = 0;
    for (int degree = 21; degree >= 3; degree -= 2) {
        sum = (1 + sum) * (-square / (degree * (degree - 1)));
    }
    const double sine = y * (1 + sum);
    const bool odd = nearest - 2 * std::floor(nearest * 0.5) != 0;
    return odd ? -sine : sine;
}

}  // namespace farsight::portable
