// The middle: the picture with its gestures, the divider and the toolbar.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "app/app.h"
#include "picture/ground_picture.h"

namespace farsight::viewer {
namespace {

constexpr float kWheelFactor = 1.2F;
constexpr float kTapSlop = 4;
constexpr float kDividerWidth = 28;

/// The smallest box that holds the point, grown by `reach` on every side; -1: none.
int hit(const std::vector<Detection>& detections, Point at, float reach) {
    int best = -1;
    float best_area = std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < detections.size(); ++i) {
        const Box& box = detections[i].box;
        const bool inside = at.x >= box.x0 - reach && at.x <= box.x1 + reach && at.y >= box.y0 - reach &&
                            at.y <= box.y1 + reach;
        if (inside && box.area() < best_area) {
            best = static_cast<int>(i);
            best_area = box.area();
        }
    }
    return best;
}

/// `pane` is whose picture it is.
std::optional<Choice> choice_at(const App& app, lab::Detector pane, Point at) {
    const auto view = app.view();
    if (!view) return std::nullopt;
    const bool left = app.compares() && at.x < app.split();
    const Side side{pane, left ? lab::Scope::kFullFrame : lab::Scope::kPyramid};
    const int index = hit(app.session.detections(side), view->to_photo(at), 4 / view->scale);
    if (index < 0) return std::nullopt;
    return Choice{side, index};
}

/// The first detector's objects are followed.
void follow_or_not(App& app, lab::Detector pane, Point at) {
    if (choose_truth(app, at)) return;
    const auto choice = choice_at(app, pane, at);
    if (pane == lab::Detector::kB) return;
    if (choice) {
        app.session.follow(*choice);
    } else {
        app.session.unfollow();
    }
}

void handle_pointer(App& app, lab::Detector pane, bool hovered, bool active) {
    Picture& picture = app.picture;
    const ImGuiIO& io = ImGui::GetIO();
    const Point origin = picture.origin_of(pane);
    const Point at{io.MousePos.x - origin.x, io.MousePos.y - origin.y};
    if (ImGui::IsItemActivated()) {
        picture.dragging = true;
        picture.moved = false;
        app.ui.clear_focus();
    }
    if (active && picture.dragging) {
        const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
        if (std::hypot(way.x, way.y) > kTapSlop * app.ui.scale) picture.moved = true;
        if (picture.moved && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0))
            app.pan_by(io.MouseDelta.x, io.MouseDelta.y);
    }
    if (ImGui::IsItemDeactivated()) {
        if (picture.dragging && !picture.moved && hovered) follow_or_not(app, pane, at);
        picture.dragging = false;
    }
    if (hovered && io.MouseWheel != 0) app.zoom_by(std::pow(kWheelFactor, io.MouseWheel), at);
    if (hovered && !active) picture.hovered = choice_at(app, pane, at);
    if (hovered && picture.moved && active) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
}

/// Left out where it has no room between `from` and `to`.
void draw_side_label(const Ui& ui, ImVec2 at, bool left, float from, float to, const char* words,
                     std::size_t count) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::string text = std::string(words) + "  " + std::to_string(count);
    const float size = ui.fonts.small->FontSize * ImGui::GetIO().FontGlobalScale;
    const float width = ui.text_width(ui.fonts.small, text) + ui.px(20);
    const float x = left ? at.x - ui.px(24) - width : at.x + ui.px(24);
    const float y = at.y + ui.px(14);
    if (x < from || x + width > to) return;
    list.AddRectFilled({x, y}, {x + width, y + size + ui.px(10)}, IM_COL32(12, 15, 19, 209), ui.px(6));
    list.AddText(ui.fonts.small, size, {x + ui.px(10), y + ui.px(5)}, IM_COL32_WHITE, text.c_str());
}

void draw_divider(App& app) {
    Ui& ui = app.ui;
    const Picture& picture = app.picture;
    const float width = ui.px(kDividerWidth);
    const float x = picture.origin.x + app.split();
    ImGui::SetCursorScreenPos({x - width / 2, picture.origin.y});
    ImGui::InvisibleButton("divider", {width, picture.size.y});
    ui.note_place("divider", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (ImGui::IsItemActive()) {
        const float at = (ImGui::GetIO().MousePos.x - picture.origin.x) / picture.size.x;
        app.session.state.divider = lab::property("divider").offered.snap(static_cast<double>(at));
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 edge = IM_COL32(0, 0, 0, 90);
    list.AddRectFilled({x - ui.px(2), picture.origin.y}, {x + ui.px(2), picture.origin.y + picture.size.y},
                       edge);
    list.AddRectFilled({x - ui.px(1), picture.origin.y}, {x + ui.px(1), picture.origin.y + picture.size.y},
                       IM_COL32_WHITE);
    const ImVec2 middle{x, picture.origin.y + picture.size.y / 2};
    list.AddCircleFilled({middle.x, middle.y + ui.px(1.5F)}, ui.px(16), IM_COL32(0, 0, 0, 70), 40);
    list.AddCircleFilled(middle, ui.px(14), IM_COL32_WHITE, 40);
    for (const float way : {-1.0F, 1.0F}) {
        const float tip = middle.x + way * ui.px(7.5F);
        list.PathLineTo({tip - way * ui.px(4), middle.y - ui.px(4)});
        list.PathLineTo({tip, middle.y});
        list.PathLineTo({tip - way * ui.px(4), middle.y + ui.px(4)});
        list.PathStroke(IM_COL32(20, 25, 31, 255), 0, ui.px(1.7F));
    }
    const ImVec2 top{x, picture.origin.y};
    const float left = picture.origin.x;
    const float right = picture.origin.x + picture.size.x;
    draw_side_label(ui, top, true, left, right, "Full frame",
                    app.session.detections({lab::Detector::kA, lab::Scope::kFullFrame}).size());
    draw_side_label(ui, top, false, left, right, "Pyramid", app.session.detections({}).size());
}

void draw_error(App& app, float width) {
    Ui& ui = app.ui;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float room = width - ui.px(72);
    const ImVec2 words =
        ui.fonts.text->CalcTextSizeA(ui.fonts.text->FontSize * ImGui::GetIO().FontGlobalScale, room, room,
                                     app.session.error->text.c_str());
    const float height = std::max(ui.px(40), words.y + ui.px(20));
    list.AddRectFilled(from, {from.x + width, from.y + height}, ui.colours.bad_ground);
    list.AddText(ui.fonts.text, ui.fonts.text->FontSize * ImGui::GetIO().FontGlobalScale,
                 {from.x + ui.px(16), from.y + (height - words.y) / 2}, ui.colours.bad,
                 app.session.error->text.c_str(), nullptr, room);
    ui.note_place("error", from, {from.x + width, from.y + height});
    ImGui::SetCursorScreenPos({from.x + width - ui.px(40), from.y + (height - ui.px(32)) / 2});
    if (ui.tool({"dismiss", "", "Dismiss"}, Icon::kClose)) app.session.error.reset();
    ImGui::SetCursorScreenPos({from.x, from.y + height});
}

}  // namespace

void take_pointer(App& app, const char* id, lab::Detector detector) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 size{app.picture.size.x, app.picture.size.y};
    app.ui.note_place(id, from, {from.x + size.x, from.y + size.y});
    ImGui::SetItemAllowOverlap();
    ImGui::InvisibleButton(id, size);
    ImGui::SetItemAllowOverlap();
    handle_pointer(app, detector, ImGui::IsItemHovered(), ImGui::IsItemActive());
}

void draw_picture(App& app, ImVec2 size) {
    const float top = ImGui::GetCursorPosY();
    if (app.session.error) draw_error(app, size.x);
    size.y -= ImGui::GetCursorPosY() - top;
    ImGui::BeginChild("picture-box", size, false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    app.picture.hovered.reset();
    if (app.session.state.versus) {
        draw_versus(app, size);
    } else {
        app.picture.origin = {from.x, from.y};
        app.picture.size = {std::max(1.0F, size.x), std::max(1.0F, size.y)};
        take_pointer(app, "picture", lab::Detector::kA);
    }
    draw_overlay(app);
    draw_chosen_truth(app);
    draw_truth_details(app);
    if (app.compares() && app.texture.photo() != nullptr) draw_divider(app);
    ImGui::EndChild();
}

}  // namespace farsight::viewer
