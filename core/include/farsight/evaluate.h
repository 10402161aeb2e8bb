// Detections against ground truth: COCO's twelve figures, and recall, precision and AP by size or distance.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "farsight/box.h"
#include "farsight/result.h"

namespace farsight {

/// A box as COCO's JSON writes it, in pixels. Double precision, because pycocotools compares overlaps in it.
struct CocoBox {
    double x = 0;       ///< Left edge.
    double y = 0;       ///< Upper edge.
    double width = 0;   ///< 0 or more.
    double height = 0;  ///< 0 or more.

    bool operator==(const CocoBox&) const = default;
};

/// Exact: a float difference fits a double.
constexpr CocoBox to_coco(const Box& box) {
    return {box.x0, box.y0, double{box.x1} - double{box.x0}, double{box.y1} - double{box.y0}};
}

/// Intersection over union; over the detection's own area where the ground truth is a crowd.
/// In [0, 1], 0 when they only touch.
double coco_iou(const CocoBox& detection, const CocoBox& truth, bool crowd);

/// One annotated object.
struct TruthBox {
    CocoBox box;                ///< Source pixels.
    double area = 0;            ///< Square pixels: the annotation's own `area`, often of its mask.
    std::int32_t image = 0;     ///< 0-based. Equal scores rank by image, so number images by ascending id.
    std::int32_t category = 0;  ///< 0-based.
    bool crowd = false;         ///< A group: takes any number of detections, and is ignored.
    bool ignore = false;        ///< Neither a miss when missed nor a hit when found.
};

/// One detection to be judged.
struct ScoredBox {
    CocoBox box;                ///< Source pixels.
    double score = 0;           ///< In [0, 1]; only the order counts.
    std::int32_t image = 0;     ///< 0-based.
    std::int32_t category = 0;  ///< 0-based.
};

/// What is evaluated together. Indices run below `images` and `categories`.
struct EvaluationSet {
    std::span<const TruthBox> truths;       ///< The caller's.
    std::span<const ScoredBox> detections;  ///< The caller's.
    int images = 0;                         ///< How many, those without objects counted.
    int categories = 0;                     ///< How many.
};

/// Fails with kInvalidArgument when an index is out of range or a number is not finite, naming which.
Result<void> check_set(const EvaluationSet& set);

/// What pycocotools' COCOeval.summarize() gives for boxes, in its order:
/// AP@[.5:.95], AP50, AP75, AP small, AP medium, AP large, AR with 1, 10, 100 detections,
/// AR small, AR medium, AR large. Each in [0, 1], or -1 when nothing of that kind is annotated.
struct CocoFigures {
    std::array<double, 12> figures{};      ///< In the order of kCocoFigureNames.
    std::vector<double> ap_by_category;    ///< AP@[.5:.95] by category, -1 where nothing is annotated.
    std::vector<double> ap50_by_category;  ///< AP50 by category, -1 where nothing is annotated.
};

/// Short names of the twelve, for tables and JSON.
inline constexpr std::array<const char*, 12> kCocoFigureNames = {
    "AP",  "AP50", "AP75",  "AP_small", "AP_medium", "AP_large",
    "AR1", "AR10", "AR100", "AR_small", "AR_medium", "AR_large"};

/// Equal to pycocotools 2.0 to 1e-9, its tie rules and epsilons included, with one exception: an
/// annotation whose id is 0 counts here as any other (there a detection matched to it is an error).
/// Time grows with n log n in the detections; memory with 40 bytes a detection. Fails as check_set does.
Result<CocoFigures> coco_figures(const EvaluationSet& set);

/// When a detection finds an object.
struct MatchOptions {
    /// Least IoU of a match, in (0, 1].
    double iou = 0.5;
    /// Most detections taken of one image and category, the best first; at least 1.
    int max_detections = 100;
};

/// Who found whom, by COCO's greedy rule: the best score chooses first, an object that counts goes
/// before an ignored one, then the larger IoU, then the later annotation.
/// Matching at a higher score threshold is this one with the weaker detections struck out.
struct Matching {
    static constexpr std::int32_t kNone = -1;  ///< No partner.
    static constexpr std::int32_t kCut = -2;   ///< Beyond max_detections: as if it were not there.

    std::vector<std::int32_t> truth_of;      ///< By detection: its ground truth, kNone or kCut.
    std::vector<std::int32_t> detection_of;  ///< By ground truth: its best detection, or kNone.
    /// Detections that were not cut, the best first; ties by category, image, then place in the set.
    std::vector<std::int32_t> ranked;
};

/// Matches the set once, over all sizes. Fails as check_set does, and when an option is out of range.
Result<Matching> match(const EvaluationSet& set, const MatchOptions& options);

/// Bins along any axis: size, distance, apparent height. They are cut after matching, so that an object
/// at an edge is found or missed whatever its neighbour bin. Bin i is [edges[i], edges[i + 1]).
struct BinAxis {
    std::vector<double> edges;     ///< Ascending, at least two; the last may be infinite.
    std::vector<double> of_truth;  ///< By ground truth, its place on the axis; NaN: in no bin.
    std::vector<double>
        of_detection;  ///< By detection: where it belongs when it matches nothing; NaN: in no bin.
};

/// Size in pixels: the square root of a ground truth's `area` and of a detection's box.
BinAxis size_axis(const EvaluationSet& set, std::vector<double> edges_px);

/// COCO's small, medium and large: 0, 32, 96, infinity.
std::vector<double> coco_size_edges_px();

/// From low to high; NaN where it is not known.
struct Interval {
    double low = std::numeric_limits<double>::quiet_NaN();   ///< Lower end.
    double high = std::numeric_limits<double>::quiet_NaN();  ///< Upper end.
};

/// What is counted in bins, and how sure the figures are.
struct BinOptions {
    /// Score from which a detection counts for recall, precision and false positives; AP takes all.
    double min_score = 0.3;
    /// Category to measure alone; -1 pools all (matching stays within a category).
    int category = -1;
    /// Bootstrap resamples of the images for the intervals; 0 leaves them NaN. 1,000 is plenty.
    int resamples = 0;
    /// Two-sided coverage of the intervals, in (0, 1).
    double confidence = 0.95;
    /// Same seed, same intervals, on every target.
    std::uint64_t seed = 1;
};

/// A detection matched to an object of another bin, or to an ignored one, counts nowhere; one that
/// matches nothing is a false positive of the bin of its own size.
struct BinFigures {
    double low = 0;                    ///< The bin is [low, high).
    double high = 0;                   ///< Upper edge.
    std::int64_t truths = 0;           ///< Objects of the bin, without ignored ones.
    std::int64_t found = 0;            ///< Of these, found at min_score or better.
    std::int64_t false_positives = 0;  ///< At min_score or better.
    double recall = 0;                 ///< found / truths, in [0, 1]; NaN without truths.
    double precision = 0;              ///< found / (found + false_positives), in [0, 1]; NaN when both are 0.
    double ap = 0;                     ///< 101-point average precision, in [0, 1]; NaN without truths.
    double false_positives_per_image = 0;  ///< 0 or more.
    /// Percentile bootstrap over images (Efron 1979). With few images or objects (kFewestForBootstrap in
    /// range.h) those of recall and precision hold Wilson's too, and those of AP and false positives are NaN
    /// where no resample differs.
    Interval recall_interval;
    Interval precision_interval;                  ///< See recall_interval.
    Interval ap_interval;                         ///< See recall_interval.
    Interval false_positives_per_image_interval;  ///< See recall_interval.
};

/// One entry a bin, then one for all bins together, whose low and high are the outermost edges.
/// Fails with kInvalidArgument when an option is out of range or the axis does not fit the set.
Result<std::vector<BinFigures>> measure_bins(const EvaluationSet& set, const Matching& matching,
                                             const BinAxis& axis, const BinOptions& options);

/// The short way: match at IoU 0.5 and measure by COCO's sizes. Small, medium, large, all.
Result<std::vector<BinFigures>> measure_sizes(const EvaluationSet& set, const BinOptions& options);

}  // namespace farsight
