#include "range_print.h"

#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

Json crossing_json(const Crossing& crossing) {
    const char* where = std::isnan(crossing.place)   ? "no objects"
                        : std::isinf(crossing.place) ? "beyond the last bin"
                        : crossing.place == 0        ? "before the first bin"
                                                     : "crossed";
    return {{"place", number_or_null(crossing.place)},
            {"interval", interval_json(crossing.interval)},
            {"where", where}};
}

}  // namespace

void append(std::string& out, const char* format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    out += line;
}

Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json interval_json(const Interval& interval) {
    return Json::array({number_or_null(interval.low), number_or_null(interval.high)});
}

Json curve_json(const RangeCurve& curve, const char* unit) {
    Json points = Json::array();
    for (const RangePoint& p : curve.points) {
        points.push_back({{"low", p.low},
                          {"high", p.high},
                          {"place", p.place},
                          {"truths", p.trials},
                          {"found", p.found},
                          {"recall", number_or_null(p.recall)},
                          {"recall_interval", interval_json(p.recall_interval)},
                          {"smoothed", number_or_null(p.smoothed)},
                          {"smoothed_interval", interval_json(p.smoothed_interval)}});
    }
    return {{"unit", unit},
            {"d50", crossing_json(curve.d50)},
            {"d90", crossing_json(curve.d90)},
            {"points", points}};
}

std::string place_text(double place, const char* unit, const RangeCurve& curve) {
    std::string out;
    if (std::isnan(place)) return "-";
    if (std::isinf(place)) {
        append(out, "over %.4g %s", curve.points.back().high, unit);
    } else if (place == 0) {
        append(out, "under %.4g %s", curve.points.front().high, unit);
    } else {
        append(out, "%.1f %s", place, unit);
    }
    return out;
}

std::string crossing_text(const Crossing& crossing, const char* unit, const RangeCurve& curve) {
    std::string out = place_text(crossing.place, unit, curve);
    if (std::isnan(crossing.interval.low)) return out;
    return out + "  [" + place_text(crossing.interval.low, unit, curve) + ", " +
           place_text(crossing.interval.high, unit, curve) + "]";
}

}  // namespace farsight::cli
