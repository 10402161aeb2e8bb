#include <webp/encode.h>
#include <webp/mux.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

constexpr Size kSize = {53, 37};

FileBytes lossless_webp(const std::vector<std::uint8_t>& pixels, int channels) {
    std::uint8_t* out = nullptr;
    const int stride = kSize.width * channels;
    const std::size_t bytes =
        channels == 3 ? WebPEncodeLosslessRGB(pixels.data(), kSize.width, kSize.height, stride, &out)
                      : WebPEncodeLosslessRGBA(pixels.data(), kSize.width, kSize.height, stride, &out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    FileBytes file(first, first + bytes);
    WebPFree(out);
    return file;
}

}  // namespace

TEST_CASE("a lossless WebP keeps every pixel") {
    const auto pixels = busy_pixels(kSize, 3);
    PictureNotes notes;
    const auto image = decode_image(lossless_webp(pixels, 3), &notes);
    REQUIRE(image);
    CHECK(image->size() == kSize);
    CHECK(std::memcmp(image->data(), pixels.data(), pixels.size()) == 0);
    CHECK(notes.warnings.empty());
}

TEST_CASE("a transparent WebP shows the white it lies on") {
    std::vector<std::uint8_t> pixels(Image::bytes(kSize, 4), 0);
    pixels[3] = 255;  // one opaque black pixel
    const auto image = decode_image(lossless_webp(pixels, 4));
    REQUIRE(image);
    CHECK(image->data()[0] == 0);
    CHECK(image->data()[3] == 255);
}

TEST_CASE("a WebP's EXIF turns it upright") {
    const auto pixels = busy_pixels(kSize, 3);
    const FileBytes plain = lossless_webp(pixels, 3);
    const std::string exif("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0", 26);
    const WebPData picture = {reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()};
    const WebPData block = {reinterpret_cast<const std::uint8_t*>(exif.data()), exif.size()};
    WebPMux* mux = WebPMuxCreate(&picture, 1);
    REQUIRE(WebPMuxSetChunk(mux, "EXIF", &block, 1) == WEBP_MUX_OK);
    WebPData file;
    REQUIRE(WebPMuxAssemble(mux, &file) == WEBP_MUX_OK);
    PictureNotes notes;
    const auto image = decode_image(std::as_bytes(std::span(file.bytes, file.size)), &notes);
    WebPDataClear(&file);
    WebPMuxDelete(mux);
    REQUIRE(image);
    CHECK(notes.orientation == 6);
    CHECK(image->size() == Size{kSize.height, kSize.width});
    // Stored row 0 stands right, column 0 on top.
    CHECK(std::memcmp(image->row(0) + std::ptrdiff_t{3} * (kSize.height - 1), pixels.data(), 3) == 0);
}

TEST_CASE("a WebP cut anywhere is an error") {
    const FileBytes file = lossless_webp(busy_pixels(kSize, 3), 3);
    for (std::size_t length = 1; length < file.size(); length += length < 100 ? 1 : 97) {
        CAPTURE(length);
        REQUIRE(!decode_image(std::span(file).first(length)));
    }
}
