// Two detectors on one picture, side by side; both move and zoom together.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "app/app.h"
#include "controls/properties.h"
#include "farsight/lab/run_words.h"

namespace farsight::viewer {
namespace {

constexpr float kHeadHeight = 52;
constexpr float kGap = 1;
constexpr float kWorthStacking = 1.25F;

struct Pane {
    lab::Detector detector;
    const char* letter;
    const char* picture;  ///< Ids of what stands in it.
    const char* seen;
    const char* cost;
    ImU32 colour;
};

std::array<Pane, 2> panes_of(const Ui& ui) {
    return {Pane{lab::Detector::kA, "A", "pane-a", "seen-a", "cost-a", ui.colours.side_a},
            Pane{lab::Detector::kB, "B", "pane-b", "seen-b", "cost-b", ui.colours.side_b}};
}

std::string setting_of(const PyramidOptions& pyramid) {
    if (!pyramid.enabled) return "full frame alone";
    return pyramid.finest_zoom > 0 ? "pyramid to " + times(pyramid.finest_zoom) : "pyramid";
}

std::string cost_of(const Findings& found) {
    return lab::tiles_and_time_text(static_cast<int>(found.plan->tiles.size()), found.timing.total_ms);
}

/// Words at a place that is not a cursor's; returns their width.
float put(const Ui& ui, ImFont* font, ImU32 colour, ImVec2 at, const std::string& words) {
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize * ImGui::GetIO().FontGlobalScale, at, colour,
                                        words.c_str());
    return ui.text_width(font, words);
}

/// A figure and what it counts: of the objects that are there, where that is known; else what is found.
std::pair<std::string, std::string> tally_of(const Findings* found) {
    if (found == nullptr) return {"–", " objects"};
    if (const lab::Judgement* verdict = found->judgement.get()) {
        return {std::to_string(verdict->seen(lab::Scope::kPyramid)),
                " of " + std::to_string(verdict->in_sight()) + " seen"};
    }
    const std::size_t count = found->pyramid.size();
    return {std::to_string(count), count == 1 ? " object" : " objects"};
}

/// How many are seen, and under it what that costs. Returns its width.
float draw_tally(App& app, const Pane& pane, float right, float top) {
    Ui& ui = app.ui;
    const Findings* found = app.session.findings(pane.detector);
    const auto [count, words] = tally_of(found);
    const float wide = ui.text_width(ui.fonts.figure, count) + ui.text_width(ui.fonts.text, words);
    const float x = right - wide;
    const float head = put(ui, ui.fonts.figure, ui.colours.ink, {x, top + ui.px(4)}, count);
    ui.note_place(pane.seen, {x, top}, {x + head, top + ui.px(26)});
    put(ui, ui.fonts.text, ui.colours.ink_2, {x + head, top + ui.px(9.5F)}, words);
    const std::string cost = found == nullptr ? "" : cost_of(*found);
    const float narrow = ui.text_width(ui.fonts.small, cost);
    put(ui, ui.fonts.small, ui.colours.ink_3, {right - narrow, top + ui.px(28.5F)}, cost);
    ui.note_place(pane.cost, {right - narrow, top + ui.px(28)}, {right, top + ui.px(46)});
    return std::max(wide, narrow);
}

void draw_head(App& app, const Pane& pane, ImVec2 from, float width) {
    Ui& ui = app.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, {from.x + width, from.y + ui.px(kHeadHeight)}, ui.colours.panel);
    list.AddRectFilled(from, {from.x + width, from.y + ui.px(3)}, pane.colour);
    const float right = from.x + width - ui.px(14);
    const float tally = draw_tally(app, pane, right, from.y + ui.px(3));
    const float left = from.x + ui.px(14);
    put(ui, ui.fonts.figure, ui.colours.ink, {left, from.y + ui.px(14)}, pane.letter);
    const float title = left + ui.px(26);
    const float room = right - tally - ui.px(12) - title;
    if (room < ui.px(24)) return;
    put(ui, ui.fonts.strong, ui.colours.ink, {title, from.y + ui.px(11)},
        ui.fitted(ui.fonts.strong, app.session.model_title(app.session.model_of(pane.detector)), room));
    put(ui, ui.fonts.small, ui.colours.ink_3, {title, from.y + ui.px(31)},
        ui.fitted(ui.fonts.small, setting_of(app.session.pyramid_of(pane.detector)), room));
}

/// One above the other only where that shows a picture of this shape much larger.
bool stands_beside(Size photo, ImVec2 room, float head) {
    const auto width = static_cast<float>(std::max(1, photo.width));
    const auto height = static_cast<float>(std::max(1, photo.height));
    const float beside = std::min(room.x / 2 / width, (room.y - head) / height);
    const float above = std::min(room.x / width, (room.y / 2 - head) / height);
    return beside * kWorthStacking >= above;
}

}  // namespace

void draw_versus(App& app, ImVec2 size) {
    Ui& ui = app.ui;
    Picture& picture = app.picture;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float head = ui.px(kHeadHeight);
    const float gap = ui.px(kGap);
    const ShownPhoto* photo = app.texture.photo();
    const bool beside = stands_beside(photo == nullptr ? Size{4, 3} : photo->size, size, head);
    const float width = beside ? std::floor((size.x - gap) / 2) : size.x;
    const float height = beside ? size.y : std::floor((size.y - gap) / 2);
    picture.origin = {from.x, from.y + head};
    picture.size = {std::max(1.0F, width), std::max(1.0F, height - head)};
    picture.second = beside ? Point{width + gap, 0} : Point{0, height + gap};
    for (const Pane& pane : panes_of(ui)) {
        const Point origin = picture.origin_of(pane.detector);
        draw_head(app, pane, {origin.x, origin.y - head}, width);
        ImGui::SetCursorScreenPos({origin.x, origin.y});
        take_pointer(app, pane.picture, pane.detector);
    }
    const ImVec2 line{from.x + picture.second.x - (beside ? gap : 0),
                      from.y + picture.second.y - (beside ? 0 : gap)};
    ImGui::GetWindowDrawList()->AddRectFilled(
        line, beside ? ImVec2{line.x + gap, line.y + size.y} : ImVec2{line.x + size.x, line.y + gap},
        ui.colours.line);
}

namespace {

/// A listed model, or the first detector's.
void draw_other_model(App& app) {
    Session& session = app.session;
    std::vector<std::string> titles = {"The same as A"};
    int model = 0;
    for (const ModelEntry& entry : session.catalogue.models()) {
        if (entry.name == session.state.other_model) model = static_cast<int>(titles.size());
        titles.push_back(session.model_title(entry.name));
    }
    if (!app.ui.choice(caption_of(lab::property("other-model")), model, titles)) return;
    session.state.other_model =
        model == 0 ? "" : session.catalogue.models()[static_cast<std::size_t>(model - 1)].name;
}

}  // namespace

void draw_versus_controls(App& app) {
    Ui& ui = app.ui;
    Session& session = app.session;
    ui.section_begin(nullptr);
    SectionOptions options;
    options.hides_idle = true;
    options.chosen = [&](std::string_view) -> std::optional<double> {
        const Findings* found = session.findings(lab::Detector::kB);
        if (found == nullptr) return std::nullopt;
        return found->plan->levels.back().zoom();
    };
    options.instead = [&](const lab::Property& property) {
        const bool model = property.name == "other-model";
        if (model) draw_other_model(app);
        return model;
    };
    draw_properties(ui, lab::Section::kSecond, session.state, options);
    if (session.state.versus) {
        ui.fact("A is the detector set above. Picture, distance, overlap and decision are both’s.");
    }
    ui.section_end();
}

}  // namespace farsight::viewer
