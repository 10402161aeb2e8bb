#include "picture/details.h"

#include <algorithm>

namespace farsight::viewer {

void draw_detail_box(const App& app, lab::Detector detector, const Box& box, const std::string& title,
                     ImU32 ink, std::span<const DetailLine> lines) {
    const Ui& ui = app.ui;
    const float global = ImGui::GetIO().FontGlobalScale;
    const float line = ui.fonts.small->FontSize * global + ui.px(3);
    const float head = ui.fonts.strong->FontSize * global + ui.px(4);
    float values = ui.px(140);
    for (const auto& [what, value] : lines)
        values = std::max(values, ui.text_width(ui.fonts.small, value) + ui.px(12));
    const ImVec2 size{ui.px(66) + values, head + static_cast<float>(lines.size()) * line + ui.px(18)};
    const bool on_left = box.x1 + size.x + ui.px(20) > app.picture.size.x;
    const float x = on_left ? std::max(ui.px(8), box.x0 - size.x - ui.px(12)) : box.x1 + ui.px(12);
    const float y = std::clamp(box.y0, ui.px(8), std::max(ui.px(8), app.picture.size.y - size.y - ui.px(8)));
    const Point origin = app.picture.origin_of(detector);
    const ImVec2 from{origin.x + x, origin.y + y};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, {from.x + size.x, from.y + size.y}, IM_COL32(12, 15, 19, 235), ui.px(8));
    list.AddText(ui.fonts.strong, ui.fonts.strong->FontSize * global, {from.x + ui.px(12), from.y + ui.px(9)},
                 ink, title.c_str());
    float at = from.y + ui.px(9) + head;
    for (const auto& [what, value] : lines) {
        list.AddText(ui.fonts.small, ui.fonts.small->FontSize * global, {from.x + ui.px(12), at},
                     IM_COL32(174, 184, 195, 255), what);
        list.AddText(ui.fonts.small, ui.fonts.small->FontSize * global, {from.x + ui.px(66), at},
                     IM_COL32_WHITE, value.c_str());
        at += line;
    }
}

}  // namespace farsight::viewer
