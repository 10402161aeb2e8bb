// What stands over all other figures: how many boxes, and where the truth is known, how many are right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "farsight/lab/counts.h"
#include "farsight/lab/judgement.h"

namespace farsight::lab {

/// A count and what it counts.
struct Figure {
    std::string_view name;  ///< Of the figure, for a host: "total".
    int count = 0;
    std::string words;  ///< In small beside it: "boxes with the pyramid".
};

struct Headline {
    std::vector<Figure> figures;  ///< In large.
    std::vector<Figure> parts;    ///< What the boxes are made of: "full-frame" and "recovered", always both.
    std::vector<std::string> facts;  ///< Sentences under them.
    std::string brief;               ///< All of it in a line.
};

/// Of a photo, whose truth nobody knows: "full-frame-alone" and "total" count boxes, and "total" alone where
/// the pyramid is off.
Headline headline_of(const Counts& counts, bool pyramid_on);

/// Of a scene, whose truth is known: "found", "missed" and "false".
Headline headline_of(const Counts& counts, const Judgement& judgement, bool pyramid_on);

/// Stands where finds of the pyramid would, when there is none.
std::string no_finds_text(const Counts& counts, bool pyramid_on);

}  // namespace farsight::lab
