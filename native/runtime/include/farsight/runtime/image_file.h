// Picture files: JPEG, PNG, BMP, GIF (its first frame) and PNM in; PNG out.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// Largest picture file taken, in bytes.
inline constexpr std::size_t kMaxImageFileBytes = std::size_t{512} << 20;

/// Decodes a picture to RGB, turned upright as its EXIF orientation says. Grey is spread over the three
/// channels, 16-bit samples keep their high byte, transparent parts show the white they lie on.
/// The size is checked before any pixel is decoded.
/// Fails with kInvalidImage for bytes that are empty, truncated or no picture, with kUnsupported for kinds
/// of picture it knows but doesn't read (WebP, HEIC, AVIF, TIFF), and as check_size does.
Result<Image> decode_image(std::span<const std::byte> bytes);

/// Reads and decodes a picture file; the message starts with the file's name.
Result<Image> read_image(const std::filesystem::path& file);

/// Encodes RGB or RGBA pixels. Fails as check_image does.
Result<std::vector<std::byte>> encode_png(const ImageView& image);

/// Encodes and writes, whole or not at all.
Result<void> write_png(const std::filesystem::path& file, const ImageView& image);

}  // namespace farsight
