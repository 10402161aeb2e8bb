// JPEG files that tests make, and libjpeg's own way to read one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "farsight/image.h"

namespace farsight::tests {

using FileBytes = std::vector<std::byte>;

struct JpegKind {
    int components = 3;  ///< 1 grey, 3 colours, 4 inks as Adobe stores them.
    bool progressive = false;
    bool separate_scans = false;  ///< One scan a component.
    bool full_colour = false;     ///< Colour at full size (4:4:4), else at half (4:2:0).
    unsigned restart_rows = 0;    ///< A restart marker after as many rows of blocks; 0: none.
    int quality = 90;
};

/// Pixels of as many bytes as the kind has components, tightly packed.
FileBytes make_jpeg(const std::vector<std::uint8_t>& pixels, Size size, const JpegKind& kind);

/// What libjpeg's example.c would read: its defaults, rows one by one.
std::vector<std::uint8_t> read_as_libjpeg_does(const FileBytes& file);

/// Smooth ramps with some noise: nothing that is the same when a block is lost.
std::vector<std::uint8_t> busy_pixels(Size size, int components);

FileBytes bytes_of(std::string_view text);
FileBytes operator+(FileBytes first, const FileBytes& second);

/// Everything before the two bytes of the end marker.
FileBytes without_end_marker(const FileBytes& file);

}  // namespace farsight::tests
