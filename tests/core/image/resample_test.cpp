#include "farsight/resample.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "image/pixel_kernels.h"

using namespace farsight;

namespace {

constexpr Filter kFilters[] = {Filter::kBilinear, Filter::kTriangle, Filter::kArea, Filter::kLanczos3};

using Pixel = std::array<int, 3>;

Pixel pixel(const Image& image, int x, int y) {
    const std::uint8_t* at = image.row(y) + x * image.channels();
    return {at[0], at[1], at[2]};
}

/// Grey values, row by row.
Image grey(Size size, std::initializer_list<int> values) {
    Image image(size, 3);
    std::uint8_t* to = image.data();
    for (const int value : values) {
        for (int c = 0; c < 3; ++c) *to++ = static_cast<std::uint8_t>(value);
    }
    return image;
}

std::vector<int> greys(const Image& image) {
    std::vector<int> values;
    for (int y = 0; y < image.size().height; ++y) {
        for (int x = 0; x < image.size().width; ++x) {
            const Pixel p = pixel(image, x, y);
            values.push_back(p[0] == p[1] && p[1] == p[2] ? p[0] : -1);
        }
    }
    return values;
}

Image noise(Size size, int channels, unsigned seed) {
    Image image(size, channels);
    std::mt19937 random(seed);
    for (std::size_t i = 0; i < Image::bytes(size, channels); ++i) {
        image.data()[i] = static_cast<std::uint8_t>(random() >> 24);
    }
    return image;
}

Rect whole(const Image& image) {
    return {0, 0, image.size().width, image.size().height};
}

Image shrink(const Image& image, Size size, Filter filter) {
    auto result = resample(image.view(), whole(image), size, filter);
    REQUIRE(result);
    return std::move(*result);
}

bool same(const Image& a, const Image& b) {
    return a.size() == b.size() && a.channels() == b.channels() &&
           std::equal(a.data(), a.data() + Image::bytes(a.size(), a.channels()), b.data());
}

/// Through one instruction set's kernels.
Image resample_on(const PixelKernels& kernels, const ImageView& image, Rect region, Size size,
                  Filter filter) {
    Image result(size, 3);
    const auto copy_row = [](void* context, int y, const std::uint8_t* rgb) {
        auto& to = *static_cast<Image*>(context);
        std::copy_n(rgb, to.stride_bytes(), to.row(y));
    };
    Resampler(kernels).run(image, region, size, filter, {9, 8, 7}, {&result, copy_row});
    return result;
}

std::vector<std::uint8_t> bytes_of_hex(const std::string& hex) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

}  // namespace

TEST_CASE("filters are found by their names") {
    for (const Filter filter : kFilters) CHECK(parse_filter(name_of(filter)) == filter);
    const auto unknown = parse_filter("cubic");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == ErrorCode::kInvalidArgument);
    CHECK(unknown.error().message.find("lanczos3") != std::string::npos);
}

TEST_CASE("a picture of the same size keeps its bytes under every filter") {
    const Image image = noise({37, 23}, 3, 1);
    for (const Filter filter : kFilters) CHECK(same(shrink(image, image.size(), filter), image));
}

TEST_CASE("a crop at the image's own scale keeps its bytes, whether or not it hangs over an edge") {
    const Image image = noise({37, 23}, 3, 8);
    for (const Filter filter : kFilters) {
        for (const Rect region : {Rect{5, 7, 12, 9}, Rect{25, 14, 12, 9}, Rect{30, 20, 12, 9}}) {
            const auto crop = resample(image.view(), region, {12, 9}, filter);
            REQUIRE(crop);
            int different = 0;
            for (int y = 0; y < std::min(9, 23 - region.y); ++y) {
                for (int x = 0; x < std::min(12, 37 - region.x); ++x) {
                    different += pixel(*crop, x, y) != pixel(image, region.x + x, region.y + y);
                }
            }
            CHECK(different == 0);
        }
    }
}

TEST_CASE("area halves a row to the means of pairs") {
    const Image image = grey({4, 2}, {10, 20, 200, 100, 30, 40, 50, 0});
    // (10 + 20 + 30 + 40) / 4 = 25; (200 + 100 + 50 + 0) / 4 = 87.5, rounded up.
    CHECK(greys(shrink(image, {2, 1}, Filter::kArea)) == std::vector{25, 88});
}

TEST_CASE("area weighs a pixel by the part it covers") {
    const Image image = grey({3, 1}, {30, 90, 240});
    // Each output covers one and a half pixels: (30 + 45) / 1.5 = 50, (45 + 240) / 1.5 = 190.
    CHECK(greys(shrink(image, {2, 1}, Filter::kArea)) == std::vector{50, 190});
}

TEST_CASE("area takes the nearest pixel when it grows") {
    const Image image = grey({2, 1}, {7, 200});
    CHECK(greys(shrink(image, {6, 2}, Filter::kArea)) ==
          std::vector{7, 7, 7, 200, 200, 200, 7, 7, 7, 200, 200, 200});
}

TEST_CASE("triangle halves with weights 1 3 3 1 and renormalises at the edges") {
    const Image image = grey({6, 1}, {0, 70, 140, 210, 70, 0});
    // (3 * 0 + 3 * 70 + 140) / 7 = 50; (70 + 3 * 140 + 3 * 210 + 70) / 8 = 148.75;
    // (210 + 3 * 70 + 3 * 0) / 7 = 60.
    CHECK(greys(shrink(image, {3, 1}, Filter::kTriangle)) == std::vector{50, 149, 60});
}

TEST_CASE("triangle and bilinear double with weights 1/4 and 3/4") {
    const Image image = grey({2, 1}, {0, 100});
    for (const Filter filter : {Filter::kTriangle, Filter::kBilinear}) {
        CHECK(greys(shrink(image, {4, 1}, filter)) == std::vector{0, 25, 75, 100});
    }
}

TEST_CASE("bilinear looks at two pixels however much it shrinks") {
    const Image image = grey({8, 1}, {255, 10, 20, 255, 255, 30, 50, 255});
    CHECK(greys(shrink(image, {2, 1}, Filter::kBilinear)) == std::vector{15, 40});
}

TEST_CASE("a picture of one colour keeps it at every size under every filter") {
    const Size size{61, 47};
    Image image(size, 3);
    for (std::size_t i = 0; i < Image::bytes(size, 3); i += 3) {
        image.data()[i] = 255;
        image.data()[i + 1] = 1;
        image.data()[i + 2] = 128;
    }
    for (const Filter filter : kFilters) {
        for (const Size to : {Size{1, 1}, Size{7, 100}, Size{60, 46}, Size{62, 48}, Size{300, 5}}) {
            const Image result = shrink(image, to, filter);
            int others = 0;
            for (int y = 0; y < to.height; ++y) {
                for (int x = 0; x < to.width; ++x) others += pixel(result, x, y) != Pixel{255, 1, 128};
            }
            CHECK(others == 0);
        }
    }
}

TEST_CASE("Pillow and OpenCV get the same pixels to one grey level") {
    std::ifstream file(FARSIGHT_GOLDEN_DIR "/resample.json");
    const nlohmann::json golden = nlohmann::json::parse(file, nullptr, false);
    REQUIRE(golden.is_object());
    const Size size{golden["width"], golden["height"]};
    const auto source = bytes_of_hex(golden["source"]);
    const ImageView image{source.data(), size, 3, std::ptrdiff_t{size.width} * 3};
    REQUIRE(golden["cases"].size() == 19);

    for (const auto& entry : golden["cases"]) {
        const auto filter = parse_filter(entry["filter"].get<std::string>());
        const auto& r = entry["region"];
        const Size to{entry["size"][0], entry["size"][1]};
        const auto result = resample(image, {r[0], r[1], r[2], r[3]}, to, *filter);
        REQUIRE(result);
        const auto expected = bytes_of_hex(entry["rgb"]);
        REQUIRE(expected.size() == Image::bytes(to, 3));
        int worst = 0;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            worst = std::max(worst, std::abs(result->data()[i] - expected[i]));
        }
        CAPTURE(entry["filter"], to.width, to.height);
        CHECK(worst <= 1);
    }
}

TEST_CASE("four channels and padded rows give what three tight ones give") {
    const Image rgb = noise({29, 18}, 3, 2);
    Image rgba({29, 18}, 4);
    const std::ptrdiff_t stride = rgb.stride_bytes() + 13;
    std::vector<std::uint8_t> strided(static_cast<std::size_t>(stride * 18), 0xEE);
    for (int y = 0; y < 18; ++y) {
        std::copy_n(rgb.row(y), rgb.stride_bytes(), strided.data() + y * stride);
        for (int x = 0; x < 29; ++x) std::copy_n(rgb.row(y) + 3 * x, 3, rgba.row(y) + 4 * x);
    }
    for (const Filter filter : kFilters) {
        for (const Size to : {Size{11, 7}, Size{29, 18}, Size{40, 50}}) {
            const Image expected = shrink(rgb, to, filter);
            CHECK(same(shrink(rgba, to, filter), expected));
            const auto from_strided = resample({strided.data(), {29, 18}, 3, stride}, whole(rgb), to, filter);
            REQUIRE(from_strided);
            CHECK(same(*from_strided, expected));
        }
    }
}

TEST_CASE("output pixels whose centre is outside the image get the pad colour") {
    const Image image = grey({2, 2}, {50, 50, 50, 50});
    const std::uint8_t pad[3] = {1, 2, 3};
    // Two pixels beyond every edge of a picture of two by two: a frame of two around the four.
    for (const Filter filter : kFilters) {
        const auto result = resample(image.view(), {-2, -2, 6, 6}, {6, 6}, filter, pad);
        REQUIRE(result);
        for (int y = 0; y < 6; ++y) {
            for (int x = 0; x < 6; ++x) {
                const bool inside = x >= 2 && x < 4 && y >= 2 && y < 4;
                CHECK(pixel(*result, x, y) == (inside ? Pixel{50, 50, 50} : Pixel{1, 2, 3}));
            }
        }
    }
}

TEST_CASE("a region far from the image is all pad") {
    const Image image = noise({5, 5}, 3, 3);
    const std::uint8_t pad[3] = {4, 5, 6};
    for (const Rect region : {Rect{100, 0, 5, 5}, Rect{0, -50, 5, 5}, Rect{-2000000000, 7, 1, 1},
                              Rect{2000000000, 2000000000, 2147483647, 2147483647}}) {
        const auto result = resample(image.view(), region, {3, 3}, Filter::kLanczos3, pad);
        REQUIRE(result);
        for (int i = 0; i < 9; ++i) CHECK(pixel(*result, i % 3, i / 3) == Pixel{4, 5, 6});
    }
}

TEST_CASE("a region that dwarfs the image shows it as its few pixels") {
    const Image image = grey({4, 4}, {90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90});
    const std::uint8_t pad[3] = {0, 0, 0};
    for (const Filter filter : kFilters) {
        // Centres at -14, -10, ..., -2, 2, 6, ...: one of eight lies inside.
        const auto result = resample(image.view(), {-16, -16, 32, 32}, {8, 8}, filter, pad);
        REQUIRE(result);
        std::vector<int> expected(64, 0);
        expected[4 * 8 + 4] = 90;
        CHECK(greys(*result) == expected);
    }
}

TEST_CASE("a tile sees the image beside its region, so that tiles agree with the whole") {
    const Image image = noise({64, 48}, 3, 4);
    for (const Filter filter : kFilters) {
        const Image all = shrink(image, {32, 24}, filter);
        const auto tile = resample(image.view(), {16, 12, 32, 24}, {16, 12}, filter);
        REQUIRE(tile);
        int different = 0;
        for (int y = 0; y < 12; ++y) {
            for (int x = 0; x < 16; ++x) different += pixel(*tile, x, y) != pixel(all, x + 8, y + 6);
        }
        CHECK(different == 0);
    }
}

TEST_CASE("panoramas and single pixels resample") {
    const Image column = noise({1, 20000}, 3, 5);
    const Image row = noise({20000, 1}, 4, 6);
    const Image dot = grey({1, 1}, {77});
    for (const Filter filter : kFilters) {
        CHECK(shrink(column, {300, 300}, filter).size() == Size{300, 300});
        CHECK(shrink(row, {300, 300}, filter).size() == Size{300, 300});
        CHECK(greys(shrink(dot, {3, 2}, filter)) == std::vector<int>(6, 77));
        CHECK(greys(shrink(dot, {1, 1}, filter)) == std::vector{77});
    }
    // Noise averages out: 20,000 uniform bytes have mean 127.5 with a deviation of 0.52.
    for (const int c : pixel(shrink(column, {1, 1}, Filter::kArea), 0, 0)) CHECK(std::abs(c - 127) <= 3);
}

TEST_CASE("what cannot be resampled is an error") {
    const Image image = noise({5, 5}, 3, 7);
    const ImageView view = image.view();
    CHECK(resample({nullptr, {5, 5}, 3, 15}, {0, 0, 5, 5}, {2, 2}, Filter::kArea).error().code ==
          ErrorCode::kInvalidImage);
    CHECK(resample(view, {0, 0, 5, 5}, {0, 2}, Filter::kArea).error().code == ErrorCode::kInvalidImage);
    CHECK(resample(view, {0, 0, 5, 5}, {70000, 1}, Filter::kArea).error().code == ErrorCode::kTooLarge);
    CHECK(resample(view, {0, 0, 0, 5}, {2, 2}, Filter::kArea).error().code == ErrorCode::kInvalidArgument);
}

TEST_CASE("every instruction set gives the same bits as plain C++") {
    std::mt19937 random(11);
    const auto from_to = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    };
    const auto all = available_kernels();
    REQUIRE(all.front() == &scalar_kernels());
    for (int round = 0; round < 120; ++round) {
        const Image image =
            noise({from_to(1, 150), from_to(1, 90)}, from_to(3, 4), 100U + static_cast<unsigned>(round));
        const Rect region{from_to(-40, 100), from_to(-40, 60), from_to(1, 160), from_to(1, 120)};
        const Size to{from_to(1, 130), from_to(1, 40)};
        const Filter filter = kFilters[round % 4];
        const Image expected = resample_on(scalar_kernels(), image.view(), region, to, filter);
        for (const PixelKernels* kernels : all) {
            CAPTURE(kernels->target, round);
            CHECK(same(resample_on(*kernels, image.view(), region, to, filter), expected));
        }
    }
}

TEST_CASE("one resampler serves many geometries in turn") {
    const Image image = noise({90, 70}, 3, 12);
    Resampler resampler;
    Image result;
    const auto copy_row = [](void* context, int y, const std::uint8_t* rgb) {
        auto& to = *static_cast<Image*>(context);
        std::copy_n(rgb, to.stride_bytes(), to.row(y));
    };
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 30; ++i) {
            const Rect region{2 * i - 20, 40 - i, 30 + i, 20 + 2 * i};
            const Size to{10 + 3 * i, 50 - i};
            result = Image(to, 3);
            resampler.run(image.view(), region, to, kFilters[i % 4], {1, 2, 3}, {&result, copy_row});
            const auto fresh = resample(image.view(), region, to, kFilters[i % 4], {1, 2, 3});
            REQUIRE(fresh);
            CHECK(same(result, *fresh));
        }
    }
}
