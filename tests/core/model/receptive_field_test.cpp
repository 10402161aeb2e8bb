#include "farsight/receptive_field.h"

#include <array>
#include <catch2/catch.hpp>

using namespace farsight;

TEST_CASE("two 3x3 convolutions see five pixels") {
    const std::array<ConvLayer, 2> layers = {{{3, 1, 1, 1}, {3, 1, 1, 1}}};
    const ReceptiveField field = receptive_field(layers);
    CHECK(field.size_px == 5);
    CHECK(field.stride_px == 1);
    CHECK(field.centre_px == 0.5);
}

TEST_CASE("AlexNet sees 163 pixels at its last convolution and 195 after its last pooling") {
    // Araujo et al. 2019, table of receptive fields: alexnet_v2 has 195 pixels, stride 32.
    const std::array<ConvLayer, 7> to_conv5 = {
        {{11, 4, 1, 0}, {3, 2, 1, 0}, {5, 1, 1, 2}, {3, 2, 1, 0}, {3, 1, 1, 1}, {3, 1, 1, 1}, {3, 1, 1, 1}}};
    const ReceptiveField conv5 = receptive_field(to_conv5);
    CHECK(conv5.size_px == 163);
    CHECK(conv5.stride_px == 16);
    const ReceptiveField pool5 = after(conv5, {3, 2, 1, 0});
    CHECK(pool5.size_px == 195);
    CHECK(pool5.stride_px == 32);
}

TEST_CASE("padding shifts the centre and dilation widens the reach") {
    // SAME over an even input with stride 2 pads behind only: cell 0 sees pixels 0 to 2.
    const ReceptiveField behind = after({}, {3, 2, 1, 0});
    CHECK(field_box(behind, behind, 0, 1) == Box{0, 2, 3, 5});
    const ReceptiveField around = after({}, {3, 2, 1, 1});
    CHECK(field_box(around, around, 0, 0) == Box{-1, -1, 2, 2});
    CHECK(after({}, {3, 1, 4, 4}).size_px == 9);
}

TEST_CASE("where branches meet the cell sees what either sees") {
    const ReceptiveField skip{};
    const ReceptiveField deep = after({}, {5, 1, 1, 0});  // pixels 0 to 4 for cell 0
    const ReceptiveField sum = joined(skip, deep);
    CHECK(sum.size_px == 5);
    CHECK(sum.centre_px == 2.5);
}
