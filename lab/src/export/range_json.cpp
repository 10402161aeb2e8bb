#include "farsight/lab/range_json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "farsight/lab/range_words.h"

namespace farsight::lab {
namespace {

using RangeJson = nlohmann::ordered_json;

/// Null: not known, as where no object was seen; "where" and "interval_where" then say on which side.
RangeJson place_json(double place) {
    return number_or_null(measured_place(place));
}

RangeJson where_json(double place) {
    const std::string_view where = place_where(place);
    return where.empty() ? RangeJson(nullptr) : RangeJson(where);
}

RangeJson crossing_json(const Crossing& crossing) {
    const auto& [low, high] = crossing.interval;
    return {{"place", place_json(crossing.place)},
            {"interval", {place_json(low), place_json(high)}},
            {"where", crossing_where(crossing)},
            {"interval_where", {where_json(low), where_json(high)}}};
}

}  // namespace

RangeJson number_or_null(double value) {
    return std::isfinite(value) ? RangeJson(value) : RangeJson(nullptr);
}

RangeJson interval_json(const Interval& interval) {
    return RangeJson::array({number_or_null(interval.low), number_or_null(interval.high)});
}

RangeJson curve_json(const RangeCurve& curve, const char* unit) {
    RangeJson points = RangeJson::array();
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
    const RangeSeen& seen = curve.seen;
    return {{"unit", unit},
            {"objects", seen.objects},
            {"images", seen.images},
            {"seen", {number_or_null(seen.from), number_or_null(seen.to)}},
            {"d50", crossing_json(curve.d50)},
            {"d90", crossing_json(curve.d90)},
            {"points", points}};
}

}  // namespace farsight::lab
