// Resampling weights along one axis, in fixed point.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/resample.h"

namespace farsight {

/// One axis of a resampling, in coordinates that start at the region's first pixel, so that tiles at
/// different offsets share their weights.
struct AxisGeometry {
    Filter filter = Filter::kTriangle;
    std::int64_t region_length = 0;
    std::int64_t output_length = 0;
    /// Source pixels that exist within the filter's reach: [image_begin, image_end).
    std::int64_t image_begin = 0;
    std::int64_t image_end = 0;

    bool operator==(const AxisGeometry&) const = default;
};

AxisGeometry make_axis_geometry(Filter filter, int region_start, int region_length, int output_length,
                                int image_length);

struct AxisWeights {
    AxisGeometry geometry;
    /// Output pixels whose centre lies inside the image: [first_output, last_output).
    int first_output = 0;
    int last_output = 0;
    /// Source pixels that any output looks at: [source_begin, source_end).
    std::int64_t source_begin = 0;
    std::int64_t source_end = 0;
    /// Taps of every output pixel, even, filled up with zero weights.
    int taps = 0;
    /// For each of these output pixels its first tap, counted from source_begin. Tap positions at or beyond
    /// source_end have zero weight.
    std::vector<std::int32_t> starts;
    /// `taps` weights for each of these output pixels; they sum to 1 << kWeightBits.
    std::vector<std::int16_t> weights;

    /// Recomputes everything for another geometry, reusing the memory.
    void rebuild(const AxisGeometry& wanted);

private:
    void find_outputs();
    void weigh(int output, std::int64_t begin, std::int64_t end);
    std::int64_t quantize(std::int64_t begin, std::int16_t* out);
    void compact(int stride);

    std::vector<double> exact_;
};

}  // namespace farsight
