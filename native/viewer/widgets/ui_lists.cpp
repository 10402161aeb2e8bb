// Lists that keys walk through: of a choice, of a menu, in a dialog.
#include <algorithm>

#include "widgets/ui.h"

namespace farsight::viewer {

void Ui::list_begin(int at) {
    list_at_ = at;
    list_moved_ = true;
}

ListEvent Ui::list_keys(int count, int rows, const std::function<bool(int)>& skips) {
    const auto key = std::exchange(list_key_, std::nullopt);
    if (!key) return ListEvent::kNone;
    const auto takes = [&](int index) { return index >= 0 && index < count && !(skips && skips(index)); };
    // To the next entry on the way that can be marked, or else back to where it was.
    const auto go = [&](int from, int way) {
        int at = std::clamp(from, 0, std::max(0, count - 1));
        while (at >= 0 && at < count && !takes(at)) at += way;
        if (takes(at)) list_at_ = at;
        list_moved_ = true;
    };
    switch (*key) {
        case ListKey::kUp:
            if (list_at_ > 0) go(list_at_ - 1, -1);
            break;
        case ListKey::kDown:
            if (list_at_ + 1 < count) go(list_at_ + 1, 1);
            break;
        case ListKey::kPageUp:
            go(list_at_ - rows, 1);
            break;
        case ListKey::kPageDown:
            go(list_at_ + rows, -1);
            break;
        case ListKey::kFirst:
            go(0, 1);
            break;
        case ListKey::kLast:
            go(count - 1, -1);
            break;
        case ListKey::kTake:
            return takes(list_at_) ? ListEvent::kTaken : ListEvent::kNone;
        case ListKey::kClose:
            return ListEvent::kClosed;
    }
    return ListEvent::kNone;
}

bool Ui::list_entry(int index, const std::string& label, ImVec2 size, bool disabled, bool stays_open) {
    ImGuiSelectableFlags flags = disabled ? ImGuiSelectableFlags_Disabled : ImGuiSelectableFlags_None;
    if (stays_open) flags |= ImGuiSelectableFlags_DontClosePopups;
    const bool marked = index == list_at_;
    const bool clicked = ImGui::Selectable(label.c_str(), marked, flags, size);
    const ImVec2 way = ImGui::GetIO().MouseDelta;
    if (ImGui::IsItemHovered() && (way.x != 0 || way.y != 0)) list_at_ = index;
    if (marked && list_moved_) {
        if (!ImGui::IsItemVisible()) ImGui::SetScrollHereY(0.5F);
        list_moved_ = false;
    }
    return clicked;
}

bool Ui::choice_popup(const Caption& caption, int& index, std::span<const std::string> options,
                      const ImVec4& box) {
    constexpr int kRows = 10;
    const auto count = static_cast<int>(options.size());
    const float gap = px(4);
    const float below = ImGui::GetIO().DisplaySize.y - box.w - 2 * gap;
    const float above = box.y - 2 * gap;
    const float wanted =
        std::min(px(420), static_cast<float>(count) * (ImGui::GetTextLineHeight() + px(9)) + px(12));
    const bool under = below >= wanted || below >= above;
    const float width = box.z - box.x;
    const float widest = std::max(width, std::min(px(520), ImGui::GetIO().DisplaySize.x - box.x - 2 * gap));
    int taken = -1;
    ImGui::SetNextWindowPos({box.x, under ? box.w + gap : box.y - gap}, ImGuiCond_Always,
                            {0, under ? 0.0F : 1.0F});
    ImGui::SetNextWindowSizeConstraints({width, 0}, {widest, std::min(px(420), under ? below : above)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(6), px(6)});
    if (ImGui::BeginPopup(caption.id)) {
        if (ImGui::IsWindowAppearing()) list_begin(std::max(0, index));
        const ListEvent event = list_keys(count, kRows);
        if (event == ListEvent::kTaken) taken = list_at_;
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {px(6), px(9)});
        for (int i = 0; i < count; ++i) {
            ImGui::PushID(i);
            const std::string words = (i == index ? "• " : "  ") + options[static_cast<std::size_t>(i)];
            if (list_entry(i, fitted(fonts.text, words, widest - px(28)))) taken = i;
            const std::string place = std::string(caption.id) + "-option-" + std::to_string(i);
            note_place(place.c_str(), ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
            if (i == list_at_) note_place("list-mark", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
            ImGui::PopID();
        }
        ImGui::PopStyleVar();
        if (event != ListEvent::kNone) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    if (taken < 0 || taken == index) return false;
    index = taken;
    return true;
}

}  // namespace farsight::viewer
