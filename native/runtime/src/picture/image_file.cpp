#include "farsight/runtime/image_file.h"

#include <algorithm>
#include <string>

#include "farsight/runtime/files.h"
#include "picture/decoders.h"
#include "picture/kind.h"

namespace farsight {
namespace {

Result<Image> decode_any(PictureBytes bytes, PictureNotes& notes) {
    if (bytes.empty()) return fail(ErrorCode::kInvalidImage, "is empty: it has no bytes.");
    switch (picture_kind(bytes)) {
        case PictureKind::kJpeg:
            return decode_jpeg(bytes, notes);
        case PictureKind::kPng:
            return decode_png(bytes, notes);
        case PictureKind::kBmp:
            return decode_bmp(bytes, notes);
        case PictureKind::kGif:
            return decode_gif(bytes, notes);
        case PictureKind::kPnm:
            return decode_pnm(bytes, notes);
        case PictureKind::kWebp:
            return decode_webp(bytes, notes);
        case PictureKind::kTiff:
            return decode_tiff(bytes, notes);
        case PictureKind::kHeic:
            return decode_heic(bytes, notes);
        case PictureKind::kAvif:
            return decode_avif(bytes, notes);
        case PictureKind::kNone:
            break;
    }
    return not_a_picture(bytes);
}

}  // namespace

tl::unexpected<Error> truncated_picture() {
    return fail(ErrorCode::kInvalidImage,
                "is truncated: the picture's data end before it is complete. Copy it again.");
}

tl::unexpected<Error> broken_picture(const std::string& reason) {
    return fail(ErrorCode::kInvalidImage, "is a broken picture (" + reason + ").");
}

void lay_on_white(const std::uint8_t* rgba, std::size_t pixels, std::uint8_t* rgb) {
    for (std::size_t i = 0; i < pixels; ++i, rgba += 4, rgb += 3) {
        const unsigned alpha = rgba[3];
        for (std::size_t c = 0; c < 3; ++c) {
            rgb[c] = static_cast<std::uint8_t>((rgba[c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
}

void note_more_frames(PictureNotes& notes, std::size_t frames, const char* what) {
    if (frames < 2) return;
    notes.warnings.push_back("has " + std::to_string(frames) + " " + what + "; the first alone was read.");
}

void note_dark_samples(PictureNotes& notes, const Image& image) {
    const std::uint8_t* end = image.data() + Image::bytes(image.size(), image.channels());
    const int brightest = *std::max_element(image.data(), end);
    if (brightest >= 64) return;
    notes.warnings.push_back(
        "is dark: its brightest sample is " + std::to_string(brightest) +
        " of 255 when its 16 bits are scaled to 8. If it holds samples of 10 or 12 bits, "
        "stretch them to the whole range first.");
}

Result<Image> decode_image(std::span<const std::byte> bytes, PictureNotes* notes) {
    PictureNotes ignored;
    return decode_any(bytes, notes != nullptr ? *notes : ignored);
}

Result<Image> read_image(const std::filesystem::path& file, PictureNotes* notes) {
    const auto bytes = read_file(file, kMaxImageFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    auto image = decode_image(*bytes, notes);
    if (!image) return fail(image.error().code, file.string() + ": " + image.error().message);
    return image;
}

}  // namespace farsight
