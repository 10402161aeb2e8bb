#include "diagnose/plot.h"

#include <cmath>

#include "farsight/xml_text.h"
#include "range_print.h"

namespace farsight::cli {
namespace {

constexpr double kLeft = 54;
constexpr double kRight = kPlotPanelWidth - 20;
constexpr double kTop = 108;
constexpr double kBottom = kPlotPanelHeight - 50;

/// 1, 2, 5, 10, 20, ... within the range.
std::vector<double> ticks_within(double low, double high) {
    std::vector<double> ticks;
    for (double power = 1e-2; power < 1e6; power *= 10) {
        for (const double step : {1.0, 2.0, 5.0}) {
            if (step * power >= low * 0.999 && step * power <= high * 1.001) ticks.push_back(step * power);
        }
    }
    return ticks;
}

double top_of_end(int row) {
    return kTop - 8 - 13.0 * row;
}

std::string short_number(double value) {
    std::string out;
    append(out, "%g", value);
    return out;
}

}  // namespace

Plot::Plot(std::string_view title, std::string_view axis, std::string_view shares, double from, double to,
           double top)
    : from_(from), to_(to), top_(top) {
    svg_.text({kLeft, 20}, title, "name");
    for (const double part : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const double share = part * top;
        svg_.line({kLeft, y(share)}, {kRight, y(share)}, "grid");
        std::string label;
        append(label, "%.0f %%", 100 * share);
        svg_.text({kLeft - 6, y(share) + 4}, label, "soft small end");
    }
    for (const double tick : ticks_within(from, to)) {
        svg_.line({x(tick), kBottom}, {x(tick), kBottom + 5}, "axis");
        svg_.text({x(tick), kBottom + 18}, short_number(tick), "soft small middle");
    }
    svg_.line({kLeft, kBottom}, {kRight, kBottom}, "axis");
    svg_.text({(kLeft + kRight) / 2, kBottom + 38}, axis, "soft middle");
    svg_.upright_text({13, (kTop + kBottom) / 2}, shares, "soft middle");
}

double Plot::x(double place) const {
    return kLeft + (kRight - kLeft) * std::log(place / from_) / std::log(to_ / from_);
}

double Plot::y(double share) const {
    return kBottom - (kBottom - kTop) * share / top_;
}

void Plot::mark_end(double place, std::string_view what, int row) {
    if (!std::isfinite(place) || !holds(place)) return;
    svg_.line({x(place), top_of_end(row)}, {x(place), kBottom}, "end-of " + std::string(what));
}

void Plot::name_end(double place, std::string_view name, int row) {
    if (!std::isfinite(place) || !holds(place)) return;
    const bool left = x(place) > (kLeft + kRight) / 2;
    std::string words(name);
    append(words, " %.1f px", place);
    svg_.text({x(place) + (left ? -5 : 5), top_of_end(row) + 5}, words,
              left ? "soft small halo end" : "soft small halo");
}

void Plot::draw_curve(const RangeCurve& curve, std::string_view style, bool square, bool band) {
    const std::string series(style);
    std::vector<SvgPoint> fit;
    std::vector<SvgPoint> above;
    std::vector<SvgPoint> below;
    for (const RangePoint& point : curve.points) {
        if (point.trials == 0 || !holds(point.place)) continue;
        if (band && !std::isnan(point.smoothed_interval.low)) {
            above.push_back({x(point.place), y(point.smoothed_interval.high)});
            below.push_back({x(point.place), y(point.smoothed_interval.low)});
        }
        if (!std::isnan(point.smoothed)) fit.push_back({x(point.place), y(point.smoothed)});
    }
    above.insert(above.end(), below.rbegin(), below.rend());
    svg_.polygon(above, "band " + series);
    svg_.polyline(fit, "curve " + series);
    for (const RangePoint& point : curve.points) {
        if (point.trials == 0 || !holds(point.place)) continue;
        const SvgPoint at = {x(point.place), y(point.recall)};
        if (!band) {
            svg_.line({at.x, y(point.recall_interval.low)}, {at.x, y(point.recall_interval.high)},
                      "whisker " + series);
        }
        if (square) {
            svg_.rect({at.x - 4, at.y - 4}, 8, 8, "mark " + series);
        } else {
            svg_.circle(at, 4.5, "mark " + series);
        }
    }
}

void Plot::name_series(int index, std::string_view name, std::string_view style) {
    svg_.text({kLeft, 40 + 15.0 * index}, name, std::string("small ") + std::string(style));
}

std::string figure_of(const std::vector<std::string>& panels, double height, std::string_view name) {
    if (panels.empty()) return {};
    const std::size_t columns = panels.size() > 1 ? 2 : 1;
    const std::size_t rows = (panels.size() + columns - 1) / columns;
    const double width = kPlotPanelWidth * static_cast<double>(columns);
    std::string out;
    append(out,
           "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"farsight\" role=\"img\" "
           "font-family=\"system-ui,'Segoe UI',Helvetica,Arial,sans-serif\" font-size=\"13px\" viewBox=\"0 0 "
           "%.0f %.0f\" style=\"max-width:%.0fpx\" aria-label=\"",
           width, height * static_cast<double>(rows), width);
    out += xml_text(name) + "\">\n";
    for (std::size_t i = 0; i < panels.size(); ++i) {
        append(out, "<g transform=\"translate(%.0f %.0f)\">\n",
               static_cast<double>(i % columns) * kPlotPanelWidth, static_cast<double>(i / columns) * height);
        out += panels[i] + "</g>\n";
    }
    return out + "</svg>\n";
}

}  // namespace farsight::cli
