#include "widgets/ui.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "widgets/tooltip_place.h"

namespace farsight::viewer {
namespace {

constexpr float kPanelPadding = 18;

ImU32 faded(ImU32 colour, float factor) {
    const auto alpha = static_cast<ImU32>(static_cast<float>(colour >> IM_COL32_A_SHIFT) * factor);
    return (colour & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
}

}  // namespace

std::string times(double value) {
    char text[16];
    std::snprintf(text, sizeof text, "%.2f", value);
    std::string word(text);
    word.erase(word.find_last_not_of('0') + 1);
    if (word.ends_with('.')) word.pop_back();
    return word + "×";
}

void Ui::begin_frame() {
    places_.clear();
    last_order_ = std::exchange(order_, {});
    if (has_dialog_ && !had_dialog_) focus_behind_ = std::exchange(focus_, {});
    if (had_dialog_ && !has_dialog_) focus_ = std::exchange(focus_behind_, {});
    had_dialog_ = std::exchange(has_dialog_, false);
}

void Ui::end_frame() {
    press_ = false;
    nudge_right_ = 0;
    nudge_up_ = 0;
    list_key_.reset();
}

void Ui::dialog_begin() {
    has_dialog_ = true;
    order_.clear();
}

bool Ui::in_menu() const {
    return !had_dialog_ && ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

int Ui::take_number_step() {
    return std::exchange(nudge_right_, 0) + std::exchange(nudge_up_, 0);
}

int Ui::take_list_step() {
    return std::exchange(nudge_right_, 0) - std::exchange(nudge_up_, 0);
}

void Ui::note_place(const char* id, ImVec2 from, ImVec2 to) {
    places_[id] = {from.x, from.y, to.x, to.y};
}

void Ui::move_focus(int by) {
    if (last_order_.empty()) return;
    const auto found = std::find(last_order_.begin(), last_order_.end(), focus_);
    const int count = static_cast<int>(last_order_.size());
    int next = by > 0 ? 0 : count - 1;
    if (found != last_order_.end())
        next = (static_cast<int>(found - last_order_.begin()) + by + count) % count;
    focus_ = last_order_[static_cast<std::size_t>(next)];
}

Ui::Item Ui::item(const char* id, ImVec2 size, bool disabled) {
    ImGui::BeginDisabled(disabled);
    Item result;
    result.pressed = ImGui::InvisibleButton(id, size);
    result.hovered = ImGui::IsItemHovered();
    result.held = ImGui::IsItemActive();
    result.let_go = ImGui::IsItemDeactivated();
    ImGui::EndDisabled();
    note_place(id, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    if (disabled) return {};
    order_.emplace_back(id);
    if (ImGui::IsItemActivated()) focus_.clear();
    result.focused = focus_ == id;
    if (result.focused && press_) result.pressed = true;
    if (result.focused) press_ = false;
    if (result.focused && !ImGui::IsItemVisible()) ImGui::SetScrollHereY(0.5F);
    return result;
}

void Ui::focus_ring(ImVec2 from, ImVec2 to, float radius) const {
    const float gap = px(2);
    ImGui::GetWindowDrawList()->AddRect({from.x - gap, from.y - gap}, {to.x + gap, to.y + gap}, colours.ink,
                                        radius + gap, 0, px(2));
}

void Ui::section_begin(const char* title) {
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + px(16));
    ImGui::Indent(px(kPanelPadding));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {px(8), px(6)});
    // The scroll bar lies in the padding, so showing it moves no control.
    ImGui::PushItemWidth(ImGui::GetWindowWidth() - 2 * px(kPanelPadding));
    if (title != nullptr) {
        text(fonts.strong, colours.ink, title);
        ImGui::Dummy({0, px(3)});
    }
}

void Ui::section_end() {
    ImGui::PopItemWidth();
    ImGui::PopStyleVar();
    ImGui::Unindent(px(kPanelPadding));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + px(10));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float left = ImGui::GetWindowPos().x;
    ImGui::GetWindowDrawList()->AddLine({left, at.y}, {left + ImGui::GetWindowWidth(), at.y}, colours.line);
    ImGui::Dummy({0, 0});
}

float Ui::text_width(ImFont* font, std::string_view words) const {
    return font
        ->CalcTextSizeA(font->FontSize * ImGui::GetIO().FontGlobalScale, FLT_MAX, 0, words.data(),
                        words.data() + words.size())
        .x;
}

std::string Ui::fitted(ImFont* font, const std::string& words, float width) const {
    if (text_width(font, words) <= width) return words;
    std::string cut = words;
    while (!cut.empty() && text_width(font, cut + "…") > width) {
        // A character of UTF-8 goes as a whole.
        while (cut.size() > 1 && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U) cut.pop_back();
        cut.pop_back();
    }
    return cut + "…";
}

void Ui::text(ImFont* font, ImU32 colour, std::string_view words) const {
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::TextUnformatted(words.data(), words.data() + words.size());
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void Ui::text_right(ImFont* font, ImU32 colour, std::string_view words, float right) const {
    ImGui::SetCursorPosX(right - text_width(font, words));
    text(font, colour, words);
}

void Ui::fact(const std::string& words) const {
    wrapped(fonts.small, colours.ink_3, words,
            ImGui::GetWindowWidth() - px(kPanelPadding) - ImGui::GetCursorPosX());
}

void Ui::wrapped(ImFont* font, ImU32 colour, const std::string& words, float width) const {
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::PushFont(font);
    ImGui::TextWrapped("%s", words.c_str());
    ImGui::PopFont();
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
}

void Ui::tooltip(const char* hint) const {
    if (hint == nullptr || *hint == '\0' || !ImGui::IsItemHovered() || GImGui->HoveredIdTimer < 0.45F) return;
    const ImVec2 padding{px(10), px(8)};
    const ImVec2 whole = ImGui::GetIO().DisplaySize;
    const float wrap = std::min(px(280), whole.x - 4 * padding.x);
    const ImVec2 words = fonts.small->CalcTextSizeA(fonts.small->FontSize * ImGui::GetIO().FontGlobalScale,
                                                    FLT_MAX, wrap, hint);
    const ImVec2 size{words.x + 2 * padding.x, words.y + 2 * padding.y};
    const Box item{ImGui::GetItemRectMin().x, ImGui::GetItemRectMin().y, ImGui::GetItemRectMax().x,
                   ImGui::GetItemRectMax().y};
    const float left = ImGui::GetWindowPos().x;
    const Box panel{left, 0, left + ImGui::GetWindowWidth(), whole.y};
    const Point at = tooltip_place(item, panel, {size.x, size.y}, {whole.x, whole.y}, px(8));
    ImGui::SetNextWindowPos({at.x, at.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(padding.x + wrap);
    text(fonts.small, colours.ink_2, hint);
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

void Ui::draw_track(ImVec2 from, float width, float fraction, bool disabled) const {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float fade = disabled ? 0.4F : 1.0F;
    const float middle = from.y + px(9);
    const float radius = px(8);
    const float x = from.x + radius + fraction * (width - 2 * radius);
    list.AddRectFilled({from.x, middle - px(2)}, {from.x + width, middle + px(2)}, faded(colours.track, fade),
                       px(2));
    list.AddRectFilled({from.x, middle - px(2)}, {x, middle + px(2)}, faded(colours.ink_2, fade), px(2));
    list.AddCircleFilled({x, middle + px(1)}, radius + px(0.6F), IM_COL32(0, 0, 0, disabled ? 20 : 50), 32);
    list.AddCircleFilled({x, middle}, radius, disabled ? colours.track : colours.thumb, 32);
    list.AddCircle({x, middle}, radius, faded(colours.line_strong, fade), 32, px(1));
}

bool Ui::slider(const Caption& caption, const NumberRange& range, double& value,
                const std::function<std::string(double)>& format, std::optional<double> chosen,
                bool disabled) {
    const bool automatic = range.automatic && value == 0;
    const double shown = automatic ? chosen.value_or(range.min) : value;
    const double inside = std::clamp(shown, range.min, range.max);
    const float width = ImGui::CalcItemWidth();
    const float left = ImGui::GetCursorPosX();
    bool changed = false;

    const float top = ImGui::GetCursorPosY();
    text(fonts.text, disabled ? colours.ink_3 : colours.ink_2, caption.label);
    tooltip(caption.hint);
    if (range.automatic) {
        const std::string id = std::string(caption.id) + "-auto";
        ImGui::SetCursorPos({left + width - px(50) - text_width(fonts.small, "auto") - px(16), top - px(1)});
        ImGui::BeginDisabled(disabled);
        if (chip(id.c_str(), "auto", "Lets the core choose.", automatic) && !disabled) {
            value = automatic ? range.snap(inside) : 0;
            changed = true;
        }
        ImGui::EndDisabled();
    }
    ImGui::SetCursorPosY(top);
    const std::string words = automatic && !chosen ? std::string("–") : format(shown);
    text_right(automatic ? fonts.text : fonts.strong, automatic ? colours.ink_3 : colours.ink, words,
               left + width);

    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - px(2));
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const Item track = item(caption.id, {width, px(18)}, disabled);
    tooltip(caption.hint);
    if (track.held || track.let_go) {
        const float radius = px(8);
        const float fraction =
            (ImGui::GetIO().MousePos.x - from.x - radius) / std::max(1.0F, width - 2 * radius);
        const double wanted =
            range.min + static_cast<double>(std::clamp(fraction, 0.0F, 1.0F)) * (range.max - range.min);
        if (range.snap(wanted) != value) {
            value = range.snap(wanted);
            changed = true;
        }
    }
    if (const int step = track.focused ? take_number_step() : 0; step != 0) {
        value = range.snap(inside + step * range.step);
        changed = true;
    }
    draw_track(from, width, static_cast<float>((inside - range.min) / (range.max - range.min)), disabled);
    if (track.focused) focus_ring(from, {from.x + width, from.y + px(18)}, px(6));
    ImGui::Dummy({0, px(2)});
    return changed;
}

bool Ui::toggle(const Caption& caption, bool& on) {
    const float width = ImGui::CalcItemWidth();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const Item row = item(caption.id, {width, px(24)});
    tooltip(caption.hint);
    const bool changed = row.pressed || (row.focused && take_list_step() != 0);
    if (changed) on = !on;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float size = fonts.strong->FontSize * ImGui::GetIO().FontGlobalScale;
    list.AddText(fonts.strong, size, {from.x, from.y + (px(24) - size) / 2}, colours.ink, caption.label);
    const ImVec2 box{from.x + width - px(36), from.y + px(1)};
    const ImVec2 end{box.x + px(36), box.y + px(22)};
    list.AddRectFilled(box, end, on ? colours.accent : colours.line_strong, px(11));
    list.AddCircleFilled({box.x + (on ? px(25) : px(11)), box.y + px(11)}, px(8),
                         on ? colours.on_accent : IM_COL32_WHITE, 32);
    if (row.focused) focus_ring(box, end, px(11));
    return changed;
}

bool Ui::button(const Caption& caption, std::optional<Icon> icon, bool primary, float width) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float label = text_width(fonts.text, caption.label);
    const float content = label + (icon ? px(24) : 0);
    const ImVec2 size{width > 0 ? width : width < 0 ? content + px(24) : ImGui::CalcItemWidth(), px(34)};
    const Item area = item(caption.id, size);
    tooltip(caption.hint);
    const ImVec2 to{from.x + size.x, from.y + size.y};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ground = primary        ? faded(colours.accent, area.hovered ? 0.88F : 1.0F)
                         : area.hovered ? colours.well
                                        : colours.raised;
    const ImU32 ink = primary ? colours.on_accent : colours.ink;
    list.AddRectFilled(from, to, ground, px(7));
    if (!primary) list.AddRect(from, to, colours.line, px(7), 0, px(1));
    float x = from.x + (size.x - content) / 2;
    if (icon) {
        draw_icon(list, *icon, {x, from.y + px(9)}, px(1), ink);
        x += px(24);
    }
    const float height = fonts.text->FontSize * ImGui::GetIO().FontGlobalScale;
    list.AddText(fonts.text, height, {x, from.y + (size.y - height) / 2}, ink, caption.label);
    if (area.focused) focus_ring(from, to, px(7));
    return area.pressed;
}

bool Ui::tool(const Caption& caption, Icon icon, bool pressed, bool disabled) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float side = px(32);
    const Item area = item(caption.id, {side, side}, disabled);
    tooltip(caption.hint);
    const ImVec2 to{from.x + side, from.y + side};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (pressed || area.hovered) list.AddRectFilled(from, to, colours.well, px(7));
    const ImU32 ink = disabled ? faded(colours.ink_2, 0.4F) : pressed ? colours.ink : colours.ink_2;
    draw_icon(list, icon, {from.x + px(8), from.y + px(8)}, px(1), ink);
    if (area.focused) focus_ring(from, to, px(7));
    return area.pressed;
}

bool Ui::chip(const char* id, const char* label, const char* hint, bool pressed, std::optional<Icon> icon) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float icon_width = icon ? px(15) : 0;
    const ImVec2 size{text_width(fonts.small, label) + icon_width + px(16), px(20)};
    const Item area = item(id, size);
    tooltip(hint);
    const ImVec2 to{from.x + size.x, from.y + size.y};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (pressed || area.hovered)
        list.AddRectFilled(from, to, pressed ? colours.well : colours.raised, px(10));
    if (!pressed) list.AddRect(from, to, colours.line, px(10), 0, px(1));
    const ImU32 ink = pressed ? colours.ink : colours.ink_3;
    if (icon) draw_icon(list, *icon, {from.x + px(7), from.y + px(4.5F)}, px(0.7F), ink);
    const float height = fonts.small->FontSize * ImGui::GetIO().FontGlobalScale;
    list.AddText(fonts.small, height, {from.x + px(8) + icon_width, from.y + (size.y - height) / 2}, ink,
                 label);
    if (area.focused) focus_ring(from, to, px(10));
    return area.pressed;
}

bool Ui::plain(const Caption& caption) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float height = fonts.text->FontSize * ImGui::GetIO().FontGlobalScale;
    const float width = text_width(fonts.text, caption.label);
    const Item area = item(caption.id, {width, height + px(4)});
    tooltip(caption.hint);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddText(fonts.text, height, from, colours.ink_2, caption.label);
    list.AddLine({from.x, from.y + height + px(1)}, {from.x + width, from.y + height + px(1)},
                 area.hovered ? colours.ink : colours.line_strong);
    if (area.focused) focus_ring(from, {from.x + width, from.y + height}, px(2));
    return area.pressed;
}

bool Ui::choice(const Caption& caption, int& index, std::span<const std::string> options) {
    text(fonts.text, colours.ink_2, caption.label);
    tooltip(caption.hint);
    const float width = ImGui::CalcItemWidth();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const Item box = item(caption.id, {width, px(34)});
    tooltip(caption.hint);
    const ImVec2 to{from.x + width, from.y + px(34)};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, to, box.hovered ? colours.well : colours.raised, px(7));
    list.AddRect(from, to, colours.line, px(7), 0, px(1));
    const auto count = static_cast<int>(options.size());
    const bool known = index >= 0 && index < count;
    const std::string shown =
        known ? fitted(fonts.text, options[static_cast<std::size_t>(index)], width - px(40))
              : std::string("–");
    const float height = fonts.text->FontSize * ImGui::GetIO().FontGlobalScale;
    list.AddText(fonts.text, height, {from.x + px(10), from.y + (px(34) - height) / 2}, colours.ink,
                 shown.c_str());
    draw_icon(list, Icon::kDown, {to.x - px(24), from.y + px(9)}, px(1), colours.ink_2);
    if (box.focused) focus_ring(from, to, px(7));

    bool changed = false;
    if (const int step = box.focused && count > 0 ? take_list_step() : 0; step != 0) {
        const int before = std::exchange(index, std::clamp(index + step, 0, count - 1));
        changed = index != before;
    }
    if (box.pressed) ImGui::OpenPopup(caption.id);
    changed = choice_popup(caption, index, options, {from.x, from.y, to.x, to.y}) || changed;
    ImGui::Dummy({0, px(2)});
    return changed;
}

}  // namespace farsight::viewer
