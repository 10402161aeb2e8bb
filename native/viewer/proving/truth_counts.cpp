// How many of the scene's objects are found, by the full frame and by the pyramid.
#include <algorithm>
#include <array>

#include "app/app.h"

namespace farsight::viewer {
namespace {

constexpr float kBarHeight = 12;

/// A part of the bar; a frame alone for what is missed.
struct Part {
    int objects;
    ImU32 colour;
    bool filled;
};

void draw_bar(const Ui& ui, const std::array<Part, 3>& parts) {
    const float gap = ui.px(2);
    const float width = ImGui::CalcItemWidth();
    ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    int all = 0;
    for (const Part& part : parts) all += part.objects;
    for (const Part& part : parts) {
        if (part.objects == 0) continue;
        const float right = at.x + width * static_cast<float>(part.objects) / static_cast<float>(all);
        const ImVec2 to{right - gap, at.y + ui.px(kBarHeight)};
        if (part.filled) {
            list.AddRectFilled(at, to, part.colour, ui.px(2));
        } else {
            list.AddRect(at, to, part.colour, ui.px(2), 0, ui.px(1.5F));
        }
        at.x = right;
    }
    ImGui::Dummy({width, ui.px(kBarHeight)});
}

}  // namespace

void draw_truth_counts(App& app) {
    const Findings* found = app.session.findings();
    if (!app.session.state.on_scene || app.session.state.versus || found == nullptr || !found->judgement) {
        return;
    }
    Ui& ui = app.ui;
    const lab::Judgement& judgement = *found->judgement;
    const int in_sight = judgement.in_sight();
    const int full = judgement.seen(lab::Scope::kFullFrame);
    const int pyramid = judgement.seen(lab::Scope::kPyramid);
    ui.section_begin("Of the objects that are there");
    const ImVec2 from = ImGui::GetCursorScreenPos();
    draw_bar(ui,
             {Part{full, ui.colours.blue, true}, Part{std::max(0, pyramid - full), ui.colours.orange, true},
              Part{in_sight - std::max(pyramid, full), ui.colours.line_strong, false}});
    std::string words =
        std::to_string(in_sight) + " in sight: " + std::to_string(full) + " seen on the full frame, ";
    if (app.session.state.pyramid.enabled) words += std::to_string(pyramid) + " with the pyramid, ";
    ui.fact(words + std::to_string(in_sight - pyramid) + " missed (dashed).");
    ui.note_place("truth-counts", from, ImGui::GetItemRectMax());
    ui.section_end();
}

}  // namespace farsight::viewer
