#include "farsight/range.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/portable_math.h"
#include "base/random.h"
#include "measure/bootstrap.h"

namespace farsight {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct BinnedTrial {
    std::int32_t bin;
    std::int32_t image;
    bool found;
};

/// Neighbouring bins pooled since their recalls ran against the trend.
struct Block {
    double found;
    double trials;
    std::size_t bins;
    double recall() const { return found / trials; }
};

/// Pool adjacent violators. Bins without trials take no part and get NaN.
void smooth(std::span<RangePoint> points, Trend trend, std::vector<Block>& blocks) {
    blocks.clear();
    const auto violates = [&](const Block& a, const Block& b) {
        return trend == Trend::kFalling ? a.recall() < b.recall() : a.recall() > b.recall();
    };
    for (const RangePoint& point : points) {
        if (point.trials == 0) continue;
        blocks.push_back({static_cast<double>(point.found), static_cast<double>(point.trials), 1});
        while (blocks.size() > 1 && violates(blocks[blocks.size() - 2], blocks.back())) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().found += last.found;
            blocks.back().trials += last.trials;
            blocks.back().bins += last.bins;
        }
    }
    std::size_t block = 0;
    std::size_t used = 0;
    for (RangePoint& point : points) {
        point.smoothed = kNan;
        if (point.trials == 0) continue;
        point.smoothed = blocks[block].recall();
        if (++used == blocks[block].bins) {
            ++block;
            used = 0;
        }
    }
}

/// `weight(image)` is how often the image was drawn. Sets trials and found.
template <class Weight>
void count(std::span<const BinnedTrial> trials, Weight weight, std::span<RangePoint> points) {
    for (RangePoint& point : points) point.trials = point.found = 0;
    for (const BinnedTrial& trial : trials) {
        const std::int64_t w = weight(trial.image);
        RangePoint& point = points[static_cast<std::size_t>(trial.bin)];
        point.trials += w;
        if (trial.found) point.found += w;
    }
}

Result<void> check(std::span<const RangeTrial> trials, const RangeOptions& options) {
    const auto complain = [](const char* message) { return fail(ErrorCode::kInvalidArgument, message); };
    if (options.edges.size() < 2) return complain("A range curve needs at least two edges of bins.");
    for (std::size_t i = 0; i < options.edges.size(); ++i) {
        if (!std::isfinite(options.edges[i]) || (i > 0 && !(options.edges[i] > options.edges[i - 1]))) {
            return complain("Edges of a range curve must be finite, each larger than the one before.");
        }
    }
    if (options.resamples < 0 || !(options.confidence > 0 && options.confidence < 1)) {
        return complain("A range curve needs resamples of 0 or more and a confidence between 0 and 1.");
    }
    for (const RangeTrial& trial : trials) {
        if (trial.image < 0) return complain("A trial's image is negative; number images from 0.");
    }
    return {};
}

std::vector<BinnedTrial> bin_trials(std::span<const RangeTrial> trials, std::span<const double> edges) {
    std::vector<BinnedTrial> binned;
    binned.reserve(trials.size());
    for (const RangeTrial& trial : trials) {
        if (!(trial.place >= edges.front() && trial.place < edges.back())) continue;
        const auto above = std::upper_bound(edges.begin(), edges.end(), trial.place);
        binned.push_back({static_cast<std::int32_t>(above - edges.begin()) - 1, trial.image, trial.found});
    }
    return binned;
}

std::vector<RangePoint> empty_points(std::span<const RangeTrial> trials, std::span<const double> edges) {
    std::vector<RangePoint> points(edges.size() - 1);
    std::vector<std::int64_t> counts(points.size(), 0);
    for (const RangeTrial& trial : trials) {
        if (!(trial.place >= edges.front() && trial.place < edges.back())) continue;
        const auto bin = static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), trial.place) -
                                                  edges.begin()) -
                         1;
        points[bin].place += trial.place;
        ++counts[bin];
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        points[i].low = edges[i];
        points[i].high = edges[i + 1];
        points[i].place =
            counts[i] > 0 ? points[i].place / static_cast<double>(counts[i]) : (edges[i] + edges[i + 1]) / 2;
    }
    return points;
}

std::vector<std::int32_t> images_of(std::span<const BinnedTrial> trials) {
    std::vector<std::int32_t> images;
    for (const BinnedTrial& trial : trials) images.push_back(trial.image);
    std::sort(images.begin(), images.end());
    images.erase(std::unique(images.begin(), images.end()), images.end());
    return images;
}

/// Trials in the bins between which the curve crosses, the fewer; of a curve that never does, in the
/// outermost bin on the side where the crossing must lie.
std::int64_t trials_beside(std::span<const RangePoint> points, double place) {
    const RangePoint* before = nullptr;
    for (const RangePoint& point : points) {
        if (point.trials == 0) continue;
        if (point.place >= place) {
            return before == nullptr ? point.trials : std::min(before->trials, point.trials);
        }
        before = &point;
    }
    return before == nullptr ? 0 : before->trials;
}

/// The bootstrap's interval where it can be trusted, else with the exact bounds around it.
Interval honest_interval(const RangeCurve& curve, const Crossing& crossing, const RangeOptions& options,
                         const Interval& drawn) {
    if (std::isnan(crossing.place)) return {};
    const Interval exact = crossing_bounds(curve.points, crossing.level, options.trend, options.confidence);
    const bool enough =
        enough_for_bootstrap(drawn, trials_beside(curve.points, crossing.place), curve.seen.images);
    // Resampled objects say nothing about places without objects.
    Interval honest = drawn;
    if (!enough || std::isinf(drawn.low)) honest.low = std::min(drawn.low, exact.low);
    if (!enough || drawn.high == 0) honest.high = std::max(drawn.high, exact.high);
    return honest;
}

/// Each run of bins that were pooled to one recall is one share.
void widen_band(RangeCurve& curve) {
    std::vector<RangePoint*> used;
    for (RangePoint& point : curve.points) {
        if (point.trials > 0) used.push_back(&point);
    }
    for (std::size_t first = 0; first < used.size();) {
        std::int64_t found = 0;
        std::int64_t trials = 0;
        std::size_t end = first;
        for (; end < used.size() && used[end]->smoothed == used[first]->smoothed; ++end) {
            found += used[end]->found;
            trials += used[end]->trials;
        }
        for (; first < end; ++first) {
            Interval& band = used[first]->smoothed_interval;
            band = honest_share(band, found, trials, curve.seen.images);
        }
    }
}

/// P(X <= found) of a binomial of `trials` at probability p: its terms from `found` downwards over all terms,
/// by their ratios, so that no term underflows. A sum that overflows leaves the 0 that it stands for.
double binomial_at_most(std::int64_t found, std::int64_t trials, double p) {
    const double odds = p / (1 - p);
    double at_most = 1;
    double term = 1;
    for (std::int64_t k = found; k > 0; --k) {
        term *= static_cast<double>(k) / (static_cast<double>(trials - k + 1) * odds);
        at_most += term;
    }
    double above = 0;
    term = 1;
    for (std::int64_t k = found; k < trials; ++k) {
        term *= static_cast<double>(trials - k) * odds / static_cast<double>(k + 1);
        above += term;
    }
    return std::isinf(at_most) ? 1 : at_most / (at_most + above);
}

/// P(X >= found).
double binomial_at_least(std::int64_t found, std::int64_t trials, double p) {
    return binomial_at_most(trials - found, trials, 1 - p);
}

/// The images that have trials are drawn again, as many as there are.
void bootstrap(std::span<const BinnedTrial> trials, const RangeOptions& options, RangeCurve& curve) {
    const std::vector<std::int32_t> images = images_of(trials);
    if (images.empty()) return;
    std::vector<BinnedTrial> dense(trials.begin(), trials.end());
    for (BinnedTrial& trial : dense) {
        const auto at = std::lower_bound(images.begin(), images.end(), trial.image);
        trial.image = static_cast<std::int32_t>(at - images.begin());
    }

    std::vector<RangePoint> points = curve.points;
    std::vector<std::int32_t> drawn(images.size());
    std::vector<double> d50;
    std::vector<double> d90;
    std::vector<std::vector<double>> smoothed(points.size());
    std::vector<Block> blocks;
    Pcg32 random(options.seed);
    for (int r = 0; r < options.resamples; ++r) {
        std::fill(drawn.begin(), drawn.end(), 0);
        for (std::size_t i = 0; i < images.size(); ++i) {
            ++drawn[random.below(static_cast<std::uint32_t>(images.size()))];
        }
        count(
            dense, [&](std::int32_t image) { return drawn[static_cast<std::size_t>(image)]; }, points);
        smooth(points, options.trend, blocks);
        d50.push_back(crossing_place(points, curve.d50.level, options.trend));
        d90.push_back(crossing_place(points, curve.d90.level, options.trend));
        for (std::size_t i = 0; i < points.size(); ++i) smoothed[i].push_back(points[i].smoothed);
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        curve.points[i].smoothed_interval = percentile_interval(smoothed[i], options.confidence);
    }
    widen_band(curve);
    curve.d50.interval =
        honest_interval(curve, curve.d50, options, percentile_interval(d50, options.confidence));
    curve.d90.interval =
        honest_interval(curve, curve.d90, options, percentile_interval(d90, options.confidence));
}

RangeSeen seen_of(std::span<const RangeTrial> trials, std::span<const BinnedTrial> binned,
                  std::span<const double> edges) {
    RangeSeen seen{static_cast<std::int64_t>(binned.size()),
                   static_cast<std::int64_t>(images_of(binned).size()), kNan, kNan};
    for (const RangeTrial& trial : trials) {
        if (!(trial.place >= edges.front() && trial.place < edges.back())) continue;
        seen.from = std::fmin(seen.from, trial.place);
        seen.to = std::fmax(seen.to, trial.place);
    }
    return seen;
}

}  // namespace

Result<double> focal_length_px(double width_px, double fov_deg) {
    if (!(fov_deg > 0 && fov_deg < 180) || !(width_px > 0)) {
        return fail(ErrorCode::kInvalidArgument,
                    "A camera needs a field of view between 0 and 180 degrees and a width over 0.");
    }
    const double half_turns = fov_deg / 360;
    return width_px / 2 * portable::sin_pi(0.5 - half_turns) / portable::sin_pi(half_turns);
}

std::vector<RangeTrial> range_trials(const EvaluationSet& set, const Matching& matching,
                                     std::span<const double> places, double min_score) {
    std::vector<RangeTrial> trials;
    for (std::size_t t = 0; t < set.truths.size(); ++t) {
        const TruthBox& truth = set.truths[t];
        if (truth.crowd || truth.ignore || std::isnan(places[t])) continue;
        const std::int32_t by = matching.detection_of[t];
        const bool found = by >= 0 && set.detections[static_cast<std::size_t>(by)].score >= min_score;
        trials.push_back({places[t], truth.image, found});
    }
    return trials;
}

Interval wilson_interval(std::int64_t found, std::int64_t trials, double z) {
    if (trials <= 0) return {};
    const auto n = static_cast<double>(trials);
    const double p = static_cast<double>(found) / n;
    const double scale = 1 + z * z / n;
    const double centre = (p + z * z / (2 * n)) / scale;
    const double half = z / scale * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    // At 0 and 1 the formula's end is exact; rounding must not push it past.
    return {found == 0 ? 0.0 : centre - half, found == trials ? 1.0 : centre + half};
}

double crossing_place(std::span<const RangePoint> points, double level, Trend trend) {
    const RangePoint* last = nullptr;
    for (const RangePoint& point : points) {
        if (std::isnan(point.smoothed)) continue;
        const bool passed = trend == Trend::kFalling ? point.smoothed < level : point.smoothed >= level;
        if (passed) {
            if (last == nullptr) return 0;
            const double part = (last->smoothed - level) / (last->smoothed - point.smoothed);
            return last->place + part * (point.place - last->place);
        }
        last = &point;
    }
    return last == nullptr ? kNan : kInfinity;
}

Interval crossing_bounds(std::span<const RangePoint> points, double level, Trend trend, double confidence) {
    std::vector<const RangePoint*> used;
    for (const RangePoint& point : points) {
        if (point.trials > 0) used.push_back(&point);
    }
    const double side = (1 - confidence) / 2;
    const bool falling = trend == Trend::kFalling;
    // Recall at a bin is at least the mean of the bins where it is lower, and at most that of those where it
    // is higher: after and before it while recall falls.
    const auto shown = [&](std::size_t at, bool after, bool high_recall) {
        std::int64_t found = 0;
        std::int64_t trials = 0;
        for (std::size_t i = at; i < used.size(); after ? ++i : --i) {
            found += used[i]->found;
            trials += used[i]->trials;
            const double chance = high_recall ? binomial_at_least(found, trials, level)
                                              : binomial_at_most(found, trials, level);
            if (chance <= side) return true;
        }
        return false;
    };
    Interval bounds{0, kInfinity};
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (shown(i, true, falling)) bounds.low = used[i]->place;
    }
    for (std::size_t i = used.size(); i-- > 0;) {
        if (shown(i, false, !falling)) bounds.high = used[i]->place;
    }
    return bounds;
}

Result<RangeCurve> range_curve(std::span<const RangeTrial> trials, const RangeOptions& options) {
    if (auto ok = check(trials, options); !ok) return tl::unexpected(ok.error());
    RangeCurve curve;
    curve.points = empty_points(trials, options.edges);
    const std::vector<BinnedTrial> binned = bin_trials(trials, options.edges);
    count(
        binned, [](std::int32_t) { return 1; }, curve.points);
    for (RangePoint& point : curve.points) {
        const auto n = static_cast<double>(point.trials);
        point.recall = point.trials > 0 ? static_cast<double>(point.found) / n : kNan;
        point.recall_interval = wilson_interval(point.found, point.trials);
    }
    curve.seen = seen_of(trials, binned, options.edges);
    std::vector<Block> blocks;
    smooth(curve.points, options.trend, blocks);
    curve.d50.level = 0.5;
    curve.d90.level = 0.9;
    curve.d50.place = crossing_place(curve.points, curve.d50.level, options.trend);
    curve.d90.place = crossing_place(curve.points, curve.d90.level, options.trend);
    if (options.resamples > 0) bootstrap(binned, options, curve);
    return curve;
}

}  // namespace farsight
