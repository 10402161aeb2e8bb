#include "farsight/pyramid.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace farsight;

namespace {

const PyramidInput kSquare300{{300, 300}, Resize::kStretch, 21};

PyramidPlan plan_of(Size image, PyramidOptions options, PyramidInput input = kSquare300) {
    auto plan = plan_pyramid(image, input, options);
    REQUIRE(plan);
    return *plan;
}

/// Every pixel of the image lies in a tile of the level, and neighbours overlap enough.
void check_grid(const PyramidPlan& plan, const Level& level, double overlap) {
    for (int row = 0; row < level.rows; ++row) {
        for (int column = 0; column < level.columns; ++column) {
            const std::size_t at = static_cast<std::size_t>(level.first_tile + row * level.columns + column);
            const Rect region = plan.tiles[at].region;
            if (column == 0) CHECK(region.x <= 0);
            if (row == 0) CHECK(region.y <= 0);
            if (column == level.columns - 1) CHECK(region.x + region.width >= plan.image.width);
            if (row == level.rows - 1) CHECK(region.y + region.height >= plan.image.height);
            if (column > 0) {
                const Rect left = plan.tiles[at - 1].region;
                CHECK(left.x + left.width - region.x >= overlap * region.width);
            }
            if (row > 0) {
                const Rect above = plan.tiles[at - static_cast<std::size_t>(level.columns)].region;
                CHECK(above.y + above.height - region.y >= overlap * region.height);
            }
        }
    }
}

}  // namespace

TEST_CASE("a full-frame plan has one tile that covers the image") {
    PyramidOptions options;
    options.enabled = false;
    const PyramidPlan plan = plan_of({640, 480}, options);
    REQUIRE(plan.tiles.size() == 1);
    REQUIRE(plan.levels.size() == 1);
    CHECK(plan.tiles[0].region == Rect{0, 0, 640, 480});
    CHECK(plan.tiles[0].interior_edges == 0);
    CHECK(plan.levels[0].zoom_x == 300.0 / 640);
    CHECK(plan.levels[0].zoom_y == 300.0 / 480);
    CHECK(plan.pixel_ratio() == 1);
}

TEST_CASE("a letterboxed full frame keeps the input's aspect ratio and hangs over the bottom") {
    PyramidOptions options;
    options.levels = 1;
    const PyramidPlan plan = plan_of({640, 480}, options, {{300, 300}, Resize::kLetterbox, 21});
    CHECK(plan.tiles[0].region == Rect{0, 0, 640, 640});
    CHECK(plan.levels[0].zoom() == Approx(300.0 / 640));
}

TEST_CASE("a level at zoom one is cut into tiles of the input's size, evenly spaced") {
    PyramidOptions options;
    options.levels = 2;
    options.finest_zoom = 1;
    options.overlap = 0.25;
    const PyramidPlan plan = plan_of({640, 480}, options);
    // Stride at most 225: across (640 - 300) / 225 rounds up to 2 steps of 170, down 180 is 1 step.
    REQUIRE(plan.levels.size() == 2);
    CHECK(plan.levels[1].columns == 3);
    CHECK(plan.levels[1].rows == 2);
    REQUIRE(plan.tiles.size() == 7);
    CHECK(plan.tiles[1].region == Rect{0, 0, 300, 300});
    CHECK(plan.tiles[2].region == Rect{170, 0, 300, 300});
    CHECK(plan.tiles[6].region == Rect{340, 180, 300, 300});
    CHECK(plan.tiles[1].interior_edges == (kEdgeRight | kEdgeBottom));
    CHECK(plan.tiles[2].interior_edges == (kEdgeLeft | kEdgeRight | kEdgeBottom));
    CHECK(plan.tiles[6].interior_edges == (kEdgeLeft | kEdgeTop));
    CHECK(plan.pixel_ratio() == 7);
}

TEST_CASE("zooms grow in even ratios from the full frame to the finest") {
    PyramidOptions options;
    options.levels = 4;
    options.finest_zoom = 2;
    const PyramidPlan plan = plan_of({1200, 1200}, options);
    // From 0.25 to 2 in three steps: a factor of 2 each, so tiles of 1200, 600, 300 and 150 pixels.
    REQUIRE(plan.levels.size() == 4);
    CHECK(plan.levels[0].zoom() == 0.25);
    CHECK(plan.levels[1].zoom() == 0.5);
    CHECK(plan.levels[2].zoom() == 1);
    CHECK(plan.levels[3].zoom() == 2);
}

TEST_CASE("auto zooms until the smallest anchor reaches the smallest object") {
    PyramidOptions options;
    options.smallest_object_px = 14;
    const PyramidPlan plan = plan_of({1920, 1080}, options);
    // 21 / 14 = 1.5; from 300 / 1920 that is 3.3 octaves, so four steps and five levels.
    CHECK(plan.levels.size() == 5);
    CHECK(plan.levels.back().zoom() == Approx(1.5).margin(0.005));
}

TEST_CASE("auto never enlarges more than twice") {
    PyramidOptions options;
    options.smallest_object_px = 1;
    CHECK(plan_of({640, 480}, options).levels.back().zoom() == 2);
}

TEST_CASE("grids cover odd sizes, panoramas and images smaller than a tile, with the overlap asked for") {
    for (const Size image : {Size{641, 479}, Size{20000, 100}, Size{1, 20000}, Size{1, 1}, Size{37, 41},
                             Size{3840, 2160}, Size{300, 300}, Size{301, 299}}) {
        for (const double overlap : {0.0, 0.1, 0.25, 0.5, 0.75}) {
            PyramidOptions options;
            options.overlap = overlap;
            options.max_tiles = 100000;
            const PyramidPlan plan = plan_of(image, options);
            for (std::size_t i = 1; i < plan.levels.size(); ++i) check_grid(plan, plan.levels[i], overlap);
        }
    }
}

TEST_CASE("tiles larger than the image hang over it evenly on both sides and have no interior edge") {
    PyramidOptions options;
    options.levels = 2;
    options.finest_zoom = 2;
    const PyramidPlan plan = plan_of({200, 50}, options);
    // Tiles of 150: across two, 50 apart; down one, 100 pixels taller than the image.
    REQUIRE(plan.tiles.size() == 3);
    CHECK(plan.tiles[1].region == Rect{0, -50, 150, 150});
    CHECK(plan.tiles[2].region == Rect{50, -50, 150, 150});
    CHECK(plan.tiles[1].interior_edges == kEdgeRight);
}

TEST_CASE("a finest zoom no finer than the full frame adds nothing") {
    PyramidOptions options;
    options.levels = 3;
    options.finest_zoom = 0.3;
    CHECK(plan_of({640, 480}, options).tiles.size() == 1);
}

TEST_CASE("auto stays within the tile budget, an explicit plan beyond it is refused") {
    PyramidOptions options;
    options.max_tiles = 50;
    CHECK(plan_of({3840, 2160}, options).tiles.size() <= 50);
    options.finest_zoom = 2;
    const auto plan = plan_pyramid({3840, 2160}, kSquare300, options);
    REQUIRE_FALSE(plan);
    CHECK(plan.error().code == ErrorCode::kTooLarge);
}

TEST_CASE("options out of range are refused by name") {
    const auto message = [](auto change) {
        PyramidOptions options;
        change(options);
        const auto plan = plan_pyramid({640, 480}, kSquare300, options);
        REQUIRE_FALSE(plan);
        CHECK(plan.error().code == ErrorCode::kInvalidArgument);
        return plan.error().message;
    };
    CHECK(message([](auto& o) { o.levels = 9; }) == "levels is 9; it must be from 0 to 8.");
    CHECK(message([](auto& o) { o.overlap = 0.8; }) == "overlap is 0.8; it must be from 0 to 0.75.");
    CHECK(message([](auto& o) { o.finest_zoom = -1; }).starts_with("finest zoom is -1"));
    CHECK(message([](auto& o) { o.finest_zoom = std::nan(""); }).starts_with("finest zoom is"));
    CHECK(message([](auto& o) { o.max_tiles = 0; }).starts_with("max tiles is 0"));
    CHECK_FALSE(plan_pyramid({0, 480}, kSquare300, {}));
    CHECK_FALSE(plan_pyramid({640, 480}, {{0, 300}, Resize::kStretch, 21}, {}));
}
