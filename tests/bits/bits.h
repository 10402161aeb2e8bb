// Fingerprints of what the core computes, to be compared between targets.
#pragma once

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <type_traits>

#include "farsight/decode.h"
#include "farsight/image.h"
#include "farsight/merge.h"

namespace farsight::bits {

/// FNV-1a over the bytes of values, lowest byte first.
class Fingerprint {
public:
    template <class T>
    requires std::is_arithmetic_v<T>
    void add(T value) {
        unsigned char bytes[sizeof(T)];
        __builtin_memcpy(bytes, &value, sizeof(T));
        for (const unsigned char byte : bytes) hash_ = (hash_ ^ byte) * 16777619U;
    }
    template <class T>
    requires std::is_arithmetic_v<T>
    void add(std::span<const T> values) {
        for (const T value : values) add(value);
    }
    void add(const Box& box) {
        for (const float side : {box.x0, box.y0, box.x1, box.y1}) add(side);
    }
    void add(const Candidate& candidate);
    /// What the page shows of a detection.
    void add(const Detection& detection, bool recovered);
    void add(const Image& image);

    std::uint32_t value() const { return hash_; }

private:
    std::uint32_t hash_ = 2166136261U;
};

/// Numerical Recipes' 32-bit generator.
struct Noise {
    std::uint32_t state = 1;

    std::uint32_t next() { return state = state * 1664525U + 1013904223U; }
    /// Evenly in [low, high), exact in a float's bits.
    float between(float low, float high) {
        return low + (high - low) * (static_cast<float>(next() >> 8) / 16777216.0F);
    }
};

/// Ramps and noise; the same bytes as pictureOf() in tests/web/core.test.mjs.
Image picture(Size size, int channels);

/// Prints a line of the report: a name and a fingerprint.
inline void report(const std::string& name, const Fingerprint& fingerprint) {
    std::printf("%s %08x\n", name.c_str(), fingerprint.value());
}

void report_pixels();
void report_detection();
void report_scenes();
/// What the page does, step by step, as tests/web/core.test.mjs does it through the binding.
/// `card` is a model card's text.
void report_page(const std::string& card);

}  // namespace farsight::bits
