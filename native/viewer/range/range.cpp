// The right panel: what was found, what each level contributed, what it cost.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/app.h"
#include "farsight/lab/headline.h"
#include "farsight/lab/numbers.h"
#include "farsight/lab/run_words.h"

namespace farsight::viewer {
namespace {

/// A figure in a column of this width, with its words in as many lines as they need; returns its height.
float draw_count(const Ui& ui, ImVec2 at, float width, const lab::Figure& figure, ImU32 bar, ImU32 ink) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float global = ImGui::GetIO().FontGlobalScale;
    const float large = ui.fonts.count->FontSize * global;
    const float small = ui.fonts.small->FontSize * global;
    const float room = width - ui.px(18);
    const float height =
        ui.px(42) + ui.fonts.small->CalcTextSizeA(small, FLT_MAX, room, figure.words.c_str()).y;
    list.AddRectFilled(at, {at.x + ui.px(3), at.y + height}, bar);
    list.AddText(ui.fonts.count, large, {at.x + ui.px(12), at.y - ui.px(5)}, ink,
                 std::to_string(figure.count).c_str());
    list.AddText(ui.fonts.small, small, {at.x + ui.px(12), at.y + ui.px(38)}, ui.colours.ink_2,
                 figure.words.c_str(), nullptr, room);
    return height;
}

/// Of a scene by the truth, of a photo by the boxes.
lab::Headline headline_of(const Findings& found, bool pyramid_on) {
    return found.judgement ? lab::headline_of(found.counts, *found.judgement, pyramid_on)
                           : lab::headline_of(found.counts, pyramid_on);
}

/// A level's two bars: blue where the full frame has them too.
void draw_level(const Ui& ui, const lab::LevelRow& row, int most) {
    const float width = ImGui::CalcItemWidth();
    const float left = ImGui::GetCursorPosX();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ui.text(ui.fonts.text, ui.colours.ink, row.name);
    ImGui::SameLine();
    const float names = ui.px(118);
    const int known = row.on_full_frame;
    const int added = row.recovered;
    ui.text_right(ui.fonts.small, ui.colours.ink_3, row.tiles, left + names - ui.px(8));
    const float x = from.x + names;
    const float room = width - names - ui.px(32);
    const float top = from.y + ui.px(2);
    const float unit = room / static_cast<float>(most);
    const float middle = x + static_cast<float>(known) * unit;
    list.AddRectFilled({x, top}, {x + room, top + ui.px(12)}, ui.colours.raised, ui.px(3));
    if (known > 0) list.AddRectFilled({x, top}, {middle, top + ui.px(12)}, ui.colours.blue, ui.px(3));
    if (added > 0) {
        list.AddRectFilled({middle, top}, {middle + static_cast<float>(added) * unit, top + ui.px(12)},
                           ui.colours.orange, ui.px(3));
    }
    ImGui::SameLine();
    ui.text_right(ui.fonts.strong, ui.colours.ink, std::to_string(known + added), left + width);
}

void draw_levels(App& app) {
    Ui& ui = app.ui;
    ui.section_begin("What each level contributed");
    const Findings* found = app.session.findings();
    if (found == nullptr) {
        ui.fact("Nothing has run yet.");
        return ui.section_end();
    }
    const auto rows = lab::level_rows(*found->plan, found->pyramid, found->matches);
    int most = 1;
    for (const lab::LevelRow& row : rows) most = std::max(most, row.on_full_frame + row.recovered);
    for (const lab::LevelRow& row : rows) draw_level(ui, row, most);
    ui.section_end();
}

void draw_figure(const Ui& ui, float x, const char* what, const std::string& value, const char* hint) {
    ImGui::SetCursorPosX(x);
    ImGui::BeginGroup();
    ui.text(ui.fonts.small, ui.colours.ink_2, what);
    ui.text(ui.fonts.figure, ui.colours.ink, value);
    ImGui::EndGroup();
    ui.tooltip(hint);
}

void draw_stage_line(const Ui& ui, const lab::CostRow& row) {
    const float width = ImGui::CalcItemWidth();
    const float left = ImGui::GetCursorPosX();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ui.text(ui.fonts.small, ui.colours.ink_2, row.text);
    const float x = from.x + ui.px(146);
    const float room = width - ui.px(146 + 70);
    const float middle = from.y + ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale / 2;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled({x, middle - ui.px(2)}, {x + room, middle + ui.px(2)}, ui.colours.raised, ui.px(2));
    const auto share = static_cast<float>(row.share);
    list.AddRectFilled({x, middle - ui.px(2)}, {x + room * share, middle + ui.px(2)}, ui.colours.ink_3,
                       ui.px(2));
    ImGui::SameLine();
    ui.text_right(ui.fonts.small, ui.colours.ink, row.number, left + width);
}

void draw_stages(const Ui& ui, const Findings* found) {
    const bool rendered = found != nullptr && found->photo->scene;
    for (const lab::CostRow& row : lab::cost_rows(found == nullptr ? nullptr : &found->timing, rendered))
        draw_stage_line(ui, row);
    const float width = ImGui::CalcItemWidth();
    const float left = ImGui::GetCursorPosX();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddLine({from.x, from.y}, {from.x + width, from.y}, ui.colours.line);
    ImGui::Dummy({0, ui.px(3)});
    ui.text(ui.fonts.small, ui.colours.ink_2, "Until all was in");
    ImGui::SameLine();
    ui.text_right(ui.fonts.strong, ui.colours.ink,
                  found != nullptr ? lab::milliseconds_text(found->timing.total_ms) + " ms" : "–",
                  left + width);
}

void draw_cost(App& app) {
    Ui& ui = app.ui;
    ui.section_begin("What it costs");
    const Findings* found = app.session.findings();
    const float left = ImGui::GetCursorPosX();
    const float column = ImGui::CalcItemWidth() / 3;
    const std::size_t tiles = found == nullptr ? 0 : found->plan->tiles.size();
    draw_figure(ui, left, "Tiles", std::to_string(tiles), "");
    ImGui::SameLine();
    draw_figure(ui, left + column, "Pixel ratio",
                lab::ratio_text(found == nullptr ? 0 : found->result.pixel_ratio),
                "Network pixels of all that ran over those of the full frame");
    ImGui::SameLine();
    draw_figure(ui, left + 2 * column, "Network runs",
                std::to_string(found == nullptr ? 0 : found->network_runs),
                "How often the network has run since the viewer was started");
    ImGui::Dummy({0, ui.px(3)});
    draw_stages(ui, found);
    if (found != nullptr) {
        for (const std::string& fact :
             {lab::full_cost_text(found->result.pixel_ratio, found->result.full_pixel_ratio),
              lab::cost_note(app.session.workers()),
              lab::cached_text(found->tiles_cached, static_cast<int>(tiles))}) {
            if (!fact.empty()) ui.fact(fact);
        }
        for (const std::string& warning : found->result.warnings) ui.fact(warning);
    }
    ui.section_end();
}

void draw_list_row(App& app, int index, float width) {
    Ui& ui = app.ui;
    const Findings& found = *app.session.findings();
    const auto place = static_cast<std::size_t>(index);
    const Detection& detection = found.pyramid[place];
    const float left = ImGui::GetCursorPosX();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ImGui::PushID(index);
    if (ImGui::Selectable("##row", found.followed_pyramid == index, 0, {width, ui.px(20)})) {
        app.session.follow({{}, index});
    }
    ImGui::PopID();
    ImGui::SameLine();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 dot = found.recovered(lab::Scope::kPyramid, place) ? ui.colours.orange : ui.colours.blue;
    list.AddRectFilled({from.x + ui.px(2), from.y + ui.px(6)}, {from.x + ui.px(10), from.y + ui.px(14)}, dot,
                       ui.px(2));
    const std::string score = lab::percent_text(static_cast<double>(detection.score));
    const std::string height = lab::height_text(detection.box);
    ImGui::SetCursorPosX(left + ui.px(18));
    ui.text(ui.fonts.small, ui.colours.ink,
            ui.fitted(ui.fonts.small, app.session.label(detection), ui.px(106)));
    ImGui::SameLine();
    ui.text_right(ui.fonts.small, ui.colours.ink, score, left + ui.px(166));
    ImGui::SameLine();
    ui.text_right(ui.fonts.small, ui.colours.ink, height, left + ui.px(222));
    ImGui::SameLine();
    ui.text_right(ui.fonts.small, ui.colours.ink, std::to_string(detection.level), left + width - ui.px(4));
}

/// The detections as a table.
void draw_detections(App& app) {
    constexpr int kMostRows = 200;
    Ui& ui = app.ui;
    const auto count = static_cast<int>(app.session.detections({}).size());
    if (count == 0) return;
    ui.section_begin("All detections");
    const float width = ImGui::CalcItemWidth();
    const float left = ImGui::GetCursorPosX();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.px(2)});
    ui.text(ui.fonts.small, ui.colours.ink_3, "Object");
    for (const auto& [what, right] : {std::pair{"Score", ui.px(166)}, std::pair{"Height", ui.px(222)},
                                      std::pair{"Level", width - ui.px(4)}}) {
        ImGui::SameLine();
        ui.text_right(ui.fonts.small, ui.colours.ink_3, what, left + right);
    }
    ImGui::Dummy({0, ui.px(2)});
    ImGuiListClipper clipper;
    clipper.Begin(std::min(count, kMostRows));
    while (clipper.Step()) {
        for (int index = clipper.DisplayStart; index < clipper.DisplayEnd; ++index)
            draw_list_row(app, index, width);
    }
    clipper.End();
    ImGui::PopStyleVar();
    if (count > kMostRows) {
        ui.fact("The best " + std::to_string(kMostRows) + " of " + std::to_string(count) +
                "; the exports hold all.");
    }
    ui.section_end();
}

}  // namespace

void draw_counts(App& app) {
    Ui& ui = app.ui;
    ui.section_begin(nullptr);
    const Findings* found = app.session.findings();
    if (found == nullptr) {
        ui.fact("The figures stand here once the first tiles are in.");
        return ui.section_end();
    }
    const lab::Headline headline = headline_of(*found, app.session.state.pyramid.enabled);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float column = ImGui::CalcItemWidth() / static_cast<float>(headline.figures.size());
    float x = at.x;
    float height = 0;
    for (const lab::Figure& figure : headline.figures) {
        const bool alone = figure.name == "full-frame-alone";
        const bool all = figure.name == "total";
        height = std::max(height, draw_count(ui, {x, at.y}, column, figure,
                                             alone ? ui.colours.blue
                                             : all ? ui.colours.orange
                                                   : ui.colours.line_strong,
                                             alone ? ui.colours.blue_ink : ui.colours.ink));
        x += column;
    }
    ImGui::Dummy({0, height + ui.px(2)});
    ui.note_place("counts", at, {x, at.y + height});
    if (app.session.state.pyramid.enabled) {
        std::string parts = "Of " + lab::count_text(found->counts.total, "box", "boxes");
        for (const lab::Figure& part : headline.parts)
            parts.append(", ").append(std::to_string(part.count)).append(" ").append(part.words);
        ui.fact(parts + ".");
    }
    for (const std::string& fact : headline.facts) ui.fact(fact);
    ui.section_end();
}

void draw_range_sections(App& app) {
    draw_truth_counts(app);
    draw_range_study(app);
    draw_levels(app);
    draw_cost(app);
    if (!app.session.state.on_scene) draw_confidence(app);
    draw_detections(app);
}

void draw_range(App& app, ImVec2 size) {
    begin_panel(app, "range", size);
    draw_counts(app);
    draw_range_sections(app);
    const ImVec2 at = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddLine(at, {at.x, at.y + size.y}, app.ui.colours.line);
    ImGui::EndChild();
}

}  // namespace farsight::viewer
