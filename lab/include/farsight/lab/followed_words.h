// What became of an object that was followed from near to far, in a sentence.
#pragma once

#include <span>
#include <string>

namespace farsight::lab {

/// An object's scores at one distance.
struct FollowedPoint {
    double distance = 1;
    float full_frame = 0;
    float pyramid = 0;
};

/// "Followed from 1 to 4 times the distance: the full frame loses it at 2×, the pyramid keeps it." Points
/// stand in the order of their distance. Empty: fewer than two of them.
std::string followed_text(std::span<const FollowedPoint> points, float min_score, bool pyramid_on);

}  // namespace farsight::lab
