// The one EXIF field a detector needs: which way up the picture is.
#pragma once

#include <cstddef>
#include <span>

namespace farsight {

/// EXIF orientation (CIPA DC-008, tag 0x0112) of a JPEG's APP1 segment or a PNG's eXIf chunk, 1 to 8.
/// 1 (upright) when there is none or it is broken: a picture is never lost to its metadata.
int exif_orientation(std::span<const std::byte> file);

/// The same of an EXIF block: a TIFF header and its first directory, after "Exif", 0, 0 or without.
int orientation_of_exif(std::span<const std::byte> block);

}  // namespace farsight
