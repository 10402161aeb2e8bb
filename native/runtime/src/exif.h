// The one EXIF field a detector needs: which way up the picture is.
#pragma once

#include <cstddef>
#include <span>

#include "farsight/image.h"

namespace farsight {

/// EXIF orientation (CIPA DC-008, tag 0x0112) of a JPEG's APP1 segment or a PNG's eXIf chunk, 1 to 8.
/// 1 (upright) when there is none or it is broken: a picture is never lost to its metadata.
int exif_orientation(std::span<const std::byte> file);

/// Turns pixels stored with this orientation upright.
Image turn_upright(Image image, int orientation);

}  // namespace farsight
