// Which final detections the full frame found too, and how many the pyramid recovered.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/merge.h"

namespace farsight::lab {

struct Counts {
    int full_frame = 0;        ///< Final detections that a detection of the full frame is matched to.
    int recovered = 0;         ///< The other final detections.
    int total = 0;             ///< Their sum.
    int full_frame_alone = 0;  ///< What the full frame alone lists, as with the pyramid off.

    bool operator==(const Counts&) const = default;
};

/// For each final detection the index of the full frame's detection that is matched to it; -1: none, the
/// pyramid recovered it. Only boxes of one class match, from an IoU of one half (kSameObjectIou), the best
/// IoU first, and each detection takes part in at most one match.
std::vector<int> match_full_frame(std::span<const Detection> full_frame, std::span<const Detection> final);

/// `matches` is what match_full_frame gave for this many detections of the full frame alone.
Counts counts_of(std::span<const int> matches, std::size_t full_frame_alone);

}  // namespace farsight::lab
