#include "run/suppression.h"

#include <algorithm>

#include "farsight/attribution.h"
#include "farsight/lab/numbers.h"

namespace farsight::lab {
namespace {

/// The best overlap of a detection of the object's class, over those that `counts` names by their place.
template <class Counts>
double best_overlap(const TruthBox& object, std::span<const Detection> detections,
                    const MergedEvidence& evidence, const Counts& counts, float* score = nullptr) {
    double best = 0;
    for (std::size_t i = 0; i < detections.size(); ++i) {
        const auto label = static_cast<std::size_t>(detections[i].label);
        if (evidence.class_of_label[label] != object.category || !counts(i)) continue;
        const double overlap = coco_iou(to_coco(detections[i].box), object.box, false);
        if (overlap <= best) continue;
        best = overlap;
        if (score != nullptr) *score = detections[i].score;
    }
    return best;
}

}  // namespace

std::string suppression_text(const TruthBox& object, const MergedEvidence& evidence) {
    const AttributionOptions limits;
    const auto taken = [&](std::size_t i) { return evidence.use_of[i] == DetectionUse::kFound; };
    const auto spare = [&](std::size_t i) { return !taken(i); };
    if (best_overlap(object, evidence.shown, evidence, taken) >= limits.iou) {
        return "It was found, but merging left one box here for two objects, and a neighbour has it.";
    }
    float score = 0;
    const auto weak = [&](std::size_t i) { return evidence.all[i].score < evidence.min_score; };
    if (best_overlap(object, evidence.all, evidence, weak, &score) >= limits.iou) {
        return "It was found, but merging lowered its score to " + percent_text(static_cast<double>(score)) +
               ", under the threshold of " + percent_text(static_cast<double>(evidence.min_score)) + ".";
    }
    if (best_overlap(object, evidence.shown, evidence, spare) >= limits.near_iou) {
        return "It was found, but merging moved its box too far off it.";
    }
    return "It was found, but merging took its box for another look at a neighbour.";
}

}  // namespace farsight::lab
