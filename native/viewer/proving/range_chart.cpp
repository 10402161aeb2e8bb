#include "proving/range_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace farsight::viewer {
namespace {

/// Places of the chart's axes on the screen.
struct Axes {
    ImVec2 from;
    ImVec2 to;

    float x(double metres) const {
        const double along =
            std::log(metres / lab::kStudyNearestM) / std::log(lab::kStudyFarthestM / lab::kStudyNearestM);
        return from.x + static_cast<float>(along) * (to.x - from.x);
    }
    float y(double part) const { return to.y - static_cast<float>(part) * (to.y - from.y); }
    ImVec2 at(double metres, double part) const { return {x(metres), y(part)}; }
};

void draw_dashes(ImDrawList& list, ImVec2 from, float to_x, float dash, ImU32 colour) {
    for (float x = from.x; x < to_x; x += 2 * dash)
        list.AddLine({x, from.y}, {std::min(x + dash, to_x), from.y}, colour);
}

void draw_axes(const Ui& ui, const Axes& axes) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float size = ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale * 0.92F;
    const auto write = [&](ImVec2 at, const std::string& text) {
        list.AddText(ui.fonts.small, size, at, ui.colours.ink_3, text.c_str());
    };
    const auto width_of = [&](const std::string& text) {
        return ui.text_width(ui.fonts.small, text) * 0.92F;
    };
    for (const int metres : {5, 10, 20, 50, 100}) {
        const float x = axes.x(metres);
        list.AddLine({x, axes.from.y}, {x, axes.to.y}, ui.colours.line);
        const std::string text = std::to_string(metres) + (metres == 100 ? " m" : "");
        write({x - width_of(text) / 2, axes.to.y + ui.px(5)}, text);
    }
    for (const int percent : {0, 50, 100}) {
        const float y = axes.y(percent / 100.0);
        if (percent == 50) {
            draw_dashes(list, {axes.from.x, y}, axes.to.x, ui.px(3), ui.colours.line_strong);
        } else {
            list.AddLine({axes.from.x, y}, {axes.to.x, y}, ui.colours.line);
        }
        const std::string text = std::to_string(percent);
        write({axes.from.x - width_of(text) - ui.px(6), y - size / 2}, text);
    }
}

/// Dots at even ways along the line.
void draw_limit(const Ui& ui, const Axes& axes, const ChartLimit& shown) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float gap = ui.px(3.6F);
    const auto& distances = shown.limit->distances;
    const auto& iou = shown.limit->iou[shown.configuration];
    if (iou.empty() || *std::max_element(iou.begin(), iou.end()) <= 0) return;
    float due = 0;
    for (std::size_t i = 1; i < distances.size(); ++i) {
        const ImVec2 a = axes.at(distances[i - 1], iou[i - 1]);
        const ImVec2 b = axes.at(distances[i], iou[i]);
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        for (; due < length; due += gap) {
            const float part = due / length;
            list.AddCircleFilled({a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)}, ui.px(0.85F),
                                 shown.colour, 8);
        }
        due -= length;
    }
}

ImU32 pale(ImU32 colour) {
    constexpr ImU32 kAlpha = 43;
    return (colour & ~IM_COL32_A_MASK) | (kAlpha << IM_COL32_A_SHIFT);
}

void draw_series(const Ui& ui, const Axes& axes, const ChartSeries& series) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    std::vector<RangePoint> points;
    for (const RangePoint& point : series.curve->points) {
        if (point.trials > 0) points.push_back(point);
    }
    // Smoothed edges of neighbouring quads would show as seams.
    const ImDrawListFlags flags = std::exchange(list.Flags, list.Flags & ~ImDrawListFlags_AntiAliasedFill);
    for (std::size_t i = 1; i < points.size(); ++i) {
        const RangePoint& a = points[i - 1];
        const RangePoint& b = points[i];
        if (std::isnan(a.smoothed_interval.low) || std::isnan(b.smoothed_interval.low)) continue;
        list.AddQuadFilled(axes.at(a.place, a.smoothed_interval.high),
                           axes.at(b.place, b.smoothed_interval.high),
                           axes.at(b.place, b.smoothed_interval.low),
                           axes.at(a.place, a.smoothed_interval.low), pale(series.colour));
    }
    list.Flags = flags;
    for (const RangePoint& point : points) list.PathLineTo(axes.at(point.place, point.smoothed));
    list.PathStroke(series.colour, 0, ui.px(2.2F));
    for (const RangePoint& point : points)
        list.AddCircleFilled(axes.at(point.place, point.recall), ui.px(2.4F), series.colour, 12);
}

void draw_marker(const Ui& ui, const Axes& axes, double metres) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float x = axes.x(metres);
    list.AddLine({x, axes.from.y}, {x, axes.to.y}, ui.colours.ink_2);
    list.AddTriangleFilled({x, axes.to.y}, {x - ui.px(4), axes.to.y + ui.px(6)},
                           {x + ui.px(4), axes.to.y + ui.px(6)}, ui.colours.ink_2);
}

void draw_crossing(Ui& ui, const CrossingFigure& figure, ImVec2 at, float width) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float global = ImGui::GetIO().FontGlobalScale;
    const float small = ui.fonts.small->FontSize * global;
    const float large = ui.fonts.count->FontSize * global * 0.76F;
    const float x = at.x + ui.px(11);
    list.AddRectFilled(at, {at.x + ui.px(3), at.y + ui.px(78)}, figure.colour);
    list.AddText(ui.fonts.small, small, {x, at.y - ui.px(1)}, ui.colours.ink_2, figure.label);
    const Crossing d50 = figure.curve == nullptr ? Crossing{0.5, std::nan(""), {}} : figure.curve->d50;
    const RangeSeen seen = figure.curve == nullptr ? RangeSeen{} : figure.curve->seen;
    const std::string place = lab::crossing_m_text(d50, seen);
    list.AddText(ui.fonts.count, large, {x, at.y + ui.px(12)}, ui.colours.ink, place.c_str());
    const float place_width = ui.text_width(ui.fonts.count, place) * 0.76F;
    list.AddText(ui.fonts.text, ui.fonts.text->FontSize * global,
                 {x + place_width + ui.px(5), at.y + ui.px(24)}, ui.colours.ink, "m");
    if (figure.study != nullptr && figure.curve != nullptr) {
        const std::string interval = lab::interval_m_text(d50, seen);
        const std::string d90 = "D90 " + lab::crossing_m_text(figure.curve->d90, seen) + " m";
        list.AddText(ui.fonts.small, small, {x, at.y + ui.px(46)}, ui.colours.ink_3, interval.c_str());
        list.AddText(ui.fonts.small, small, {x, at.y + ui.px(62)}, ui.colours.ink_3, d90.c_str());
    }
    ui.note_place(figure.id, at, {at.x + width, at.y + ui.px(78)});
}

}  // namespace

lab::BySweepConfiguration<ImU32> side_colours(const Ui& ui, bool dark) {
    return {dark ? ui.colours.blue_ink : ui.colours.blue, ui.colours.orange};
}

void draw_range_chart(Ui& ui, std::span<const ChartSeries> series, std::span<const ChartLimit> limits,
                      std::optional<double> marker, float height) {
    const float width = ImGui::CalcItemWidth();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Axes axes{{at.x + ui.px(30), at.y + ui.px(8)},
                    {at.x + width - ui.px(8), at.y + height - ui.px(24)}};
    draw_axes(ui, axes);
    for (const ChartLimit& limit : limits) draw_limit(ui, axes, limit);
    for (const ChartSeries& one : series) draw_series(ui, axes, one);
    if (marker && *marker >= lab::kStudyNearestM && *marker <= lab::kStudyFarthestM)
        draw_marker(ui, axes, *marker);
    ui.note_place("range-chart", at, {at.x + width, at.y + height});
    ImGui::Dummy({width, height});
}

void draw_crossings(Ui& ui, std::span<const CrossingFigure> figures) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float column = ImGui::CalcItemWidth() / 2;
    for (std::size_t i = 0; i < figures.size(); ++i)
        draw_crossing(ui, figures[i], {at.x + static_cast<float>(i) * column, at.y}, column - ui.px(8));
    ImGui::Dummy({2 * column, ui.px(82)});
}

}  // namespace farsight::viewer
