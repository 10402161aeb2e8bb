// The bar under the picture: status, the stop button, and the equivalent command.
#include <algorithm>
#include <cmath>

#include "app/app.h"

namespace farsight::viewer {
namespace {

ImU32 lamp_of(const Ui& ui, Phase phase) {
    switch (phase) {
        case Phase::kReady:
            return ui.colours.good;
        case Phase::kError:
            return ui.colours.bad;
        case Phase::kStopped:
            return ui.colours.ink_3;
        case Phase::kLoading:
        case Phase::kWorking:
            break;
    }
    // The lamp pulses while work is under way.
    const auto light = static_cast<float>(0.65 + 0.35 * std::sin(ImGui::GetTime() * 5));
    ImVec4 colour = ImGui::ColorConvertU32ToFloat4(ui.colours.ink_2);
    colour.w *= light;
    return ImGui::ColorConvertFloat4ToU32(colour);
}

/// Returns where the status ends.
float draw_status(App& app, ImVec2 at, float height) {
    Ui& ui = app.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Status status = app.session.status();
    const float size = ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale;
    const float middle = at.y + height / 2;
    list.AddCircleFilled({at.x + ui.px(20), middle}, ui.px(4), lamp_of(ui, status.phase), 20);
    const bool noticed = !app.notice.empty() && ImGui::GetTime() < app.notice_until;
    const std::string words = noticed ? ui.fitted(ui.fonts.small, app.notice, ui.px(420)) : status.text;
    float x = at.x + ui.px(32);
    list.AddText(ui.fonts.small, size, {x, middle - size / 2}, noticed ? ui.colours.ink : ui.colours.ink_2,
                 words.c_str());
    x += std::max(ui.px(96), ui.text_width(ui.fonts.small, words) + ui.px(12));
    if (status.fraction >= 0 && status.phase != Phase::kReady) {
        list.AddRectFilled({x, middle - ui.px(2)}, {x + ui.px(88), middle + ui.px(2)}, ui.colours.track,
                           ui.px(2));
        list.AddRectFilled({x, middle - ui.px(2)}, {x + ui.px(88) * status.fraction, middle + ui.px(2)},
                           ui.colours.ink_2, ui.px(2));
        x += ui.px(98);
    }
    if (status.phase == Phase::kWorking || status.phase == Phase::kStopped) {
        const bool stopped = status.phase == Phase::kStopped;
        ImGui::SetCursorScreenPos({x, at.y + (height - ui.px(20)) / 2});
        if (ui.chip("stop", stopped ? "Go on" : "Stop",
                    stopped ? "Runs the tiles that are missing." : "What was found so far stays.", false,
                    stopped ? Icon::kPlay : Icon::kStop)) {
            stopped ? app.session.resume() : app.session.stop();
        }
        x += ui.px(stopped ? 84 : 70);
    }
    return x;
}

}  // namespace

void draw_status_bar(App& app, ImVec2 size) {
    Ui& ui = app.ui;
    begin_panel(app, "status-bar", size, ImGuiWindowFlags_NoScrollbar);
    const ImVec2 at = ImGui::GetWindowPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine(at, {at.x + size.x, at.y}, ui.colours.line);
    const float status_end = draw_status(app, at, size.y);

    ImGui::SetCursorScreenPos({at.x + size.x - ui.px(40), at.y + ui.px(4)});
    const std::string command = app.session.command();
    if (ui.tool({"copy-command", "", "Copies the command that does the same"}, Icon::kCopy)) {
        app.copy_text(command, "Command");
    }
    const float right = at.x + size.x - ui.px(44);
    const float room = right - status_end - ui.px(16);
    if (room > ui.px(60)) {
        const std::string text = ui.fitted(ui.fonts.mono, "$ " + command, room);
        const float height = ui.fonts.mono->FontSize * ImGui::GetIO().FontGlobalScale;
        const float x = right - ui.text_width(ui.fonts.mono, text);
        list.AddText(ui.fonts.mono, height, {x, at.y + (size.y - height) / 2}, ui.colours.ink_3,
                     text.c_str());
        ui.note_place("command", {x, at.y}, {right, at.y + size.y});
    }
    ImGui::EndChild();
}

}  // namespace farsight::viewer
