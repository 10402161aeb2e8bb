#include <avif/avif.h>

#include <catch2/catch.hpp>
#include <cstring>

#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

constexpr Size kSize = {64, 48};

/// Left half dark, right half bright; turned as the box says. Empty where this libavif cannot encode.
FileBytes make_avif(int quarter_turns, bool mirrored) {
    avifImage* image = avifImageCreate(kSize.width, kSize.height, 8, AVIF_PIXEL_FORMAT_YUV444);
    avifRGBImage rgb;
    avifRGBImageSetDefaults(&rgb, image);
    rgb.format = AVIF_RGB_FORMAT_RGB;
    avifRGBImageAllocatePixels(&rgb);
    for (int y = 0; y < kSize.height; ++y) {
        for (int x = 0; x < kSize.width; ++x) {
            std::memset(rgb.pixels + static_cast<std::ptrdiff_t>(rgb.rowBytes) * y + 3 * x,
                        x < kSize.width / 2 ? 40 : 200, 3);
        }
    }
    avifImageRGBToYUV(image, &rgb);
    avifRGBImageFreePixels(&rgb);
    if (quarter_turns > 0) {
        image->transformFlags |= AVIF_TRANSFORM_IROT;
        image->irot.angle = static_cast<std::uint8_t>(quarter_turns);
    }
    if (mirrored) image->transformFlags |= AVIF_TRANSFORM_IMIR;  // axis 0: upside down
    avifEncoder* encoder = avifEncoderCreate();
    encoder->speed = 10;
    encoder->minQuantizer = encoder->maxQuantizer = 5;
    avifRWData out = AVIF_DATA_EMPTY;
    FileBytes file;
    if (avifEncoderWrite(encoder, image, &out) == AVIF_RESULT_OK) {
        const auto* first = reinterpret_cast<const std::byte*>(out.data);
        file.assign(first, first + out.size);
    }
    avifRWDataFree(&out);
    avifEncoderDestroy(encoder);
    avifImageDestroy(image);
    return file;
}

int grey(const Image& image, double fx, double fy) {
    return image.row(
        static_cast<int>(fy * image.size().height))[3 * static_cast<int>(fx * image.size().width)];
}

}  // namespace

TEST_CASE("an AVIF is read upright, and one that is cut is an error") {
    const FileBytes file = make_avif(0, false);
    if (file.empty()) {
        WARN("this libavif has no encoder: AVIF is not tested");
        return;
    }
    const auto image = decode_image(file);
    REQUIRE(image);
    CHECK(image->size() == kSize);
    CHECK(grey(*image, 0.25, 0.5) == Approx(40).margin(4));
    CHECK(grey(*image, 0.75, 0.5) == Approx(200).margin(4));
    CHECK(!decode_image(std::span(file).first(file.size() - 10)));

    // A quarter turn against the clock brings the right half to the top; then upside down, to the bottom.
    const auto turned = decode_image(make_avif(1, false));
    REQUIRE(turned);
    CHECK(turned->size() == Size{kSize.height, kSize.width});
    CHECK(grey(*turned, 0.5, 0.25) == Approx(200).margin(4));
    const auto both = decode_image(make_avif(1, true));
    REQUIRE(both);
    CHECK(grey(*both, 0.5, 0.25) == Approx(40).margin(4));
}
