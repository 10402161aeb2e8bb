// What the merge methods share: their working memory and one function each.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/merge.h"
#include "merge/metric.h"
#include "merge/spatial_index.h"
#include "merge/tile_lookup.h"

namespace farsight {

/// Working memory of a Merger, kept between calls.
struct Merger::Scratch {
    SpatialIndex index;
    std::vector<std::uint64_t> sort_keys;
    /// Candidate indices, best first.
    std::vector<std::int32_t> order;
    /// A score for each candidate where a method changes it.
    std::vector<float> scores;
    std::vector<std::uint8_t> taken;
    /// Positions in `order`.
    std::vector<std::int32_t> near;
    /// Best score of the group for each tile of the plan.
    std::vector<float> tile_scores;
    std::vector<std::int32_t> tiles_hit;
    TileLookup tiles;
    std::vector<Detection> found;
};

/// One merge: what goes in, and where the found objects go, in any order and with no score cut.
struct MergeJob {
    std::span<const Candidate> candidates;
    const PyramidPlan& plan;
    const MergeOptions& options;
    OverlapMetric metric;
    Merger::Scratch& scratch;
    std::vector<Detection>& found;
    /// One entry a tile of the plan, 0 for one that did not run; empty: all ran.
    std::span<const std::uint8_t> looked;

    const Candidate& at(std::int32_t i) const { return candidates[static_cast<std::size_t>(i)]; }
    std::int32_t group_of(const Candidate& candidate) const { return group_by(options, candidate.label); }
    float overlap(const Box& a, const Box& b) const { return overlap_by(metric, a, b); }
};

/// Fills `order` with 0 .. scores.size() - 1, highest score first; ties keep the order of the input.
/// Scores must not be negative.
void order_by_score(std::span<const float> scores, std::vector<std::uint64_t>& keys,
                    std::vector<std::int32_t>& order);

/// The detection a candidate makes by itself.
Detection detection_of(const Candidate& candidate, std::int32_t index);

void merge_nms(MergeJob& job);
void merge_soft_nms(MergeJob& job);
void merge_union(MergeJob& job);
void merge_wbf(MergeJob& job);
void merge_keep_best(MergeJob& job);

}  // namespace farsight
