#include "diagnose/diagnose_figures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "diagnose/plot.h"
#include "farsight/lab/diagnosis_words.h"
#include "farsight/lab/numbers.h"
#include "farsight/xml_text.h"
#include "range_print.h"

namespace farsight::cli {
namespace {

using lab::Diagnosis;
using lab::DiagnosisGroup;

constexpr const char* kSizeAxis = "size in network pixels (side of the square of equal area)";
/// Classes with a panel of their own.
constexpr std::size_t kMostPanels = 6;
constexpr double kRowHeight = 30;

/// Where the network, the anchors and training end.
void mark_ends(Plot& plot, const DiagnosisGroup& group) {
    const double half = group.by_size.curve.d50.place;
    plot.mark_end(group.anchor_end_px, "anchors", 0);
    plot.mark_end(group.gap.training_p5_px, "training", 1);
    plot.mark_end(half, "network", 2);
    plot.name_end(group.anchor_end_px, "anchors end", 0);
    plot.name_end(group.gap.training_p5_px, "training ends", 1);
    plot.name_end(half, "half found", 2);
}

double largest_share(const SizeProfile& profile) {
    if (profile.objects == 0) return 0;
    return static_cast<double>(*std::max_element(profile.counts.begin(), profile.counts.end())) /
           static_cast<double>(profile.objects);
}

/// A profile as bars; `part` of each bin's width beside those of another profile.
void draw_profile(Plot& plot, const SizeProfile& profile, const std::vector<double>& edges, double from_part,
                  double to_part, const char* style) {
    for (std::size_t i = 0; i < profile.counts.size(); ++i) {
        if (profile.counts[i] == 0) continue;
        const double share = static_cast<double>(profile.counts[i]) / static_cast<double>(profile.objects);
        const double left = plot.x(edges[i]);
        const double width = plot.x(edges[i + 1]) - left;
        plot.svg().rect({left + from_part * width, plot.y(share)}, (to_part - from_part) * width,
                        plot.y(0) - plot.y(share), style);
    }
}

std::string sizes_panel(const DiagnosisGroup& group) {
    const auto edges = size_profile_edges_px();
    const double most = std::max(largest_share(group.training), largest_share(group.field));
    Plot plot(group.name, kSizeAxis, "share of objects", edges.front(), 512, std::ceil(5 * most) / 5);
    const bool both = group.training.objects > 0 && group.field.objects > 0;
    if (group.training.objects > 0) {
        draw_profile(plot, group.training, edges, 0, both ? 0.5 : 1, "bars training");
        plot.name_series(0, "training: " + lab::count_text(group.training.objects, "object"), "training");
    }
    if (group.field.objects > 0) {
        draw_profile(plot, group.field, edges, both ? 0.5 : 0, 1, "bars field");
        plot.name_series(1, "field: " + lab::count_text(group.field.objects, "object"), "full");
    }
    mark_ends(plot, group);
    return plot.body();
}

std::string probes_panel(const DiagnosisGroup& group) {
    Plot plot(group.name, kSizeAxis, "found", 5, 230);
    plot.name_series(
        0, "found at some size, brought to this one: " + lab::count_text(group.ever_found, "object"), "full");
    plot.name_series(1,
                     "found at a large size, now with the detail of this one: " +
                         lab::count_text(group.detailed, "object"),
                     "detail");
    plot.draw_curve(group.by_detail.curve, "detail", true, false);
    plot.draw_curve(group.by_size.curve, "full", false, false);
    mark_ends(plot, group);
    return plot.body();
}

std::string range_panel(const Diagnosis& diagnosis, bool by_distance) {
    const DiagnosisGroup& all = diagnosis.all();
    const auto curve = [&](std::size_t scope) -> const RangeCurve& {
        return by_distance ? *all.recall_by_distance[scope] : all.recall_by_size[scope];
    };
    double low = 2;
    double high = 512;
    if (by_distance) {
        low = 0.9 * curve(0).seen.from;
        high = 1.1 * curve(0).seen.to;
    }
    Plot plot(by_distance ? "By distance" : "By size on the full frame", by_distance ? "metres" : kSizeAxis,
              "recall", low, high);
    for (std::size_t scope = diagnosis.data.pyramid ? 2 : 1; scope-- > 0;) {
        plot.draw_curve(curve(scope), scope == 0 ? "full" : "pyramid", scope == 1, true);
    }
    plot.name_series(0, "full frame: " + lab::count_text(all.found[0], "object") + " found", "full");
    if (diagnosis.data.pyramid) {
        plot.name_series(1, "pyramid: " + lab::count_text(all.found[1], "object") + " found", "pyramid");
    }
    return plot.body();
}

/// Groups with a panel: all, then the classes that `shown` says.
template <class Draw, class Shown>
std::vector<std::string> panels_of(const Diagnosis& diagnosis, Draw draw, Shown shown) {
    std::vector<std::string> panels;
    for (const DiagnosisGroup& group : diagnosis.groups) {
        if (panels.size() < kMostPanels && shown(group)) panels.push_back(draw(group));
    }
    return panels;
}

/// Rows of bars with their names at the left and words behind each bar.
class Rows {
public:
    static constexpr double kNames = 190;
    static constexpr double kWidth = kPlotPanelWidth * 2 - kNames - 250;

    double top(std::size_t row) const { return 10 + kRowHeight * static_cast<double>(row); }
    void name(std::size_t row, std::string_view words) {
        svg_.text({kNames - 10, top(row) + 17}, words, "end");
    }
    Svg& svg() { return svg_; }

    std::string figure(std::size_t rows, double more, std::string_view name) const {
        std::string out;
        const double height = 16 + kRowHeight * static_cast<double>(rows) + more;
        append(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"farsight\" role=\"img\" "
               "font-family=\"system-ui,'Segoe UI',Helvetica,Arial,sans-serif\" font-size=\"13px\" "
               "viewBox=\"0 0 %.0f %.0f\" aria-label=\"",
               2 * kPlotPanelWidth, height);
        return out + xml_text(name) + "\">\n" + svg_.body() + "</svg>\n";
    }

private:
    Svg svg_;
};

/// Sides of the smallest and the largest anchor of a layer, as squares of equal area.
std::pair<double, double> anchor_sizes(const AnchorGrid& grid, Size input, const AnchorLayer& layer) {
    double low = 1e9;
    double high = 0;
    for (int i = 0; i < layer.per_cell; ++i) {
        const Anchor& anchor = grid.anchors[static_cast<std::size_t>(layer.first_anchor + i)];
        const double size = std::sqrt(static_cast<double>(anchor.width) * input.width *
                                      static_cast<double>(anchor.height) * input.height);
        low = std::min(low, size);
        high = std::max(high, size);
    }
    return {low, high};
}

}  // namespace

std::string sizes_figure(const Diagnosis& diagnosis) {
    return figure_of(panels_of(diagnosis, sizes_panel,
                               [](const DiagnosisGroup& group) {
                                   return group.training.objects + group.field.objects > 0;
                               }),
                     kPlotPanelHeight, "Sizes of the objects in training and field");
}

std::string probes_figure(const Diagnosis& diagnosis) {
    return figure_of(panels_of(diagnosis, probes_panel,
                               [](const DiagnosisGroup& group) { return group.probed >= kFewestForPeak; }),
                     kPlotPanelHeight, "Share of the probes that are found, by size");
}

std::string range_figure(const Diagnosis& diagnosis) {
    if (!diagnosis.data.has_pictures || diagnosis.all().objects == 0) return {};
    std::vector<std::string> panels = {range_panel(diagnosis, false)};
    if (diagnosis.all().recall_by_distance[0]) panels.push_back(range_panel(diagnosis, true));
    return figure_of(panels, kPlotPanelHeight, "Recall of the photos' objects");
}

std::string misses_figure(const Diagnosis& diagnosis) {
    const DiagnosisGroup& all = diagnosis.all();
    if (!diagnosis.data.has_pictures || all.objects == 0) return {};
    Rows rows;
    const std::size_t scopes = diagnosis.data.pyramid ? 2 : 1;
    const double unit = Rows::kWidth / static_cast<double>(all.objects);
    for (std::size_t scope = 0; scope < scopes; ++scope) {
        rows.name(scope, scope == 0 ? "full frame" : "pyramid");
        double x = Rows::kNames;
        const auto draw = [&](std::int64_t count, const std::string& style) {
            if (count == 0) return;
            const double width = unit * static_cast<double>(count);
            rows.svg().rect({x, rows.top(scope)}, width, kRowHeight - 8, style);
            x += width;
        };
        draw(all.found[scope], "bars field");
        for (std::size_t cause = 0; cause < kMissCauses; ++cause) {
            draw(all.causes[scope][cause], "bars " + std::string(name_of(static_cast<MissCause>(cause))));
        }
        rows.svg().text(
            {x + 8, rows.top(scope) + 17},
            lab::percent_text(static_cast<double>(all.found[scope]) / static_cast<double>(all.objects)) +
                " found",
            "soft");
    }
    const auto legend = [&](std::size_t index, const std::string& name, const std::string& style) {
        const double x = Rows::kNames + 185.0 * static_cast<double>(index % 4);
        const double y = rows.top(scopes) + 4 + 20.0 * static_cast<double>(index / 4);
        rows.svg().rect({x, y}, 12, 12, style);
        rows.svg().text({x + 18, y + 10}, name, "soft small");
    };
    legend(0,
           "found " + std::to_string(all.found[0]) + (scopes > 1 ? ", " + std::to_string(all.found[1]) : ""),
           "bars field");
    for (std::size_t cause = 0; cause < kMissCauses; ++cause) {
        const std::string name(name_of(static_cast<MissCause>(cause)));
        legend(cause + 1,
               name + " " + std::to_string(all.causes[0][cause]) +
                   (scopes > 1 ? ", " + std::to_string(all.causes[1][cause]) : ""),
               "bars " + name);
    }
    return rows.figure(scopes, 48, "What became of the objects");
}

std::string cures_figure(const Diagnosis& diagnosis) {
    if (diagnosis.cures.empty() || diagnosis.all().objects == 0) return {};
    Rows rows;
    double most = 0.05;
    for (const lab::Cure& cure : diagnosis.cures) most = std::max(most, std::abs(cure.gain));
    for (std::size_t row = 0; row < diagnosis.cures.size(); ++row) {
        const lab::Cure& cure = diagnosis.cures[row];
        rows.name(row, lab::name_of(cure.kind));
        const double width = Rows::kWidth * std::max(0.0, cure.gain) / most;
        rows.svg().rect({Rows::kNames, rows.top(row)}, width, kRowHeight - 8,
                        cure.measured ? "bars measured" : "bars bound");
        rows.svg().text({Rows::kNames + width + 8, rows.top(row) + 17}, lab::gain_text(cure), "soft");
    }
    rows.svg().line({Rows::kNames, 4}, {Rows::kNames, rows.top(diagnosis.cures.size())}, "axis");
    return rows.figure(diagnosis.cures.size(), 0, "Gain of each cure in recall");
}

std::string fields_figure(const Diagnosis& diagnosis) {
    const lab::DiagnosisData& data = diagnosis.data;
    if (data.fields_px.size() != data.anchors.layers.size() || data.fields_px.empty()) return {};
    constexpr double kFrom = 2;
    constexpr double kTo = 1024;
    Rows rows;
    const auto x = [&](double size) {
        return Rows::kNames +
               Rows::kWidth * std::log(std::clamp(size, kFrom, kTo) / kFrom) / std::log(kTo / kFrom);
    };
    std::size_t row = 0;
    const auto bar = [&](std::string_view name, double low, double high, const char* style,
                         const std::string& words, double words_from_px = 0) {
        rows.name(row, name);
        rows.svg().rect({x(low), rows.top(row)}, std::max(2.0, x(high) - x(low)), kRowHeight - 8, style);
        rows.svg().text({x(std::max(high, words_from_px)) + 8, rows.top(row) + 17}, words, "soft small");
        ++row;
    };
    const auto from_to = [](double low, double high) {
        std::string words;
        append(words, "%.0f to %.0f px", low, high);
        return words;
    };
    const SizeProfile& training = diagnosis.all().training;
    const SizeProfile& field = diagnosis.all().field;
    if (training.objects > 0) {
        bar("training, 5 to 95 %", training.p5_px, training.p95_px, "bars training",
            from_to(training.p5_px, training.p95_px));
    }
    if (field.objects > 0) {
        bar("field, 5 to 95 %", field.p5_px, field.p95_px, "bars field", from_to(field.p5_px, field.p95_px));
    }
    for (std::size_t i = 0; i < data.anchors.layers.size(); ++i) {
        const AnchorLayer& layer = data.anchors.layers[i];
        const auto [low, high] = anchor_sizes(data.anchors, data.input, layer);
        std::string words = from_to(low, high);
        append(words, "; a cell sees %.0f px", data.fields_px[i]);
        const double y = rows.top(row);
        std::string name;
        append(name, "anchors of %d x %d", layer.columns, layer.rows);
        rows.svg().line({x(data.fields_px[i]), y - 2}, {x(data.fields_px[i]), y + kRowHeight - 6},
                        "end-of network");
        bar(name, low, high, "bars layer", words, data.fields_px[i]);
    }
    return rows.figure(row, 0,
                       "Anchors and receptive fields beside the objects, logarithmic from 2 to 1024 px");
}

}  // namespace farsight::cli
