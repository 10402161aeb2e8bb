// What a change of the state makes necessary.
#pragma once

#include "farsight/lab/property.h"
#include "farsight/lab/state.h"

namespace farsight::lab {

/// The most that any changed property asks for. One that does not matter in either state asks for nothing.
Effect effect_of(const State& before, const State& after, Table table = properties());

/// What the network's answer depends on: properties of this effect that matter, the others at their defaults.
/// So states that need the same run have equal parts. A photo counts on a photo only, a scene on a scene
/// only.
State part_of(const State& state, Effect effect, Table table = properties());

/// The same for what a range study measures.
State studied_part(const State& state, Table table = properties());

}  // namespace farsight::lab
