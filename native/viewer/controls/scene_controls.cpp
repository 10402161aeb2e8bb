// The proving ground's controls: the page's, in its order and words.
#include "app/app.h"
#include "controls/properties.h"
#include "farsight/lab/numbers.h"

namespace farsight::viewer {
namespace {

void draw_distance(App& app) {
    Session& session = app.session;
    const ObjectTruth* object = session.chosen_object();
    const std::string label =
        "Distance of the " + std::string(object == nullptr ? "object" : name_of(object->scene_class));
    double distance = session.chosen_distance();
    if (app.ui.slider(
            {"metres", label.c_str(), "Moves the chosen object along the road; everything else stays."},
            lab::kMetresRange, distance,
            [&](double value) { return object == nullptr ? std::string("–") : lab::metres_text(value); }, {},
            object == nullptr)) {
        session.move_chosen(distance);
    }
}

void draw_seed(App& app, State& wanted) {
    Ui& ui = app.ui;
    const lab::Property& property = lab::property("seed");
    const float left = ImGui::GetCursorPosX();
    const float top = ImGui::GetCursorPosY();
    const float right = left + ImGui::CalcItemWidth();
    const float next = ui.px(72);
    ImGui::SetCursorPosY(top + ui.px(6));
    ui.text(ui.fonts.text, ui.colours.ink_2, property.label);
    ImGui::SetCursorPos({right - next - ui.px(8 + 76), top});
    double seed = wanted.scene.seed;
    if (ui.number_field(caption_of(property), property.offered, seed, ui.px(76))) {
        wanted.scene.seed = static_cast<int>(seed);
    }
    ImGui::SetCursorPos({right - next, top});
    if (ui.small_button({"another-scene", "Next", "Another number, another scene (Right)"}, Icon::kNext,
                        next)) {
        app.session.step_scene(1);
        wanted = app.session.state;
    }
    ImGui::Dummy({0, ui.px(4)});
}

}  // namespace

void draw_scene_controls(App& app) {
    Ui& ui = app.ui;
    draw_distance(app);
    State wanted = app.session.state;
    const float whole = ImGui::CalcItemWidth();
    const float gap = ui.px(10);
    // Weather and place stand side by side.
    const auto instead = [&](const lab::Property& property) {
        if (property.name == "seed") {
            draw_seed(app, wanted);
            return true;
        }
        if (property.name != "weather" && property.name != "place") return false;
        if (property.name == "place") ImGui::SameLine(0, gap);
        ImGui::PushItemWidth((whole - gap) / 2);
        ImGui::BeginGroup();
        draw_property(ui, property, wanted);
        ImGui::EndGroup();
        ImGui::PopItemWidth();
        return true;
    };
    draw_properties(ui, lab::Section::kScene, wanted, {{}, instead});
    ui.fact(
        "Rendered on this machine, so that the size, distance and class of every object are known exactly. "
        "Choose an object in the picture to move it.");
    if (wanted.scene != app.session.state.scene) app.session.choose_scene(wanted.scene);
}

}  // namespace farsight::viewer
