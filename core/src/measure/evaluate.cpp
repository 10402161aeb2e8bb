#include "farsight/evaluate.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "measure/average_precision.h"
#include "measure/matching.h"

namespace farsight {

namespace {

constexpr int kThresholds = 10;
constexpr int kAreas = 4;
constexpr int kMaxDetections = 100;
constexpr std::array<int, 3> kDetectionLimits = {1, 10, kMaxDetections};

/// Both ends count: an object of exactly 32² is small and medium.
struct AreaRange {
    double low;
    double high;
    bool holds(double area) const { return !(area < low || area > high); }
};
constexpr std::array<AreaRange, kAreas> kAreaRanges = {
    {{0, 1e10}, {0, 32.0 * 32.0}, {32.0 * 32.0, 96.0 * 96.0}, {96.0 * 96.0, 1e10}}};

/// numpy.linspace(0.5, 0.95, 10)[i], to the bit, capped as pycocotools does.
double coco_threshold(int i) {
    const double threshold = i == kThresholds - 1 ? 0.95 : 0.5 + i * ((0.95 - 0.5) / 9);
    return std::min(threshold, 1 - 1e-10);
}

bool finite(const CocoBox& box) {
    return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) &&
           std::isfinite(box.height);
}

template <class Item>
Result<void> check_item(const Item& item, double number, const EvaluationSet& set, const char* kind,
                        std::size_t place) {
    const auto complain = [&](const std::string& what) {
        return fail(ErrorCode::kInvalidArgument,
                    std::string(kind) + " " + std::to_string(place) + " " + what);
    };
    if (item.image < 0 || item.image >= set.images) {
        return complain("belongs to image " + std::to_string(item.image) + " of " +
                        std::to_string(set.images) + "; number images from 0.");
    }
    if (item.category < 0 || item.category >= set.categories) {
        return complain("has category " + std::to_string(item.category) + " of " +
                        std::to_string(set.categories) + "; number categories from 0.");
    }
    if (!finite(item.box) || !std::isfinite(number)) {
        return complain("has a number that is not finite; remove it or mend what wrote it.");
    }
    return {};
}

constexpr int bit(int area, int threshold) {
    return area * kThresholds + threshold;
}

/// Whether one detection is a hit in each of the forty evaluations: a bit each.
struct RankedHits {
    double score;
    std::uint64_t hits;
    std::uint64_t errors;
    std::int32_t rank;  ///< Within its image.
};

/// One category's detections and counts of what is annotated, filled image by image.
class CategoryTally {
public:
    void add(const EvaluationSet& set, matching::Group group);
    /// Ranks the whole category; call it once, after the last add.
    void rank();
    void clear();

    std::int64_t truths(int area) const { return truths_[static_cast<std::size_t>(area)]; }
    double average_precision(int area, int threshold) const;
    double recall(int area, int threshold, int limit) const;

private:
    std::vector<RankedHits> ranked_;
    std::array<std::int64_t, kAreas> truths_{};
    matching::GroupMatcher matcher_;
    std::vector<std::uint8_t> ignored_;
    std::vector<std::int32_t> place_of_;
};

void CategoryTally::clear() {
    ranked_.clear();
    truths_ = {};
}

void CategoryTally::add(const EvaluationSet& set, matching::Group group) {
    group.detections = group.detections.first(std::min<std::size_t>(group.detections.size(), kMaxDetections));
    const std::size_t first = ranked_.size();
    for (const std::int32_t d : group.detections) {
        ranked_.push_back({set.detections[static_cast<std::size_t>(d)].score, 0, 0,
                           static_cast<std::int32_t>(ranked_.size() - first)});
    }
    matcher_.load(set, group, coco_threshold(0));
    place_of_.resize(group.detections.size());
    for (int area = 0; area < kAreas; ++area) {
        const AreaRange range = kAreaRanges[static_cast<std::size_t>(area)];
        ignored_.clear();
        for (const std::int32_t t : group.truths) {
            const TruthBox& truth = set.truths[static_cast<std::size_t>(t)];
            const bool ignored = truth.crowd || truth.ignore || !range.holds(truth.area);
            ignored_.push_back(ignored ? 1 : 0);
            truths_[static_cast<std::size_t>(area)] += ignored ? 0 : 1;
        }
        for (int threshold = 0; threshold < kThresholds; ++threshold) {
            matcher_.match(coco_threshold(threshold), ignored_, place_of_);
            const std::uint64_t mask = std::uint64_t{1} << bit(area, threshold);
            for (std::size_t d = 0; d < place_of_.size(); ++d) {
                const std::int32_t place = place_of_[d];
                const CocoBox& box = set.detections[static_cast<std::size_t>(group.detections[d])].box;
                if (place < 0) {
                    if (range.holds(box.width * box.height)) ranked_[first + d].errors |= mask;
                } else if (ignored_[static_cast<std::size_t>(place)] == 0) {
                    ranked_[first + d].hits |= mask;
                }
            }
        }
    }
}

void CategoryTally::rank() {
    std::stable_sort(ranked_.begin(), ranked_.end(),
                     [](const RankedHits& a, const RankedHits& b) { return a.score > b.score; });
}

double CategoryTally::average_precision(int area, int threshold) const {
    const int shift = bit(area, threshold);
    return farsight::average_precision(ranked_.size(), truths(area), [&](std::size_t i) {
        return HitOrError{static_cast<std::int64_t>(ranked_[i].hits >> shift & 1),
                          static_cast<std::int64_t>(ranked_[i].errors >> shift & 1)};
    });
}

double CategoryTally::recall(int area, int threshold, int limit) const {
    const int shift = bit(area, threshold);
    std::int64_t hits = 0;
    for (const RankedHits& one : ranked_) {
        if (one.rank < limit) hits += static_cast<std::int64_t>(one.hits >> shift & 1);
    }
    return static_cast<double>(hits) / static_cast<double>(truths(area));
}

/// -1 when there is nothing to average, as pycocotools says it.
struct Mean {
    double sum = 0;
    int count = 0;
    void add(double value) {
        sum += value;
        ++count;
    }
    double value() const { return count > 0 ? sum / count : -1; }
};

/// Where the figures of three sizes, and of three limits of detections, begin among the twelve.
constexpr std::size_t kPrecisionBySize = 3;
constexpr std::size_t kRecallByLimit = 6;
constexpr std::size_t kRecallBySize = 9;

/// Adds one category to the means behind the twelve figures.
void add_category(const CategoryTally& tally, std::array<Mean, 12>& means, double& ap, double& ap50) {
    for (int area = 0; area < kAreas; ++area) {
        if (tally.truths(area) == 0) continue;
        const auto by_size = static_cast<std::size_t>(std::max(0, area - 1));  // small, medium, large
        Mean own;
        for (int threshold = 0; threshold < kThresholds; ++threshold) {
            const double precision = tally.average_precision(area, threshold);
            own.add(precision);
            if (area == 0 && threshold == 0) {
                ap50 = precision;
                means[1].add(precision);
            }
            if (area == 0 && threshold == 5) means[2].add(precision);
            if (area > 0) {
                means[kRecallBySize + by_size].add(tally.recall(area, threshold, kMaxDetections));
                continue;
            }
            for (std::size_t limit = 0; limit < kDetectionLimits.size(); ++limit) {
                means[kRecallByLimit + limit].add(tally.recall(area, threshold, kDetectionLimits[limit]));
            }
        }
        if (area == 0) ap = own.value();
        means[area == 0 ? 0 : kPrecisionBySize + by_size].add(own.value());
    }
}

}  // namespace

Result<void> check_set(const EvaluationSet& set) {
    if (set.images < 0 || set.categories < 0) {
        return fail(ErrorCode::kInvalidArgument, "An evaluation needs counts of images and categories.");
    }
    constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
    if (set.truths.size() > most || set.detections.size() > most) {
        return fail(ErrorCode::kTooLarge, "An evaluation holds at most 2^31 - 1 detections or objects.");
    }
    for (std::size_t i = 0; i < set.truths.size(); ++i) {
        if (auto ok = check_item(set.truths[i], set.truths[i].area, set, "Ground truth", i); !ok) return ok;
    }
    for (std::size_t i = 0; i < set.detections.size(); ++i) {
        if (auto ok = check_item(set.detections[i], set.detections[i].score, set, "Detection", i); !ok)
            return ok;
    }
    return {};
}

Result<CocoFigures> coco_figures(const EvaluationSet& set) {
    if (auto ok = check_set(set); !ok) return tl::unexpected(ok.error());
    CocoFigures result;
    result.ap_by_category.assign(static_cast<std::size_t>(set.categories), -1);
    result.ap50_by_category.assign(static_cast<std::size_t>(set.categories), -1);

    const matching::Grouping grouping = matching::group(set);
    matching::GroupWalk walk(set, grouping);
    matching::Group group;
    CategoryTally tally;
    std::array<Mean, 12> means;
    bool more = walk.next(group);
    while (more) {
        const std::int32_t category = group.category;
        tally.clear();
        for (; more && group.category == category; more = walk.next(group)) tally.add(set, group);
        tally.rank();
        add_category(tally, means, result.ap_by_category[static_cast<std::size_t>(category)],
                     result.ap50_by_category[static_cast<std::size_t>(category)]);
    }
    for (std::size_t i = 0; i < means.size(); ++i) result.figures[i] = means[i].value();
    return result;
}

Result<Matching> match(const EvaluationSet& set, const MatchOptions& options) {
    if (auto ok = check_set(set); !ok) return tl::unexpected(ok.error());
    if (!(options.iou > 0 && options.iou <= 1) || options.max_detections < 1) {
        return fail(ErrorCode::kInvalidArgument,
                    "Matching needs an IoU over 0 and up to 1, and at least one detection an image.");
    }
    const double iou = std::min(options.iou, 1 - 1e-10);
    Matching result;
    result.truth_of.assign(set.detections.size(), Matching::kCut);
    result.detection_of.assign(set.truths.size(), Matching::kNone);
    result.ranked.reserve(set.detections.size());

    const matching::Grouping grouping = matching::group(set);
    matching::GroupWalk walk(set, grouping);
    matching::GroupMatcher matcher;
    matching::Group group;
    std::vector<std::uint8_t> ignored;
    std::vector<std::int32_t> place_of;
    while (walk.next(group)) {
        const auto limit = static_cast<std::size_t>(options.max_detections);
        group.detections = group.detections.first(std::min(group.detections.size(), limit));
        ignored.clear();
        for (const std::int32_t t : group.truths) {
            const TruthBox& truth = set.truths[static_cast<std::size_t>(t)];
            ignored.push_back(truth.crowd || truth.ignore ? 1 : 0);
        }
        place_of.resize(group.detections.size());
        matcher.load(set, group, iou);
        matcher.match(iou, ignored, place_of);
        for (std::size_t d = 0; d < place_of.size(); ++d) {
            const std::int32_t detection = group.detections[d];
            result.ranked.push_back(detection);
            result.truth_of[static_cast<std::size_t>(detection)] = Matching::kNone;
            if (place_of[d] < 0) continue;
            const std::int32_t truth = group.truths[static_cast<std::size_t>(place_of[d])];
            result.truth_of[static_cast<std::size_t>(detection)] = truth;
            std::int32_t& found = result.detection_of[static_cast<std::size_t>(truth)];
            if (found == Matching::kNone) found = detection;
        }
    }
    std::stable_sort(result.ranked.begin(), result.ranked.end(), [&](std::int32_t a, std::int32_t b) {
        return set.detections[static_cast<std::size_t>(a)].score >
               set.detections[static_cast<std::size_t>(b)].score;
    });
    return result;
}

}  // namespace farsight
