// The band of tools under the picture.
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "app/app.h"

namespace farsight::viewer {
namespace {

constexpr float kButton = 32;
constexpr float kGap = 2;
constexpr float kPadding = 5;
constexpr float kLevelWords = 30;
constexpr float kZoomWords = 46;

/// Tools that stay together in one row.
struct Group {
    float width;  ///< In design pixels.
    std::function<void()> draw;
};

float width_of(int buttons, float words = 0) {
    return static_cast<float>(buttons) * (kButton + kGap) + (words > 0 ? words + kGap : 0);
}

/// Words as wide as `width`, between buttons.
void draw_words(const Ui& ui, const std::string& text, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale;
    ImGui::GetWindowDrawList()->AddText(ui.fonts.small, height,
                                        {at.x + (ui.px(width) - ui.text_width(ui.fonts.small, text)) / 2,
                                         at.y + (ui.px(kButton) - height) / 2},
                                        ui.colours.ink_2, text.c_str());
    ImGui::Dummy({ui.px(width), ui.px(kButton)});
    ImGui::SameLine();
}

int levels_of(const App& app) {
    const Findings* found = app.session.findings();
    return found == nullptr ? 0 : static_cast<int>(found->plan->levels.size());
}

bool has_level_steps(const App& app) {
    return app.session.state.score_map && levels_of(app) > 1;
}

void draw_layers(App& app) {
    Ui& ui = app.ui;
    State& state = app.session.state;
    const Findings* found = app.session.findings();
    const auto flag = [&](const Caption& caption, Icon icon, bool& on) {
        if (ui.tool(caption, icon, on)) on = !on;
        ImGui::SameLine();
    };
    if (ui.tool({"compare", "", "Compare with the full frame (C)"}, Icon::kCompare, app.compares(),
                !state.pyramid.enabled || state.versus)) {
        state.compare = !state.compare;
    }
    ImGui::SameLine();
    flag({"show-tiles", "", "Show the tiles (T)"}, Icon::kTiles, state.tiles);
    flag({"show-labels", "", "Show the labels (L)"}, Icon::kLabels, state.labels);
    if (state.on_scene)
        flag({"reach", "", "Show the nearest anchor and the receptive field (R)"}, Icon::kReach, state.reach);
    if (ui.tool({"score-map", "", "Show the best score of every anchor position (M)"}, Icon::kHeat,
                state.score_map, found != nullptr && !found->model->has_score_map)) {
        state.score_map = !state.score_map;
    }
    ImGui::SameLine();
}

void draw_level_steps(App& app) {
    Ui& ui = app.ui;
    State& state = app.session.state;
    const int levels = levels_of(app);
    const int shown = std::min(state.score_level, levels - 1);
    if (ui.tool({"score-level-down", "", "Scores of the coarser level"}, Icon::kMinus, false, shown <= 0))
        state.score_level = shown - 1;
    ImGui::SameLine();
    draw_words(ui, shown == 0 ? "full" : std::to_string(shown) + "/" + std::to_string(levels - 1),
               kLevelWords);
    if (ui.tool({"score-level-up", "", "Scores of the finer level"}, Icon::kPlus, false, shown >= levels - 1))
        state.score_level = shown + 1;
    ImGui::SameLine();
}

void draw_zoom(App& app) {
    Ui& ui = app.ui;
    const auto view = app.view();
    if (ui.tool({"zoom-out", "", "Zoom out (-)"}, Icon::kMinus)) app.zoom_by(0.8F);
    ImGui::SameLine();
    draw_words(ui, std::to_string(std::lround(100 * (view ? view->scale : 1))) + " %", kZoomWords);
    if (ui.tool({"zoom-in", "", "Zoom in (+)"}, Icon::kPlus)) app.zoom_by(1.25F);
    ImGui::SameLine();
    if (ui.tool({"fit", "", "Fit the picture (0)"}, Icon::kFit)) app.picture.chosen_view.reset();
    ImGui::SameLine();
}

/// As many groups side by side as have room, in rows.
std::vector<std::vector<Group>> rows_of(const App& app, App* drawn, float width) {
    std::vector<Group> groups = {
        {width_of(app.session.state.on_scene ? 5 : 4), [drawn] { draw_layers(*drawn); }}};
    if (has_level_steps(app))
        groups.push_back({width_of(2, kLevelWords), [drawn] { draw_level_steps(*drawn); }});
    groups.push_back({width_of(3, kZoomWords), [drawn] { draw_zoom(*drawn); }});
    std::vector<std::vector<Group>> rows(1);
    float taken = 0;
    for (Group& group : groups) {
        if (!rows.back().empty() && app.ui.px(taken + group.width + 2 * kPadding) > width) {
            rows.emplace_back();
            taken = 0;
        }
        taken += group.width;
        rows.back().push_back(std::move(group));
    }
    return rows;
}

float height_of(const Ui& ui, std::size_t rows) {
    return ui.px(static_cast<float>(rows) * (kButton + kGap) + 2 * kPadding - kGap);
}

}  // namespace

float toolbar_height(const App& app, float width) {
    return height_of(app.ui, rows_of(app, nullptr, width).size());
}

void draw_toolbar(App& app, float width) {
    Ui& ui = app.ui;
    const auto rows = rows_of(app, &app, width);
    begin_panel(app, "toolbar", {width, height_of(ui, rows.size())},
                ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    const ImVec2 at = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddLine(at, {at.x + width, at.y}, ui.colours.line);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(kGap), 0});
    float y = ui.px(kPadding);
    for (const auto& row : rows) {
        float wide = 0;
        for (const Group& group : row) wide += group.width;
        // The zoom stands at the right edge.
        const float free = std::max(0.0F, width - ui.px(wide + 2 * kPadding));
        float x = ui.px(kPadding);
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool last = i > 0 && i + 1 == row.size();
            ImGui::SetCursorPos({x + (last ? free : 0), y});
            row[i].draw();
            x += ui.px(row[i].width);
        }
        y += ui.px(kButton + kGap);
    }
    ImGui::PopStyleVar();
    ui.note_place("toolbar", at, {at.x + width, at.y + ImGui::GetWindowHeight()});
    ImGui::EndChild();
}

}  // namespace farsight::viewer
