#include <tiffio.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "farsight/runtime/files.h"
#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"
#include "scratch_folder.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

constexpr Size kSize = {53, 37};

struct TiffKind {
    int samples = 3;
    int bits = 8;
    int compression = COMPRESSION_LZW;
    int photometric = PHOTOMETRIC_RGB;
    int orientation = ORIENTATION_TOPLEFT;
    int tile = 0;  ///< Side of a tile; 0: strips.
    int pages = 1;
    int extra = -1;  ///< What the last sample is.
    bool thumbnail = false;
    std::string mode = "w";
};

void write_page(TIFF* tiff, const std::vector<std::uint8_t>& pixels, const TiffKind& kind) {
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, kSize.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, kSize.height);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
    if (kind.thumbnail) TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
    if (kind.extra >= 0) {
        const auto extra = static_cast<std::uint16_t>(kind.extra);
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &extra);
    }
    const auto row_bytes = static_cast<std::size_t>(kSize.width * kind.samples * kind.bits / 8);
    if (kind.tile == 0) {
        for (int y = 0; y < kSize.height; ++y) {
            std::vector<std::uint8_t> row(pixels.begin() + static_cast<std::ptrdiff_t>(row_bytes) * y,
                                          pixels.begin() + static_cast<std::ptrdiff_t>(row_bytes) * (y + 1));
            TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0);
        }
        return;
    }
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kind.tile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, kind.tile);
    const auto pixel = static_cast<std::size_t>(kind.samples);
    for (int top = 0; top < kSize.height; top += kind.tile) {
        for (int left = 0; left < kSize.width; left += kind.tile) {
            std::vector<std::uint8_t> tile(pixel * static_cast<std::size_t>(kind.tile * kind.tile));
            for (int y = 0; y < kind.tile && top + y < kSize.height; ++y) {
                const int count = std::min(kind.tile, kSize.width - left);
                std::memcpy(&tile[pixel * static_cast<std::size_t>(y * kind.tile)],
                            &pixels[row_bytes * static_cast<std::size_t>(top + y) +
                                    pixel * static_cast<std::size_t>(left)],
                            pixel * static_cast<std::size_t>(count));
            }
            TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left),
                          static_cast<std::uint32_t>(top), 0, 0);
        }
    }
}

FileBytes make_tiff(const std::vector<std::uint8_t>& pixels, const TiffKind& kind) {
    const ScratchFolder folder;
    const std::string name = (folder / "made.tif").string();
    TIFF* tiff = TIFFOpen(name.c_str(), kind.mode.c_str());
    for (int page = 0; page < kind.pages; ++page) {
        write_page(tiff, pixels, kind);
        TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    return *read_file(name, 1 << 24);
}

bool has_pixels(const Result<Image>& image, const std::vector<std::uint8_t>& pixels) {
    return image && Image::bytes(image->size(), 3) == pixels.size() &&
           std::memcmp(image->data(), pixels.data(), pixels.size()) == 0;
}

}  // namespace

TEST_CASE(
    "a TIFF keeps every pixel, in strips, in tiles, packed or not, in either byte order, also a BigTIFF") {
    const auto pixels = busy_pixels(kSize, 3);
    CHECK(has_pixels(decode_image(make_tiff(pixels, {})), pixels));
    CHECK(has_pixels(decode_image(make_tiff(pixels, {.tile = 16})), pixels));
    CHECK(has_pixels(decode_image(make_tiff(pixels, {.compression = COMPRESSION_NONE})), pixels));
    CHECK(has_pixels(decode_image(make_tiff(pixels, {.compression = COMPRESSION_ADOBE_DEFLATE})), pixels));
    CHECK(has_pixels(decode_image(make_tiff(pixels, {.mode = "wb"})), pixels));
    CHECK(has_pixels(decode_image(make_tiff(pixels, {.mode = "wl"})), pixels));
    CHECK(has_pixels(decode_image(make_tiff(pixels, {.mode = "w8"})), pixels));
}

TEST_CASE("16-bit TIFF samples are scaled by their whole range") {
    // In the machine's order: all samples 0x8080, which is 128 / 255.
    const std::vector<std::uint8_t> halves(Image::bytes(kSize, 6), 0x80);
    const std::vector<std::uint8_t> expected(Image::bytes(kSize, 3), 128);
    CHECK(has_pixels(decode_image(make_tiff(halves, {.bits = 16})), expected));

    std::vector<std::uint16_t> twelve_bits(Image::bytes(kSize, 1), 4095);
    std::vector<std::uint8_t> bytes(2 * twelve_bits.size());
    std::memcpy(bytes.data(), twelve_bits.data(), bytes.size());
    PictureNotes notes;
    const auto dark = decode_image(
        make_tiff(bytes, {.samples = 1, .bits = 16, .photometric = PHOTOMETRIC_MINISBLACK}), &notes);
    REQUIRE(dark);
    CHECK(notes.warnings.size() == 1);
}

TEST_CASE("a TIFF's orientation is undone, sideways too") {
    const auto pixels = busy_pixels(kSize, 3);
    PictureNotes notes;
    const auto image = decode_image(make_tiff(pixels, {.orientation = ORIENTATION_RIGHTTOP}), &notes);
    REQUIRE(image);
    CHECK(notes.orientation == 6);
    CHECK(image->size() == Size{kSize.height, kSize.width});
    CHECK(std::memcmp(image->row(0) + std::ptrdiff_t{3} * (kSize.height - 1), pixels.data(), 3) == 0);
    const auto turned = decode_image(make_tiff(pixels, {.orientation = ORIENTATION_BOTRIGHT}));
    REQUIRE(turned);
    CHECK(std::memcmp(turned->row(kSize.height - 1) + std::ptrdiff_t{3} * (kSize.width - 1), pixels.data(),
                      3) == 0);
}

TEST_CASE("the first page of a TIFF is read, and a warning counts the others") {
    const auto pixels = busy_pixels(kSize, 3);
    PictureNotes notes;
    CHECK(has_pixels(decode_image(make_tiff(pixels, {.pages = 3}), &notes), pixels));
    CHECK(notes.warnings == std::vector<std::string>{"has 3 pages; the first alone was read."});
}

TEST_CASE("a fourth sample that is no transparency is left out, and a warning says so") {
    std::vector<std::uint8_t> pixels(Image::bytes(kSize, 4));
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = i % 4 == 3 ? 5 : 100;
    const std::vector<std::uint8_t> grey(Image::bytes(kSize, 3), 100);
    PictureNotes notes;
    const auto infrared = make_tiff(pixels, {.samples = 4, .extra = EXTRASAMPLE_UNSPECIFIED});
    CHECK(has_pixels(decode_image(infrared, &notes), grey));
    CHECK(notes.warnings == std::vector<std::string>{"has 4 samples a pixel; the first 3 were read."});
    // 100 x 5 / 255 is 2, and 250 of the white shine through.
    const std::vector<std::uint8_t> faint(Image::bytes(kSize, 3), 252);
    CHECK(
        has_pixels(decode_image(make_tiff(pixels, {.samples = 4, .extra = EXTRASAMPLE_UNASSALPHA})), faint));
}

TEST_CASE("a camera's raw file is named as what it is") {
    const auto image = decode_image(make_tiff(busy_pixels(kSize, 3), {.thumbnail = true}));
    REQUIRE(!image);
    CHECK(image.error().code == ErrorCode::kUnsupported);
    CHECK(image.error().message.find("raw") != std::string::npos);
}

TEST_CASE("a TIFF cut in its pixels is an error") {
    const FileBytes file = make_tiff(busy_pixels(kSize, 3), {.compression = COMPRESSION_NONE});
    const auto image = decode_image(std::span(file).first(file.size() / 2));
    REQUIRE(!image);
    CHECK(image.error().code == ErrorCode::kInvalidImage);
}
