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
    // Beside the box, or else under or above it: what is explained stays in sight.
    const Point pane = app.picture.size;
    const float edge = ui.px(8);
    const float gap = ui.px(12);
    const float lowest = std::max(edge, pane.y - size.y - edge);
    float x = box.x1 + gap;
    float y = std::clamp(box.y0, edge, lowest);
    if (x + size.x + edge > pane.x) x = box.x0 - size.x - gap;
    if (x < edge) {
        x = std::clamp(box.x0, edge, std::max(edge, pane.x - size.x - edge));
        const bool under = pane.y - box.y1 >= box.y0;
        y = std::clamp(under ? box.y1 + gap : box.y0 - size.y - gap, edge, lowest);
    }
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
