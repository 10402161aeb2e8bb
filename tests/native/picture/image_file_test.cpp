#include "farsight/runtime/image_file.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "farsight/runtime/files.h"
#include "scratch_folder.h"

using namespace farsight;

namespace {

using Bytes = std::vector<std::byte>;

constexpr std::array<std::uint8_t, 3> kRed = {255, 0, 0};
constexpr std::array<std::uint8_t, 3> kGreen = {0, 255, 0};
constexpr std::array<std::uint8_t, 3> kBlue = {0, 0, 255};
constexpr std::array<std::uint8_t, 3> kWhite = {255, 255, 255};

void append(void* context, void* data, int size) {
    const auto* bytes = static_cast<const std::byte*>(data);
    static_cast<Bytes*>(context)->insert(static_cast<Bytes*>(context)->end(), bytes, bytes + size);
}

Bytes bytes_of(std::string_view text) {
    const auto span = std::as_bytes(std::span(text));
    return {span.begin(), span.end()};
}

/// 32 x 16 pixels: red and green above, blue and white below.
Image quadrants() {
    Image image({32, 16}, 3);
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 32; ++x) {
            const auto& colour = y < 8 ? (x < 16 ? kRed : kGreen) : (x < 16 ? kBlue : kWhite);
            std::memcpy(image.row(y) + 3 * x, colour.data(), 3);
        }
    }
    return image;
}

Bytes jpeg(const Image& image) {
    Bytes out;
    stbi_write_jpg_to_func(append, &out, image.size().width, image.size().height, 3, image.data(), 100);
    return out;
}

/// TIFF header and one directory with the orientation alone.
std::string tiff(bool little_endian, int orientation) {
    if (little_endian) {
        return std::string("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18) +
               static_cast<char>(orientation) + std::string("\0\0\0\0\0\0\0", 7);
    }
    return std::string("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19) +
           static_cast<char>(orientation) + std::string("\0\0\0\0\0\0", 6);
}

Bytes jpeg_with_exif(const std::string& tiff_block) {
    const std::string payload = std::string("Exif\0\0", 6) + tiff_block;
    const auto length = payload.size() + 2;
    const Bytes segment = bytes_of(
        "\xFF\xE1" + std::string{static_cast<char>(length >> 8), static_cast<char>(length)} + payload);
    Bytes file = jpeg(quadrants());
    file.insert(file.begin() + 2, segment.begin(), segment.end());
    return file;
}

bool near(const Image& image, double fx, double fy, const std::array<std::uint8_t, 3>& colour) {
    const int x = static_cast<int>(fx * image.size().width);
    const int y = static_cast<int>(fy * image.size().height);
    for (std::size_t c = 0; c < 3; ++c) {
        if (std::abs(image.row(y)[3 * static_cast<std::size_t>(x) + c] - colour[c]) > 12) return false;
    }
    return true;
}

/// Colours of the corners: top left, top right, bottom left, bottom right.
std::string corners(const Image& image) {
    std::string found;
    for (const auto& [fx, fy] : {std::pair{0.25, 0.25}, {0.75, 0.25}, {0.25, 0.75}, {0.75, 0.75}}) {
        found += near(image, fx, fy, kRed)     ? 'R'
                 : near(image, fx, fy, kGreen) ? 'G'
                 : near(image, fx, fy, kBlue)  ? 'B'
                 : near(image, fx, fy, kWhite) ? 'W'
                                               : '?';
    }
    return found;
}

}  // namespace

TEST_CASE("each EXIF orientation turns a JPEG upright") {
    // By the standard's words for each value: where the stored row 0 and column 0 belong.
    const auto [orientation, upright, size] = GENERATE(table<int, std::string, Size>({
        {1, "RGBW", {32, 16}},  // row 0 top, column 0 left
        {2, "GRWB", {32, 16}},  // top, right
        {3, "WBGR", {32, 16}},  // bottom, right
        {4, "BWRG", {32, 16}},  // bottom, left
        {5, "RBGW", {16, 32}},  // left, top
        {6, "BRWG", {16, 32}},  // right, top
        {7, "WGBR", {16, 32}},  // right, bottom
        {8, "GWRB", {16, 32}},  // left, bottom
    }));
    const bool little_endian = GENERATE(true, false);
    const auto image = decode_image(jpeg_with_exif(tiff(little_endian, orientation)));
    REQUIRE(image);
    CAPTURE(orientation, little_endian);
    CHECK(image->size() == size);
    CHECK(corners(*image) == upright);
}

TEST_CASE("a PNG's eXIf chunk turns it upright too") {
    auto png = encode_png(quadrants().view());
    REQUIRE(png);
    const std::string block = tiff(false, 3);
    Bytes chunk = bytes_of(std::string{0, 0, 0, static_cast<char>(block.size())} + "eXIf" + block +
                           std::string(4, '\0'));
    png->insert(png->begin() + 33, chunk.begin(), chunk.end());  // after the signature and IHDR
    const auto image = decode_image(*png);
    REQUIRE(image);
    CHECK(corners(*image) == "WBGR");
}

TEST_CASE("broken EXIF never loses a picture") {
    const auto block = GENERATE(std::string(), std::string("II*\0\xFF\xFF\xFF\xFF", 8), tiff(true, 9),
                                tiff(true, 0), tiff(false, 200), std::string("MM\0*\0\0\0\x08\xFF\xFF", 10),
                                std::string("XX"), tiff(true, 6).substr(0, 15));
    const auto image = decode_image(jpeg_with_exif(block));
    REQUIRE(image);
    CHECK(corners(*image) == "RGBW");
}

TEST_CASE("transparent parts show the white they lie on") {
    Image image({2, 1}, 4);
    const std::array<std::uint8_t, 8> pixels = {200, 100, 0, 0, 200, 100, 0, 128};
    std::memcpy(image.data(), pixels.data(), pixels.size());
    const auto png = encode_png(image.view());
    REQUIRE(png);
    const auto decoded = decode_image(*png);
    REQUIRE(decoded);
    CHECK(decoded->channels() == 3);
    // (c * 128 + 255 * 127) / 255, rounded: 227.4, 177.2, 127.
    const std::array<std::uint8_t, 6> expected = {255, 255, 255, 227, 177, 127};
    CHECK(std::memcmp(decoded->data(), expected.data(), 6) == 0);
}

TEST_CASE("grey samples become RGB") {
    const auto grey = decode_image(bytes_of("P5 2 1 255\n" + std::string{10, static_cast<char>(200)}));
    REQUIRE(grey);
    const std::array<std::uint8_t, 6> expected = {10, 10, 10, 200, 200, 200};
    CHECK(std::memcmp(grey->data(), expected.data(), 6) == 0);
}

TEST_CASE("a PNG keeps every pixel") {
    const Image image = quadrants();
    const auto png = encode_png(image.view());
    REQUIRE(png);
    const auto decoded = decode_image(*png);
    REQUIRE(decoded);
    CHECK(decoded->size() == image.size());
    CHECK(std::memcmp(decoded->data(), image.data(), Image::bytes(image.size(), 3)) == 0);
}

TEST_CASE("a PNG keeps every pixel whatever its rows are like") {
    // Noise, a ramp along x, one along y, one along both, and a flat part: each suits another row filter.
    Image image({64, 50}, 4);
    std::uint32_t bits = 1;
    for (int y = 0; y < 50; ++y) {
        for (int i = 0; i < 256; ++i) {
            bits = bits * 1664525U + 1013904223U;
            const unsigned ramps[] = {bits >> 24, static_cast<unsigned>(i), static_cast<unsigned>(7 * y),
                                      static_cast<unsigned>(i * y / 8), 77};
            image.row(y)[i] = i % 4 == 3 ? 255 : static_cast<std::uint8_t>(ramps[y / 10]);
        }
    }
    // Seen through a window, so that rows do not follow one another in memory.
    const ImageView window = {image.row(3) + 4 * 5, {50, 40}, 4, image.stride_bytes()};
    const auto png = encode_png(window);
    REQUIRE(png);
    const auto decoded = decode_image(*png);
    REQUIRE(decoded);
    REQUIRE(decoded->size() == window.size);
    bool equal = true;
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 50; ++x) {
            equal = equal && std::memcmp(decoded->row(y) + 3 * x, window.row(y) + 4 * x, 3) == 0;
        }
    }
    CHECK(equal);
}

TEST_CASE("a picture cut anywhere is an error, never a picture") {
    // A JPEG whose end marker alone is missing lost nothing; jpeg_test has more of these.
    const bool as_jpeg = GENERATE(true, false);
    Bytes file = as_jpeg ? jpeg(quadrants()) : *encode_png(quadrants().view());
    if (as_jpeg) file.resize(file.size() - 2);
    for (std::size_t length = 0; length < file.size(); ++length) {
        const auto image = decode_image(std::span(file).first(length));
        CAPTURE(as_jpeg, length, file.size());
        REQUIRE(!image);
        REQUIRE(image.error().code == ErrorCode::kInvalidImage);
    }
}

TEST_CASE("what is no picture gets words") {
    CHECK(decode_image({}).error().message.find("empty") != std::string::npos);
    CHECK(decode_image(bytes_of("just some words, long enough to be anything")).error().code ==
          ErrorCode::kInvalidImage);
}

TEST_CASE("a picture over the limit is refused before its pixels are decoded") {
    // A PNG header alone that claims 60,000 x 60,000 pixels.
    std::string header("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\x02\0\0\0\0\0\0\0", 33);
    header += std::string("\0\0\0\0IDAT\0\0\0\0", 12);
    const auto image = decode_image(bytes_of(header));
    REQUIRE(!image);
    CHECK(image.error().code == ErrorCode::kTooLarge);
}

TEST_CASE("reading names the file in its message") {
    const farsight::tests::ScratchFolder folder;
    REQUIRE(write_file(folder / "empty.jpg", ""));
    CHECK(read_image(folder / "empty.jpg").error().message.find("empty.jpg: is empty") != std::string::npos);
    CHECK(read_image(folder / "none.jpg").error().code == ErrorCode::kIo);
}
