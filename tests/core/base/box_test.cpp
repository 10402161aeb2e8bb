#include "farsight/box.h"

#include <catch2/catch.hpp>

using farsight::Box;

TEST_CASE("a box knows its sides and its area") {
    const Box box{1, 2, 4, 8};
    CHECK(box.width() == 3);
    CHECK(box.height() == 6);
    CHECK(box.area() == 18);
    CHECK_FALSE(box.empty());
}

TEST_CASE("a box turned inside out is empty and has no area") {
    const Box box{4, 2, 1, 8};
    CHECK(box.empty());
    CHECK(box.width() == 0);
    CHECK(box.area() == 0);
    CHECK(farsight::iou(box, box) == 0);
}

TEST_CASE("two unit squares half apart share a third of their union and half of the smaller") {
    const Box a{0, 0, 2, 2};
    const Box b{1, 0, 3, 2};
    CHECK(farsight::intersection_area(a, b) == 2);
    CHECK(farsight::iou(a, b) == 2.0F / 6.0F);
    CHECK(farsight::ios(a, b) == 0.5F);
    CHECK(farsight::enclosing(a, b) == Box{0, 0, 3, 2});
}

TEST_CASE("a box inside another has IoS one and IoU its share of the area") {
    const Box outer{0, 0, 10, 10};
    const Box inner{2, 2, 4, 7};
    CHECK(farsight::ios(outer, inner) == 1);
    CHECK(farsight::iou(outer, inner) == 0.1F);
}

TEST_CASE("boxes that only touch have nothing in common") {
    CHECK(farsight::iou({0, 0, 1, 1}, {1, 0, 2, 1}) == 0);
    CHECK(farsight::ios({0, 0, 1, 1}, {0, 1, 1, 2}) == 0);
}
