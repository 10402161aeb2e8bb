// An evaluation as a table and as JSON.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "eval/eval_report.h"
#include "farsight/lab/numbers.h"
#include "farsight/lab/range_words.h"
#include "range_print.h"

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

Json bin_json(const BinFigures& f) {
    return {{"truths", f.truths},
            {"found", f.found},
            {"false_positives", f.false_positives},
            {"recall", number_or_null(f.recall)},
            {"precision", number_or_null(f.precision)},
            {"ap50", number_or_null(f.ap)},
            {"false_positives_per_image", number_or_null(f.false_positives_per_image)}};
}

Json causes_json(const std::array<std::int64_t, kMissCauses>& counts) {
    Json json = Json::object();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        json[std::string(name_of(static_cast<MissCause>(i)))] = counts[i];
    }
    return json;
}

Json sizes_json(const EvalReport& report) {
    Json sizes = Json::array();
    for (std::size_t i = 0; i < report.by_size.size(); ++i) {
        const BinFigures& f = report.by_size[i];
        Json bin = {{"low_px", f.low}, {"high_px", number_or_null(f.high)}};
        bin.update(bin_json(f));
        bin["recall_interval"] = interval_json(f.recall_interval);
        bin["precision_interval"] = interval_json(f.precision_interval);
        bin["ap50_interval"] = interval_json(f.ap_interval);
        bin["false_positives_per_image_interval"] = interval_json(f.false_positives_per_image_interval);
        bin["misses"] = causes_json(report.causes[i]);
        sizes.push_back(std::move(bin));
    }
    return sizes;
}

Json classes_json(const EvalReport& report) {
    Json classes = Json::array();
    for (std::size_t i = 0; i < report.by_class.size(); ++i) {
        Json row = {{"id", report.terms.categories[i].id}, {"name", report.terms.categories[i].name}};
        row["ap"] = report.coco.ap_by_category[i];
        row.update(bin_json(report.by_class[i]));
        classes.push_back(std::move(row));
    }
    return classes;
}

/// Three decimals, or a dash of the same width.
std::string figure(double value) {
    if (std::isnan(value) || value == -1) return "    -";
    std::string out;
    append(out, "%.3f", value);
    return out;
}

std::string figure_with_interval(double value, const Interval& interval) {
    if (std::isnan(value)) return "    -              ";
    if (std::isnan(interval.low)) return figure(value) + "              ";
    return figure(value) + " [" + figure(interval.low) + ", " + figure(interval.high) + "]";
}

std::string bin_name(const BinFigures& f, bool all) {
    if (all) return "all";
    std::string out;
    if (std::isinf(f.high)) {
        append(out, "%g and more", f.low);
    } else {
        append(out, "%g to %g", f.low, f.high);
    }
    return out;
}

void add_coco(std::string& out, const CocoFigures& coco) {
    const auto& f = coco.figures;
    const auto row = [&](const char* name, double all, double second, const char* second_name, double third,
                         const char* third_name) {
        append(out, "  %s %s   %-5s %s   %-5s %s\n", name, figure(all).c_str(), second_name,
               figure(second).c_str(), third_name, figure(third).c_str());
    };
    out += "COCO figures, as pycocotools\n";
    row("AP @[.50:.95] ", f[0], f[1], "AP50", f[2], "AP75");
    row("AP small      ", f[3], f[4], "med.", f[5], "large");
    row("AR 1 detection", f[6], f[7], "10", f[8], "100");
    row("AR small      ", f[9], f[10], "med.", f[11], "large");
}

void add_sizes(std::string& out, const EvalReport& report) {
    append(out, "\nBy size: side of the object in pixels, IoU 0.5, score >= %g", report.terms.score);
    if (report.resamples > 0) append(out, "; 95 %% intervals, %d resamples of the images", report.resamples);
    append(out, "\n  %-12s  objects  %-20s  %-20s  %-20s  errors/image\n", "size", "recall", "precision",
           "AP50");
    for (std::size_t i = 0; i < report.by_size.size(); ++i) {
        const BinFigures& f = report.by_size[i];
        append(out, "  %-12s  %7lld  %-20s  %-20s  %-20s  %6.2f\n",
               bin_name(f, i + 1 == report.by_size.size()).c_str(), static_cast<long long>(f.truths),
               figure_with_interval(f.recall, f.recall_interval).c_str(),
               figure_with_interval(f.precision, f.precision_interval).c_str(),
               figure_with_interval(f.ap, f.ap_interval).c_str(), f.false_positives_per_image);
    }
}

void add_causes(std::string& out, const EvalReport& report) {
    out += "\nWhy objects were missed\n";
    append(out, "  %-16s", "");
    for (std::size_t i = 0; i < report.by_size.size(); ++i) {
        append(out, "  %12s", bin_name(report.by_size[i], i + 1 == report.by_size.size()).c_str());
    }
    out += "\n";
    for (std::size_t cause = 0; cause < kMissCauses; ++cause) {
        append(out, "  %-16s", std::string(name_of(static_cast<MissCause>(cause))).c_str());
        for (const auto& counts : report.causes)
            append(out, "  %12lld", static_cast<long long>(counts[cause]));
        out += "\n";
    }
}

void add_crossing(std::string& out, const Crossing& crossing, const RangeCurve& curve, const char* unit,
                  const char* sentence) {
    append(out, "  %s %s\n", sentence, lab::crossing_text(crossing, unit, curve.seen).c_str());
}

void add_curves(std::string& out, const EvalReport& report) {
    out += "\nRange\n";
    out += "  sizes: " + lab::seen_text(report.size_curve.seen, "px") + "\n";
    add_crossing(out, report.size_curve.d50, report.size_curve, "px", "recall reaches 0.5 at a size of ");
    if (!report.distance_curve) return;
    out += "  distances: " + lab::seen_text(report.distance_curve->seen, "m") + "\n";
    add_crossing(out, report.distance_curve->d90, *report.distance_curve, "m",
                 "D90: recall falls through 0.9 at");
    add_crossing(out, report.distance_curve->d50, *report.distance_curve, "m",
                 "D50: recall falls through 0.5 at");
    out += "  distance, m   objects  recall\n";
    for (const RangePoint& p : report.distance_curve->points) {
        if (p.trials == 0) continue;
        std::string name;
        append(name, "%g to %g", p.low, p.high);
        append(out, "  %-12s  %7lld  %s\n", name.c_str(), static_cast<long long>(p.trials),
               figure_with_interval(p.recall, p.recall_interval).c_str());
    }
}

/// The classes with most objects.
void add_classes(std::string& out, const EvalReport& report) {
    constexpr std::size_t kMost = 20;
    std::vector<std::size_t> order;
    std::size_t width = 5;
    for (std::size_t i = 0; i < report.by_class.size(); ++i) {
        if (report.by_class[i].truths > 0) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return report.by_class[a].truths > report.by_class[b].truths;
    });
    const std::size_t hidden = order.size() - std::min(order.size(), kMost);
    order.resize(order.size() - hidden);
    for (const std::size_t i : order) width = std::max(width, report.terms.categories[i].name.size());
    append(out, "\nBy class\n  %-*s  objects  recall  precision  AP50   AP\n", static_cast<int>(width),
           "class");
    for (const std::size_t i : order) {
        const BinFigures& f = report.by_class[i];
        append(out, "  %-*s  %7lld  %-6s  %-9s  %-5s  %s\n", static_cast<int>(width),
               report.terms.categories[i].name.c_str(), static_cast<long long>(f.truths),
               figure(f.recall).c_str(), figure(f.precision).c_str(), figure(f.ap).c_str(),
               figure(report.coco.ap_by_category[i]).c_str());
    }
    if (hidden > 0) append(out, "  and %zu more, see --format json\n", hidden);
}

}  // namespace

std::string report_table(const EvalReport& report) {
    std::string out;
    out += lab::count_text(report.images, "image") + ", " + lab::count_text(report.truths, "object") + ", " +
           lab::count_text(report.detections, "detection") + ", " +
           lab::count_text(static_cast<std::int64_t>(report.terms.categories.size()), "class", "classes") +
           "\n";
    if (report.unreadable > 0) {
        out +=
            lab::count_text(report.unreadable, "picture") + " could not be read; " +
            (report.terms.skips_unreadable ? "its objects were left out\n" : "its objects count as missed\n");
    }
    if (report.pixel_ratio) append(out, "%.2f full-frame inputs a picture\n", *report.pixel_ratio);
    out += "\n";
    add_coco(out, report.coco);
    add_sizes(out, report);
    add_causes(out, report);
    add_curves(out, report);
    add_classes(out, report);
    return out;
}

std::string report_json(const EvalReport& report) {
    Json json = {{"schema", "farsight.evaluation/1"},
                 {"source", Json::parse(report.terms.source, nullptr, false)},
                 {"images", report.images},
                 {"unreadable", report.unreadable},
                 {"truths", report.truths},
                 {"detections", report.detections},
                 {"pixel_ratio", report.pixel_ratio ? Json(*report.pixel_ratio) : Json(nullptr)},
                 {"coco", report.coco.figures},
                 {"coco_names", kCocoFigureNames},
                 {"iou", 0.5},
                 {"score", report.terms.score},
                 {"confidence", 0.95},
                 {"resamples", report.resamples},
                 {"seed", report.terms.seed}};
    if (report.images < report.images_asked) json["interrupted"] = {{"images_asked", report.images_asked}};
    json["by_size"] = sizes_json(report);
    json["by_class"] = classes_json(report);
    json["size_curve"] = curve_json(report.size_curve, "px");
    json["distance_curve"] = report.distance_curve ? curve_json(*report.distance_curve, "m") : Json(nullptr);
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace farsight::cli
