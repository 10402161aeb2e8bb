// What the options compare boxes by.
#pragma once

#include "farsight/box.h"
#include "farsight/merge.h"

namespace farsight {

/// The metric that was asked for, or the method's usual one (MergeOptions::metric).
inline OverlapMetric metric_of(const MergeOptions& options) {
    const OverlapMetric usual =
        options.method == MergeMethod::kUnion ? OverlapMetric::kIos : OverlapMetric::kIou;
    return options.metric.value_or(usual);
}

inline float overlap_by(OverlapMetric metric, const Box& a, const Box& b) {
    return metric == OverlapMetric::kIou ? iou(a, b) : ios(a, b);
}

/// Only boxes of one group merge.
inline std::int32_t group_by(const MergeOptions& options, std::int32_t label) {
    return options.class_agnostic ? 0 : label;
}

}  // namespace farsight
