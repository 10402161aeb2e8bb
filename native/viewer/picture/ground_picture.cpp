#include "picture/ground_picture.h"

#include <algorithm>
#include <array>

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

}  // namespace

bool choose_truth(App& app, Point at) {
    const auto view = app.view();
    const SceneFacts* facts = app.session.scene();
    if (!view || facts == nullptr) return false;
    const ObjectTruth* object = truth_at(*facts, view->to_photo(at), 4 / view->scale);
    if (object != nullptr) app.session.choose_object(object->id);
    return object != nullptr;
}

void draw_chosen_truth(const App& app) {
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
        draw_corners(ui, from, to, ui.px(4.5F), IM_COL32(12, 15, 19, 191));
        draw_corners(ui, from, to, ui.px(2), IM_COL32_WHITE);
        ImGui::PopClipRect();
    }
}

}  // namespace farsight::viewer
