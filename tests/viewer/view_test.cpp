#include "picture/view.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::viewer;

TEST_CASE("the whole photo is fitted and centred") {
    // 16 pixels of margin on each side: (1032 - 32) / 500 = 2 across, (632 - 32) / 400 = 1.5 down.
    const View view = fit({500, 400}, {1032, 632});
    CHECK(view.scale == 1.5F);
    CHECK(view.x == 141);  // (1032 - 750) / 2
    CHECK(view.y == 16);
}

TEST_CASE("zooming keeps the photo's point under the pointer") {
    const View before = fit({500, 400}, {1032, 632});
    const Point at{700, 300};
    const View after = zoom_at(before, at, 2, {500, 400}, {1032, 632});
    CHECK(after.scale == 3);
    CHECK(after.to_photo(at).x == Approx(before.to_photo(at).x));
    CHECK(after.to_photo(at).y == Approx(before.to_photo(at).y));
}

TEST_CASE("zoom has limits") {
    const Size photo{500, 400};
    const Point picture{1032, 632};
    View view = fit(photo, picture);
    for (int i = 0; i < 60; ++i) view = zoom_at(view, {500, 300}, 2, photo, picture);
    CHECK(view.scale == 32);
    for (int i = 0; i < 60; ++i) view = zoom_at(view, {500, 300}, 0.5F, photo, picture);
    CHECK(view.scale == 0.75F);  // half of what fits
}

TEST_CASE("the photo cannot be lost from sight") {
    const Size photo{500, 400};
    const Point picture{1000, 600};
    const View view = pan({1, 0, 0}, 1e6F, -1e6F, photo, picture);
    CHECK(view.x == 500);   // its left edge in the middle
    CHECK(view.y == -100);  // its lower edge in the middle
}

TEST_CASE("points and boxes go to the screen and back") {
    const View view{2, 10, 20};
    CHECK(view.to_screen(Box{1, 2, 3, 4}) == Box{12, 24, 16, 28});
    CHECK(view.to_photo(view.to_screen(Point{7, 9})).x == 7);
    CHECK(view.to_photo(view.to_screen(Point{7, 9})).y == 9);
}
