#include "proving/why_panel.h"

#include <algorithm>

#include "app/app.h"

namespace farsight::viewer {
namespace {

constexpr float kPadding = 18;
constexpr float kGap = 20;
/// Narrower, the spectrum goes under the patches.
constexpr float kThreeColumns = 660;
/// Narrower, the patches stand one under the other.
constexpr float kTwoColumns = 440;

void draw_words(Ui& ui, const lab::ObjectStory& story, float width) {
    ui.text(ui.fonts.strong, ui.colours.ink, story.title);
    ui.note_place("why-title", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    const float title = ui.text_width(ui.fonts.strong, story.title) + ui.px(12);
    if (title + ui.text_width(ui.fonts.small, story.place) <= width) ImGui::SameLine(0, ui.px(12));
    ui.text(ui.fonts.small, ui.colours.ink_3, story.place);
    ui.wrapped(ui.fonts.text, ui.colours.ink_2, story.sentence, width);
    ui.note_place("why-sentence", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    ImGui::Dummy({0, ui.px(4)});
}

void draw_legend(const Ui& ui, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetTextLineHeight();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float x = at.x;
    float y = at.y;
    const auto key = [&](const char* words, const std::function<void(ImVec2, ImVec2)>& swatch) {
        const float wide = ui.px(16) + ui.text_width(ui.fonts.small, words);
        if (x > at.x && x + wide > at.x + width) {
            x = at.x;
            y += line;
        }
        const ImVec2 from{x, y + (line - ui.px(9)) / 2};
        swatch(from, {from.x + ui.px(11), from.y + ui.px(9)});
        list.AddText(ui.fonts.small, ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale,
                     {x + ui.px(16), y}, ui.colours.ink_3, words);
        x += wide + ui.px(10);
    };
    key("the object", [&](ImVec2 from, ImVec2 to) { list.AddRectFilled(from, to, ui.colours.line_strong); });
    key("nearest anchor",
        [&](ImVec2 from, ImVec2 to) { list.AddRect(from, to, ui.colours.ink, 0, 0, ui.px(1.5F)); });
    key("what a cell sees",
        [&](ImVec2 from, ImVec2 to) { dotted_rect(list, from, to, ui.colours.ink_3, ui.px(1)); });
    ImGui::Dummy({width, y - at.y + line});
    ui.wrapped(
        ui.fonts.small, ui.colours.ink_3,
        "Inside the network’s input. The stroke marks one half: from there training gives an anchor the "
        "object.",
        width);
}

/// Both patches side by side, their legend, and the spectrum beside or under them.
void draw_looks(App& app, const lab::WhyView& why, float width) {
    Ui& ui = app.ui;
    const float gap = ui.px(kGap);
    const bool wide = width >= ui.px(kThreeColumns);
    const bool narrow = width < ui.px(kTwoColumns);
    const float column = wide ? (width - 2 * gap) / 3.05F : narrow ? width : (width - gap) / 2;
    const ImVec2 from = ImGui::GetCursorPos();
    const auto group_at = [&](float x, float y, const auto& draw) {
        ImGui::SetCursorPos({x, y});
        ImGui::BeginGroup();
        draw();
        ImGui::EndGroup();
        return ImGui::GetCursorPosY();
    };
    const float full =
        group_at(from.x, from.y, [&] { draw_look(ui, why, false, app.patches.of(false), column); });
    const ImVec2 second = narrow ? ImVec2{from.x, full + ui.px(8)} : ImVec2{from.x + column + gap, from.y};
    const float best =
        group_at(second.x, second.y, [&] { draw_look(ui, why, true, app.patches.of(true), column); });
    const float legend = group_at(from.x, std::max(full, best) + ui.px(2),
                                  [&] { draw_legend(ui, narrow ? width : 2 * column + gap); });
    const ImU32 blue = app.settings.dark ? ui.colours.blue_ink : ui.colours.blue;
    const ImVec2 at = wide ? ImVec2{from.x + 2 * (column + gap), from.y} : ImVec2{from.x, legend + ui.px(8)};
    const float spectrum =
        group_at(at.x, at.y, [&] { draw_spectrum(ui, why, blue, wide ? column * 1.05F : width); });
    ImGui::SetCursorPos({from.x, std::max(legend, spectrum)});
}

void draw_story(App& app, float width) {
    Ui& ui = app.ui;
    const lab::ObjectStory* story = app.session.story();
    if (story == nullptr) {
        ui.wrapped(ui.fonts.small, ui.colours.ink_3,
                   "The explanation of the chosen object appears here when all tiles are done.", width);
        return;
    }
    draw_words(ui, *story, width);
    const lab::WhyView* why = app.session.why();
    if (why == nullptr) return;
    app.patches.show(app.session.explained()->why);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    draw_looks(app, *why, width);
    if (app.session.explained() == app.session.findings()) return;
    // The explanation belongs to the picture before: it is dimmed until the new one is there.
    const ImU32 veil = (ui.colours.panel & ~IM_COL32_A_MASK) | (IM_COL32_A_MASK & 0x73000000U);
    const ImVec2 to = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddRectFilled(from, {from.x + width, to.y}, veil);
}

}  // namespace

float draw_why(App& app, ImVec2 size) {
    Ui& ui = app.ui;
    begin_panel(app, "why", size);
    const ImVec2 at = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddLine(at, {at.x + size.x, at.y}, ui.colours.line);
    ui.note_place("why", at, {at.x + size.x, at.y + size.y});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(4)});
    ImGui::SetCursorPos({ui.px(kPadding), ui.px(14)});
    ImGui::BeginGroup();
    draw_story(app, size.x - 2 * ui.px(kPadding));
    ImGui::EndGroup();
    const float wanted = ImGui::GetCursorPosY() + ui.px(8);
    ImGui::PopStyleVar();
    ImGui::EndChild();
    return wanted;
}

}  // namespace farsight::viewer
