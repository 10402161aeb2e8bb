#include "farsight/preprocess.h"

#include <catch2/catch.hpp>
#include <random>

#include "allocations.h"
#include "image/pixel_kernels.h"

using namespace farsight;

namespace {

/// Red, green and blue of pixel i are 10 * i + 1, 2, 3.
Image counting(Size size) {
    Image image(size, 3);
    for (int i = 0; i < size.width * size.height; ++i) {
        for (int c = 0; c < 3; ++c) image.data()[3 * i + c] = static_cast<std::uint8_t>(10 * i + c + 1);
    }
    return image;
}

Image noise(Size size, int channels) {
    Image image(size, channels);
    std::mt19937 random(5);
    for (std::size_t i = 0; i < Image::bytes(size, channels); ++i) {
        image.data()[i] = static_cast<std::uint8_t>(random() >> 24);
    }
    return image;
}

Tile tile_of(Rect region) {
    Tile tile;
    tile.region = region;
    return tile;
}

InputSpec raw_floats(Size size) {
    InputSpec input;
    input.size = size;
    input.mean = {0, 0, 0};
    input.scale = {1, 1, 1};
    return input;
}

std::vector<float> filled(const InputSpec& input, const Image& image, Rect region) {
    std::vector<float> values(input.values_per_tile(), -1000.0F);
    REQUIRE(Preprocessor(input, Filter::kTriangle).fill(image.view(), tile_of(region), std::span(values)));
    return values;
}

std::vector<std::uint8_t> filled_bytes(const InputSpec& input, const Image& image, Rect region) {
    std::vector<std::uint8_t> values(input.values_per_tile());
    REQUIRE(Preprocessor(input, Filter::kTriangle).fill(image.view(), tile_of(region), std::span(values)));
    return values;
}

}  // namespace

TEST_CASE("the SSD's normalisation maps 0, 51 and 255 to -1, -0.6 and 1") {
    InputSpec input;
    input.size = {1, 1};
    Image image({1, 1}, 3);
    image.data()[1] = 51;
    image.data()[2] = 255;
    const auto values = filled(input, image, {0, 0, 1, 1});
    CHECK(values[0] == Approx(-1));
    CHECK(values[1] == Approx(-0.6));
    CHECK(values[2] == Approx(1));
}

TEST_CASE("a tensor is interleaved or planar, RGB or BGR") {
    const Image image = counting({2, 1});
    InputSpec input = raw_floats({2, 1});
    CHECK(filled(input, image, {0, 0, 2, 1}) == std::vector<float>{1, 2, 3, 11, 12, 13});
    input.order = ChannelOrder::kBgr;
    CHECK(filled(input, image, {0, 0, 2, 1}) == std::vector<float>{3, 2, 1, 13, 12, 11});
    input.layout = Layout::kNchw;
    CHECK(filled(input, image, {0, 0, 2, 1}) == std::vector<float>{3, 13, 2, 12, 1, 11});
    input.order = ChannelOrder::kRgb;
    CHECK(filled(input, image, {0, 0, 2, 1}) == std::vector<float>{1, 11, 2, 12, 3, 13});
}

TEST_CASE("bytes come in the same four layouts and are not normalised") {
    const Image image = counting({2, 1});
    InputSpec input;
    input.size = {2, 1};
    input.type = ElementType::kUint8;
    CHECK(filled_bytes(input, image, {0, 0, 2, 1}) == std::vector<std::uint8_t>{1, 2, 3, 11, 12, 13});
    input.order = ChannelOrder::kBgr;
    CHECK(filled_bytes(input, image, {0, 0, 2, 1}) == std::vector<std::uint8_t>{3, 2, 1, 13, 12, 11});
    input.layout = Layout::kNchw;
    CHECK(filled_bytes(input, image, {0, 0, 2, 1}) == std::vector<std::uint8_t>{3, 13, 2, 12, 1, 11});
    input.order = ChannelOrder::kRgb;
    CHECK(filled_bytes(input, image, {0, 0, 2, 1}) == std::vector<std::uint8_t>{1, 11, 2, 12, 3, 13});
}

TEST_CASE("mean and scale follow the tensor's channel order in both layouts") {
    const Image image = counting({1, 1});
    InputSpec input;
    input.size = {1, 1};
    input.mean = {1, 0, 0};
    input.scale = {10, 1, 2};
    // Red 1, green 2, blue 3.
    for (const Layout layout : {Layout::kNhwc, Layout::kNchw}) {
        input.layout = layout;
        input.order = ChannelOrder::kRgb;
        CHECK(filled(input, image, {0, 0, 1, 1}) == std::vector<float>{0, 2, 6});
        input.order = ChannelOrder::kBgr;
        CHECK(filled(input, image, {0, 0, 1, 1}) == std::vector<float>{20, 2, 2});
    }
}

TEST_CASE("a stretched frame fills the input whatever its aspect ratio") {
    const Image image = counting({4, 1});
    // Reds 1, 11, 21, 31 in pairs, weights 3 3 1 and 1 3 3: (3 + 33 + 21) / 7 and (11 + 63 + 93) / 7,
    // rounded.
    const auto values = filled(raw_floats({2, 2}), image, {0, 0, 4, 1});
    CHECK(values[0] == 8);
    CHECK(values[3] == 24);
    CHECK(values[6] == 8);
    CHECK(values[9] == 24);
}

TEST_CASE("a letterboxed frame keeps its aspect ratio and pads below") {
    const Image image = counting({4, 2});
    InputSpec input = raw_floats({4, 4});
    input.resize = Resize::kLetterbox;
    input.pad = {100, 101, 102};
    // The planner's region has the input's aspect ratio and hangs over the bottom edge.
    const auto values = filled(input, image, {0, 0, 4, 4});
    for (std::size_t i = 0; i < 24; ++i) CHECK(values[i] == image.data()[i]);
    for (std::size_t i = 24; i < 48; ++i) CHECK(values[i] == 100 + static_cast<float>(i % 3));
}

TEST_CASE("the pad colour is normalised as pixels are") {
    InputSpec input;
    input.size = {1, 1};
    input.pad = {255, 0, 51};
    const auto values = filled(input, counting({2, 2}), {5, 5, 3, 3});
    CHECK(values[0] == Approx(1));
    CHECK(values[1] == Approx(-1));
    CHECK(values[2] == Approx(-0.6));
}

TEST_CASE("the second tile of a geometry allocates nothing") {
    const Image image = noise({400, 300}, 4);
    InputSpec input;
    input.size = {64, 64};
    input.order = ChannelOrder::kBgr;
    std::vector<float> values(input.values_per_tile());
    for (const Filter filter : {Filter::kBilinear, Filter::kTriangle, Filter::kArea, Filter::kLanczos3}) {
        Preprocessor preprocessor(input, filter);
        // A level of three by three tiles: every edge and the inside.
        const auto level = [&] {
            for (const int y : {0, 90, 180}) {
                for (const int x : {0, 140, 280}) {
                    REQUIRE(preprocessor.fill(image.view(), tile_of({x, y, 120, 120}), std::span(values)));
                }
            }
        };
        level();
        const std::int64_t before = allocation_count();
        for (const int y : {0, 90, 180}) {
            (void)preprocessor.fill(image.view(), tile_of({140, y, 120, 120}), std::span(values));
        }
        const std::int64_t after = allocation_count();
        CHECK(after == before);
    }
    CHECK(allocation_count() > 0);
}

TEST_CASE("every instruction set fills the same tensor as plain C++") {
    const Image image = noise({211, 97}, 3);
    InputSpec input;
    input.size = {75, 41};
    input.mean = {123.675F, 116.28F, 103.53F};
    input.scale = {1 / 58.395F, 1 / 57.12F, 1 / 57.375F};
    for (const PixelKernels* kernels : available_kernels()) {
        for (const Layout layout : {Layout::kNhwc, Layout::kNchw}) {
            for (const ChannelOrder order : {ChannelOrder::kRgb, ChannelOrder::kBgr}) {
                CAPTURE(kernels->target, static_cast<int>(layout), static_cast<int>(order));
                input.layout = layout;
                input.order = order;
                const Tile tile = tile_of({-10, 20, 150, 82});

                input.type = ElementType::kFloat32;
                std::vector<float> plain(input.values_per_tile());
                std::vector<float> fast(input.values_per_tile());
                Preprocessor slow_way(input, Filter::kLanczos3, scalar_kernels());
                Preprocessor fast_way(input, Filter::kLanczos3, *kernels);
                REQUIRE(slow_way.fill(image.view(), tile, std::span(plain)));
                REQUIRE(fast_way.fill(image.view(), tile, std::span(fast)));
                CHECK(fast == plain);

                input.type = ElementType::kUint8;
                std::vector<std::uint8_t> plain_bytes(input.values_per_tile());
                std::vector<std::uint8_t> fast_bytes(input.values_per_tile());
                Preprocessor slow_bytes(input, Filter::kLanczos3, scalar_kernels());
                Preprocessor quick_bytes(input, Filter::kLanczos3, *kernels);
                REQUIRE(slow_bytes.fill(image.view(), tile, std::span(plain_bytes)));
                REQUIRE(quick_bytes.fill(image.view(), tile, std::span(fast_bytes)));
                CHECK(fast_bytes == plain_bytes);
            }
        }
    }
}

TEST_CASE("a tensor of another type or size is a mismatch") {
    const Image image = counting({2, 2});
    InputSpec input = raw_floats({2, 2});
    std::vector<float> floats(12);
    std::vector<std::uint8_t> bytes(12);
    const Tile tile = tile_of({0, 0, 2, 2});
    Preprocessor preprocessor(input, Filter::kTriangle);
    CHECK(preprocessor.fill(image.view(), tile, std::span(bytes)).error().code == ErrorCode::kMismatch);
    CHECK(preprocessor.fill(image.view(), tile, std::span(floats).first(11)).error().code ==
          ErrorCode::kMismatch);
    CHECK(preprocessor.fill({}, tile, std::span(floats)).error().code == ErrorCode::kInvalidImage);
    CHECK(preprocessor.fill(image.view(), tile_of({0, 0, 2, 0}), std::span(floats)).error().code ==
          ErrorCode::kInvalidArgument);
    input.type = ElementType::kUint8;
    CHECK(Preprocessor(input, Filter::kTriangle).fill(image.view(), tile, std::span(floats)).error().code ==
          ErrorCode::kMismatch);
    input.size = {0, 2};
    CHECK(Preprocessor(input, Filter::kTriangle)
              .fill(image.view(), tile, std::span(bytes).first(0))
              .error()
              .code == ErrorCode::kInvalidImage);
}
