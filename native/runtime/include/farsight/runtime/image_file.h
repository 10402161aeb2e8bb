// Picture files in: JPEG, PNG, WebP, TIFF, HEIC, AVIF, BMP, GIF and PNM, as far as this build has their
// libraries. PNG out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// Largest picture file taken, in bytes.
inline constexpr std::size_t kMaxImageFileBytes = std::size_t{512} << 20;

/// Most memory that the coefficients of a progressive JPEG may take, in bytes: all of its scans are read
/// before the first row. A baseline JPEG needs none of it.
inline constexpr std::uint64_t kMaxJpegCoefficientBytes = std::uint64_t{1} << 30;

/// What decoding found beside the pixels.
struct PictureNotes {
    /// What was guessed or dropped, in words that go on after the file's name.
    std::vector<std::string> warnings;
    /// The EXIF orientation that was undone, 1 to 8; 1 when the picture was stored upright.
    int orientation = 1;
};

/// Decodes a picture to 8-bit sRGB, turned upright as its EXIF orientation says. Grey is spread over the
/// three channels; samples of 16 bits and of any PNM range are scaled to 0 to 255; transparent parts show the
/// white they lie on; embedded colour profiles are applied; of several frames or pages the first is read. The
/// size is checked before any pixel is decoded. A JPEG whose blocks are all there is read whatever stands
/// between them and its end; one with missing or damaged blocks is an error.
/// Fails with kInvalidImage for bytes that are empty, truncated or no picture, with kUnsupported for kinds
/// of file it knows but doesn't read, and as check_size does.
Result<Image> decode_image(std::span<const std::byte> bytes, PictureNotes* notes = nullptr);

/// Reads and decodes a picture file; the message starts with the file's name, warnings do not.
Result<Image> read_image(const std::filesystem::path& file, PictureNotes* notes = nullptr);

/// Encodes RGB or RGBA pixels. `software`, ASCII, is written into the file's text "Software" unless it is
/// empty: the mark by which a later run knows its own pictures. Fails as check_image does.
Result<std::vector<std::byte>> encode_png(const ImageView& image, std::string_view software = {});

/// Encodes and writes, whole or not at all.
Result<void> write_png(const std::filesystem::path& file, const ImageView& image,
                       std::string_view software = {});

/// Whether encode_png wrote the file with this `software`. False when it cannot be read.
bool is_png_of(const std::filesystem::path& file, std::string_view software);

}  // namespace farsight
