// What a lesson asks a learner to bring about, as a condition that the lab itself checks.
#pragma once

#include <span>
#include <string_view>

#include "farsight/lab/state.h"
#include "farsight/result.h"

namespace farsight::lab {

/// A number that no property holds, such as how many boxes there are.
struct Fact {
    std::string_view name;
    double value = 0;  ///< NaN: not known yet. No comparison with it holds.
};

/// Whether a condition such as "pyramid!=off and recovered>=3" holds: comparisons by =, !=, <, <=, > and >=,
/// joined by "and". On the left stands a fact or a property by its name in a link. A property equals a text
/// when a link writes it so; all else is compared as numbers. kInvalidArgument names what cannot be
/// understood.
Result<bool> holds(std::string_view condition, const State& state, std::span<const Fact> facts);

}  // namespace farsight::lab
