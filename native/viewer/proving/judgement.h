// What became of a scene's objects on both sides of the divider.
#pragma once

#include <cstdint>

#include "farsight/scene_evaluation.h"

namespace farsight::viewer {

enum class Side : std::uint8_t {
    kFullFrame,
    kPyramid,
    kSecond,  ///< What the second detector of a comparison finds.
};

/// One detector's verdicts on the objects of one scene, by object id.
struct Judgement {
    SceneVerdict full_frame;
    SceneVerdict pyramid;

    const SceneVerdict& of(Side side) const { return side == Side::kFullFrame ? full_frame : pyramid; }
    /// Enough of it is in sight, and the model knows its class.
    bool counts(int id) const;
    /// How many objects count, and how many of them a side found.
    int in_sight() const;
    int seen(Side side) const;
    /// Index of the detection that found it; -1: none.
    int found_by(int id, Side side) const;
    /// It counts and nothing found it.
    bool missed(int id, Side side) const { return counts(id) && found_by(id, side) < 0; }
    /// Null unless it is missed.
    const Miss* miss(int id, Side side) const;
};

}  // namespace farsight::viewer
