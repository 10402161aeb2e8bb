#include "widgets/tooltip_place.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::viewer;

namespace {

constexpr Point kWindow{1440, 900};
constexpr Point kTip{300, 60};
constexpr float kGap = 8;

Point place(const Box& item, const Box& panel, Point window = kWindow) {
    return tooltip_place(item, panel, kTip, window, kGap);
}

bool covers(Point at, const Box& item) {
    return !intersection(Box{at.x, at.y, at.x + kTip.x, at.y + kTip.y}, item).empty();
}

}  // namespace

TEST_CASE("a tooltip of a side panel stands beside the panel") {
    const Box left{0, 52, 288, 900};
    CHECK(place({18, 400, 270, 434}, left).x == 296);
    CHECK(place({18, 400, 270, 434}, left).y == 400);
    const Box right{1128, 52, 1440, 900};
    CHECK(place({1146, 300, 1420, 320}, right).x == 1128 - 8 - 300);
}

TEST_CASE("a tooltip of a band stands under the item, or above it at the bottom") {
    const Box band{0, 0, 1440, 52};
    const Point under = place({1340, 9, 1372, 41}, band);
    CHECK(under.y == 49);
    CHECK(under.x == 1440 - 300 - 8);
    CHECK(place({1340, 860, 1372, 892}, {0, 860, 1440, 900}).y == 860 - 8 - 60);
}

TEST_CASE("a tooltip covers no part of what it explains, in small windows either") {
    for (const Point window : {Point{640, 480}, Point{480, 360}}) {
        for (float y = 0; y + 34 <= window.y; y += 17) {
            const Box item{18, y, 246, y + 34};
            const Point at = place(item, {0, 52, 264, window.y}, window);
            CHECK_FALSE(covers(at, item));
            CHECK(at.x >= 0);
        }
    }
}
