#include "farsight/follow.h"

namespace farsight {

int find_object(std::span<const Detection> detections, std::int32_t label, const Box& box) {
    int best = -1;
    float best_overlap = kSameObjectIou;
    for (std::size_t i = 0; i < detections.size(); ++i) {
        const float overlap = iou(detections[i].box, box);
        if (detections[i].label != label || overlap < best_overlap) continue;
        best = static_cast<int>(i);
        best_overlap = overlap;
    }
    return best;
}

float confidence_in(std::span<const Candidate> candidates, std::int32_t label, const Box& box) {
    float best = 0;
    for (const Candidate& candidate : candidates) {
        if (candidate.label != label || candidate.score <= best) continue;
        if (iou(candidate.box, box) >= kSameObjectIou) best = candidate.score;
    }
    return best;
}

}  // namespace farsight
