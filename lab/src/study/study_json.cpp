// A study's result as the page takes it.
#include <cmath>
#include <nlohmann/json.hpp>

#include "farsight/lab/range_words.h"
#include "farsight/lab/study.h"

namespace farsight::lab {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has neither NaN nor infinity: what was not measured is null.
Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json curve_of(const RangeCurve& curve) {
    Json points = Json::array();
    for (const RangePoint& point : curve.points) {
        points.push_back({{"place", point.place},
                          {"trials", point.trials},
                          {"found", point.found},
                          {"recall", number(point.recall)},
                          {"smoothed", number(point.smoothed)},
                          {"low", number(point.smoothed_interval.low)},
                          {"high", number(point.smoothed_interval.high)}});
    }
    return {{"points", points},
            {"d50", crossing_m_text(curve.d50, curve.seen)},
            {"interval", interval_m_text(curve.d50, curve.seen)}};
}

}  // namespace

std::string study_json(const StudyResult& result, const std::string& model) {
    Json json = {{"scenes", result.scenes},
                 {"scenesText", scenes_text(result.scenes)},
                 {"seen", seen_text(result.curves[0].seen, "m")},
                 {"setting", setting_text(result.settings)},
                 {"tiles", result.tiles},
                 {"ms", number(result.ms)},
                 {"fullFrame", curve_of(result.curves[0])},
                 {"pyramid", nullptr},
                 {"csv", configuration_csv(result, model)}};
    if (result.settings.pyramid.enabled) json["pyramid"] = curve_of(result.curves[1]);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string distance_limit_json(const DistanceLimit& limit, const Shape& shape) {
    return Json{{"shape", shape.name},
                {"distances", limit.distances},
                {"fullFrame", limit.iou[0]},
                {"pyramid", limit.iou[1]}}
        .dump();
}

}  // namespace farsight::lab
