// A sweep as a table, as JSON and as CSV.
#include <nlohmann/json.hpp>

#include "farsight/lab/numbers.h"
#include "farsight/lab/range_words.h"
#include "range_print.h"
#include "sweep/sweep_report.h"

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string recall_text(const RangePoint& point) {
    std::string out;
    if (point.trials == 0) return "    -               ";
    append(out, "%.3f [%.3f, %.3f]", point.recall, point.recall_interval.low, point.recall_interval.high);
    return out;
}

void add_curve(std::string& out, const SweepClass& one, const char* axis, const char* unit,
               RangeCurve SweepCurves::*which) {
    append(out, "  %-16s  objects  %-21s  %s\n", axis, kSweepConfigurationNames[0],
           kSweepConfigurationNames[1]);
    const RangeCurve& first = one.curves[0].*which;
    const RangeCurve& second = one.curves[1].*which;
    for (std::size_t i = 0; i < first.points.size(); ++i) {
        if (first.points[i].trials == 0) continue;
        std::string bin;
        append(bin, "%.3g to %.3g %s", first.points[i].low, first.points[i].high, unit);
        append(out, "  %-16s  %7lld  %s  %s\n", bin.c_str(), static_cast<long long>(first.points[i].trials),
               recall_text(first.points[i]).c_str(), recall_text(second.points[i]).c_str());
    }
}

void add_class(std::string& out, const SweepClass& one, const char* unit) {
    const RangeSeen& seen = one.curves[0].by_distance.seen;
    out += "\n" + one.name + ": " + lab::seen_text(seen, unit);
    if (const long long outside = one.objects - seen.objects; outside > 0) {
        append(out, ", and %lld outside the bins of distance", outside);
    }
    if (one.height_m) append(out, ", %.2f m high on average", *one.height_m);
    out += "\n";
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        const SweepCurves& curves = one.curves[c];
        append(out, "  %-10s  D50 %s   D90 %s   half are found from: %s\n", kSweepConfigurationNames[c],
               lab::crossing_text(curves.by_distance.d50, unit, curves.by_distance.seen).c_str(),
               lab::crossing_text(curves.by_distance.d90, unit, curves.by_distance.seen).c_str(),
               lab::crossing_text(curves.by_height.d50, "px", curves.by_height.seen).c_str());
    }
    add_curve(out, one, "distance", unit, &SweepCurves::by_distance);
    add_curve(out, one, "apparent height", "px", &SweepCurves::by_height);
}

void add_fields(std::string& out, const std::vector<HeadFields>& fields) {
    if (fields.empty()) return;
    out += "\nReceptive field of each head's maps in network pixels (size @ stride)\n";
    for (const HeadFields& head : fields) {
        append(out, "  %-32s", head.output.c_str());
        for (const MapField& map : head.maps) append(out, "  %.0f @ %.0f", map.x.size_px, map.x.stride_px);
        out += "\n";
    }
}

void add_measured(std::string& out, const std::vector<SweepClass>& classes, const char* unit) {
    bool first = true;
    for (const SweepClass& one : classes) {
        if (!one.field) continue;
        if (first)
            out +=
                "\nEffective receptive field of one detection, width x height in network pixels of the full "
                "frame\n";
        first = false;
        const MeasuredField& f = *one.field;
        const auto size = [&](const char* what, const Box& box) {
            if (!box.empty()) append(out, ", %s %.0f x %.0f", what, box.width(), box.height());
        };
        append(out, "  %s at %.1f %s", one.name.c_str(), f.distance, unit);
        size("itself", f.object);
        size("its anchor", f.anchor);
        size("effective field by occlusion", f.effective);
        size("theoretical", f.theoretical);
        out += "\n";
    }
}

Json box_json(const Box& box) {
    return box.empty() ? Json(nullptr) : Json::array({box.x0, box.y0, box.x1, box.y1});
}

Json field_json(const MeasuredField& field) {
    return {{"distance", field.distance},
            {"score", field.score},
            {"object", box_json(field.object)},
            {"anchor", box_json(field.anchor)},
            {"effective", box_json(field.effective)},
            {"theoretical", box_json(field.theoretical)}};
}

Json steps_json(const std::vector<SweepCurves::Step>& steps) {
    Json json = Json::array();
    for (const auto& step : steps) {
        json.push_back({{"distance", step.distance}, {"height_px", step.height_px}, {"score", step.score}});
    }
    return json;
}

Json class_json(const SweepClass& one, const char* unit) {
    Json configurations = Json::array();
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        const SweepCurves& curves = one.curves[c];
        Json json = {{"name", kSweepConfigurationNames[c]},
                     {"by_distance", curve_json(curves.by_distance, unit)},
                     {"by_height", curve_json(curves.by_height, "px")}};
        if (!curves.steps.empty()) json["score_by_step"] = steps_json(curves.steps);
        if (one.limit) json["anchor_limit_iou"] = one.limit->iou[c];
        configurations.push_back(std::move(json));
    }
    Json json = {{"class", one.name}, {"objects", one.objects}, {"aspect", one.aspect}};
    json["height_m"] = one.height_m ? Json(*one.height_m) : Json(nullptr);
    if (one.limit) json["anchor_limit_heights_px"] = one.limit->heights_px;
    json["field_network_px"] = one.field ? field_json(*one.field) : Json(nullptr);
    json["configurations"] = std::move(configurations);
    return json;
}

Json fields_json(const std::vector<HeadFields>& fields) {
    Json heads = Json::array();
    for (const HeadFields& head : fields) {
        Json maps = Json::array();
        for (const MapField& map : head.maps) {
            maps.push_back({{"size_px", {map.x.size_px, map.y.size_px}},
                            {"stride_px", {map.x.stride_px, map.y.stride_px}},
                            {"first_centre_px", {map.x.centre_px, map.y.centre_px}}});
        }
        heads.push_back({{"output", head.output}, {"maps", maps}});
    }
    return heads;
}

void add_csv(std::string& out, const SweepClass& one, std::size_t configuration, const char* axis,
             const RangeCurve& curve) {
    for (const RangePoint& p : curve.points) {
        if (p.trials == 0) continue;
        append(out, "%s,%s,%s,%g,%g,%.6g,%lld,%lld,%.6f,%.6f,%.6f,%.6f\n", one.name.c_str(),
               kSweepConfigurationNames[configuration], axis, p.low, p.high, p.place,
               static_cast<long long>(p.trials), static_cast<long long>(p.found), p.recall,
               p.recall_interval.low, p.recall_interval.high, p.smoothed);
    }
}

}  // namespace

std::string sweep_table(const SweepReport& report) {
    std::string out;
    append(out, "%s on %s; found means a score of %.2f or more and an IoU of 0.5; 95 %% intervals\n",
           report.model.c_str(), lab::count_text(report.frames, "frame").c_str(), report.score);
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        append(out, "  %-10s  %.1f tiles and %.2f false positives a frame\n", kSweepConfigurationNames[c],
               report.tiles[c], report.false_positives[c]);
    }
    if (report.kind == SweepKind::kPhotoDolly) out += "Distances are multiples (x) of the photo's own.\n";
    for (const SweepClass& one : report.classes) add_class(out, one, report.distance_unit());
    add_fields(out, report.fields);
    add_measured(out, report.classes, report.distance_unit());
    return out;
}

std::string sweep_json(const SweepReport& report) {
    Json json = {
        {"schema", "farsight.sweep/1"},
        {"terms", Json::parse(report.terms, nullptr, false)},
        {"frames", report.frames},
        {"confidence", 0.95},
        {"resamples", report.resamples},
        {"focal_px", report.focal_px > 0 ? Json(report.focal_px) : Json(nullptr)},
        {"distance_unit", report.kind == SweepKind::kPhotoDolly ? "times the photo's distance" : "m"}};
    if (report.frames < report.frames_asked) json["interrupted"] = {{"frames_asked", report.frames_asked}};
    Json configurations = Json::array();
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        configurations.push_back({{"name", kSweepConfigurationNames[c]},
                                  {"tiles_per_frame", report.tiles[c]},
                                  {"false_positives_per_frame", report.false_positives[c]}});
    }
    json["configurations"] = std::move(configurations);
    Json classes = Json::array();
    for (const SweepClass& one : report.classes) classes.push_back(class_json(one, report.distance_unit()));
    json["classes"] = std::move(classes);
    json["receptive_fields"] = fields_json(report.fields);
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string sweep_csv(const SweepReport& report) {
    std::string out =
        "class,configuration,axis,low,high,place,objects,found,recall,recall_low,recall_high,fit\n";
    const char* distance = report.kind == SweepKind::kPhotoDolly ? "distance_times" : "distance_m";
    for (const SweepClass& one : report.classes) {
        for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
            add_csv(out, one, c, distance, one.curves[c].by_distance);
            add_csv(out, one, c, "height_px", one.curves[c].by_height);
        }
    }
    return out;
}

}  // namespace farsight::cli
