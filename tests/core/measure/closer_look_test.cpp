#include "farsight/closer_look.h"

#include <catch2/catch.hpp>

using namespace farsight;

namespace {

/// A picture of 40 by 40 whose red grows by 6 a column and green by 4 a row.
Image ramps() {
    Image image({40, 40}, 3);
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x) {
            std::uint8_t* pixel = image.row(y) + 3 * x;
            pixel[0] = static_cast<std::uint8_t>(6 * x);
            pixel[1] = static_cast<std::uint8_t>(4 * y);
            pixel[2] = 0;
        }
    }
    return image;
}

/// An input of 20 by 20 with anchors of 16 and, in the second layer, of 10 pixels.
struct Network {
    ModelCard card;
    AnchorGrid anchors;

    Network() {
        card.input.size = {20, 20};
        GridAnchorSpec spec;
        spec.layers.push_back({1, 1, {{0.8, 0.8}}});
        spec.layers.push_back({2, 2, {{0.5, 0.5}}});
        anchors = make_anchors(spec, card.input.size).value();
    }
};

/// The full frame at zoom 1/2 and four tiles at zoom 1.
PyramidPlan plan() {
    PyramidPlan made;
    made.image = {40, 40};
    made.input = {20, 20};
    made.levels = {{0.5, 0.5, 1, 1, 0}, {1, 1, 2, 2, 1}};
    made.tiles.push_back({0, 0, {0, 0, 40, 40}});
    for (int i = 0; i < 4; ++i) made.tiles.push_back({i + 1, 1, {20 * (i % 2), 20 * (i / 2), 20, 20}});
    return made;
}

}  // namespace

TEST_CASE("an object of ten pixels is five on the full frame and as large as its anchor at zoom 1") {
    const Network network;
    const Image image = ramps();
    const auto look =
        look_closer(network.card, network.anchors, plan(), image.view(), Filter::kTriangle, {8, 8, 18, 18});
    REQUIRE(look);
    CHECK(look->full_frame.level == 0);
    CHECK(look->full_frame.width_px == 5);
    // The anchor of 10 is the nearest: 25 of its 100 pixels.
    CHECK(look->full_frame.anchor_iou == Approx(0.25));
    CHECK(look->full_frame.layer == 1);
    CHECK(look->full_frame.anchor_width_px == 10);
    CHECK(look->best.level == 1);
    CHECK(look->best.height_px == 10);
    CHECK(look->best.anchor_iou == Approx(1));
    CHECK(look->best.anchor == 1);
}

TEST_CASE("both patches show the same whole pixels of the coarse one, as the network receives them") {
    const Network network;
    const Image image = ramps();
    const auto look =
        look_closer(network.card, network.anchors, plan(), image.view(), Filter::kTriangle, {8, 8, 18, 18});
    REQUIRE(look);
    // A square of 15 pixels around (13, 13) ends in the tile at 20: network pixels 3 to 10 of the full frame.
    CHECK(look->region == Box{6, 6, 20, 20});
    CHECK(look->cycles_per_side == Approx(10.0 / 14));
    CHECK(look->full_frame.patch.size() == Size{7, 7});
    CHECK(look->best.patch.size() == Size{14, 14});
    // At zoom 1 a pixel is a pixel.
    CHECK(look->best.patch.row(0)[0] == 36);
    CHECK(look->best.patch.row(13)[3 * 13 + 1] == 4 * 19);
    // Network pixel 3 covers columns 6 and 7, whose mean is 6 * 6.5; a ramp stays one under any even filter.
    CHECK(look->full_frame.patch.row(0)[0] == 39);
    CHECK(look->full_frame.patch.row(0)[1] == 26);
}

TEST_CASE("a level whose tiles cut the object is no best zoom") {
    const Network network;
    const Image image = ramps();
    const auto look =
        look_closer(network.card, network.anchors, plan(), image.view(), Filter::kTriangle, {15, 15, 25, 25});
    REQUIRE(look);
    CHECK(look->best.level == 0);
}

TEST_CASE("what lies outside the picture cannot be looked at") {
    const Network network;
    const Image image = ramps();
    const auto look =
        look_closer(network.card, network.anchors, plan(), image.view(), Filter::kTriangle, {60, 60, 70, 70});
    REQUIRE_FALSE(look);
    CHECK(look.error().code == ErrorCode::kInvalidArgument);
}

TEST_CASE("each layer of anchors has the receptive field of its feature map") {
    const std::vector<HeadFields> heads = {{"scores", {{{5, 1, 0}, {5, 1, 0}}}},
                                           {"boxes", {{{3, 2, 0}, {3, 2, 0}}, {{4, 4, 0}, {9, 4, 0}}}}};
    // Four wide and nine high are 6 in the geometric mean; the first head's one map fits no two layers.
    CHECK(anchor_fields_px(heads, Network().anchors) == std::vector<double>{3, 6});
    AnchorGrid other;
    other.layers.resize(6);
    CHECK(anchor_fields_px(heads, other).empty());
}
