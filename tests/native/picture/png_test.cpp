// PNG of every kind, made by libpng's writer.
#include <png.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

struct PngKind {
    Size size = {2, 1};
    int depth = 8;
    int colours = PNG_COLOR_TYPE_RGB;
    bool interlaced = false;
    std::vector<png_color> palette{};
    std::vector<png_byte> palette_alpha{};
};

/// `rows` holds packed rows as libpng takes them: 16-bit samples with the high byte first.
FileBytes make_png(const std::vector<png_byte>& rows, const PngKind& kind) {
    FileBytes file;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    const auto write = [](png_structp writer, png_bytep bytes, std::size_t count) {
        auto& out = *static_cast<FileBytes*>(png_get_io_ptr(writer));
        const auto* first = reinterpret_cast<const std::byte*>(bytes);
        out.insert(out.end(), first, first + count);
    };
    png_set_write_fn(png, &file, write, nullptr);
    png_set_IHDR(png, info, static_cast<png_uint_32>(kind.size.width),
                 static_cast<png_uint_32>(kind.size.height), kind.depth, kind.colours,
                 kind.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (!kind.palette.empty())
        png_set_PLTE(png, info, kind.palette.data(), static_cast<int>(kind.palette.size()));
    if (!kind.palette_alpha.empty()) {
        png_set_tRNS(png, info, kind.palette_alpha.data(), static_cast<int>(kind.palette_alpha.size()),
                     nullptr);
    }
    png_write_info(png, info);
    const std::size_t row_bytes = rows.size() / static_cast<std::size_t>(kind.size.height);
    const int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; ++pass) {
        for (std::size_t y = 0; y < static_cast<std::size_t>(kind.size.height); ++y) {
            png_write_row(png, rows.data() + y * row_bytes);
        }
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return file;
}

std::vector<int> pixels_of(const Result<Image>& image) {
    if (!image) return {};
    return {image->data(), image->data() + Image::bytes(image->size(), 3)};
}

}  // namespace

TEST_CASE("16-bit PNG samples are scaled by their whole range") {
    // v / 257: 0x1234 is 18.1, 0x5678 is 86.1, 0x7A00 is 121.5 and rounds up, 0xFFFF is 255.
    const auto image = decode_image(
        make_png({0x12, 0x34, 0x56, 0x78, 0x7A, 0x00, 0xFF, 0xFF, 0, 0, 0x80, 0x80}, {.depth = 16}));
    CHECK(pixels_of(image) == std::vector<int>{18, 86, 122, 255, 0, 128});
}

TEST_CASE("12-bit samples in a 16-bit PNG are dark, and a warning says so") {
    PictureNotes notes;
    // 4095 / 257 = 15.9.
    const auto image =
        decode_image(make_png({0x0F, 0xFF, 0, 0}, {.depth = 16, .colours = PNG_COLOR_TYPE_GRAY}), &notes);
    CHECK(pixels_of(image) == std::vector<int>{16, 16, 16, 0, 0, 0});
    REQUIRE(notes.warnings.size() == 1);
    CHECK(notes.warnings[0].find("16 of 255") != std::string::npos);
}

TEST_CASE("PNG greys of 1, 2, 4 and 8 bits fill the range") {
    const auto kind = [](int depth) { return PngKind{.depth = depth, .colours = PNG_COLOR_TYPE_GRAY}; };
    CHECK(pixels_of(decode_image(make_png({0b0100'0000}, kind(1)))) ==
          std::vector<int>{0, 0, 0, 255, 255, 255});
    CHECK(pixels_of(decode_image(make_png({0b0111'0000}, kind(2)))) ==
          std::vector<int>{85, 85, 85, 255, 255, 255});
    CHECK(pixels_of(decode_image(make_png({0x3F}, kind(4)))) == std::vector<int>{51, 51, 51, 255, 255, 255});
    CHECK(pixels_of(decode_image(make_png({7, 9}, kind(8)))) == std::vector<int>{7, 7, 7, 9, 9, 9});
}

TEST_CASE("PNG palettes give their colours, and their transparent ones the white below") {
    const PngKind kind = {.depth = 8,
                          .colours = PNG_COLOR_TYPE_PALETTE,
                          .palette = {{10, 20, 30}, {40, 50, 60}},
                          .palette_alpha = {255, 0}};
    CHECK(pixels_of(decode_image(make_png({0, 1}, kind))) == std::vector<int>{10, 20, 30, 255, 255, 255});
}

TEST_CASE("an interlaced PNG has the pixels of the plain one") {
    const Size size = {53, 37};
    const auto pixels = busy_pixels(size, 3);
    const auto image = decode_image(make_png(pixels, {.size = size, .interlaced = true}));
    REQUIRE(image);
    CHECK(std::memcmp(image->data(), pixels.data(), pixels.size()) == 0);
}

TEST_CASE("a PNG with a damaged byte is an error") {
    FileBytes file = make_png(busy_pixels({20, 20}, 3), {.size = {20, 20}});
    file[file.size() / 2] ^= std::byte{1};
    const auto image = decode_image(file);
    REQUIRE(!image);
    CHECK(image.error().code == ErrorCode::kInvalidImage);
}
