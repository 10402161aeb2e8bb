// Percentile intervals of resampled figures.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "farsight/evaluate.h"

namespace farsight {

/// Sorts the values and leaves NaN out: figures of resamples that drew nothing to measure.
/// Takes the nearest ranks outwards, so that infinite values need no arithmetic.
inline Interval percentile_interval(std::vector<double>& values, double confidence) {
    std::erase_if(values, [](double v) { return std::isnan(v); });
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    const double last = static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(std::floor((1 - confidence) / 2 * last));
    const auto high = static_cast<std::size_t>(std::ceil((1 + confidence) / 2 * last));
    return {values[low], values[std::min(high, values.size() - 1)]};
}

}  // namespace farsight
