// Intervals of resampled figures.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "farsight/evaluate.h"
#include "farsight/range.h"

namespace farsight {

/// What a figure of nothing is.
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

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

/// Whether a share's resampled interval can be believed: see kFewestForBootstrap and kFewestForNoWidth.
inline bool enough_for_bootstrap(const Interval& drawn, std::int64_t trials, std::int64_t images) {
    if (images < kFewestForBootstrap || trials < kFewestForBootstrap) return false;
    return drawn.low < drawn.high || trials >= kFewestForNoWidth;
}

/// A share's resampled interval; where it cannot be believed, with Wilson's around it.
inline Interval honest_share(const Interval& drawn, std::int64_t found, std::int64_t trials,
                             std::int64_t images) {
    if (std::isnan(drawn.low) || enough_for_bootstrap(drawn, trials, images)) return drawn;
    const Interval wilson = wilson_interval(found, trials);
    return {std::min(drawn.low, wilson.low), std::max(drawn.high, wilson.high)};
}

}  // namespace farsight
