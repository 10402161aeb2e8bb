// The 101-point interpolated average precision of COCO.
#pragma once

#include <cstdint>
#include <limits>

namespace farsight {

/// Weights of one place of a ranked list: at most one of them is not zero.
struct HitOrError {
    std::int64_t hit = 0;
    std::int64_t error = 0;
};

/// `at(i)` is the HitOrError of place i, best score first. `truths` is over 0.
/// Walks the list twice and stores nothing: pycocotools' precision envelope is a running maximum
/// from the list's end, sampled where recall first reaches 0, 0.01, ..., 1.
template <class At>
double average_precision(std::size_t count, std::int64_t truths, At at) {
    HitOrError sum;
    for (std::size_t i = 0; i < count; ++i) {
        const HitOrError place = at(i);
        sum.hit += place.hit;
        sum.error += place.error;
    }
    const auto total = static_cast<double>(truths);
    int sample = 100;
    // numpy's linspace(0, 1, 101) is i * 0.01, whose last bits differ from i / 100.0.
    while (sample * 0.01 > static_cast<double>(sum.hit) / total) --sample;
    double envelope = 0;
    double area = 0;
    for (std::size_t i = count; i-- > 0;) {
        const HitOrError place = at(i);
        sum.error -= place.error;
        // Errors only lower the precision of the hit before them, so the envelope is made by hits alone.
        if (place.hit == 0) continue;
        const double precision = static_cast<double>(sum.hit) / (static_cast<double>(sum.hit + sum.error) +
                                                                 std::numeric_limits<double>::epsilon());
        if (precision > envelope) envelope = precision;
        sum.hit -= place.hit;
        const double recall_before = static_cast<double>(sum.hit) / total;
        for (; sample * 0.01 > recall_before; --sample) area += envelope;
    }
    // Recall 0 is reached at the list's first place, whatever stands there.
    return (area + envelope) / 101;
}

}  // namespace farsight
