#include "farsight/dolly.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>

namespace farsight {
namespace {

Image plain(Size size, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    Image image(size, 3);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            std::uint8_t* pixel = image.row(y) + 3 * x;
            pixel[0] = red;
            pixel[1] = green;
            pixel[2] = blue;
        }
    }
    return image;
}

}  // namespace

TEST_CASE("a photo at its own distance stays as it is") {
    Image photo = plain({5, 3}, 10, 20, 30);
    photo.row(1)[4] = 200;
    const auto moved = dolly(photo.view(), 1.0);
    REQUIRE(moved);
    REQUIRE(moved->size() == photo.size());
    for (int i = 0; i < 5 * 3 * 3; ++i) REQUIRE(moved->data()[i] == photo.data()[i]);
}

TEST_CASE("a photo twice as far away has half its sides, centred in its frame") {
    REQUIRE(dolly_rect({640, 480}, 2.0) == Rect{160, 120, 320, 240});
    // 101 / 3 = 33.67 rounds to 34 and leaves (101 - 34) / 2 = 33 to the left.
    REQUIRE(dolly_rect({101, 30}, 3.0) == Rect{33, 10, 34, 10});
}

TEST_CASE("a photo never shrinks to nothing") {
    REQUIRE(dolly_rect({8, 1}, 64.0) == Rect{3, 0, 1, 1});
}

TEST_CASE("boxes move with the photo and back") {
    const Size size{640, 480};
    REQUIRE(dolly_box({100, 40, 300, 240}, size, 2.0) == Box{210, 140, 310, 240});
    REQUIRE(dolly_box({210, 140, 310, 240}, size, 2.0, true) == Box{100, 40, 300, 240});
}

TEST_CASE("a photo of one colour stays of that colour, surround and seam included") {
    const Image photo = plain({97, 61}, 200, 100, 50);
    const auto moved = dolly(photo.view(), 3.7);
    REQUIRE(moved);
    for (int y = 0; y < 61; ++y) {
        for (int x = 0; x < 97; ++x) {
            const std::uint8_t* pixel = moved->row(y) + 3 * x;
            REQUIRE(int{pixel[0]} == 200);
            REQUIRE(int{pixel[1]} == 100);
            REQUIRE(int{pixel[2]} == 50);
        }
    }
}

TEST_CASE("the surround takes the colour of the edge beside it") {
    Image photo = plain({120, 80}, 0, 0, 0);
    for (int y = 0; y < 80; ++y) {
        for (int x = 60; x < 120; ++x) photo.row(y)[3 * x] = 240;
    }
    const auto moved = dolly(photo.view(), 4.0);
    REQUIRE(moved);
    REQUIRE(int{moved->row(40)[0]} == 0);
    REQUIRE(int{moved->row(40)[3 * 119]} == 240);
}

TEST_CASE("the inside of a photo moved away is the antialiased photo itself") {
    Image photo(Size{256, 256}, 3);
    // Columns alternate between 0 and 200: at a quarter of the size each pixel averages to 100.
    for (int y = 0; y < 256; ++y) {
        for (int x = 0; x < 256; ++x) photo.row(y)[3 * x + 1] = x % 2 == 0 ? 0 : 200;
    }
    const auto moved = dolly(photo.view(), 4.0);
    REQUIRE(moved);
    const std::uint8_t* centre = moved->row(128) + 3 * 128;
    REQUIRE(int{centre[0]} == 0);
    REQUIRE(int{centre[1]} == 100);
}

TEST_CASE("distances beyond the dolly's track are refused in words") {
    const Image photo = plain({4, 4}, 0, 0, 0);
    for (const double distance : {0.99, 0.0, -2.0, 64.5, std::numeric_limits<double>::quiet_NaN()}) {
        const auto moved = dolly(photo.view(), distance);
        REQUIRE_FALSE(moved);
        REQUIRE(moved.error().code == ErrorCode::kInvalidArgument);
    }
    REQUIRE_FALSE(dolly(ImageView{}, 2.0));
}

}  // namespace farsight
