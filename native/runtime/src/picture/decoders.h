// One reader a kind of picture file: bytes in, upright RGB out.
//
// All fail with kInvalidImage for files that are cut or damaged, with kUnsupported for what the kind allows
// but the reader does not read, with kTooLarge as check_size does, and check the size before they decode a
// pixel. Messages go on after the file's name ("is truncated: ..."). What was guessed or dropped is added to
// `warnings` in the same form.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

using PictureBytes = std::span<const std::byte>;
using PictureWarnings = std::vector<std::string>;

Result<Image> decode_jpeg(PictureBytes bytes, PictureWarnings& warnings);
/// PNG, BMP, GIF and PNM through stb_image.
Result<Image> decode_with_stb(PictureBytes bytes, PictureWarnings& warnings);

/// The error of a file that ends before its picture does.
tl::unexpected<Error> truncated_picture();
/// The error of a file that contradicts itself; `reason` in the reader's words.
tl::unexpected<Error> broken_picture(const std::string& reason);

}  // namespace farsight
