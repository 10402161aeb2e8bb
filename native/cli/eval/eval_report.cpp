#include "eval/eval_report.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace farsight::cli {
namespace {

/// Bins of the curve against size: fine where detectors fail, and finite, since each needs a middle.
const std::vector<double> kCurveEdgesPx = {0,  8,  16,  24,  32,  40,  48,  64,
                                           80, 96, 128, 192, 256, 384, 512, 1024};

/// A resample of a million detections takes some ten milliseconds; a run without --resamples stays within
/// seconds.
int resamples_for(int asked, std::size_t detections) {
    if (asked >= 0) return asked;
    return static_cast<int>(
        std::clamp<std::size_t>(100'000'000 / std::max<std::size_t>(detections, 1), 100, 1000));
}

struct Gathered {
    std::vector<TruthBox> truths;
    std::vector<ScoredBox> detections;
    std::vector<double> distances_m;
    std::vector<std::int8_t> causes;
};

Gathered gather(std::vector<EvalImage>& images) {
    Gathered all;
    std::size_t detections = 0;
    for (const EvalImage& image : images) detections += image.detections.size();
    all.detections.reserve(detections);
    for (std::size_t i = 0; i < images.size(); ++i) {
        EvalImage& image = images[i];
        for (TruthBox truth : image.truths) {
            truth.image = static_cast<std::int32_t>(i);
            all.truths.push_back(truth);
        }
        for (ScoredBox box : image.detections) {
            box.image = static_cast<std::int32_t>(i);
            all.detections.push_back(box);
        }
        all.distances_m.insert(all.distances_m.end(), image.distances_m.begin(), image.distances_m.end());
        all.causes.insert(all.causes.end(), image.causes.begin(), image.causes.end());
        image = {};
    }
    return all;
}

std::vector<std::array<std::int64_t, kMissCauses>> count_causes_by_size(const Gathered& all,
                                                                        const BinAxis& axis) {
    const std::size_t bins = axis.edges.size() - 1;
    std::vector<std::array<std::int64_t, kMissCauses>> counts(bins + 1);
    for (std::size_t t = 0; t < all.truths.size(); ++t) {
        if (all.causes[t] < 0) continue;
        const auto cause = static_cast<std::size_t>(static_cast<unsigned char>(all.causes[t]));
        for (std::size_t bin = 0; bin < bins; ++bin) {
            if (!(axis.of_truth[t] >= axis.edges[bin] && axis.of_truth[t] < axis.edges[bin + 1])) continue;
            ++counts[bin][cause];
            ++counts[bins][cause];
        }
    }
    return counts;
}

Result<RangeCurve> curve_of(const EvaluationSet& set, const Matching& matching,
                            std::span<const double> places, const EvalReport& report,
                            std::vector<double> edges, Trend trend) {
    RangeOptions options;
    options.edges = std::move(edges);
    options.trend = trend;
    options.resamples = report.resamples;
    options.seed = report.terms.seed;
    return range_curve(range_trials(set, matching, places, report.terms.score), options);
}

Result<void> measure_classes(const EvaluationSet& set, const Matching& matching, EvalReport& report) {
    const BinAxis all_sizes = size_axis(set, {0, std::numeric_limits<double>::infinity()});
    BinOptions options;
    options.min_score = report.terms.score;
    for (int category = 0; category < set.categories; ++category) {
        options.category = category;
        const auto figures = measure_bins(set, matching, all_sizes, options);
        if (!figures) return tl::unexpected(figures.error());
        report.by_class.push_back(figures->back());
    }
    return {};
}

std::optional<double> mean_pixel_ratio(const std::vector<EvalImage>& images) {
    double sum = 0;
    int known = 0;
    for (const EvalImage& image : images) {
        if (!image.pixel_ratio) continue;
        sum += *image.pixel_ratio;
        ++known;
    }
    if (known == 0) return std::nullopt;
    return sum / known;
}

}  // namespace

Result<EvalReport> make_report(const EvalTerms& terms, std::vector<EvalImage> images) {
    EvalReport report;
    report.terms = terms;
    report.images = static_cast<std::int64_t>(images.size());
    report.images_asked = report.images;
    report.unreadable =
        std::count_if(images.begin(), images.end(), [](const EvalImage& image) { return image.unreadable; });
    report.pixel_ratio = mean_pixel_ratio(images);
    const Gathered all = gather(images);
    const EvaluationSet set{all.truths, all.detections, static_cast<int>(images.size()),
                            static_cast<int>(terms.categories.size())};
    report.truths = static_cast<std::int64_t>(all.truths.size());
    report.detections = static_cast<std::int64_t>(all.detections.size());
    report.resamples = resamples_for(terms.resamples, all.detections.size());

    auto coco = coco_figures(set);
    if (!coco) return tl::unexpected(coco.error());
    report.coco = std::move(*coco);
    const auto matching = match(set, {});
    if (!matching) return tl::unexpected(matching.error());
    BinOptions options;
    options.min_score = terms.score;
    options.resamples = report.resamples;
    options.seed = terms.seed;
    const BinAxis sizes = size_axis(set, terms.size_edges_px);
    auto by_size = measure_bins(set, *matching, sizes, options);
    if (!by_size) return tl::unexpected(by_size.error());
    report.by_size = std::move(*by_size);
    report.causes = count_causes_by_size(all, sizes);
    if (auto classes = measure_classes(set, *matching, report); !classes)
        return tl::unexpected(classes.error());

    auto curve = curve_of(set, *matching, sizes.of_truth, report, kCurveEdgesPx, Trend::kRising);
    if (!curve) return tl::unexpected(curve.error());
    report.size_curve = std::move(*curve);
    if (std::any_of(all.distances_m.begin(), all.distances_m.end(),
                    [](double d) { return !std::isnan(d); })) {
        curve = curve_of(set, *matching, all.distances_m, report, terms.distance_edges_m, Trend::kFalling);
        if (!curve) return tl::unexpected(curve.error());
        report.distance_curve = std::move(*curve);
    }
    return report;
}

}  // namespace farsight::cli
