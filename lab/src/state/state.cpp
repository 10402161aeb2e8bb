#include "farsight/lab/state.h"

#include <cmath>

#include "farsight/lab/property.h"

namespace farsight::lab {

bool is_initial(const State& state) {
    State initial;
    initial.photo = state.photo;
    initial.model = state.model;
    return state == initial;
}

State second_of(const State& state) {
    State second = state;
    if (!state.other_model.empty()) second.model = state.other_model;
    second.pyramid.enabled = state.other_pyramid;
    second.search.full = state.other_full;
    second.pyramid.levels = 0;
    second.pyramid.finest_zoom = state.other_finest_zoom;
    return second;
}

void choose_scene(State& state, const SceneSettings& settings) {
    state.scene = settings;
    state.scene.moves.clear();
    state.object = 0;
}

void choose_photo(State& state, const std::string& name) {
    state.on_scene = false;
    state.photo = name;
    state.distance = State{}.distance;
}

double distance_of_step(int step) {
    constexpr double kFarthest = 8;
    return property("distance")
        .offered.snap(std::pow(kFarthest, static_cast<double>(step) / (kDistanceSteps - 1)));
}

}  // namespace farsight::lab
