#include "app/browser.h"

#include <algorithm>

#include "farsight/lab/given_files.h"
#include "farsight/runtime/picture_list.h"

namespace farsight::viewer {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTitle = "Open a photo, a folder or a model";

}  // namespace

void Browser::open() {
    opening_ = true;
    std::error_code ignored;
    enter(folder_.empty() ? fs::current_path(ignored) : folder_);
}

void Browser::enter(const fs::path& folder) {
    std::vector<Entry> entries;
    std::error_code error;
    int pictures = 0;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with('.')) continue;
        std::error_code ignored;
        const bool model = lab::is_network_name(name);
        const bool picture = is_picture_name(entry->path());
        if (entry->is_directory(ignored)) {
            entries.push_back({name, true, false});
        } else if (model || picture) {
            entries.push_back({name, false, model});
            pictures += picture ? 1 : 0;
        }
    }
    trouble_ = error ? folder.string() + ": " + error.message() : "";
    if (error) return;
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.folder != b.folder ? a.folder : a.name < b.name;
    });
    folder_ = folder;
    entries_ = std::move(entries);
    pictures_ = pictures;
}

std::string Browser::draw_entries(Ui& ui) {
    std::string chosen;
    fs::path into;
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.colours.raised);
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ui.px(7));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(8), ui.px(8)});
    ImGui::BeginChild("entries", {ui.px(560), ui.px(360)}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.px(7)});
    if (folder_.has_parent_path() && folder_ != folder_.root_path()) {
        if (ImGui::Selectable("  ..", false, ImGuiSelectableFlags_DontClosePopups))
            into = folder_.parent_path();
    }
    for (const Entry& entry : entries_) {
        const std::string label = "  " + entry.name + (entry.folder ? "/" : "");
        if (ImGui::Selectable(label.c_str(), false, ImGuiSelectableFlags_DontClosePopups)) {
            if (entry.folder) into = folder_ / entry.name;
            if (!entry.folder) chosen = (folder_ / entry.name).string();
        }
        ui.note_place(("open-" + entry.name).c_str(), ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
        if (!entry.model) continue;
        ImGui::SameLine();
        ui.text_right(ui.fonts.small, ui.colours.ink_3, "model", ui.px(530));
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    if (!into.empty()) enter(into);
    return chosen;
}

void Browser::draw(Ui& ui, const std::function<void(const std::string& file)>& choose) {
    if (std::exchange(opening_, false)) ImGui::OpenPopup(kTitle);
    const ImVec2 whole = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({whole.x / 2, whole.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(22), ui.px(20)});
    shown_ = ImGui::BeginPopupModal(kTitle, nullptr,
                                    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                                        ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    if (!shown_) return;
    ui.text(ui.fonts.strong, ui.colours.ink, kTitle);
    ui.text(ui.fonts.small, ui.colours.ink_3, ui.fitted(ui.fonts.small, folder_.string(), ui.px(560)));
    if (!trouble_.empty()) ui.text(ui.fonts.small, ui.colours.bad, trouble_);
    std::string chosen = draw_entries(ui);
    ImGui::Dummy({0, ui.px(4)});
    const std::string all = "All " + std::to_string(pictures_) + " photos of this folder";
    if (pictures_ > 1) {
        if (ui.button({"open-folder", all.c_str(), "Left and Right step through them."}, Icon::kOpen, true,
                      -1)) {
            chosen = folder_.string();
        }
        ImGui::SameLine();
    }
    const bool cancelled = ui.button({"open-cancel", "Cancel", ""}, {}, false, -1) ||
                           ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape));
    if (!chosen.empty()) choose(chosen);
    if (!chosen.empty() || cancelled) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace farsight::viewer
