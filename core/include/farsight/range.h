// How far a detector sees: the pinhole camera, recall against distance or apparent size, D50 and D90.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/evaluate.h"
#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// Focal length in pixels of a pinhole camera whose picture of this width (or height) spans the given
/// angle: width / (2 tan(angle / 2)). Fails with kInvalidArgument unless 0 < fov_deg < 180 and width_px > 0.
Result<double> focal_length_px(double width_px, double fov_deg);

/// Pixels that an object of size_m spans when it faces the camera at distance_m > 0.
constexpr double apparent_size_px(double focal_px, double size_m, double distance_m) {
    return focal_px * size_m / distance_m;
}

/// Distance in metres at which an object of size_m spans apparent_px > 0.
constexpr double distance_at_size_m(double focal_px, double size_m, double apparent_px) {
    return focal_px * size_m / apparent_px;
}

/// One object at one place of the axis: a distance in metres, or an apparent size in pixels.
struct RangeTrial {
    double place = 0;
    std::int32_t image = 0;  ///< 0-based. Objects of one image are resampled together.
    bool found = false;
};

/// The trials of a matched set: one for each ground truth that is not ignored. `places` has a value for
/// each ground truth; NaN leaves it out. Found means: by a detection of at least min_score.
/// Precondition: the matching is the set's, and places has one value a ground truth.
std::vector<RangeTrial> range_trials(const EvaluationSet& set, const Matching& matching,
                                     std::span<const double> places, double min_score);

/// Wilson's score interval of a proportion (Wilson 1927): honest with few trials and at 0 and 1, where the
/// normal interval has no width (Brown, Cai and DasGupta 2001). NaN without trials.
/// z is the normal quantile: 1.96 for 95 %.
Interval wilson_interval(std::int64_t found, std::int64_t trials, double z = 1.959963984540054);

enum class Trend : std::uint8_t {
    kFalling,  ///< Recall falls along the axis: distance.
    kRising,   ///< Recall rises along the axis: apparent size.
};

struct RangePoint {
    double low = 0;  ///< The bin is [low, high).
    double high = 0;
    double place = 0;  ///< Mean place of its trials; the bin's middle when it has none.
    std::int64_t trials = 0;
    std::int64_t found = 0;
    double recall = 0;           ///< found / trials; NaN without trials.
    Interval recall_interval;    ///< Wilson, 95 %. Trials of one image are taken as independent.
    double smoothed = 0;         ///< Recall of the monotone fit; NaN without trials.
    Interval smoothed_interval;  ///< Percentile bootstrap over images, as the crossings'; the curve's band.
};

/// Where the fitted curve passes through a level of recall, on the axis' unit.
/// `place` is NaN without trials. Where the curve never gets there:
/// kFalling gives infinity when recall stays at the level or above, and 0 when it begins under it;
/// kRising gives 0 when recall begins at the level or above, and infinity when it never reaches it.
struct Crossing {
    double level = 0.5;
    double place = 0;
    Interval interval;  ///< Percentile bootstrap over images, whose ends may be 0 or infinite as well.
};

struct RangeOptions {
    /// Ends of the bins, ascending, at least two. Trials outside are left out.
    std::vector<double> edges;
    Trend trend = Trend::kFalling;
    /// Bootstrap resamples of the images for the intervals of crossings and fit; 0 leaves them NaN.
    int resamples = 1000;
    double confidence = 0.95;  ///< Two-sided coverage of those intervals, in (0, 1).
    std::uint64_t seed = 1;    ///< Same seed, same intervals, on every target.
};

struct RangeCurve {
    std::vector<RangePoint> points;  ///< One a bin.
    Crossing d50;                    ///< Recall 0.5.
    Crossing d90;                    ///< Recall 0.9.
};

/// Bins the trials and fits a monotone curve: isotonic regression weighted by trials (pool adjacent
/// violators, Ayer et al. 1955), then straight lines between the bins' places. A monotone fit crosses each
/// level once, so that chance dips of a noisy bin do not move D50, and it assumes no shape of the curve.
/// Fails with kInvalidArgument when an option is out of range or a trial's image is negative.
Result<RangeCurve> range_curve(std::span<const RangeTrial> trials, const RangeOptions& options);

/// Where the points' smoothed recall crosses the level; see Crossing.
double crossing_place(std::span<const RangePoint> points, double level, Trend trend);

/// The best IoU that any anchor can have with an object of each size: what no training can exceed
/// without moving the anchors. Heights are in source pixels, aspect is width / height, and a zoom is
/// network pixels per source pixel (Level::zoom_x and zoom_y). In [0, 1] each; 0 where the grid is not sized.
std::vector<double> anchor_limit(const AnchorGrid& grid, Size input, double zoom_x, double zoom_y,
                                 double aspect, std::span<const double> heights_px);

}  // namespace farsight
