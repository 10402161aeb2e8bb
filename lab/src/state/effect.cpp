#include "farsight/lab/effect.h"

#include <algorithm>

namespace farsight::lab {
namespace {

template <class Wanted>
State picked(const State& state, Table table, const Wanted& wanted) {
    State part;
    for (const Property& property : table) {
        if (wanted(property)) property.field.copy(part, state);
    }
    return part;
}

}  // namespace

Effect effect_of(const State& before, const State& after, Table table) {
    Effect effect = Effect::kNone;
    for (const Property& property : table) {
        const bool matters = property.matters_in(before) || property.matters_in(after);
        if (matters && !property.field.same(before, after)) effect = std::max(effect, property.effect);
    }
    return effect;
}

State part_of(const State& state, Effect effect, Table table) {
    return picked(state, table, [&](const Property& property) {
        return property.effect == effect && property.matters_in(state);
    });
}

State studied_part(const State& state, Table table) {
    // A study renders scenes of its own, beside a photo, too: their weather and place count always.
    State on_scene = state;
    on_scene.on_scene = true;
    return picked(on_scene, table, [&](const Property& property) {
        return property.studied && property.matters_in(on_scene);
    });
}

}  // namespace farsight::lab
