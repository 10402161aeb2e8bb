// One reader a kind of picture file: bytes in, upright RGB out.
//
// All fail with kInvalidImage for files that are cut or damaged, with kUnsupported for what the kind allows
// but the reader does not read, with kTooLarge as check_size does, and check the size before they decode a
// pixel. Messages go on after the file's name ("is truncated: ..."). What was guessed or dropped is added to
// `notes` in the same form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "farsight/image.h"
#include "farsight/result.h"
#include "farsight/runtime/image_file.h"

namespace farsight {

using PictureBytes = std::span<const std::byte>;

Result<Image> decode_jpeg(PictureBytes bytes, PictureNotes& notes);
Result<Image> decode_png(PictureBytes bytes, PictureNotes& notes);
Result<Image> decode_webp(PictureBytes bytes, PictureNotes& notes);
Result<Image> decode_tiff(PictureBytes bytes, PictureNotes& notes);
Result<Image> decode_heic(PictureBytes bytes, PictureNotes& notes);
Result<Image> decode_avif(PictureBytes bytes, PictureNotes& notes);
Result<Image> decode_gif(PictureBytes bytes, PictureNotes& notes);
Result<Image> decode_pnm(PictureBytes bytes, PictureNotes& notes);
Result<Image> decode_bmp(PictureBytes bytes, PictureNotes& notes);

/// The error of a file that ends before its picture does.
tl::unexpected<Error> truncated_picture();
/// The error of a file that contradicts itself; `reason` in the reader's words.
tl::unexpected<Error> broken_picture(const std::string& reason);

/// Lays RGBA pixels, alpha not multiplied in, on white.
void lay_on_white(const std::uint8_t* rgba, std::size_t pixels, std::uint8_t* rgb);

/// A picture of several frames or pages: the first alone is read.
void note_more_frames(PictureNotes& notes, std::size_t frames, const char* what);

/// Samples of more than 8 bits are scaled by their whole range. Where the brightest stays under a quarter of
/// it, they may be 10- or 12-bit samples in a larger container, and the picture is dark: this says so.
void note_dark_samples(PictureNotes& notes, const Image& image);

}  // namespace farsight
