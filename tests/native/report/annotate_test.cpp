#include "annotate.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "canvas.h"
#include "label_chips.h"

using namespace farsight;

namespace {

constexpr InkColour kRed{255, 0, 0, 1};

int red_at(const Image& image, int x, int y) {
    return image.row(y)[3 * x];
}

bool has_colour(const Image& image, int r, int g, int b) {
    for (int y = 0; y < image.size().height; ++y) {
        for (int x = 0; x < image.size().width; ++x) {
            const std::uint8_t* pixel = image.row(y) + 3 * x;
            if (pixel[0] == r && pixel[1] == g && pixel[2] == b) return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("a filled box covers whole pixels wholly and half pixels by half") {
    Image image({8, 8}, 3);
    Canvas(image).fill({2, 2, 5.5F, 5}, 0, kRed);
    CHECK(red_at(image, 2, 2) == 255);
    CHECK(red_at(image, 4, 4) == 255);
    CHECK(red_at(image, 5, 3) == 128);
    CHECK(red_at(image, 6, 3) == 0);
    CHECK(red_at(image, 3, 5) == 0);
}

TEST_CASE("a stroke is centred on the box's edge and leaves the inside alone") {
    Image image({16, 16}, 3);
    Canvas(image).stroke({4, 4, 12, 12}, 0, 2, kRed);
    for (const int edge : {3, 4, 11, 12}) {
        CHECK(red_at(image, edge, 8) == 255);
        CHECK(red_at(image, 8, edge) == 255);
    }
    CHECK(red_at(image, 8, 8) == 0);
    CHECK(red_at(image, 2, 8) == 0);
    CHECK(red_at(image, 13, 8) == 0);
}

TEST_CASE("drawing beyond the picture is clipped") {
    Image image({4, 4}, 3);
    Canvas canvas(image);
    canvas.fill({-100, -100, 1e9F, 1e9F}, 3, kRed);
    canvas.stroke({-1e9F, -5, 1e9F, 9}, 2, 4, kRed);
    canvas.blend(4, 0, kRed, 1);
    CHECK(red_at(image, 3, 3) == 255);
}

TEST_CASE("chips lie inside the canvas and off each other") {
    std::vector<ChipRequest> requests;
    for (int i = 0; i < 40; ++i) {
        const auto x = static_cast<float>(i % 8) * 12;
        const auto y = static_cast<float>(i / 8) * 17;
        requests.push_back({{x, y, x + 9, y + 9}, 30, 8});
    }
    const auto chips = place_chips(requests, {100, 90});
    int placed = 0;
    for (std::size_t i = 0; i < chips.size(); ++i) {
        if (!chips[i]) continue;
        ++placed;
        CHECK(chips[i]->x0 >= 0);
        CHECK(chips[i]->y0 >= 0);
        CHECK(chips[i]->x1 <= 100);
        CHECK(chips[i]->y1 <= 90);
        for (std::size_t j = 0; j < i; ++j) {
            if (chips[j]) CHECK(intersection_area(*chips[i], *chips[j]) == 0);
        }
    }
    CHECK(placed > 0);
    CHECK(placed < 40);
}

TEST_CASE("a lone object has its chip right above it") {
    const std::vector<ChipRequest> requests = {{{50, 50, 80, 90}, 40, 10}};
    const auto chips = place_chips(requests, {200, 200});
    REQUIRE(chips[0]);
    CHECK(*chips[0] == Box{50, 40, 90, 50});
}

TEST_CASE("blue and orange tell the full frame from the pyramid") {
    const Image photo({400, 300}, 3);
    const AnnotatedBox near{{20, 20, 200, 250}, "Person", 0.9F, true};
    const AnnotatedBox far{{300, 100, 320, 140}, "Person", 0.5F, false};
    const AnnotationCaption caption{"tiny", 5, 2, 12.0, 1, true};
    const std::vector<AnnotatedBox> only_near = {near};
    const std::vector<AnnotatedBox> both = {near, far};
    const AnnotationCaption plain{"tiny", 1, 1, 12.0, 1, false};
    CHECK(has_colour(annotate(photo.view(), only_near, plain), 0x00, 0x72, 0xB2));
    CHECK(!has_colour(annotate(photo.view(), only_near, plain), 0xE6, 0x9F, 0x00));
    CHECK(has_colour(annotate(photo.view(), both, caption), 0xE6, 0x9F, 0x00));
}

TEST_CASE("any shape of picture gets a caption below it") {
    const auto size = GENERATE(Size{1, 1}, Size{1, 5000}, Size{5000, 1}, Size{640, 480}, Size{2000, 100});
    const Image photo(size, 3);
    const std::vector<AnnotatedBox> boxes = {{{0, 0, 1, 1}, "Person", 0.5F, true}};
    const Image drawn = annotate(photo.view(), boxes, {"tiny", 1, 1, 12.0, 1, true});
    CHECK(drawn.size().width >= 480);
    CHECK(drawn.size().height > size.height);
}

TEST_CASE("without any font the built-in letters are drawn") {
    const Image photo({400, 300}, 3);
    const AnnotationCaption caption{"caf\xC3\xA9 \xFF", 1, 1, 12.0, 1, false};
    ::setenv("FARSIGHT_FONT", "/dev/null", 1);
    const Image drawn = annotate(photo.view(), {}, caption);
    ::unsetenv("FARSIGHT_FONT");
    CHECK(has_colour(drawn, 255, 255, 255));
}
