// What the heads of one run say about their card: value ranges, and what looks wrong.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "farsight/head_view.h"
#include "farsight/model.h"
#include "farsight/result.h"

namespace farsight {

/// Values of one output in a run.
struct HeadRange {
    std::string name;            ///< Of the output.
    std::size_t values = 0;      ///< How many it has.
    std::size_t non_finite = 0;  ///< NaN and infinities; the other figures leave them out.
    float least = 0;             ///< 0 when nothing is finite, as the next two.
    float mean = 0;              ///< Of the finite values.
    float most = 0;              ///< Largest finite value.
};

/// What a look at the heads of one run gives.
struct HeadCheck {
    std::vector<HeadRange> ranges;      ///< By output.
    std::vector<std::string> warnings;  ///< Sentences about what looks wrong, each with its remedy.
};

/// Looks at the heads of a run on a picture with objects. Warns of scores that are all one half or all equal,
/// that lie outside 0 to 1 where the card takes them for probabilities, or inside where it takes them for
/// logits; of a class that wins in most rows, as only a background does, and of a background that wins in
/// none; of a class with one score in all rows; of boxes under two pixels or far outside the input; of values
/// that are not finite. Fails with kMismatch when the heads are not those of the card.
Result<HeadCheck> check_heads(const ModelCard& card, std::span<const HeadView> outputs);

}  // namespace farsight
