// A plot's frame: a logarithmic axis of sizes or distances, and one of shares.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "farsight/range.h"
#include "figure/svg.h"

namespace farsight::cli {

inline constexpr double kPlotPanelWidth = 560;
inline constexpr double kPlotPanelHeight = 330;

/// One panel; its axis runs from small to large.
class Plot {
public:
    /// Draws title, grid and axes. `top` is the share at the upper end.
    Plot(std::string_view title, std::string_view axis, std::string_view shares, double from, double to,
         double top = 1);

    double x(double place) const;
    double y(double share) const;
    bool holds(double place) const { return place >= from_ * 0.999 && place <= to_ * 1.001; }

    /// A vertical line where something ends; it rises to the `row`-th line of names above the grid.
    void mark_end(double place, std::string_view what, int row);
    /// That line's name. Call it when all lines are drawn, so that none runs through a name.
    void name_end(double place, std::string_view name, int row);
    /// Points with their Wilson intervals and the fit through them. `style` is a series' name.
    void draw_curve(const RangeCurve& curve, std::string_view style, bool square, bool band);
    /// A legend's entry at the `index`-th place under the title.
    void name_series(int index, std::string_view name, std::string_view style);

    Svg& svg() { return svg_; }
    const std::string& body() const { return svg_.body(); }

private:
    double from_;
    double to_;
    double top_;
    Svg svg_;
};

/// Panels in two columns (one panel: in the middle of a narrower figure) as one SVG element.
std::string figure_of(const std::vector<std::string>& panels, double height, std::string_view name);

}  // namespace farsight::cli
