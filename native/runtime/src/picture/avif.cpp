// AVIF through libavif.
#include <avif/avif.h>

#include <algorithm>
#include <memory>

#include "picture/colour.h"
#include "picture/decoders.h"
#include "picture/upright.h"

namespace farsight {
namespace {

using Decoder = std::unique_ptr<avifDecoder, decltype(&avifDecoderDestroy)>;

tl::unexpected<Error> given_up(avifResult result) {
    switch (result) {
        case AVIF_RESULT_TRUNCATED_DATA:
        case AVIF_RESULT_WAITING_ON_IO:
            return truncated_picture();
        case AVIF_RESULT_NO_CODEC_AVAILABLE:
        case AVIF_RESULT_NOT_IMPLEMENTED:
        case AVIF_RESULT_UNSUPPORTED_DEPTH:
            return fail(ErrorCode::kUnsupported, "is an AVIF file that this libavif cannot decode (" +
                                                     std::string(avifResultToString(result)) +
                                                     "). Convert it to PNG or JPEG.");
        default:
            return broken_picture(avifResultToString(result));
    }
}

/// 0: top and bottom change places; 1: left and right. libavif 1.0 gave the field another name.
template <class Mirror>
int mirror_axis(const Mirror& mirror) {
    if constexpr (requires { mirror.axis; }) {
        return mirror.axis;
    } else {
        return mirror.mode;
    }
}

/// AVIF says turns and mirrors in its own boxes: a turn against the clock first, then a mirror. As one EXIF
/// orientation.
int orientation_of(const avifImage& image) {
    const int turns = (image.transformFlags & AVIF_TRANSFORM_IROT) != 0 ? image.irot.angle & 3 : 0;
    constexpr int kTurned[4] = {1, 8, 3, 6};
    if ((image.transformFlags & AVIF_TRANSFORM_IMIR) == 0) return kTurned[turns];
    constexpr int kThenUpsideDown[4] = {4, 5, 2, 7};
    constexpr int kThenLeftRight[4] = {2, 7, 4, 5};
    return mirror_axis(image.imir) == 0 ? kThenUpsideDown[turns] : kThenLeftRight[turns];
}

}  // namespace

Result<Image> decode_avif(PictureBytes bytes, PictureNotes& notes) {
    const Decoder decoder(avifDecoderCreate(), &avifDecoderDestroy);
    decoder->strictFlags = AVIF_STRICT_DISABLED;
    decoder->ignoreExif = decoder->ignoreXMP = AVIF_TRUE;
    decoder->imageSizeLimit = static_cast<std::uint32_t>(kMaxImagePixels);
    avifResult result = avifDecoderSetIOMemory(
        decoder.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    if (result == AVIF_RESULT_OK) result = avifDecoderParse(decoder.get());
    if (result != AVIF_RESULT_OK) return given_up(result);
    const avifImage& picture = *decoder->image;
    const auto side = [](std::uint32_t pixels) {
        return static_cast<int>(std::min<std::uint32_t>(pixels, INT32_MAX));
    };
    const Size size = {side(picture.width), side(picture.height)};
    if (auto good = check_size(size); !good) return tl::unexpected(good.error());
    result = avifDecoderNextImage(decoder.get());
    if (result != AVIF_RESULT_OK) return given_up(result);

    Image pixels(size, 4);
    avifRGBImage rgb;
    avifRGBImageSetDefaults(&rgb, decoder->image);
    rgb.depth = 8;
    rgb.format = AVIF_RGB_FORMAT_RGBA;
    rgb.pixels = pixels.data();
    rgb.rowBytes = static_cast<std::uint32_t>(pixels.stride_bytes());
    result = avifImageYUVToRGB(decoder->image, &rgb);
    if (result != AVIF_RESULT_OK) return given_up(result);

    notes.orientation = orientation_of(picture);
    UprightRows rows(size, notes.orientation);
    for (int y = 0; y < size.height; ++y) {
        lay_on_white(pixels.row(y), static_cast<std::size_t>(size.width), rows.next_row());
        rows.row_done();
    }
    Image image = rows.take();
    turn_to_srgb(image, std::as_bytes(std::span(picture.icc.data, picture.icc.size)), false, notes);
    note_more_frames(notes, static_cast<std::size_t>(std::max(decoder->imageCount, 0)), "frames");
    return image;
}

}  // namespace farsight
