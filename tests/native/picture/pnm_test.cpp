// PBM, PGM and PPM: every line below is worked out by hand from netpbm's descriptions.
#include <catch2/catch.hpp>
#include <string>

#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

/// The reds of all pixels, row by row; empty for an error.
std::vector<int> reds(const std::string& file) {
    const auto image = decode_image(bytes_of(file));
    std::vector<int> found;
    if (!image) return found;
    for (std::size_t i = 0; i < Image::bytes(image->size(), 3); i += 3) found.push_back(image->data()[i]);
    return found;
}

Error error_of(const std::string& file) {
    const auto image = decode_image(bytes_of(file));
    REQUIRE(!image);
    return image.error();
}

using Values = std::vector<int>;

}  // namespace

TEST_CASE("a PGM's maximum value becomes 255, whatever it is") {
    CHECK(reds("P5 3 1 255\n" + std::string{'\0', '\x64', '\xFF'}) == Values{0, 100, 255});
    CHECK(reds("P5 3 1 15\n" + std::string{0, 7, 15}) == Values{0, 119, 255});
    CHECK(reds("P5 3 1 100\n" + std::string{0, 50, 100}) == Values{0, 128, 255});  // 127.5 rounds up
    CHECK(reds("P5 2 1 1\n" + std::string{0, 1}) == Values{0, 255});
    // Two bytes a sample, the high one first: 500 of 1000, 1023 of 1023.
    CHECK(reds("P5 1 1 1000\n" + std::string{1, '\xF4'}) == Values{128});
    CHECK(reds("P5 1 1 1023\n" + std::string{3, '\xFF'}) == Values{255});
    CHECK(reds("P5 1 1 65535\n" + std::string{'\x80', '\x80'}) == Values{128});
}

TEST_CASE("plain files, comments and any white space are read") {
    CHECK(reds("P2\n# made by hand\n2 2 # size\n10\n0 5\n10\t10") == Values{0, 128, 255, 255});
    CHECK(reds("P3 1 1 255 7 8 9") == Values{7});
    CHECK(reds("P1 3 2\n101\n0 1 0") == Values{0, 255, 0, 255, 0, 255});
    // Each row of raw bits starts a byte: 1010 0000, 0100 0000.
    CHECK(reds("P4 3 2\n" + std::string{'\xA0', '\x40'}) == Values{0, 255, 0, 255, 0, 255});
}

TEST_CASE("a PPM keeps its three colours") {
    const auto image = decode_image(bytes_of("P6 1 1 255\n\1\2\3"));
    REQUIRE(image);
    CHECK(image->data()[0] == 1);
    CHECK(image->data()[1] == 2);
    CHECK(image->data()[2] == 3);
}

TEST_CASE("PNM files that end early or contradict themselves are errors") {
    CHECK(error_of("P5 3 1 255\n12").message.find("truncated") != std::string::npos);
    CHECK(error_of("P2 2 1 255\n12").message.find("truncated") != std::string::npos);
    CHECK(error_of("P6 2 1").message.find("truncated") != std::string::npos);
    CHECK(error_of("P5 1 1 70000\n12").message.find("70000") != std::string::npos);
    CHECK(error_of("P5 1 1 0\n1").message.find("1 to 65535") != std::string::npos);
    CHECK(error_of("P2 2 1 255\n1 x 3").message.find("no number") != std::string::npos);
    CHECK(error_of("P5 99999 99999 255\n1").code == ErrorCode::kTooLarge);
}

TEST_CASE("12-bit samples that a PGM says are of 16 bits are dark, and a warning says so") {
    PictureNotes notes;
    REQUIRE(decode_image(bytes_of("P5 1 1 65535\n\x0F\xFF"), &notes));
    CHECK(notes.warnings.size() == 1);
    PictureNotes rightly_said;
    REQUIRE(decode_image(bytes_of("P5 1 1 4095\n\x0F\xFF"), &rightly_said));
    CHECK(rightly_said.warnings.empty());
}
