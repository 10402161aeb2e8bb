// A sweep as a picture: a panel a class, recall (or a dolly's score) from near to far.
#include <algorithm>
#include <cmath>
#include <functional>

#include "farsight/lab/numbers.h"
#include "farsight/lab/range_words.h"
#include "farsight/xml_text.h"
#include "figure/svg.h"
#include "figure/svg_style.h"
#include "range_print.h"
#include "sweep/sweep_report.h"

namespace farsight::cli {
namespace {

constexpr double kPanelWidth = 560;
constexpr double kPanelHeight = 392;
constexpr double kPlotLeft = 58;
constexpr double kPlotTop = 104;
constexpr double kPlotHeight = 232;
constexpr double kPlotRight = 26;
constexpr double kHeadHeight = 116;
constexpr double kMargin = 16;

constexpr std::array<const char*, kSweepConfigurations> kSeries = {"full", "pyramid"};

std::string number(double value) {
    std::string out;
    append(out, value < 10 ? "%.2g" : "%.0f", value);
    return out;
}

/// 1, 2, 5, 10, 20, ... within the range.
std::vector<double> ticks_within(double low, double high) {
    std::vector<double> ticks;
    for (double power = 1e-3; power < 1e6; power *= 10) {
        for (const double step : {1.0, 2.0, 5.0}) {
            if (step * power >= low * 0.999 && step * power <= high * 1.001) ticks.push_back(step * power);
        }
    }
    return ticks;
}

/// What a panel's horizontal axis runs over.
struct Axis {
    double from = 1;  ///< Where the near things are.
    double to = 2;
    double width = 1;  ///< Of the plot.
    double x(double place) const { return kPlotLeft + width * std::log(place / from) / std::log(to / from); }
    double low() const { return std::min(from, to); }
    double high() const { return std::max(from, to); }
    bool holds(double place) const { return place >= low() * 0.999 && place <= high() * 1.001; }
};

double y_of(double share) {
    return kPlotTop + kPlotHeight * (1 - share);
}

class Panel {
public:
    Panel(const SweepReport& report, const SweepClass& one, double width)
        : report_(report), one_(one), right_(width - kPlotRight) {
        by_distance_ = report.kind != SweepKind::kPhotoDolly;
        dolly_ = !one.curves[0].steps.empty();
        set_axis();
    }

    std::string draw() {
        add_titles();
        add_axes();
        if (one_.limit) {
            for (std::size_t c = 0; c < kSweepConfigurations; ++c) add_limit(c);
        }
        for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
            if (dolly_) {
                add_scores(c);
            } else {
                add_band(c);
                add_recall(c);
                add_drop(c);
            }
        }
        return svg_.body();
    }

private:
    const RangeCurve& curve(std::size_t c) const {
        return by_distance_ ? one_.curves[c].by_distance : one_.curves[c].by_height;
    }
    double place_of(const SweepCurves::Step& step) const {
        return by_distance_ ? step.distance : step.height_px;
    }

    void set_axis() {
        double low = 1e9;
        double high = 0;
        const auto widen = [&](double place) {
            low = std::min(low, place);
            high = std::max(high, place);
        };
        for (const auto& step : one_.curves[0].steps) widen(place_of(step));
        if (!dolly_) {
            for (const RangePoint& point : curve(0).points) {
                if (point.trials == 0) continue;
                widen(std::max(point.low, 1e-3));
                widen(std::min(point.high, 2 * point.place));
            }
        }
        if (!(high > low * 1.05)) {
            low /= 1.5;
            high *= 1.5;
        }
        const double width = right_ - kPlotLeft;
        axis_ = by_distance_ ? Axis{low, high, width} : Axis{high, low, width};
    }

    void add_titles() {
        svg_.text({kPlotLeft, 24}, one_.name, "name");
        std::string count = dolly_ ? lab::count_text(one_.objects, "look")
                                   : lab::seen_text(curve(0).seen, by_distance_ ? "m" : "px");
        if (one_.height_m) append(count, ", %.2f m high on average", *one_.height_m);
        svg_.text({right_, 24}, count, "soft end");
        for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
            const char* unit = by_distance_ ? "m" : "px";
            const std::string words =
                std::string(kSweepConfigurationNames[c]) +
                (by_distance_ ? ": D50 " : (dolly_ ? ": found from: " : ": half are found from: ")) +
                lab::crossing_text(curve(c).d50, unit, curve(c).seen);
            svg_.text({kPlotLeft, 44.0 + 18 * static_cast<double>(c)}, words, kSeries[c]);
        }
    }

    void add_axes() {
        for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
            svg_.line({kPlotLeft, y_of(share)}, {right_, y_of(share)}, "grid");
            std::string label;
            append(label, "%g", share);
            svg_.text({kPlotLeft - 8, y_of(share) + 4}, label, "soft small end");
        }
        for (const double tick : ticks_within(axis_.low(), axis_.high())) {
            svg_.line({axis_.x(tick), y_of(0)}, {axis_.x(tick), y_of(0) + 5}, "axis");
            svg_.text({axis_.x(tick), y_of(0) + 19}, number(tick), "soft small middle");
        }
        svg_.line({kPlotLeft, y_of(0)}, {right_, y_of(0)}, "axis");
        const double level = dolly_ ? report_.score : 0.5;
        svg_.line({kPlotLeft, y_of(level)}, {right_, y_of(level)}, "half");
        svg_.text({(kPlotLeft + right_) / 2, y_of(0) + 40},
                  by_distance_ ? "distance, m" : "apparent height, px: farther to the right", "soft middle");
        svg_.upright_text({18, y_of(0.5)}, dolly_ ? "mean score" : "recall", "soft middle");
        if (by_distance_ && report_.focal_px > 0 && one_.height_m) add_heights();
    }

    /// The same axis in pixels, above the plot.
    void add_heights() {
        const double scale = report_.focal_px * *one_.height_m;
        for (const double tick : ticks_within(scale / axis_.high(), scale / axis_.low())) {
            const double x = axis_.x(scale / tick);
            svg_.line({x, kPlotTop}, {x, kPlotTop - 5}, "axis");
            svg_.text({x, kPlotTop - 10}, number(tick) + " px", "soft small middle");
        }
    }

    /// Apparent height at which the axis has this place; nothing to say where metres are unknown.
    double place_of_height(double height_px) const {
        if (!by_distance_) return height_px;
        return one_.height_m && report_.focal_px > 0 ? report_.focal_px * *one_.height_m / height_px : 0;
    }

    void add_limit(std::size_t c) {
        std::vector<SvgPoint> points;
        for (std::size_t i = 0; i < one_.limit->heights_px.size(); ++i) {
            const double place = place_of_height(one_.limit->heights_px[i]);
            if (place > 0 && axis_.holds(place))
                points.push_back({axis_.x(place), y_of(one_.limit->iou[c][i])});
        }
        svg_.polyline(points, std::string("limit ") + kSeries[c]);
    }

    void add_band(std::size_t c) {
        std::vector<SvgPoint> above;
        std::vector<SvgPoint> below;
        for (const RangePoint& point : curve(c).points) {
            if (point.trials == 0 || std::isnan(point.smoothed_interval.low)) continue;
            above.push_back({axis_.x(point.place), y_of(point.smoothed_interval.high)});
            below.push_back({axis_.x(point.place), y_of(point.smoothed_interval.low)});
        }
        above.insert(above.end(), below.rbegin(), below.rend());
        svg_.polygon(above, std::string("band ") + kSeries[c]);
    }

    void add_mark(std::size_t c, SvgPoint at) {
        const std::string style = std::string("mark ") + kSeries[c];
        if (c == 0) {
            svg_.circle(at, 4.5, style);
        } else {
            svg_.rect({at.x - 4, at.y - 4}, 8, 8, style);
        }
    }

    void add_recall(std::size_t c) {
        std::vector<SvgPoint> fit;
        for (const RangePoint& point : curve(c).points) {
            if (point.trials > 0) fit.push_back({axis_.x(point.place), y_of(point.smoothed)});
        }
        svg_.polyline(fit, std::string("curve ") + kSeries[c]);
        for (const RangePoint& point : curve(c).points) {
            if (point.trials > 0) add_mark(c, {axis_.x(point.place), y_of(point.recall)});
        }
    }

    /// From the curve at recall one half down to the axis.
    void add_drop(std::size_t c) {
        const double place = curve(c).d50.place;
        if (!std::isfinite(place) || place <= 0 || !axis_.holds(place)) return;
        svg_.line({axis_.x(place), y_of(0.5)}, {axis_.x(place), y_of(0)}, std::string("drop ") + kSeries[c]);
    }

    void add_scores(std::size_t c) {
        std::vector<SvgPoint> points;
        for (const auto& step : one_.curves[c].steps)
            points.push_back({axis_.x(place_of(step)), y_of(step.score)});
        svg_.polyline(points, std::string("curve ") + kSeries[c]);
        for (const SvgPoint& point : points) add_mark(c, point);
    }

    const SweepReport& report_;
    const SweepClass& one_;
    double right_;  ///< Where the plot ends.
    bool by_distance_ = true;
    bool dolly_ = false;
    Axis axis_;
    Svg svg_;
};

std::string subtitle(const SweepReport& report) {
    std::string out;
    const char* frames = report.kind == SweepKind::kScenes ? "rendered scene" : "frame";
    append(out, "%s on %s; found: score %.2f or more, IoU 0.5", report.model.c_str(),
           lab::count_text(report.frames, frames).c_str(), report.score);
    return out;
}

/// Marks, dashes and words, so that colour alone carries no meaning.
void add_legend(Svg& svg, const SweepReport& report) {
    const double y = 90;
    double x = kMargin + kPlotLeft;
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        const std::string style = kSeries[c];
        svg.line({x, y - 4}, {x + 34, y - 4}, "curve " + style);
        if (c == 0) {
            svg.circle({x + 17, y - 4}, 4.5, "mark full");
        } else {
            svg.rect({x + 13, y - 8}, 8, 8, "mark pyramid");
        }
        std::string words;
        append(words, "%s: %.0f %s, %.2f false positives a frame", kSweepConfigurationNames[c],
               report.tiles[c], report.tiles[c] < 1.5 ? "tile" : "tiles", report.false_positives[c]);
        svg.text({x + 42, y}, words, "");
        x += 62 + 6.6 * static_cast<double>(words.size());
    }
    const bool limited = std::any_of(report.classes.begin(), report.classes.end(),
                                     [](const SweepClass& one) { return one.limit.has_value(); });
    if (!limited) return;
    svg.line({x, y - 4}, {x + 30, y - 4}, "limit full");
    svg.line({x + 36, y - 4}, {x + 66, y - 4}, "limit pyramid");
    svg.text({x + 74, y}, "best IoU of any anchor", "");
}

std::string description(const SweepReport& report) {
    std::string out;
    for (const SweepClass& one : report.classes) {
        for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
            out += one.name + ", " + kSweepConfigurationNames[c] + ": D50 " +
                   lab::crossing_text(one.curves[c].by_distance.d50, report.distance_unit(),
                                      one.curves[c].by_distance.seen) +
                   ". ";
        }
    }
    return out;
}

/// Classes whose field was measured, two a panel.
std::vector<std::vector<const SweepClass*>> field_groups(const SweepReport& report) {
    std::vector<std::vector<const SweepClass*>> groups;
    for (const SweepClass& one : report.classes) {
        if (!one.field) continue;
        if (groups.empty() || groups.back().size() == 2) groups.emplace_back();
        groups.back().push_back(&one);
    }
    return groups;
}

}  // namespace

std::string sweep_svg(const SweepReport& report) {
    const auto fields = field_groups(report);
    const std::size_t panels = report.classes.size() + fields.size();
    const std::size_t columns = panels > 1 ? 2 : 1;
    const std::size_t rows = (panels + columns - 1) / columns;
    // A panel that is alone has the room of two: the legend wants it.
    const double panel_width = 2 * kPanelWidth / static_cast<double>(columns);
    const double width = 2 * kMargin + 2 * kPanelWidth;
    const double height = kHeadHeight + static_cast<double>(rows) * kPanelHeight + kMargin;
    std::string out;
    append(out,
           "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"farsight\" role=\"img\" "
           "font-family=\"system-ui,'Segoe UI',Helvetica,Arial,sans-serif\" font-size=\"13px\" viewBox=\"0 0 "
           "%.0f %.0f\" "
           "width=\"%.0f\" height=\"%.0f\" aria-labelledby=\"farsight-title farsight-words\">\n",
           width, height, width, height);
    out += "<title id=\"farsight-title\">How far does " + xml_text(report.model) + " see?</title>\n";
    out += "<desc id=\"farsight-words\">" + xml_text(description(report)) + "</desc>\n";
    out += svg_style_sheet();
    Svg head;
    head.rect({0, 0}, width, height, "paper");
    head.text({kMargin + kPlotLeft, 38}, "How far does it see?", "title");
    head.text({kMargin + kPlotLeft, 62}, subtitle(report), "soft");
    add_legend(head, report);
    out += head.body();
    for (std::size_t i = 0; i < panels; ++i) {
        append(out, "<g transform=\"translate(%.0f %.0f)\">\n",
               kMargin + static_cast<double>(i % columns) * panel_width,
               kHeadHeight + static_cast<double>(i / columns) * kPanelHeight);
        out += i < report.classes.size()
                   ? Panel(report, report.classes[i], panel_width).draw()
                   : field_panel_svg(fields[i - report.classes.size()], report.distance_unit());
        out += "</g>\n";
    }
    return out + "</svg>\n";
}

std::string sweep_html(const SweepReport& report) {
    return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
           "content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>How "
           "far does " +
           xml_text(report.model) +
           " see?</title>\n<style>body{margin:2rem auto;max-width:1152px;padding:0 1rem;font:14px "
           "system-ui,sans-serif}"
           "svg{width:100%;height:auto}pre{overflow:auto}</style>\n" +
           sweep_svg(report) + "<pre>" + xml_text(sweep_table(report)) + "</pre>\n</html>\n";
}

}  // namespace farsight::cli
