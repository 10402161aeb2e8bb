// Picture files: JPEG, PNG, BMP, GIF (its first frame) and PNM in; PNG out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// Largest picture file taken, in bytes.
inline constexpr std::size_t kMaxImageFileBytes = std::size_t{512} << 20;

/// Most memory that the coefficients of a progressive JPEG may take, in bytes: all of its scans are read
/// before the first row. A baseline JPEG needs none of it.
inline constexpr std::uint64_t kMaxJpegCoefficientBytes = std::uint64_t{1} << 30;

/// Decodes a picture to RGB, turned upright as its EXIF orientation says. Grey is spread over the three
/// channels, 16-bit samples keep their high byte, transparent parts show the white they lie on.
/// The size is checked before any pixel is decoded. A JPEG whose blocks are all there is read whatever stands
/// between them and its end; one with missing or damaged blocks is an error.
/// What was guessed or dropped is added to `warnings`, in words that go on after the file's name.
/// Fails with kInvalidImage for bytes that are empty, truncated or no picture, with kUnsupported for kinds
/// of picture it knows but doesn't read (WebP, HEIC, AVIF, TIFF), and as check_size does.
Result<Image> decode_image(std::span<const std::byte> bytes, std::vector<std::string>* warnings = nullptr);

/// Reads and decodes a picture file; the message starts with the file's name, warnings do not.
Result<Image> read_image(const std::filesystem::path& file, std::vector<std::string>* warnings = nullptr);

/// Encodes RGB or RGBA pixels. Fails as check_image does.
Result<std::vector<std::byte>> encode_png(const ImageView& image);

/// Encodes and writes, whole or not at all.
Result<void> write_png(const std::filesystem::path& file, const ImageView& image);

}  // namespace farsight
