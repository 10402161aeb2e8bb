#include "proving/study.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "farsight/lab/property.h"
#include "results.h"

namespace farsight::viewer {
namespace {

constexpr int kLimitSteps = 64;
/// Resampling a few scenes says too little of the ones not seen.
constexpr int kFewScenes = 5;

std::string number(const char* format, double value) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

/// For the table that is taken along: nothing where nothing is known.
std::string cell(double value) {
    return std::isnan(value) ? "" : std::isinf(value) ? "inf" : number("%.2f", value);
}

}  // namespace

std::string StudySettings::key() const {
    char numbers[160];
    std::snprintf(numbers, sizeof numbers, "|%d|%d|%.6f|%.6f|%d|%d|%.6f|%.6f|%d|%d", pyramid.enabled ? 1 : 0,
                  pyramid.levels, pyramid.finest_zoom, pyramid.overlap, static_cast<int>(filter),
                  static_cast<int>(merging.method), static_cast<double>(merging.min_score),
                  static_cast<double>(merging.overlap), static_cast<int>(weather), static_cast<int>(place));
    return model + numbers;
}

SweepDetector StudySettings::detector() const {
    SweepDetector detector;
    detector.detector.pyramid = pyramid;
    detector.merging = merging;
    detector.score = lab::property("score").offered.snap(static_cast<double>(merging.min_score));
    return detector;
}

RecipeArguments StudySettings::recipe() const {
    RecipeArguments recipe;
    recipe.distance = number("%g", kNearestM) + ".." + number("%g", kFarthestM);
    recipe.weather = name_of(weather);
    recipe.place = name_of(place);
    return recipe;
}

Result<DistanceLimit> distance_limit(const ModelCard& card, const StudySettings& settings,
                                     const Shape& shape) {
    const SceneOptions frame;
    const auto focal_px = focal_length_px(frame.size.width, frame.field_of_view_deg);
    if (!focal_px) return tl::unexpected(focal_px.error());
    DistanceLimit limit;
    std::vector<double> heights_px;
    for (int step = 0; step <= kLimitSteps; ++step) {
        limit.distances.push_back(log_step(kNearestM, kFarthestM, step, kLimitSteps + 1));
        heights_px.push_back(apparent_size_px(*focal_px, shape.height_m, limit.distances.back()));
    }
    auto iou = anchor_limits(card, settings.detector().detector, frame.size, shape.aspect, heights_px);
    if (!iou) return tl::unexpected(iou.error());
    limit.iou = std::move(*iou);
    return limit;
}

const Study* study_of(const Studies& studies, const StudySettings& settings) {
    const std::string key = settings.key();
    const auto found = std::find_if(studies.begin(), studies.end(),
                                    [&](const auto& study) { return study->settings.key() == key; });
    return found == studies.end() ? nullptr : found->get();
}

std::string metres_text(double metres) {
    if (std::isnan(metres)) return "–";
    if (std::isinf(metres)) return "> " + number("%.0f", kFarthestM);
    if (metres < kNearestM) return "< " + number("%.0f", kNearestM);
    return number(metres >= 20 ? "%.0f" : "%.1f", metres);
}

std::string interval_text(const Crossing& crossing, int scenes) {
    const auto& [low, high] = crossing.interval;
    if (std::isnan(low) || std::isnan(high) || scenes < kFewScenes) return "";
    return metres_text(low) + " to " + metres_text(high);
}

std::string scenes_text(int scenes) {
    return scenes == 1 ? "1 scene" : std::to_string(scenes) + " scenes";
}

std::string setting_text(const StudySettings& settings) {
    const StudySettings initial;
    const PyramidOptions& pyramid = settings.pyramid;
    std::string words = pyramid.enabled ? "pyramid" : "full frame only";
    const auto add = [&](const std::string& word) { words.append(", ").append(word); };
    if (pyramid.enabled && pyramid.levels > 0) add(std::to_string(pyramid.levels) + " levels");
    if (pyramid.enabled && pyramid.finest_zoom > 0)
        add("to " + lab::property("finest-zoom").offered.print(pyramid.finest_zoom) + "×");
    if (pyramid.enabled && pyramid.overlap != initial.pyramid.overlap)
        add("overlap " + number("%.0f", 100 * pyramid.overlap) + " %");
    if (settings.filter != initial.filter) add(std::string(name_of(settings.filter)));
    const MergeOptions& merging = settings.merging;
    if (merging.min_score != initial.merging.min_score)
        add("score " + number("%.0f", 100 * static_cast<double>(merging.min_score)) + " %");
    if (merging.method != initial.merging.method) add(std::string(name_of(merging.method)));
    if (merging.overlap != initial.merging.overlap)
        add("IoU " + lab::property("iou").offered.print(static_cast<double>(merging.overlap)));
    if (settings.weather != Weather::kAny) add(std::string(name_of(settings.weather)));
    if (settings.place != Place::kAny) add(std::string(name_of(settings.place)));
    return words;
}

std::string configurations_csv(const Studies& studies, std::span<const std::string> models) {
    std::string csv =
        "model,setting,scenes,tiles,ms,d50_full_frame_m,d50_full_frame_low_m,d50_full_frame_high_m,"
        "d50_pyramid_m,d50_pyramid_low_m,d50_pyramid_high_m\r\n";
    for (std::size_t i = 0; i < studies.size(); ++i) {
        const Study& study = *studies[i];
        csv += csv_field(models[i]) + "," + csv_field(setting_text(study.settings)) + "," +
               std::to_string(study.scenes) + "," + std::to_string(study.tiles) + "," +
               number("%.0f", study.ms);
        for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
            const bool known = c == 0 || study.settings.pyramid.enabled;
            const Crossing d50 = study.curves[c].d50;
            for (const double place : {d50.place, d50.interval.low, d50.interval.high})
                csv.append(1, ',').append(known ? cell(place) : "");
        }
        csv += "\r\n";
    }
    return csv;
}

}  // namespace farsight::viewer
