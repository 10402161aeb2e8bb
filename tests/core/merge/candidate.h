// Candidates and a plan for the tests of merging.
#pragma once

#include <catch2/catch.hpp>

#include "farsight/decode.h"
#include "farsight/pyramid.h"

namespace farsight {

/// A 600 by 600 image: the full frame at zoom 1/2, and tiles of 300 at zoom 1.
inline PyramidPlan two_level_plan(double overlap) {
    PyramidOptions options;
    options.levels = 2;
    options.finest_zoom = 1;
    options.overlap = overlap;
    auto plan = plan_pyramid({600, 600}, {{300, 300}, Resize::kStretch, 21}, options);
    REQUIRE(plan);
    return *plan;
}

/// Tile 0 is the full frame; all others are of level 1.
inline Candidate candidate(Box box, float score, int tile, std::int32_t label = 1) {
    Candidate made;
    made.box = box;
    made.score = score;
    made.label = label;
    made.tile = tile;
    made.level = tile == 0 ? 0 : 1;
    return made;
}

}  // namespace farsight
