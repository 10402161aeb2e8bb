// A study in words and as a table.
#include <cmath>
#include <cstdio>

#include "farsight/lab/csv.h"
#include "farsight/lab/numbers.h"
#include "farsight/lab/range_words.h"
#include "farsight/lab/study.h"

namespace farsight::lab {
namespace {

std::string number(const char* format, double value) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

/// Whole metres outwards: of places between the last object and the next metre nothing is claimed.
std::string metres(double place, const RangeSeen& seen) {
    if (std::isnan(place)) return "–";
    if (std::isinf(place)) return "> " + number("%.0f", std::floor(seen.to));
    if (place == 0) return "< " + number("%.0f", std::ceil(seen.from));
    return number(place >= 20 ? "%.0f" : "%.1f", place);
}

/// For the table that is taken along: nothing where nothing is known, as before the first object.
std::string cell(double value) {
    return std::isnan(value) || value == 0 ? "" : std::isinf(value) ? "inf" : number("%.2f", value);
}

}  // namespace

std::string crossing_m_text(const Crossing& crossing, const RangeSeen& seen) {
    return crossing_where(crossing) == "too few objects" ? "–" : metres(crossing.place, seen);
}

std::string interval_m_text(const Crossing& crossing, const RangeSeen& seen) {
    const auto& [low, high] = crossing.interval;
    if (std::isnan(low) || std::isnan(high)) return "";
    if (crossing.unknown()) return "too few objects";
    return metres(low, seen) + " to " + metres(high, seen);
}

std::string scenes_text(int scenes) {
    return count_text(scenes, "scene");
}

std::string setting_text(const StudySettings& settings) {
    const StudySettings initial;
    const PyramidOptions& pyramid = settings.pyramid;
    std::string words = pyramid.enabled ? "pyramid" : "full frame only";
    if (pyramid.enabled && settings.search.full) words = "full pyramid";
    const auto add = [&](const std::string& word) { words.append(", ").append(word); };
    if (pyramid.enabled && pyramid.levels > 0) add(std::to_string(pyramid.levels) + " levels");
    if (pyramid.enabled && pyramid.finest_zoom > 0) add("to " + ratio_text(pyramid.finest_zoom) + "×");
    if (pyramid.enabled && settings.search.budget > 0)
        add("budget " + ratio_text(settings.search.budget) + "×");
    if (!settings.search.classes.empty()) add(settings.search.classes);
    if (pyramid.enabled && pyramid.overlap != initial.pyramid.overlap)
        add("overlap " + percent_text(pyramid.overlap));
    if (settings.filter != initial.filter) add(std::string(name_of(settings.filter)));
    const MergeOptions& merging = settings.merging;
    if (merging.min_score != initial.merging.min_score)
        add("score " + percent_text(static_cast<double>(merging.min_score)));
    if (merging.method != initial.merging.method) add(std::string(name_of(merging.method)));
    if (merging.overlap != initial.merging.overlap)
        add("IoU " + ratio_text(static_cast<double>(merging.overlap)));
    if (settings.weather != Weather::kAny) add(std::string(name_of(settings.weather)));
    if (settings.place != Place::kAny) add(std::string(name_of(settings.place)));
    return words;
}

std::string configurations_csv_head() {
    return "model,setting,scenes,tiles,ms,d50_full_frame_m,d50_full_frame_low_m,d50_full_frame_high_m,"
           "d50_pyramid_m,d50_pyramid_low_m,d50_pyramid_high_m\r\n";
}

std::string configuration_csv(const StudyResult& study, const std::string& model) {
    std::string csv = csv_field(model) + "," + csv_field(setting_text(study.settings)) + "," +
                      std::to_string(study.scenes) + "," + std::to_string(study.tiles) + "," +
                      number("%.0f", study.ms);
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        const bool known = c == 0 || study.settings.pyramid.enabled;
        const Crossing d50 = study.curves[c].d50;
        for (const double place : {d50.place, d50.interval.low, d50.interval.high})
            csv.append(1, ',').append(known ? cell(place) : "");
    }
    return csv + "\r\n";
}

std::string configurations_csv(const Studies& studies, std::span<const std::string> models) {
    std::string csv = configurations_csv_head();
    for (std::size_t i = 0; i < studies.size(); ++i) csv += configuration_csv(*studies[i], models[i]);
    return csv;
}

}  // namespace farsight::lab
