#include "image/axis_weights.h"

#include <algorithm>
#include <cmath>

#include "base/portable_math.h"
#include "image/pixel_kernels.h"

namespace farsight {

namespace {

double sinc(double x) {
    return x == 0 ? 1 : portable::sin_pi(x) / (portable::kPi * x);
}

double triangle(double x) {
    return std::max(0.0, 1 - std::abs(x));
}

double lanczos3(double x) {
    return std::abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
}

double support_of(Filter filter) {
    switch (filter) {
        case Filter::kArea:
            return 0.5;
        case Filter::kLanczos3:
            return 3;
        case Filter::kBilinear:
        case Filter::kTriangle:
            break;
    }
    return 1;
}

/// How many times wider than its own support the filter stands on the source.
double widening(const AxisGeometry& g) {
    if (g.filter == Filter::kBilinear) return 1;
    return std::max(1.0, static_cast<double>(g.region_length) / static_cast<double>(g.output_length));
}

/// Source pixels from an output pixel's centre to the last one it can see, at least.
std::int64_t reach_of(const AxisGeometry& g) {
    return static_cast<std::int64_t>(std::ceil(support_of(g.filter) * widening(g))) + 1;
}

/// Centres stand at (2 * output + 1) * region_length / (2 * output_length): exact in integers until the
/// division.
double centre_of(const AxisGeometry& g, int output) {
    return static_cast<double>((2 * std::int64_t{output} + 1) * g.region_length) /
           static_cast<double>(2 * g.output_length);
}

/// First output pixel whose centre is at or beyond a source coordinate.
int first_output_from(const AxisGeometry& g, std::int64_t position) {
    int low = 0;
    int high = static_cast<int>(g.output_length);
    while (low < high) {
        const int middle = low + (high - low) / 2;
        const bool before = (2 * std::int64_t{middle} + 1) * g.region_length < position * 2 * g.output_length;
        (before ? low : high) = before ? middle + 1 : middle;
    }
    return low;
}

/// Length of the pixel [pixel, pixel + 1) that a box of this width around the centre covers.
double covered(double centre, double width, std::int64_t pixel) {
    const double left = static_cast<double>(pixel);
    return std::max(0.0, std::min(left + 1, centre + width / 2) - std::max(left, centre - width / 2));
}

}  // namespace

AxisGeometry make_axis_geometry(Filter filter, int region_start, int region_length, int output_length,
                                int image_length) {
    AxisGeometry g{filter, region_length, output_length, 0, 0};
    const std::int64_t reach = reach_of(g);
    g.image_begin = std::max(-std::int64_t{region_start}, -reach);
    g.image_end = std::min(std::int64_t{image_length} - region_start, region_length + reach);
    return g;
}

void AxisWeights::rebuild(const AxisGeometry& wanted) {
    geometry = wanted;
    find_outputs();
    starts.clear();
    weights.clear();
    taps = 0;
    source_begin = source_end = 0;
    if (first_output == last_output) return;

    const auto outputs = static_cast<std::size_t>(last_output - first_output);
    const std::int64_t widest = std::min(2 * reach_of(geometry), geometry.image_end - geometry.image_begin);
    const int stride = static_cast<int>(widest + (widest & 1));
    weights.assign(outputs * static_cast<std::size_t>(stride), 0);
    starts.resize(outputs);
    exact_.resize(static_cast<std::size_t>(widest));

    source_begin = geometry.image_end;
    source_end = geometry.image_begin;
    for (int output = first_output; output < last_output; ++output) {
        const double centre = centre_of(geometry, output);
        const double support = support_of(geometry.filter) * widening(geometry);
        const auto lowest = static_cast<std::int64_t>(std::floor(centre - support));
        const auto highest = static_cast<std::int64_t>(std::ceil(centre + support));
        weigh(output, std::max(lowest, geometry.image_begin), std::min(highest, geometry.image_end));

        const auto index = static_cast<std::size_t>(output - first_output);
        std::int16_t* row = weights.data() + index * static_cast<std::size_t>(stride);
        const std::int64_t start = quantize(std::max(lowest, geometry.image_begin), row);
        // Relative to image_begin until the smallest start is known.
        starts[index] = static_cast<std::int32_t>(start - geometry.image_begin);
        source_begin = std::min(source_begin, start);
    }
    for (std::int32_t& start : starts) {
        start -= static_cast<std::int32_t>(source_begin - geometry.image_begin);
    }
    compact(stride);
}

void AxisWeights::find_outputs() {
    first_output = last_output = 0;
    if (geometry.image_end <= geometry.image_begin) return;
    first_output = first_output_from(geometry, geometry.image_begin);
    last_output = first_output_from(geometry, geometry.image_end);
}

/// Exact weights of the pixels [begin, end), not normalised yet.
void AxisWeights::weigh(int output, std::int64_t begin, std::int64_t end) {
    const double centre = centre_of(geometry, output);
    const double wide = widening(geometry);
    exact_.clear();
    for (std::int64_t pixel = begin; pixel < end; ++pixel) {
        const double distance = (static_cast<double>(pixel) + 0.5 - centre) / wide;
        double weight = 0;
        switch (geometry.filter) {
            case Filter::kBilinear:
            case Filter::kTriangle:
                weight = triangle(distance);
                break;
            case Filter::kLanczos3:
                weight = lanczos3(distance);
                break;
            case Filter::kArea:
                weight = geometry.region_length > geometry.output_length
                             ? covered(centre, wide, pixel)
                             : static_cast<double>(static_cast<double>(pixel) == std::floor(centre));
                break;
        }
        exact_.push_back(weight);
    }
}

/// Rounds the running sum rather than each weight, so that the total is exactly one and no error piles up.
/// Leaves out zeros at both ends. Returns the position of the first weight and keeps source_end.
std::int64_t AxisWeights::quantize(std::int64_t begin, std::int16_t* out) {
    double total = 0;
    for (const double weight : exact_) total += weight;
    const double unit = static_cast<double>(1 << kWeightBits);
    double sum = 0;
    int before = 0;
    int count = 0;
    int kept = 0;
    for (const double weight : exact_) {
        sum += weight;
        const int now = static_cast<int>(std::floor(sum / total * unit + 0.5));
        const int rounded = now - before;
        before = now;
        if (count == 0 && rounded == 0) {
            ++begin;
            continue;
        }
        out[count++] = static_cast<std::int16_t>(rounded);
        if (rounded != 0) kept = count;
    }
    source_end = std::max(source_end, begin + kept);
    taps = std::max(taps, kept);
    return begin;
}

/// Moves the weights of all outputs together: from `stride` apart to the most taps that any needs.
void AxisWeights::compact(int stride) {
    taps += taps & 1;
    for (std::size_t index = 0; index < starts.size(); ++index) {
        const auto from = weights.begin() + static_cast<std::ptrdiff_t>(index) * stride;
        std::copy(from, from + taps, weights.begin() + static_cast<std::ptrdiff_t>(index) * taps);
    }
    weights.resize(starts.size() * static_cast<std::size_t>(taps));
}

}  // namespace farsight
