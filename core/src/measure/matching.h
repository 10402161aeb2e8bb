// COCO's greedy matching of one image and category at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/evaluate.h"

namespace farsight::matching {

/// Indices of detections sorted by category, image, falling score, and of truths by category, image;
/// ties keep the set's order (pycocotools sorts with numpy's stable mergesort).
struct Grouping {
    std::vector<std::int32_t> detections;
    std::vector<std::int32_t> truths;
};

Grouping group(const EvaluationSet& set);

/// One image and category: slices of a Grouping. Either may be empty, not both.
struct Group {
    std::int32_t category = 0;
    std::int32_t image = 0;
    std::span<const std::int32_t> detections;
    std::span<const std::int32_t> truths;
};

/// Walks the groups in the order category, image.
class GroupWalk {
public:
    GroupWalk(const EvaluationSet& set, const Grouping& grouping) : set_(set), grouping_(grouping) {}
    /// False at the end.
    bool next(Group& group);

private:
    const EvaluationSet& set_;
    const Grouping& grouping_;
    std::size_t detection_ = 0;
    std::size_t truth_ = 0;
};

/// Matches one group as often as wanted, at different thresholds and with different objects ignored.
class GroupMatcher {
public:
    /// Keeps the overlaps of at least `least_iou`; later thresholds must not lie under it.
    void load(const EvaluationSet& set, const Group& group, double least_iou);

    /// Writes for each of the group's detections the place of its truth within the group, or -1.
    /// `ignored` says by place which truths do not count.
    void match(double iou, std::span<const std::uint8_t> ignored, std::span<std::int32_t> place_of);

private:
    struct Overlap {
        std::int32_t truth;
        double iou;
    };
    std::int32_t best(std::size_t detection, double& least, std::span<const std::uint8_t> ignored,
                      bool among_ignored) const;

    std::vector<Overlap> overlaps_;
    std::vector<std::size_t> first_;  // by detection, where its overlaps start; one more at the end
    std::vector<std::uint8_t> crowd_;
    std::vector<std::uint8_t> taken_;
};

}  // namespace farsight::matching
