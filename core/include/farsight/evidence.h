// What speaks for a detection: the record that its score is a rule of, and that a later fit can use.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/decode.h"
#include "farsight/merge.h"
#include "farsight/pyramid.h"

namespace farsight {

/// Of one detection. A candidate agrees when its class is the detection's and it overlaps the detection's box
/// by MergeOptions::overlap or more. Scores are the network's, in [0, 1].
struct Evidence {
    float best = 0;  ///< Highest score of the candidates that agree.
    /// Mean, over the regions that ran and hold the box, of each one's best score among those that agree, 0
    /// where it has none; weighed as keep-best weighs them (docs/merging.md). 0 when no region holds it.
    float mean = 0;
    /// Best agreeing score on the level whose anchors fit the detection's size: of the levels that looked,
    /// the one on which its side is nearest to a fifth of the network's input.
    float suited = 0;
    std::int32_t agreeing = 0;  ///< Candidates that agree.
    float agreement = 0;        ///< Their mean IoU with the box, in [0, 1]; 1 is best.
    /// Highest score of a higher-scored detection of the class, 0 where there is none: that holds 70 % of
    /// this one and is larger; of which this one holds 70 % and is larger; that overlaps it by IoU 0.2 or
    /// more otherwise.
    float inside = 0;
    float contains = 0;  ///< See inside.
    float overlaps = 0;  ///< See inside.

    bool operator==(const Evidence&) const = default;
};

/// One record a detection, in `out`. `candidates` are those that were merged, `looked` as in Merger::merge.
void gather_evidence(std::span<const Candidate> candidates, const PyramidPlan& plan,
                     const MergeOptions& options, std::span<const std::uint8_t> looked,
                     std::span<const Detection> detections, std::vector<Evidence>& out);

}  // namespace farsight
