// A virtual dolly: the same photo as if the camera had moved back.
#pragma once

#include "farsight/box.h"
#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// Farthest that a photo can be moved away, in times its own distance.
inline constexpr double kMaxDollyDistance = 64;

/// Where the whole photo lies in its own frame at this distance: centred, each side divided by the
/// distance and rounded to a whole pixel. Precondition: the size is positive and distance is in
/// [1, kMaxDollyDistance].
Rect dolly_rect(Size photo, double distance);

/// Where a box of the photo lies at this distance; the inverse when `back` is true.
Box dolly_box(const Box& box, Size photo, double distance, bool back = false);

/// Draws the photo smaller in a frame of its own size, antialiased, so that every object has the apparent
/// size it would have `distance` times farther away. The surround continues the photo's edge, blurred, and
/// the seam is soft over a sixty-fourth of the photo's side, so that no frame is there to be detected.
/// The result is RGB. Fails as check_image does, and with kInvalidArgument when distance is not in
/// [1, kMaxDollyDistance].
Result<Image> dolly(const ImageView& photo, double distance);

}  // namespace farsight
