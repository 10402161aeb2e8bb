#include "measure/matching.h"

#include <algorithm>
#include <numeric>

namespace farsight {

// The order of operations is pycocotools' (maskApi.c, bbIou), so that its last bits come out the same.
double coco_iou(const CocoBox& detection, const CocoBox& truth, bool crowd) {
    const double width =
        std::min(detection.width + detection.x, truth.width + truth.x) - std::max(detection.x, truth.x);
    if (width <= 0) return 0;
    const double height =
        std::min(detection.height + detection.y, truth.height + truth.y) - std::max(detection.y, truth.y);
    if (height <= 0) return 0;
    const double common = width * height;
    const double own = detection.width * detection.height;
    return common / (crowd ? own : own + truth.width * truth.height - common);
}

namespace matching {

namespace {

template <class Item>
bool before(const Item& a, const Item& b) {
    return a.category != b.category ? a.category < b.category : a.image < b.image;
}

std::vector<std::int32_t> indices(std::size_t count) {
    std::vector<std::int32_t> all(count);
    std::iota(all.begin(), all.end(), 0);
    return all;
}

}  // namespace

Grouping group(const EvaluationSet& set) {
    Grouping grouping{indices(set.detections.size()), indices(set.truths.size())};
    const auto truth = [&](std::int32_t i) -> const TruthBox& {
        return set.truths[static_cast<std::size_t>(i)];
    };
    const auto detection = [&](std::int32_t i) -> const ScoredBox& {
        return set.detections[static_cast<std::size_t>(i)];
    };
    std::stable_sort(grouping.truths.begin(), grouping.truths.end(),
                     [&](std::int32_t a, std::int32_t b) { return before(truth(a), truth(b)); });
    std::stable_sort(grouping.detections.begin(), grouping.detections.end(),
                     [&](std::int32_t a, std::int32_t b) {
                         const ScoredBox& one = detection(a);
                         const ScoredBox& other = detection(b);
                         if (before(one, other)) return true;
                         if (before(other, one)) return false;
                         return one.score > other.score;
                     });
    return grouping;
}

bool GroupWalk::next(Group& group) {
    const std::span<const std::int32_t> detections{grouping_.detections};
    const std::span<const std::int32_t> truths{grouping_.truths};
    const bool have_detection = detection_ < detections.size();
    const bool have_truth = truth_ < truths.size();
    if (!have_detection && !have_truth) return false;

    const auto detection_at = [&](std::size_t i) -> const ScoredBox& {
        return set_.detections[static_cast<std::size_t>(detections[i])];
    };
    const auto truth_at = [&](std::size_t i) -> const TruthBox& {
        return set_.truths[static_cast<std::size_t>(truths[i])];
    };
    TruthBox key;
    if (have_truth) key = truth_at(truth_);
    if (have_detection) {
        TruthBox other;
        other.category = detection_at(detection_).category;
        other.image = detection_at(detection_).image;
        if (!have_truth || before(other, key)) key = other;
    }

    const auto same = [&](const auto& item) {
        return item.category == key.category && item.image == key.image;
    };
    const std::size_t first_detection = detection_;
    const std::size_t first_truth = truth_;
    while (detection_ < detections.size() && same(detection_at(detection_))) ++detection_;
    while (truth_ < truths.size() && same(truth_at(truth_))) ++truth_;
    group = {key.category, key.image, detections.subspan(first_detection, detection_ - first_detection),
             truths.subspan(first_truth, truth_ - first_truth)};
    return true;
}

void GroupMatcher::load(const EvaluationSet& set, const Group& group, double least_iou) {
    overlaps_.clear();
    first_.clear();
    crowd_.clear();
    for (const std::int32_t t : group.truths) {
        crowd_.push_back(set.truths[static_cast<std::size_t>(t)].crowd ? 1 : 0);
    }
    for (const std::int32_t d : group.detections) {
        first_.push_back(overlaps_.size());
        const CocoBox& box = set.detections[static_cast<std::size_t>(d)].box;
        for (std::size_t place = 0; place < group.truths.size(); ++place) {
            const TruthBox& truth = set.truths[static_cast<std::size_t>(group.truths[place])];
            const double overlap = coco_iou(box, truth.box, truth.crowd);
            if (overlap >= least_iou) overlaps_.push_back({static_cast<std::int32_t>(place), overlap});
        }
    }
    first_.push_back(overlaps_.size());
}

// Equal overlaps go to the later annotation, as in pycocotools' loop.
std::int32_t GroupMatcher::best(std::size_t detection, double& least, std::span<const std::uint8_t> ignored,
                                bool among_ignored) const {
    std::int32_t chosen = -1;
    for (std::size_t i = first_[detection]; i < first_[detection + 1]; ++i) {
        const auto place = static_cast<std::size_t>(overlaps_[i].truth);
        if ((ignored[place] != 0) != among_ignored) continue;
        if (taken_[place] != 0 && crowd_[place] == 0) continue;
        if (overlaps_[i].iou < least) continue;
        least = overlaps_[i].iou;
        chosen = overlaps_[i].truth;
    }
    return chosen;
}

void GroupMatcher::match(double iou, std::span<const std::uint8_t> ignored,
                         std::span<std::int32_t> place_of) {
    taken_.assign(crowd_.size(), 0);
    for (std::size_t d = 0; d < place_of.size(); ++d) {
        double least = iou;
        std::int32_t place = best(d, least, ignored, false);
        if (place < 0) place = best(d, least, ignored, true);
        if (place >= 0) taken_[static_cast<std::size_t>(place)] = 1;
        place_of[d] = place;
    }
}

}  // namespace matching
}  // namespace farsight
