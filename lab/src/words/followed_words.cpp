#include "farsight/lab/followed_words.h"

#include <algorithm>

#include "farsight/lab/numbers.h"

namespace farsight::lab {

std::string followed_text(std::span<const FollowedPoint> points, float min_score, bool pyramid_on) {
    if (points.size() < 2) return {};
    const auto fate = [&](float FollowedPoint::*score) -> std::string {
        const auto lost = std::find_if(points.begin(), points.end(),
                                       [&](const FollowedPoint& point) { return point.*score < min_score; });
        if (lost == points.end()) return " keeps it";
        if (lost == points.begin()) return " does not have it at " + ratio_text(lost->distance) + "×";
        return " loses it at " + ratio_text(lost->distance) + "×";
    };
    std::string text = "Followed from " + ratio_text(points.front().distance) + " to " +
                       ratio_text(points.back().distance) + " times the distance: the full frame" +
                       fate(&FollowedPoint::full_frame);
    if (pyramid_on) text += ", the pyramid" + fate(&FollowedPoint::pyramid);
    return text + ".";
}

}  // namespace farsight::lab
