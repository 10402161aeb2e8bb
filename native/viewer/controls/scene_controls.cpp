// The proving ground's controls: the page's, in its order and words.
#include <array>
#include <cctype>
#include <cstdio>

#include "app/app.h"

namespace farsight::viewer {
namespace {

std::string metres(double value) {
    char text[24];
    std::snprintf(text, sizeof text, "%.1f m", value);
    return text;
}

std::string capital(std::string_view name) {
    std::string words(name);
    words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
    return words;
}

/// A value of an enumeration by its name; its values count from 0.
template <class Kind, std::size_t kCount>
bool choose(Ui& ui, const Caption& caption, Kind& kind) {
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < kCount; ++i) names.push_back(capital(name_of(static_cast<Kind>(i))));
        return names;
    }();
    int index = static_cast<int>(kind);
    if (!ui.choice(caption, index, kNames)) return false;
    kind = static_cast<Kind>(index);
    return true;
}

void draw_distance(App& app) {
    Session& session = app.session;
    const ObjectTruth* object = session.chosen_object();
    const std::string label =
        "Distance of the " + std::string(object == nullptr ? "object" : name_of(object->scene_class));
    double distance = session.chosen_distance();
    if (app.ui.slider(
            {"metres", label.c_str(), "Moves the chosen object along the road; everything else stays."},
            lab::kMetresRange, distance,
            [&](double value) { return object == nullptr ? std::string("–") : metres(value); }, {},
            object == nullptr)) {
        session.move_chosen(distance);
    }
}

void draw_seed(App& app, SceneSettings& wanted) {
    Ui& ui = app.ui;
    const float left = ImGui::GetCursorPosX();
    const float top = ImGui::GetCursorPosY();
    const float right = left + ImGui::CalcItemWidth();
    const float next = ui.px(72);
    ImGui::SetCursorPosY(top + ui.px(6));
    ui.text(ui.fonts.text, ui.colours.ink_2, "Scene");
    ImGui::SetCursorPos({right - next - ui.px(8 + 76), top});
    double seed = wanted.seed;
    if (ui.number_field({"seed", "Scene", "The same number gives the same scene, on every machine."},
                        lab::property("seed").offered, seed, ui.px(76))) {
        wanted.seed = static_cast<int>(seed);
    }
    ImGui::SetCursorPos({right - next, top});
    if (ui.small_button({"another-scene", "Next", "Another number, another scene (Right)"}, Icon::kNext,
                        next)) {
        app.session.step_scene(1);
        wanted = app.session.state.scene;
    }
    ImGui::Dummy({0, ui.px(4)});
}

}  // namespace

void draw_scene_controls(App& app) {
    Ui& ui = app.ui;
    constexpr std::size_t kWeathers = 6;
    constexpr std::size_t kPlaces = 4;
    draw_distance(app);
    SceneSettings wanted = app.session.state.scene;
    draw_seed(app, wanted);
    const float gap = ui.px(10);
    ImGui::PushItemWidth((ImGui::CalcItemWidth() - gap) / 2);
    ImGui::BeginGroup();
    choose<Weather, kWeathers>(
        ui, {"weather", "Weather", "Light, haze and rain change how much of a far object is left."},
        wanted.weather);
    ImGui::EndGroup();
    ImGui::SameLine(0, gap);
    ImGui::BeginGroup();
    choose<Place, kPlaces>(ui, {"place", "Place", "Where the scene lies."}, wanted.place);
    ImGui::EndGroup();
    ImGui::PopItemWidth();
    choose<SceneClass, kSceneClassCount>(
        ui,
        {"subject", "Subject", "The object with a free road before it, which can be moved to any distance."},
        wanted.subject);
    ui.fact(
        "Rendered on this machine, so that the size, distance and class of every object are known exactly. "
        "Choose an object in the picture to move it.");
    if (wanted != app.session.state.scene) app.session.choose_scene(wanted);
}

}  // namespace farsight::viewer
