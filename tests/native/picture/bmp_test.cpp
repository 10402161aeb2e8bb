// BMP: the bytes below are written by hand from the format's description.
#include <catch2/catch.hpp>
#include <string>

#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

/// Two pixels beside each other, two rows: BGR from the bottom up, rows padded to four bytes.
FileBytes two_by_two() {
    const std::string header(
        "BM\x46\0\0\0\0\0\0\0\x36\0\0\0"
        "\x28\0\0\0\2\0\0\0\2\0\0\0\1\0\x18\0\0\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        54);
    return bytes_of(header + std::string("\1\2\3\4\5\6\0\0\7\x08\x09\x0A\x0B\x0C\0\0", 16));
}

}  // namespace

TEST_CASE("a BMP's rows stand from the bottom up, its colours from blue to red") {
    const auto image = decode_image(two_by_two());
    REQUIRE(image);
    REQUIRE(image->size() == Size{2, 2});
    const std::vector<int> top(image->row(0), image->row(0) + 6);
    const std::vector<int> bottom(image->row(1), image->row(1) + 6);
    CHECK(top == std::vector<int>{9, 8, 7, 12, 11, 10});
    CHECK(bottom == std::vector<int>{3, 2, 1, 6, 5, 4});
}

TEST_CASE("a BMP cut anywhere is an error") {
    const FileBytes file = two_by_two();
    for (std::size_t length = 2; length < file.size() - 2; ++length) {
        CAPTURE(length);
        CHECK(!decode_image(std::span(file).first(length)));
    }
}
