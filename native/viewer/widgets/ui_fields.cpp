// Controls of a row: alternatives side by side, and numbers to be typed.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "widgets/ui.h"

namespace farsight::viewer {

bool Ui::segments(std::span<const Segment> segments, int& index) {
    const float pad = px(3);
    const float height = px(36);
    const float width = ImGui::CalcItemWidth();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float each = (width - 2 * pad) / static_cast<float>(segments.size());
    const float size = fonts.strong->FontSize * ImGui::GetIO().FontGlobalScale;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, {from.x + width, from.y + height}, colours.well, px(9));
    const int before = index;
    const auto count = static_cast<int>(segments.size());
    for (int i = 0; i < count; ++i) {
        const Segment& segment = segments[static_cast<std::size_t>(i)];
        const ImVec2 at{from.x + pad + static_cast<float>(i) * each, from.y + pad};
        const ImVec2 to{at.x + each, at.y + height - 2 * pad};
        ImGui::SetCursorScreenPos(at);
        const Item area = item(segment.id, {each, height - 2 * pad});
        if (area.pressed) index = i;
        if (const int step = area.focused ? take_list_step() : 0; step != 0) {
            index = std::clamp(i + step, 0, count - 1);
            focus_ = segments[static_cast<std::size_t>(index)].id;
        }
        const bool chosen = i == before;
        if (chosen) list.AddRectFilled(at, to, colours.panel, px(7));
        const float label = text_width(fonts.strong, segment.label);
        list.AddText(fonts.strong, size, {(at.x + to.x - label) / 2, (at.y + to.y - size) / 2},
                     chosen || area.hovered ? colours.ink : colours.ink_2, segment.label);
        if (area.focused) focus_ring(at, to, px(7));
    }
    ImGui::SetCursorScreenPos({from.x, from.y + height});
    ImGui::Dummy({0, px(2)});
    return index != before;
}

bool Ui::small_button(const Caption& caption, Icon icon, float width) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to{from.x + width, from.y + px(28)};
    const Item area = item(caption.id, {width, px(28)});
    tooltip(caption.hint);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, to, area.hovered ? colours.well : colours.raised, px(7));
    list.AddRect(from, to, colours.line, px(7), 0, px(1));
    const float label = text_width(fonts.text, caption.label);
    const float x = from.x + (width - label - px(18)) / 2;
    draw_icon(list, icon, {x - px(2), from.y + px(6)}, px(1), colours.ink);
    const float height = fonts.text->FontSize * ImGui::GetIO().FontGlobalScale;
    list.AddText(fonts.text, height, {x + px(18), (from.y + to.y - height) / 2}, colours.ink, caption.label);
    if (area.focused) focus_ring(from, to, px(7));
    return area.pressed;
}

bool Ui::number_field(const Caption& caption, const NumberRange& range, double& value, float width) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 size{width, px(28)};
    const ImVec2 to{from.x + size.x, from.y + size.y};
    if (typing_ == caption.id) return type_number(caption.id, range, value, size);
    const Item area = item(caption.id, size);
    tooltip(caption.hint);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, to, area.hovered ? colours.well : colours.raised, px(7));
    list.AddRect(from, to, colours.line, px(7), 0, px(1));
    const std::string words = range.print(value);
    const float height = fonts.text->FontSize * ImGui::GetIO().FontGlobalScale;
    list.AddText(fonts.text, height,
                 {to.x - px(8) - text_width(fonts.text, words), from.y + (size.y - height) / 2}, colours.ink,
                 words.c_str());
    if (area.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (area.focused) focus_ring(from, to, px(7));
    if (area.pressed) {
        typing_ = caption.id;
        typing_is_new_ = true;
        std::snprintf(typed_.data(), typed_.size(), "%s", words.c_str());
    }
    const int step = area.focused ? take_number_step() : 0;
    if (step == 0) return false;
    value = range.snap(value + step * range.step);
    return true;
}

bool Ui::type_number(const char* id, const NumberRange& range, double& value, ImVec2 size) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetFontSize();
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {px(8), (size.y - line) / 2});
    ImGui::SetNextItemWidth(size.x);
    if (typing_is_new_) ImGui::SetKeyboardFocusHere();
    ImGui::InputText("##number", typed_.data(), typed_.size(),
                     ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_AutoSelectAll);
    ImGui::PopStyleVar();
    note_place(id, from, {from.x + size.x, from.y + size.y});
    order_.emplace_back(id);
    // The first frame only asks for the keyboard.
    const bool ended = !typing_is_new_ && !ImGui::IsItemActive();
    const bool kept = ImGui::IsItemDeactivatedAfterEdit();
    typing_is_new_ = false;
    if (!ended) return false;
    typing_.clear();
    char* rest = nullptr;
    const double typed = std::strtod(typed_.data(), &rest);
    if (!kept || rest == typed_.data()) return false;
    value = range.snap(typed);
    return true;
}

}  // namespace farsight::viewer
