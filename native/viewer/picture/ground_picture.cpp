#include "picture/ground_picture.h"

#include <algorithm>
#include <array>
#include <vector>

#include "farsight/lab/numbers.h"
#include "farsight/lab/why.h"
#include "picture/details.h"

namespace farsight::viewer {
namespace {

/// The smallest object in sight whose box, grown by `reach`, holds the point; null: none.
const ObjectTruth* truth_at(const SceneFacts& facts, Point at, float reach) {
    const ObjectTruth* best = nullptr;
    for (const ObjectTruth& object : facts.truth.objects) {
        const Box& box = object.visible;
        const bool inside = at.x >= box.x0 - reach && at.x <= box.x1 + reach && at.y >= box.y0 - reach &&
                            at.y <= box.y1 + reach;
        if (object.visible_fraction <= 0 || !inside) continue;
        if (best == nullptr || box.area() < best->visible.area()) best = &object;
    }
    return best;
}

/// Corners around an object, so that its box beneath stays in sight.
void draw_corners(const Ui& ui, ImVec2 from, ImVec2 to, float width, ImU32 colour) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float arm = std::clamp(0.3F * std::max(to.x - from.x, to.y - from.y), ui.px(6), ui.px(14));
    const std::array corners = {std::pair{from, ImVec2{1, 1}}, std::pair{ImVec2{to.x, from.y}, ImVec2{-1, 1}},
                                std::pair{ImVec2{from.x, to.y}, ImVec2{1, -1}},
                                std::pair{to, ImVec2{-1, -1}}};
    for (const auto& [at, way] : corners) {
        list.PathLineTo({at.x + way.x * arm, at.y});
        list.PathLineTo(at);
        list.PathLineTo({at.x, at.y + way.y * arm});
        list.PathStroke(colour, 0, width);
    }
}

/// What became of the object, by the detector whose picture it is in.
std::string verdict_in(const App& app, lab::Detector detector, const ObjectTruth& object) {
    const Findings* found = app.session.findings(detector);
    const auto place = static_cast<std::size_t>(object.id);
    return found == nullptr || place >= found->stories.size() ? "" : found->stories[place].verdict;
}

void draw_truth_of(App& app, lab::Detector detector, const ObjectTruth& object, const View& view) {
    std::vector<DetailLine> lines = {{"Away", lab::metres_text(object.distance_m)},
                                     {"Height", lab::pixels_text(object.apparent_height_px) + " px"}};
    if (object.visible_fraction < 0.995)
        lines.emplace_back("In sight", lab::percent_text(object.visible_fraction));
    lines.emplace_back("Verdict", verdict_in(app, detector, object));
    const Box box = view.to_screen(object.visible);
    draw_detail_box(app, detector, box, std::string(name_of(object.scene_class)), IM_COL32_WHITE, lines);
    const Point origin = app.picture.origin_of(detector);
    app.ui.note_place("truth-details", {origin.x + box.x0, origin.y + box.y0},
                      {origin.x + box.x1, origin.y + box.y1});
}

}  // namespace

void draw_truth_details(App& app) {
    const auto view = app.view();
    const SceneFacts* facts = app.session.scene();
    if (!view || facts == nullptr || app.picture.hovered || app.picture.dragging || !ImGui::IsWindowHovered())
        return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    for (const lab::Detector detector : {lab::Detector::kA, lab::Detector::kB}) {
        if (detector == lab::Detector::kB && !app.session.state.versus) continue;
        const Point origin = app.picture.origin_of(detector);
        const Point at{mouse.x - origin.x, mouse.y - origin.y};
        const Point& size = app.picture.size;
        if (at.x < 0 || at.y < 0 || at.x >= size.x || at.y >= size.y) continue;
        const ObjectTruth* object = truth_at(*facts, view->to_photo(at), 4 / view->scale);
        if (object != nullptr) draw_truth_of(app, detector, *object, *view);
    }
}

bool choose_truth(App& app, Point at) {
    const auto view = app.view();
    const SceneFacts* facts = app.session.scene();
    if (!view || facts == nullptr) return false;
    const ObjectTruth* object = truth_at(*facts, view->to_photo(at), 4 / view->scale);
    if (object != nullptr) app.session.choose_object(object->id);
    return object != nullptr;
}

void draw_chosen_truth(App& app) {
    const auto view = app.view();
    const ObjectTruth* object = app.session.chosen_object();
    if (!view || object == nullptr) return;
    const Ui& ui = app.ui;
    const Picture& picture = app.picture;
    const Box box = view->to_screen(object->visible_fraction > 0 ? object->visible : object->amodal);
    const float gap = ui.px(5);
    for (const lab::Detector detector : {lab::Detector::kA, lab::Detector::kB}) {
        if (detector == lab::Detector::kB && !app.session.state.versus) continue;
        const Point origin = picture.origin_of(detector);
        const ImVec2 from{origin.x + box.x0 - gap, origin.y + box.y0 - gap};
        const ImVec2 to{origin.x + box.x1 + gap, origin.y + box.y1 + gap};
        ImGui::PushClipRect({origin.x, origin.y}, {origin.x + picture.size.x, origin.y + picture.size.y},
                            true);
        if (detector == lab::Detector::kA) app.ui.note_place("chosen-object", from, to);
        draw_corners(ui, from, to, ui.px(4.5F), IM_COL32(12, 15, 19, 191));
        draw_corners(ui, from, to, ui.px(2), IM_COL32_WHITE);
        ImGui::PopClipRect();
    }
}

}  // namespace farsight::viewer
