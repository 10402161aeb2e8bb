// The band at the top: what this is, the link, the exports, dark and light, help.
#include <algorithm>
#include <string>
#include <vector>

#include "app/app.h"
#include "share/exports.h"

namespace farsight::viewer {
namespace {

constexpr const char* kTagline =
    "A detector trained on near objects misses far ones: this is scale bias. With enlarged tiles of the "
    "photo it finds them.";

/// The logo: a small box inside a large one.
void draw_mark(ImDrawList& list, ImVec2 at, float unit, const Colours& colours) {
    list.AddRectFilled(at, {at.x + 26 * unit, at.y + 26 * unit}, IM_COL32(18, 24, 30, 255), 6 * unit);
    list.AddRect({at.x + 5 * unit, at.y + 9 * unit}, {at.x + 16 * unit, at.y + 21 * unit}, colours.blue,
                 2 * unit, 0, 2.4F * unit);
    list.AddRect({at.x + 17.5F * unit, at.y + 5 * unit}, {at.x + 21.5F * unit, at.y + 10 * unit},
                 colours.orange, 1 * unit, 0, 2 * unit);
}

struct ExportItem {
    const char* id;
    const char* label;
    const char* detail;
    const char* extension;
    bool ready;
};

std::vector<ExportItem> export_items(const Session& session) {
    const auto done = [](const Findings* found) { return found != nullptr && found->done; };
    const bool ready = done(session.findings());
    std::vector<ExportItem> items = {
        {"export-png", "Picture", "PNG with boxes", ".png", ready},
        {"export-photo", "Photo", "PNG as the network saw it", kPhotoEnding, ready},
        {"export-csv", "Table", "CSV", ".csv", ready},
        {"export-json", "Detections", "JSON, as the command’s", ".json", ready}};
    if (session.state.versus) {
        items.push_back({"export-json-b", "Detections of B", "JSON", ".b.json",
                         done(session.findings(lab::Detector::kB))});
    }
    return items;
}

/// True when it was clicked.
bool draw_export_item(Ui& ui, int index, const ExportItem& item) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 size{ui.px(250), ui.px(32)};
    const bool clicked = ui.list_entry(index, "##" + std::string(item.id), size, !item.ready);
    ui.note_place(item.id, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float global = ImGui::GetIO().FontGlobalScale;
    const float text = ui.fonts.text->FontSize * global;
    const float small = ui.fonts.small->FontSize * global;
    list.AddText(ui.fonts.text, text, {from.x + ui.px(8), from.y + (size.y - text) / 2},
                 item.ready ? ui.colours.ink : ui.colours.ink_3, item.label);
    const float width = ui.text_width(ui.fonts.small, item.detail);
    list.AddText(ui.fonts.small, small, {from.x + size.x - width - ui.px(8), from.y + (size.y - small) / 2},
                 ui.colours.ink_3, item.detail);
    return clicked;
}

void draw_exports(App& app) {
    Ui& ui = app.ui;
    const ImVec2 corner = ImGui::GetItemRectMax();
    ImGui::SetNextWindowPos({std::max(corner.x, ui.px(266)), corner.y + ui.px(6)}, ImGuiCond_Always, {1, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(6), ui.px(6)});
    if (ImGui::BeginPopup("export-menu")) {
        const std::vector<ExportItem> items = export_items(app.session);
        const auto count = static_cast<int>(items.size());
        if (ImGui::IsWindowAppearing()) ui.list_begin(0);
        const auto skips = [&](int index) { return !items[static_cast<std::size_t>(index)].ready; };
        const ListEvent event = ui.list_keys(count, count, skips);
        int taken = event == ListEvent::kTaken ? ui.list_at() : -1;
        for (int i = 0; i < count; ++i)
            if (draw_export_item(ui, i, items[static_cast<std::size_t>(i)])) taken = i;
        if (taken >= 0) app.save(items[static_cast<std::size_t>(taken)].extension);
        if (event != ListEvent::kNone) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
}

}  // namespace

void draw_header(App& app, ImVec2 size) {
    Ui& ui = app.ui;
    begin_panel(app, "header", size, ImGuiWindowFlags_NoScrollbar);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 origin = ImGui::GetWindowPos();
    draw_mark(list, {origin.x + ui.px(18), origin.y + ui.px(13)}, ui.px(1), ui.colours);
    const float global = ImGui::GetIO().FontGlobalScale;
    const float name_size = ui.fonts.figure->FontSize * global * 0.88F;
    list.AddText(ui.fonts.figure, name_size, {origin.x + ui.px(54), origin.y + (size.y - name_size) / 2},
                 ui.colours.ink, "Farsight");

    // Copy link, Export, theme and help, from the right.
    const float buttons = ui.px(330);
    const float line_x = origin.x + ui.px(146);
    list.AddLine({line_x, origin.y + ui.px(10)}, {line_x, origin.y + size.y - ui.px(10)}, ui.colours.line);
    const float room = size.x - ui.px(162) - buttons;
    const float line = ui.fonts.small->FontSize * global;
    const float lines =
        room > 0 ? ui.fonts.small->CalcTextSizeA(line, FLT_MAX, room - ui.px(12), kTagline).y / line : 9;
    // Where it has not the room of two lines it is left out.
    if (lines < 2.5F) {
        ImGui::SetCursorPos({ui.px(162), ui.px(9)});
        ImGui::BeginChild("tagline", {room, size.y - ui.px(10)}, false,
                          ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoInputs);
        const float wide = ui.text_width(ui.fonts.small, kTagline);
        // One line is centred, two lines stand where the padding ends.
        ImGui::SetCursorPosY(wide < room ? ui.px(9) : 0);
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.px(2)});
        ImGui::PushTextWrapPos(0);
        ui.text(ui.fonts.small, ui.colours.ink_2, kTagline);
        ImGui::PopTextWrapPos();
        ImGui::PopStyleVar();
        ImGui::EndChild();
    }

    ImGui::SetCursorPos({size.x - buttons + ui.px(4), ui.px(9)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), 0});
    if (ui.button(
            {"copy-link", "Copy state", "Copies the query part of the page’s link: --state takes it, too."},
            Icon::kLink, false, -1)) {
        app.copy_text(link_of(app.session.state), "State");
    }
    ImGui::SameLine();
    if (ui.button({"export", "Export", "Saves into the folder in which the viewer was started."}, Icon::kSave,
                  false, -1)) {
        ImGui::OpenPopup("export-menu");
    }
    draw_exports(app);
    ImGui::SameLine();
    if (ui.tool({"theme", "", app.settings.dark ? "Light colours" : "Dark colours"},
                app.settings.dark ? Icon::kSun : Icon::kMoon)) {
        app.toggle_theme();
    }
    ImGui::SameLine();
    if (ui.tool({"help", "", "Keys (F1)"}, Icon::kHelp, app.show_help)) app.show_help = !app.show_help;
    ImGui::PopStyleVar();
    list.AddLine({origin.x, origin.y + size.y - 1}, {origin.x + size.x, origin.y + size.y - 1},
                 ui.colours.line);
    ImGui::EndChild();
}

}  // namespace farsight::viewer
