// The followed object's confidence against distance, drawn with ImGui's lines.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "app/app.h"

namespace farsight::viewer {
namespace {

constexpr float kHeight = 170;

/// Maps distances, by their logarithm, and scores to the screen.
struct Axes {
    ImVec2 from;
    ImVec2 to;

    ImVec2 at(double distance, float score) const {
        const auto along =
            static_cast<float>(std::log2(distance) / std::log2(lab::property("distance").offered.max));
        return {from.x + along * (to.x - from.x), to.y - score * (to.y - from.y)};
    }
};

void draw_axes(const Ui& ui, const Axes& axes) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float size = ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale * 0.92F;
    for (const int percent : {0, 25, 50, 75, 100}) {
        const ImVec2 at = axes.at(1, static_cast<float>(percent) / 100);
        list.AddLine(at, {axes.to.x, at.y}, ui.colours.line);
        const std::string text = std::to_string(percent);
        const float width = ui.text_width(ui.fonts.small, text) * 0.92F;
        list.AddText(ui.fonts.small, size, {at.x - width - ui.px(6), at.y - size / 2}, ui.colours.ink_3,
                     text.c_str());
    }
    for (const int distance : {1, 2, 4, 8}) {
        const ImVec2 at = axes.at(distance, 0);
        list.AddLine(at, {at.x, axes.from.y}, ui.colours.line);
        const std::string text = std::to_string(distance) + "×";
        const float width = ui.text_width(ui.fonts.small, text) * 0.92F;
        list.AddText(ui.fonts.small, size, {at.x - width / 2, at.y + ui.px(5)}, ui.colours.ink_3,
                     text.c_str());
    }
}

void draw_curve(const Ui& ui, const Axes& axes, const std::vector<ConfidencePoint>& points,
                float ConfidencePoint::*score, ImU32 colour) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const ConfidencePoint& point : points) list.PathLineTo(axes.at(point.distance, point.*score));
    list.PathStroke(colour, 0, ui.px(2));
    for (const ConfidencePoint& point : points) {
        list.AddCircleFilled(axes.at(point.distance, point.*score), ui.px(3), colour, 16);
    }
}

void draw_chart(App& app) {
    Ui& ui = app.ui;
    const float width = ImGui::CalcItemWidth();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Axes axes{{at.x + ui.px(26), at.y + ui.px(8)},
                    {at.x + width - ui.px(6), at.y + ui.px(kHeight - 24)}};
    draw_axes(ui, axes);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    // Under this score nothing is shown.
    const float threshold = axes.at(1, app.session.state.merging.min_score).y;
    for (float x = axes.from.x; x < axes.to.x; x += ui.px(7)) {
        list.AddLine({x, threshold}, {std::min(x + ui.px(4), axes.to.x), threshold}, ui.colours.ink_3);
    }
    const auto& points = app.session.told().confidence;
    const ImU32 blue = app.settings.dark ? ui.colours.blue_ink : ui.colours.blue;
    draw_curve(ui, axes, points, &ConfidencePoint::full_frame, blue);
    draw_curve(ui, axes, points, &ConfidencePoint::pyramid, ui.colours.orange);
    ui.note_place("confidence-chart", at, {at.x + width, at.y + ui.px(kHeight)});
    ImGui::Dummy({width, ui.px(kHeight)});
}

void draw_legend(App& app) {
    Ui& ui = app.ui;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float middle = at.y + ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale / 2;
    float x = at.x;
    const auto key = [&](ImU32 colour, const char* words) {
        list.AddRectFilled({x, middle - ui.px(1.5F)}, {x + ui.px(14), middle + ui.px(1.5F)}, colour,
                           ui.px(2));
        list.AddText(ui.fonts.small, ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale,
                     {x + ui.px(19), at.y}, ui.colours.ink_3, words);
        x += ui.px(30) + ui.text_width(ui.fonts.small, words);
    };
    key(app.settings.dark ? ui.colours.blue_ink : ui.colours.blue, "full frame");
    key(ui.colours.orange, "pyramid");
    ImGui::Dummy({0, ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale});
    std::string label = label_name(app.session.told().model->card, app.session.followed()->label);
    std::transform(label.begin(), label.end(), label.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    ui.fact("Following a " + label + ". Dashed: the score from which it is shown.");
}

}  // namespace

void draw_confidence(App& app) {
    Ui& ui = app.ui;
    Session& session = app.session;
    ui.section_begin("Confidence against distance");
    if (!session.followed() || !session.told().model) {
        ui.fact("Choose an object in the picture, then move Distance: its score is drawn here.");
        return ui.section_end();
    }
    if (ui.chip("sweep", session.sweeping() ? "Stop" : "Sweep",
                "Moves the object from near to far, waiting for each result.", session.sweeping(),
                session.sweeping() ? Icon::kStop : Icon::kPlay)) {
        session.toggle_sweep();
    }
    ImGui::SameLine(0, ui.px(8));
    if (ui.chip("unfollow", "Unfollow", "Esc", false)) session.unfollow();
    ImGui::Dummy({0, ui.px(2)});
    if (!session.followed()) return ui.section_end();
    draw_chart(app);
    draw_legend(app);
    ui.section_end();
}

}  // namespace farsight::viewer
