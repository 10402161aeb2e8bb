// How far a detector sees: the pinhole camera, recall against distance or apparent size, D50 and D90.
#pragma once

#include <cmath>
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
    double place = 0;        ///< On the axis' unit.
    std::int32_t image = 0;  ///< 0-based. Objects of one image are resampled together.
    bool found = false;      ///< By a detection that counts.
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

/// Which way recall goes.
enum class Trend : std::uint8_t {
    kFalling,  ///< Recall falls along the axis: distance.
    kRising,   ///< Recall rises along the axis: apparent size.
};

/// One bin of the curve.
struct RangePoint {
    double low = 0;            ///< The bin is [low, high).
    double high = 0;           ///< Upper edge.
    double place = 0;          ///< Mean place of its trials; the bin's middle when it has none.
    std::int64_t trials = 0;   ///< Objects in the bin.
    std::int64_t found = 0;    ///< Of these, found.
    double recall = 0;         ///< found / trials; NaN without trials.
    Interval recall_interval;  ///< Wilson, 95 %. Trials of one image are taken as independent.
    double smoothed = 0;       ///< Recall of the monotone fit; NaN without trials.
    /// The curve's band: percentile bootstrap over images. With few images or objects
    /// (kFewestForBootstrap, kFewestForNoWidth) it holds Wilson's interval of the pooled bins, too.
    Interval smoothed_interval;
};

/// What a curve stands on. The curve says nothing of places outside [from, to].
struct RangeSeen {
    std::int64_t objects = 0;  ///< Trials within the bins.
    std::int64_t images = 0;   ///< That hold those objects.
    double from = 0;           ///< Place of the first object; NaN without objects.
    double to = 0;             ///< Place of the last object; NaN without objects.

    bool operator==(const RangeSeen&) const = default;
};

/// With fewer images, or fewer objects in a bin beside the crossing, a percentile bootstrap is too narrow:
/// what was not drawn into the sample cannot be drawn from it.
inline constexpr int kFewestForBootstrap = 20;
/// With fewer objects an interval of no width is not believed: no resample differs where all of them were
/// found, or none. From this many on Wilson's interval has a width under 4 % there.
inline constexpr int kFewestForNoWidth = 100;

/// Where the fitted curve passes through a level of recall, on the axis' unit.
/// `place` is NaN without trials. Where the curve never gets there among the objects seen:
/// kFalling gives infinity when recall stays at the level or above, and 0 when it begins under it;
/// kRising gives 0 when recall begins at the level or above, and infinity when it never reaches it.
/// 0 stands for "before the first object", infinity for "beyond the last one"; neither is a measured place.
struct Crossing {
    double level = 0.5;  ///< Recall, in (0, 1).
    double place = 0;    ///< On the axis' unit; see above for 0, infinity and NaN.
    /// Two-sided, ends as `place`. The percentile bootstrap over images where images and objects suffice
    /// (kFewestForBootstrap); else, and for ends outside the places seen, not narrower than the exact
    /// binomial bounds of a monotone curve (crossing_bounds).
    Interval interval;

    /// The interval holds every place: the objects are too few to say on which side of any place it lies.
    bool unknown() const { return interval.low == 0 && std::isinf(interval.high); }
};

/// Bins, direction and resamples of a curve.
struct RangeOptions {
    /// Ends of the bins, ascending, at least two. Trials outside are left out.
    std::vector<double> edges;
    Trend trend = Trend::kFalling;  ///< Along the axis.
    /// Bootstrap resamples of the images for the intervals of crossings and fit; 0 leaves them NaN.
    int resamples = 1000;
    double confidence = 0.95;  ///< Two-sided coverage of those intervals, in (0, 1).
    std::uint64_t seed = 1;    ///< Same seed, same intervals, on every target.
};

/// Recall along an axis, and where it crosses one half and 0.9.
struct RangeCurve {
    std::vector<RangePoint> points;  ///< One a bin.
    Crossing d50;                    ///< Recall 0.5.
    Crossing d90;                    ///< Recall 0.9.
    RangeSeen seen;                  ///< What it stands on.
};

/// Bins the trials and fits a monotone curve: isotonic regression weighted by trials (pool adjacent
/// violators, Ayer et al. 1955), then straight lines between the bins' places. A monotone fit crosses each
/// level once, so that chance dips of a noisy bin do not move D50, and it assumes no shape of the curve.
/// Fails with kInvalidArgument when an option is out of range or a trial's image is negative.
Result<RangeCurve> range_curve(std::span<const RangeTrial> trials, const RangeOptions& options);

/// Where the points' smoothed recall crosses the level; see Crossing.
double crossing_place(std::span<const RangePoint> points, double level, Trend trend);

/// Interval of the crossing that assumes nothing but a monotone recall and independent objects, honest with
/// any number of them. Its low end is the farthest bin that the crossing must lie beyond: in it and some of
/// the bins after it together, the exact binomial test rejects a recall on the far side of the level,
/// (1 - confidence) / 2 a side. Its high end is the nearest bin of which the bins up to it show the opposite.
/// 0 and infinity where there is no such bin.
Interval crossing_bounds(std::span<const RangePoint> points, double level, Trend trend, double confidence);

/// The best IoU that any anchor can have with an object of each size: what no training can exceed
/// without moving the anchors. Heights are in source pixels, aspect is width / height, and a zoom is
/// network pixels per source pixel (Level::zoom_x and zoom_y). In [0, 1] each; 0 where the grid is not sized.
std::vector<double> anchor_limit(const AnchorGrid& grid, Size input, double zoom_x, double zoom_y,
                                 double aspect, std::span<const double> heights_px);

}  // namespace farsight
