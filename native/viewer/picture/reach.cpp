// Nearest anchor and receptive field as boxes over the picture, beside the chosen object's own size.
#include "app/app.h"

namespace farsight::viewer {
namespace {

constexpr ImU32 kCasing = IM_COL32(12, 15, 19, 140);

void draw_name(const Ui& ui, ImVec2 at, const char* words) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float size = ui.fonts.chip->FontSize * ImGui::GetIO().FontGlobalScale;
    const float width = ui.text_width(ui.fonts.chip, words) + ui.px(10);
    list.AddRectFilled(at, {at.x + width, at.y + ui.px(16)}, IM_COL32(12, 15, 19, 209), ui.px(3));
    list.AddText(ui.fonts.chip, size, {at.x + ui.px(5), at.y + (ui.px(16) - size) / 2}, IM_COL32_WHITE,
                 words);
}

}  // namespace

void draw_reach(const App& app, const View& view) {
    const lab::WhyView* why = app.session.why();
    if (!app.session.state.reach || why == nullptr) return;
    const Ui& ui = app.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const lab::ReachBoxes reach = lab::reach_of(*why);
    const auto corners = [&](const Box& box) {
        const Box shown = view.to_screen(box);
        const Point origin = app.picture.origin;
        return std::pair{ImVec2{origin.x + shown.x0, origin.y + shown.y0},
                         ImVec2{origin.x + shown.x1, origin.y + shown.y1}};
    };
    if (reach.field) {
        const auto [from, to] = corners(*reach.field);
        list.AddRect(from, to, kCasing, 0, 0, ui.px(3.5F));
        dotted_rect(list, from, to, IM_COL32_WHITE, ui.px(1.5F));
        draw_name(ui, {from.x, to.y + ui.px(3)}, "Receptive field");
    }
    if (reach.anchor) {
        const auto [from, to] = corners(*reach.anchor);
        list.AddRect(from, to, kCasing, 0, 0, ui.px(3.5F));
        list.AddRect(from, to, IM_COL32_WHITE, 0, 0, ui.px(1.5F));
        draw_name(ui, {from.x, to.y + ui.px(3)}, "Nearest anchor");
    }
}

}  // namespace farsight::viewer
