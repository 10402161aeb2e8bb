// Arithmetic of the proving ground. Only +, -, *, / and sqrt on float and double, so that every target
// gets the same bits.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "farsight/mesh.h"

namespace farsight::scene {

constexpr Vec3 operator+(Vec3 a, Vec3 b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
constexpr Vec3 operator-(Vec3 a, Vec3 b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
constexpr Vec3 operator*(Vec3 a, Vec3 b) {
    return {a.x * b.x, a.y * b.y, a.z * b.z};
}
constexpr Vec3 operator*(Vec3 a, float s) {
    return {a.x * s, a.y * s, a.z * s};
}
constexpr float dot(Vec3 a, Vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
constexpr Vec3 cross(Vec3 a, Vec3 b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float length(Vec3 a) {
    return std::sqrt(dot(a, a));
}
inline Vec3 normalised(Vec3 a) {
    const float square = dot(a, a);
    return square > 0 ? a * (1.0F / std::sqrt(square)) : Vec3{0, 1, 0};
}
constexpr float mix(float a, float b, float t) {
    return a + (b - a) * t;
}
constexpr Vec3 mix(Vec3 a, Vec3 b, float t) {
    return a + (b - a) * t;
}
constexpr float saturate(float v) {
    return v < 0 ? 0.0F : (v > 1 ? 1.0F : v);
}
constexpr float smooth(float v) {
    const float t = saturate(v);
    return t * t * (3 - 2 * t);
}

/// Floor for |v| < 2^20, without a library call.
constexpr int fast_floor(float v) {
    return static_cast<int>(v + 1048576.0F) - 1048576;
}

constexpr double kPi = 3.14159265358979323846;

/// sin(2 pi turns) to about 1e-12, from its Taylor series around the nearest multiple of a half turn.
constexpr double sin_turns(double turns) {
    double t = turns - static_cast<double>(static_cast<std::int64_t>(turns));
    if (t > 0.5) t -= 1;
    if (t < -0.5) t += 1;
    if (t > 0.25) t = 0.5 - t;
    if (t < -0.25) t = -0.5 - t;
    const double x = 2 * kPi * t;
    double term = x;
    double sum = x;
    for (int k = 1; k <= 9; ++k) {
        term *= -x * x / static_cast<double>(2 * k * (2 * k + 1));
        sum += term;
    }
    return sum;
}
constexpr double cos_turns(double turns) {
    return sin_turns(turns + 0.25);
}
constexpr float sin_deg(double degrees) {
    return static_cast<float>(sin_turns(degrees / 360));
}
constexpr float cos_deg(double degrees) {
    return static_cast<float>(cos_turns(degrees / 360));
}

/// 32 well-mixed bits (the finalizer of MurmurHash3, Appleby 2011).
constexpr std::uint32_t hash(std::uint32_t v) {
    v ^= v >> 16;
    v *= 0x85EBCA6BU;
    v ^= v >> 13;
    v *= 0xC2B2AE35U;
    v ^= v >> 16;
    return v;
}
constexpr std::uint32_t hash(std::uint32_t a, std::uint32_t b) {
    return hash(a * 0x9E3779B1U + hash(b));
}
constexpr std::uint32_t hash(int a, int b, std::uint32_t c) {
    return hash(static_cast<std::uint32_t>(a), hash(static_cast<std::uint32_t>(b), c));
}
/// In [0, 1).
constexpr float unit(std::uint32_t bits) {
    return static_cast<float>(bits >> 8) * (1.0F / 16777216.0F);
}

/// SplitMix64 (Steele, Lea and Flood 2014).
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t bits() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t v = state_;
        v = (v ^ (v >> 30)) * 0xBF58476D1CE4E5B9U;
        v = (v ^ (v >> 27)) * 0x94D049BB133111EBU;
        return v ^ (v >> 31);
    }
    std::uint32_t bits32() { return static_cast<std::uint32_t>(bits() >> 32); }
    double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
    double range(double low, double high) { return low + (high - low) * uniform(); }
    float rangef(double low, double high) { return static_cast<float>(range(low, high)); }
    /// 0 to count - 1.
    int below(int count) { return static_cast<int>(uniform() * count); }
    bool chance(double probability) { return uniform() < probability; }

private:
    std::uint64_t state_;
};

}  // namespace farsight::scene
