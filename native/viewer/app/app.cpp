#include "app/app.h"
#include "farsight/lab/link.h"

#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "share/exports.h"

namespace farsight::viewer {
namespace {

constexpr float kHeaderHeight = 52;
constexpr float kStatusHeight = 40;
constexpr float kControlsWidth = 288;
constexpr float kRangeWidth = 312;
constexpr float kTight = 24;  ///< What each panel gives up in a narrow window.
/// Below the first of these widths both panels are a little narrower, below the second one stands in the
/// other.
constexpr float kRoomy = 1180;
constexpr float kColumns = 880;
/// In a smaller window the interface shrinks.
constexpr float kLeastWidth = 480;
constexpr float kLeastHeight = 360;
constexpr float kScaleSteps = 8;
/// Of the room for the picture: most that the closer look takes.
constexpr float kWhyShare = 0.52F;
constexpr double kNoticeSeconds = 4;
/// Bytes uploaded to the graphics card in one frame: a few milliseconds. A scene is uploaded whole, so
/// nothing flickers while an object is dragged.
constexpr std::size_t kUploadBytes = std::size_t{4} << 20;

}  // namespace

App::App(Window& shown_in, const Settings& remembered, const std::function<void()>& wake)
    : window(shown_in), settings(remembered), session(wake), thumbnails(wake) {
    wanted_scale_ = settings.scale != 0 ? settings.scale : static_cast<double>(window.suggested_scale());
}

void App::say(std::string words) {
    notice = std::move(words);
    notice_until = ImGui::GetTime() + kNoticeSeconds;
}

std::optional<View> App::view() const {
    const ShownPhoto* photo = texture.photo();
    if (photo == nullptr) return std::nullopt;
    return picture.chosen_view.value_or(fit(photo->size, picture.size));
}

void App::zoom_by(float factor, std::optional<Point> at) {
    const auto current = view();
    if (!current) return;
    const Point centre{picture.size.x / 2, picture.size.y / 2};
    picture.chosen_view = zoom_at(*current, at.value_or(centre), factor, texture.photo()->size, picture.size);
}

void App::pan_by(float dx, float dy) {
    const auto current = view();
    if (current) picture.chosen_view = pan(*current, dx, dy, texture.photo()->size, picture.size);
}

void App::change_scale(double scale) {
    settings.scale = std::clamp(scale, 0.5, 4.0);
    wanted_scale_ = settings.scale;
    fit_scale();
    if (static_cast<double>(ui.scale) < wanted_scale_)
        say("In a window of this size the interface stays at " + std::to_string(std::lround(100 * ui.scale)) +
            " %");
}

void App::fit_scale() {
    const Size size = window.size();
    const float room = std::min(static_cast<float>(size.width) / kLeastWidth,
                                static_cast<float>(size.height) / kLeastHeight);
    const float most = std::max(0.5F, std::floor(room * kScaleSteps) / kScaleSteps);
    const float scale = std::min(static_cast<float>(wanted_scale_), most);
    if (scale == ui.scale) return;
    ui.scale = scale;
    look_is_old_ = true;
}

void App::toggle_theme() {
    settings.dark = !settings.dark;
    look_is_old_ = true;
}

void App::save(const char* extension) {
    std::error_code ignored;
    const auto file = export_name(std::filesystem::current_path(ignored), session, extension);
    if (const auto saved = export_to(file, session); saved) {
        say("Saved " + file.string());
    } else {
        session.error = ErrorNote{ErrorAbout::kRun, "", saved.error().message};
    }
}

void App::save_configurations() {
    std::error_code ignored;
    const auto file = free_name(std::filesystem::current_path(ignored), "farsight-configurations", ".csv");
    if (const auto saved = export_configurations(file, session); saved) {
        say("Saved " + file.string());
    } else {
        session.error = ErrorNote{ErrorAbout::kRun, "", saved.error().message};
    }
}

void App::copy_text(const std::string& text, const char* what) {
    SDL_SetClipboardText(text.c_str());
    say(std::string(what) + " copied");
}

void App::load_look() {
    look_is_old_ = false;
    ui.colours = colours_of(settings.dark);
    apply_style(ui.colours, ui.scale);
    ui.fonts = load_fonts(ui.scale, window.density());
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void App::draw() {
    fit_scale();
    if (look_is_old_) load_look();
    session.update();
    if (session.told().photo.get() != texture.photo()) {
        const ShownPhoto* before = texture.photo();
        const bool same =
            before != nullptr && session.told().photo && before->name == session.told().photo->name;
        if (!same) picture.chosen_view.reset();
        picture.hovered.reset();
        texture.show(session.told().photo);
    }
    texture.upload(kUploadBytes);

    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplSDL2_NewFrame();
    input.tell_gui();
    ImGui::NewFrame();
    ui.begin_frame();
    draw_panels();
    ui.end_frame();
    ImGui::Render();

    clear();
    paint_picture(*this);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void App::clear() {
    const Size size = window.drawable();
    const float density = window.density();
    const auto pixels = [&](int points) { return static_cast<int>(static_cast<float>(points) * density); };
    const auto paint = [](ImU32 colour) {
        const ImVec4 parts = ImGui::ColorConvertU32ToFloat4(colour);
        gl().clear_color(parts.x, parts.y, parts.z, 1);
        gl().clear(GL_COLOR_BUFFER_BIT);
    };
    gl().viewport(0, 0, size.width, size.height);
    gl().disable(GL_SCISSOR_TEST);
    paint(ui.colours.stage);
    gl().enable(GL_SCISSOR_TEST);
    for (const Area& panel : std::exchange(panels_, {})) {
        const int top = pixels(panel.y);
        const int bottom = pixels(panel.y + panel.height);
        gl().scissor(pixels(panel.x), size.height - bottom, pixels(panel.width), bottom - top);
        paint(ui.colours.panel);
    }
    gl().disable(GL_SCISSOR_TEST);
}

void App::draw_panels() {
    const ImVec2 whole = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(whole);
    constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                                        ImGuiWindowFlags_NoBringToFrontOnFocus |
                                        ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::Begin("lab", nullptr, kFlags);
    const float header = ui.px(kHeaderHeight);
    draw_header(*this, {whole.x, header});
    if (whole.x < ui.px(kColumns)) {
        draw_stacked({whole.x, whole.y - header});
    } else {
        draw_columns({whole.x, whole.y - header});
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
    draw_help(*this);
    browser.draw(ui, [this](const std::string& file) { session.drop({file}); });
}

/// Controls, picture and range side by side.
void App::draw_columns(ImVec2 whole) {
    const bool narrow = whole.x < ui.px(kRoomy);
    const float left = ui.px(narrow ? kControlsWidth - kTight : kControlsWidth);
    const float right = ui.px(narrow ? kRangeWidth - kTight : kRangeWidth);
    draw_controls(*this, {left, whole.y});
    ImGui::SameLine(0, 0);
    draw_stage(*this, {whole.x - left - right, whole.y}, true);
    ImGui::SameLine(0, 0);
    draw_range(*this, {right, whole.y});
}

/// In a small window one panel holds the counts, the controls and the range, and the status has the whole
/// width.
void App::draw_stacked(ImVec2 whole) {
    const float status = ui.px(kStatusHeight);
    const float left = ui.px(kControlsWidth - kTight);
    const float height = whole.y - status;
    begin_panel(*this, "controls", {left, height});
    draw_counts(*this);
    draw_control_sections(*this);
    draw_range_sections(*this);
    const ImVec2 at = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddLine({at.x + left - 1, at.y}, {at.x + left - 1, at.y + height},
                                        ui.colours.line);
    ImGui::EndChild();
    ImGui::SameLine(0, 0);
    draw_stage(*this, {whole.x - left, height}, false);
    draw_status_bar(*this, {whole.x, status});
}

void begin_panel(App& app, const char* id, ImVec2 size, ImGuiWindowFlags flags) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    app.panels_.push_back({static_cast<int>(at.x), static_cast<int>(at.y),
                           static_cast<int>(std::ceil(size.x)), static_cast<int>(std::ceil(size.y))});
    ImGui::BeginChild(id, size, false, flags);
}

void draw_stage(App& app, ImVec2 size, bool with_status) {
    ImGui::BeginChild("stage", size, false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    const float status = with_status ? app.ui.px(kStatusHeight) : 0;
    const float tools = toolbar_height(app, size.x);
    const bool explains = app.session.state.on_scene && !app.session.state.versus;
    const float room = size.y - status - tools;
    const float why = explains ? std::min(app.why_height, kWhyShare * room) : 0;
    draw_picture(app, {size.x, room - why});
    draw_toolbar(app, size.x);
    if (explains) app.why_height = draw_why(app, {size.x, why});
    if (with_status) draw_status_bar(app, {size.x, status});
    ImGui::EndChild();
}

std::string link_of(const State& state) {
    const std::string query = lab::to_query(state);
    return query.empty() ? "?" : "?" + query;
}

}  // namespace farsight::viewer
