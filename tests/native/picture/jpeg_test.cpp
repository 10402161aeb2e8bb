#include "picture/jpeg_file.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "farsight/runtime/image_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

constexpr Size kSize = {53, 37};  // no multiple of a block

using Warnings = std::vector<std::string>;

bool same_pixels(const Image& image, const std::vector<std::uint8_t>& pixels) {
    return Image::bytes(image.size(), 3) == pixels.size() &&
           std::memcmp(image.data(), pixels.data(), pixels.size()) == 0;
}

FileBytes busy_jpeg(const JpegKind& kind) {
    return make_jpeg(busy_pixels(kSize, kind.components), kSize, kind);
}

std::string name(const JpegKind& kind) {
    return std::to_string(kind.components) + (kind.progressive ? " progressive" : " baseline") +
           (kind.separate_scans ? " separate scans" : "") + (kind.full_colour ? " 4:4:4" : " 4:2:0") +
           (kind.restart_rows > 0 ? " restarts" : "");
}

std::vector<JpegKind> kinds() {
    return {{.components = 3},
            {.components = 3, .full_colour = true},
            {.components = 1},
            {.components = 3, .restart_rows = 1},
            {.components = 3, .separate_scans = true},
            {.components = 3, .progressive = true},
            {.components = 3, .progressive = true, .full_colour = true, .restart_rows = 1},
            {.components = 1, .progressive = true}};
}

}  // namespace

TEST_CASE("a JPEG has the pixels that libjpeg's own reader gives") {
    for (const JpegKind& kind : kinds()) {
        CAPTURE(name(kind));
        const FileBytes file = busy_jpeg(kind);
        PictureNotes notes;
        const auto image = decode_image(file, &notes);
        REQUIRE(image);
        CHECK(image->size() == kSize);
        CHECK(same_pixels(*image, read_as_libjpeg_does(file)));
        CHECK(notes.warnings.empty());
    }
}

TEST_CASE("a JPEG with unknown data between scan and end has the pixels of the clean file, and says so") {
    const std::string junk = GENERATE(std::string("\xFF\x00", 2),                // a stuffed byte of no scan
                                      std::string("\xFF\xD3", 2),                // a stray restart marker
                                      std::string(64, '\0'),                     // zeros
                                      std::string("\xFF\xFF\xFF", 3),            // fill bytes
                                      std::string("DJI\x12\x34 some bytes", 15)  // a maker's own data
    );
    for (const JpegKind& kind : kinds()) {
        CAPTURE(name(kind), junk);
        const FileBytes clean = busy_jpeg(kind);
        const auto image = decode_image(without_end_marker(clean) + bytes_of(junk) + bytes_of("\xFF\xD9"));
        REQUIRE(image);
        CHECK(same_pixels(*image, read_as_libjpeg_does(clean)));
    }
    PictureNotes notes;
    const FileBytes clean = busy_jpeg({});
    REQUIRE(decode_image(without_end_marker(clean) + bytes_of("maker's data\xFF\xD9"), &notes));
    CHECK(notes.warnings == Warnings{"has unknown data beside its picture; all of its pixels were there."});
}

TEST_CASE("a JPEG whose scan is followed by a marker that makes no sense there is read too") {
    // A second frame header, which libjpeg takes for a fault.
    const FileBytes clean = busy_jpeg({});
    PictureNotes notes;
    const auto image =
        decode_image(without_end_marker(clean) +
                         bytes_of(std::string("\xFF\xC0\0\x0B\x08\0\x10\0\x10\1\1\x11\0\xFF\xD9", 15)),
                     &notes);
    REQUIRE(image);
    CHECK(same_pixels(*image, read_as_libjpeg_does(clean)));
    CHECK(notes.warnings.size() == 1);
}

TEST_CASE("a JPEG without its end marker is whole when all of its blocks are there") {
    for (const JpegKind& kind : kinds()) {
        CAPTURE(name(kind));
        const FileBytes clean = busy_jpeg(kind);
        PictureNotes notes;
        const auto image = decode_image(without_end_marker(clean), &notes);
        REQUIRE(image);
        CHECK(same_pixels(*image, read_as_libjpeg_does(clean)));
        CHECK(notes.warnings == Warnings{"has no end marker; all of its pixels were there."});
    }
}

TEST_CASE("a JPEG cut anywhere before the end of its last scan is an error, whatever its kind") {
    for (const JpegKind& kind : kinds()) {
        const FileBytes file = without_end_marker(busy_jpeg(kind));
        for (std::size_t length = 1; length < file.size(); length += length < 700 ? 1 : 7) {
            const auto image = decode_image(std::span(file).first(length));
            CAPTURE(name(kind), length, file.size());
            REQUIRE(!image);
            REQUIRE(image.error().code == ErrorCode::kInvalidImage);
        }
        // A cut file that was closed with an end marker by a tool that saved what it could.
        const FileBytes half(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(file.size() * 2 / 3));
        CHECK(!decode_image(half + bytes_of("\xFF\xD9")));
    }
}

TEST_CASE("a JPEG whose restart markers are out of order lost some of its blocks and is an error") {
    FileBytes file = busy_jpeg({.components = 3, .restart_rows = 1});
    const auto is_first = [&](std::size_t at) {
        return file[at] == std::byte{0xFF} && file[at + 1] == std::byte{0xD0};
    };
    std::size_t at = 0;
    while (!is_first(at)) ++at;
    file[at + 1] = std::byte{0xD4};
    const auto image = decode_image(file);
    REQUIRE(!image);
    CHECK(image.error().code == ErrorCode::kInvalidImage);
}

TEST_CASE("four inks become RGB by the plain rule, and a warning says so") {
    // Adobe stores the light that each ink leaves: (255, 128, 0) under a black that leaves 255, then 51.
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < 64; ++i)
        pixels.insert(pixels.end(), {255, 128, 0, static_cast<std::uint8_t>(i < 32 ? 255 : 51)});
    PictureNotes notes;
    const auto image = decode_image(make_jpeg(pixels, {8, 8}, {.components = 4, .quality = 100}), &notes);
    REQUIRE(image);
    CHECK(image->row(0)[0] == Approx(255).margin(3));
    CHECK(image->row(0)[1] == Approx(128).margin(3));
    CHECK(image->row(0)[2] == Approx(0).margin(3));
    // A fifth of it: 51, 25.6, 0.
    CHECK(image->row(7)[0] == Approx(51).margin(3));
    CHECK(image->row(7)[1] == Approx(26).margin(3));
    CHECK(image->row(7)[2] == Approx(0).margin(3));
    REQUIRE(notes.warnings.size() == 1);
    CHECK(notes.warnings[0].find("CMYK") != std::string::npos);
}

TEST_CASE("a progressive JPEG that would need too much memory is refused before it is decoded") {
    // Headers alone claim 16,000 x 16,000 pixels, full colour: 2 bytes x 3 x 256 million are 1.5 GB.
    FileBytes file = busy_jpeg({.components = 3, .progressive = true, .full_colour = true});
    std::size_t at = 0;
    while (file[at] != std::byte{0xFF} || file[at + 1] != std::byte{0xC2}) ++at;
    file[at + 5] = file[at + 7] = std::byte{16000 >> 8};
    file[at + 6] = file[at + 8] = std::byte{16000 & 0xFF};
    const auto image = decode_image(file);
    REQUIRE(!image);
    CHECK(image.error().code == ErrorCode::kTooLarge);
    CHECK(image.error().message.find("1464 MiB") != std::string::npos);  // 16000^2 x 6 bytes
}

TEST_CASE("JPEGs of kinds that nobody reads get words") {
    FileBytes file = busy_jpeg({});
    std::size_t at = 0;
    while (file[at] != std::byte{0xFF} || file[at + 1] != std::byte{0xC0}) ++at;
    FileBytes lossless = file;
    lossless[at + 1] = std::byte{0xC3};
    CHECK(decode_image(lossless).error().code == ErrorCode::kUnsupported);
    FileBytes deep = file;
    deep[at + 4] = std::byte{12};  // bits a sample
    CHECK(decode_image(deep).error().code == ErrorCode::kUnsupported);
}
