// The part of the session for the proving ground.
#include <algorithm>

#include "farsight/lab/property.h"
#include "state/session.h"

namespace farsight::viewer {

void Session::choose_source(bool on_scene) {
    if (on_scene != state.on_scene) unfollow();
    state.on_scene = on_scene;
}

void Session::choose_scene(const SceneSettings& settings) {
    unfollow();
    lab::choose_scene(state, settings);
}

void Session::step_scene(int by) {
    SceneSettings next = state.scene;
    const auto count = static_cast<int>(lab::property("seed").offered.max);
    next.seed = (next.seed - 1 + by + count) % count + 1;
    choose_scene(next);
}

const SceneFacts* Session::scene() const {
    return state.on_scene && told_.photo ? told_.photo->scene.get() : nullptr;
}

const ObjectTruth* Session::chosen_object() const {
    const SceneFacts* facts = scene();
    return facts == nullptr ? nullptr : facts->object(state.object);
}

double Session::chosen_distance() const {
    for (const SceneMove& move : state.scene.moves) {
        if (move.object == state.object) return move.distance_m;
    }
    const ObjectTruth* object = chosen_object();
    return object == nullptr ? 0 : object->distance_m;
}

void Session::step_object(int by) {
    const SceneFacts* facts = scene();
    if (facts == nullptr) return;
    std::vector<const ObjectTruth*> in_sight;
    for (const ObjectTruth& object : facts->truth.objects) {
        if (object.visible_fraction > 0) in_sight.push_back(&object);
    }
    if (in_sight.empty()) return;
    std::stable_sort(in_sight.begin(), in_sight.end(), [](const ObjectTruth* a, const ObjectTruth* b) {
        return a->distance_m < b->distance_m;
    });
    const auto current = std::find_if(in_sight.begin(), in_sight.end(),
                                      [&](const ObjectTruth* one) { return one->id == state.object; });
    const auto count = static_cast<int>(in_sight.size());
    const int next =
        current == in_sight.end() ? 0 : (static_cast<int>(current - in_sight.begin()) + by + count) % count;
    state.object = in_sight[static_cast<std::size_t>(next)]->id;
}

}  // namespace farsight::viewer
