#include "farsight/lab/counts.h"

#include <algorithm>
#include <cstddef>

#include "farsight/follow.h"

namespace farsight::lab {
namespace {

struct Pair {
    float iou;
    int full_frame;
    int final;
};

float overlap_of(const Detection& a, const Detection& b) {
    if (a.label != b.label) return 0;
    // Equal boxes are one object even where they have no area.
    return a.box == b.box ? 1.0F : iou(a.box, b.box);
}

}  // namespace

std::vector<int> match_full_frame(std::span<const Detection> full_frame, std::span<const Detection> final) {
    std::vector<Pair> pairs;
    for (std::size_t f = 0; f < full_frame.size(); ++f) {
        for (std::size_t d = 0; d < final.size(); ++d) {
            const float overlap = overlap_of(full_frame[f], final[d]);
            if (overlap >= kSameObjectIou)
                pairs.push_back({overlap, static_cast<int>(f), static_cast<int>(d)});
        }
    }
    // Among equal overlaps the higher scores, which stand first in both lists.
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.iou > b.iou; });
    std::vector<int> matches(final.size(), -1);
    std::vector<std::uint8_t> taken(full_frame.size(), 0);
    for (const Pair& pair : pairs) {
        int& match = matches[static_cast<std::size_t>(pair.final)];
        std::uint8_t& used = taken[static_cast<std::size_t>(pair.full_frame)];
        if (match >= 0 || used != 0) continue;
        match = pair.full_frame;
        used = 1;
    }
    return matches;
}

Counts counts_of(std::span<const int> matches, std::size_t full_frame_alone) {
    Counts counts;
    counts.full_frame =
        static_cast<int>(std::count_if(matches.begin(), matches.end(), [](int match) { return match >= 0; }));
    counts.total = static_cast<int>(matches.size());
    counts.recovered = counts.total - counts.full_frame;
    counts.full_frame_alone = static_cast<int>(full_frame_alone);
    return counts;
}

}  // namespace farsight::lab
