#include "sweep/sweep_report.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace farsight::cli {
namespace {

/// Half-octaves: an object twice as high is two bins on.
constexpr double kHeightEdgesPx[] = {4,    5.7, 8,   11.3, 16,  22.6, 32,  45.3, 64,
                                     90.5, 128, 181, 256,  362, 512,  724, 1024, 8192};
constexpr int kLimitPoints = 96;

Result<RangeCurve> curve_of(std::span<const SweepTrial> trials, std::size_t configuration, bool by_height,
                            const SweepReport& report, const SweepSource& source, std::uint64_t seed) {
    RangeOptions options;
    if (by_height) {
        options.edges.assign(std::begin(kHeightEdgesPx), std::end(kHeightEdgesPx));
        options.trend = Trend::kRising;
    } else {
        options.edges = source.distance_edges;
    }
    options.resamples = report.resamples;
    options.seed = seed;
    return sweep_curve(trials, configuration, by_height ? &SweepObject::height_px : &SweepObject::distance,
                       report.score, options);
}

std::vector<SweepCurves::Step> steps_of(std::span<const SweepTrial> trials, std::size_t configuration) {
    struct Sum {
        double height = 0;
        double score = 0;
        int count = 0;
    };
    std::map<double, Sum> sums;
    for (const SweepTrial& trial : trials) {
        Sum& sum = sums[trial.object->distance];
        sum.height += trial.object->height_px;
        sum.score += trial.object->scores[configuration];
        ++sum.count;
    }
    std::vector<SweepCurves::Step> steps;
    for (const auto& [distance, sum] : sums)
        steps.push_back({distance, sum.height / sum.count, sum.score / sum.count});
    return steps;
}

/// One object on one photo: then scores by distance are a curve of its own.
bool moves_alone(const SweepSource& source, std::span<const SweepTrial> trials) {
    return source.kind == SweepKind::kPhotoDolly &&
           std::all_of(trials.begin(), trials.end(),
                       [&](const SweepTrial& t) { return t.group == trials[0].group; }) &&
           steps_of(trials, 0).size() == trials.size();
}

/// The limit in the frame's own pixels: on the full frame, and on the best level of the pyramid.
Result<AnchorLimit> limit_of(const Model& model, const SweepArguments& arguments, Size frame, double aspect) {
    AnchorLimit limit;
    for (int i = 0; i < kLimitPoints; ++i) {
        limit.heights_px.push_back(4 *
                                   std::pow(frame.height / 4.0, static_cast<double>(i) / (kLimitPoints - 1)));
    }
    auto iou = lab::anchor_limits(model.card, arguments.detector, frame, aspect, limit.heights_px);
    if (!iou) return tl::unexpected(iou.error());
    limit.iou = std::move(*iou);
    return limit;
}

Result<SweepClass> measure_class(std::string name, std::span<const SweepTrial> trials,
                                 const SweepReport& report, const SweepSource& source, std::uint64_t seed) {
    SweepClass result;
    result.name = std::move(name);
    result.objects = static_cast<std::int64_t>(trials.size());
    double heights_m = 0;
    for (const SweepTrial& trial : trials) {
        result.aspect +=
            trial.object->width_px / trial.object->height_px / static_cast<double>(trials.size());
        heights_m += trial.object->height_px * trial.object->distance;
    }
    if (report.focal_px > 0)
        result.height_m = heights_m / report.focal_px / static_cast<double>(trials.size());
    const bool one_moves = source.kind == SweepKind::kSceneDolly || moves_alone(source, trials);
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        auto curve = curve_of(trials, c, false, report, source, seed);
        if (!curve) return tl::unexpected(curve.error());
        result.curves[c].by_distance = std::move(*curve);
        curve = curve_of(trials, c, true, report, source, seed);
        if (!curve) return tl::unexpected(curve.error());
        result.curves[c].by_height = std::move(*curve);
        if (one_moves) result.curves[c].steps = steps_of(trials, c);
    }
    return result;
}

}  // namespace

Result<SweepReport> make_sweep_report(const SweepSource& source, const Model& model,
                                      const SweepArguments& arguments, const SweepFigures& figures,
                                      const SweepResults& results) {
    SweepReport report;
    report.kind = source.kind;
    report.terms = sweep_terms(source, model, arguments);
    report.model = model.card.name;
    report.frames = static_cast<std::int64_t>(results.size());
    report.frames_asked = source.frames;
    report.focal_px = source.focal_px;
    report.score = arguments.score;
    report.resamples = figures.resamples;
    report.fields = receptive_fields(model);
    std::vector<std::vector<SweepTrial>> by_category(source.categories.size());
    for (const auto& [frame, result] : results) {
        for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
            report.tiles[c] += static_cast<double>(result.tiles[c]) / static_cast<double>(report.frames);
            report.false_positives[c] +=
                static_cast<double>(result.false_positives[c]) / static_cast<double>(report.frames);
        }
    }
    const std::vector<SweepTrial> all = sweep_trials(source, results);
    for (const SweepTrial& trial : all)
        by_category[static_cast<std::size_t>(trial.object->category)].push_back(trial);
    const auto present = std::count_if(by_category.begin(), by_category.end(),
                                       [](const std::vector<SweepTrial>& trials) { return !trials.empty(); });
    if (present == 0) {
        return fail(
            ErrorCode::kInvalidArgument,
            "no object of a class that the model knows is in sight; give more frames or other classes.");
    }
    if (present > 1) {
        auto pooled = measure_class("all", all, report, source, figures.seed);
        if (!pooled) return tl::unexpected(pooled.error());
        pooled->height_m.reset();
        report.classes.push_back(std::move(*pooled));
    }
    for (std::size_t category = 0; category < by_category.size(); ++category) {
        if (by_category[category].empty()) continue;
        auto measured =
            measure_class(source.categories[category], by_category[category], report, source, figures.seed);
        if (!measured) return tl::unexpected(measured.error());
        if (model.card.heads.kind == HeadKind::kSsd && source.frame_size.width > 0) {
            auto limit = limit_of(model, arguments, source.frame_size, measured->aspect);
            if (!limit) return tl::unexpected(limit.error());
            if (*std::max_element(limit->iou[0].begin(), limit->iou[0].end()) > 0)
                measured->limit = std::move(*limit);
        }
        if (report.frames == report.frames_asked) {
            auto field = measure_field(source, model, arguments, results, static_cast<std::int32_t>(category),
                                       report.fields);
            if (!field) return tl::unexpected(field.error());
            measured->field = *field;
        }
        report.classes.push_back(std::move(*measured));
    }
    return report;
}

}  // namespace farsight::cli
