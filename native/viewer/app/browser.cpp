#include "app/browser.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "app/app.h"
#include "farsight/lab/given_files.h"
#include "farsight/runtime/picture_list.h"

namespace farsight::viewer {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTitle = "Open a photo, a folder or a model";
constexpr int kRowsOfPage = 10;
/// ImGui gives a text field the keyboard two frames after it is asked to.
constexpr int kMostFramesWithoutKeyboard = 8;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Rather than like a part of a name.
bool looks_like_path(const std::string& typed) {
    return typed.find('/') != std::string::npos || typed.starts_with('~');
}

/// As a shell reads a typed path: "~" is the person's own folder, quotes around it are none of it.
fs::path path_of(std::string typed, const fs::path& folder) {
    if (typed.size() > 1 && (typed.front() == '"' || typed.front() == '\'') && typed.back() == typed.front())
        typed = typed.substr(1, typed.size() - 2);
    constexpr std::string_view kScheme = "file://";
    if (typed.starts_with(kScheme)) typed.erase(0, kScheme.size());
    const char* home = std::getenv("HOME");
    if (home != nullptr && (typed == "~" || typed.starts_with("~/"))) typed.replace(0, 1, home);
    return (folder / typed).lexically_normal();
}

}  // namespace

bool Browser::needs_frame() const {
    const bool waits = frames_without_keyboard_ > 0 && frames_without_keyboard_ < kMostFramesWithoutKeyboard;
    return opening_ || (shown_ && (closing_ || returned_ || waits));
}

void Browser::open() {
    opening_ = true;
    closing_ = false;
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
    typed_.fill(0);
    list_is_new_ = true;
}

std::vector<Browser::Entry> Browser::listed() const {
    const std::string typed = lower(typed_.data());
    const bool is_path = looks_like_path(typed);
    std::vector<Entry> found;
    if (typed.empty() && folder_.has_parent_path() && folder_ != folder_.root_path())
        found.push_back({"..", true, false});
    for (const Entry& entry : entries_) {
        if (is_path || lower(entry.name).find(typed) != std::string::npos) found.push_back(entry);
    }
    return found;
}

std::string Browser::take(const Entry& entry) {
    if (!entry.folder) return (folder_ / entry.name).string();
    enter(entry.name == ".." ? folder_.parent_path() : folder_ / entry.name);
    return "";
}

std::string Browser::take_typed() {
    const fs::path path = path_of(typed_.data(), folder_);
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
        enter(path.has_filename() || !path.has_parent_path() ? path : path.parent_path());
    } else if (fs::exists(path, ignored)) {
        folder_ = path.parent_path();  // Where the dialog opens next time.
        return path.string();
    } else {
        trouble_ = path.string() + ": there is no such file.";
    }
    return "";
}

bool Browser::take_key(Ui& ui, SDL_Keycode key, bool shift) {
    const bool field = !ui.has_focus() || ui.focus() == "open-path";
    switch (key) {
        case SDLK_TAB:
            ui.move_focus(shift ? -1 : 1);
            return true;
        case SDLK_ESCAPE:
            closing_ = true;
            return true;
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
            if (field) returned_ = true;
            if (!field) ui.press();
            return true;
        case SDLK_UP:
        case SDLK_DOWN:
        case SDLK_PAGEUP:
        case SDLK_PAGEDOWN:
            ui.give_list(*list_key_of(key));
            return true;
        default:
            return false;
    }
}

void Browser::draw_field(Ui& ui, float width) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ImGui::SetNextItemWidth(width);
    // The field has the keyboard unless a button is being pressed.
    if (!ImGui::IsAnyItemActive()) ImGui::SetKeyboardFocusHere();
    ImGui::InputTextWithHint("##path", "Type a name or a path, or choose below", typed_.data(),
                             typed_.size());
    frames_without_keyboard_ = ImGui::IsAnyItemActive() ? 0 : frames_without_keyboard_ + 1;
    const ImVec2 to{from.x + width, ImGui::GetItemRectMax().y};
    ui.note_place("open-path", from, to);
    ui.add_to_order("open-path");
    if (ui.focus() == "open-path") ui.focus_ring(from, to, ui.px(7));
    if (typed_before_ == typed_.data()) return;
    typed_before_ = typed_.data();
    trouble_.clear();
    list_is_new_ = true;
}

std::string Browser::take_return(Ui& ui, const std::vector<Entry>& entries) {
    const std::string typed = typed_.data();
    std::error_code ignored;
    const auto marked = static_cast<std::size_t>(ui.list_at());
    const bool whole = looks_like_path(typed) || fs::exists(path_of(typed, folder_), ignored);
    if (typed.empty() || !whole) {
        if (marked < entries.size()) return take(entries[marked]);
        if (typed.empty()) return "";
    }
    return take_typed();
}

std::string Browser::draw_entries(Ui& ui, ImVec2 size) {
    const std::vector<Entry> entries = listed();
    const auto count = static_cast<int>(entries.size());
    if (std::exchange(list_is_new_, false)) ui.list_begin(0);
    ui.list_keys(count, kRowsOfPage);
    int clicked = -1;
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.colours.raised);
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ui.px(7));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(8), ui.px(8)});
    ImGui::BeginChild("entries", size, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.px(7)});
    if (count == 0) ui.text(ui.fonts.small, ui.colours.ink_3, "Nothing of this name can be opened.");
    for (int i = 0; i < count; ++i) {
        const Entry& entry = entries[static_cast<std::size_t>(i)];
        const std::string label = "  " + entry.name + (entry.folder ? "/" : "") + "##" + std::to_string(i);
        if (ui.list_entry(i, label, {}, false, true)) clicked = i;
        ui.note_place(("open-" + entry.name).c_str(), ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
        if (i == ui.list_at()) ui.note_place("list-mark", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
        if (!entry.model) continue;
        ImGui::SameLine();
        ui.text_right(ui.fonts.small, ui.colours.ink_3, "model", size.x - ui.px(30));
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    if (clicked >= 0) return take(entries[static_cast<std::size_t>(clicked)]);
    return std::exchange(returned_, false) ? take_return(ui, entries) : "";
}

void Browser::draw(Ui& ui, const std::function<void(const std::string& file)>& choose) {
    if (std::exchange(opening_, false)) ImGui::OpenPopup(kTitle);
    const ImVec2 whole = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({whole.x / 2, whole.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(20), ui.px(18)});
    shown_ = ImGui::BeginPopupModal(kTitle, nullptr,
                                    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                                        ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    if (!shown_) return;
    ui.dialog_begin();
    const float width = std::min(ui.px(560), whole.x - ui.px(56));
    ui.text(ui.fonts.strong, ui.colours.ink, kTitle);
    ui.text(ui.fonts.small, ui.colours.ink_3, ui.fitted(ui.fonts.small, folder_.string(), width));
    draw_field(ui, width);
    std::string chosen =
        draw_entries(ui, {width, std::min(ui.px(340), whole.y - ui.px(trouble_.empty() ? 204 : 240))});
    if (!trouble_.empty()) ui.wrapped(ui.fonts.small, ui.colours.bad, trouble_, width);
    ImGui::Dummy({0, ui.px(2)});
    const std::string all = "All " + std::to_string(pictures_) + " photos of this folder";
    if (pictures_ > 1) {
        if (ui.button({"open-folder", all.c_str(), "Left and Right step through them."}, Icon::kOpen, true,
                      -1)) {
            chosen = folder_.string();
        }
        ImGui::SameLine();
    }
    if (ui.button({"open-cancel", "Cancel", ""}, {}, false, -1)) closing_ = true;
    const ImVec2 at = ImGui::GetWindowPos();
    ui.note_place("open-window", at, {at.x + ImGui::GetWindowWidth(), at.y + ImGui::GetWindowHeight()});
    if (!chosen.empty()) choose(chosen);
    if (std::exchange(closing_, false) || !chosen.empty()) {
        ImGui::CloseCurrentPopup();
        shown_ = false;
    }
    ImGui::EndPopup();
}

}  // namespace farsight::viewer
