#include "pyramid/region_cover.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

using namespace farsight;

namespace {

constexpr Size kInput{300, 300};
constexpr RegionSizes kSizes{32, 126};
/// What a region sees beyond what it is wanted for.
constexpr int kMargin = 32;

bool holds(const Rect& region, int x0, int y0, int x1, int y1) {
    return region.x <= x0 && region.y <= y0 && region.x + region.width >= x1 &&
           region.y + region.height >= y1;
}

void check_listed(const Rect& region) {
    CHECK((region.width - 300) % 32 == 0);
    CHECK((region.height - 300) % 32 == 0);
    CHECK(region.width >= 96);
    CHECK(region.height >= 96);
    CHECK(RegionFrame::allowed(region));
}

}  // namespace

TEST_CASE("the sizes of regions are the input's sides plus or minus whole steps") {
    const RegionFrame frame({640, 480}, kInput, kSizes, 1.75);
    CHECK(frame.size() == Size{1120, 840});
    CHECK(frame.fitting_width(300) == 300);
    CHECK(frame.fitting_width(301) == 332);
    // 300 - 6 x 32; the next smaller one would be under 96.
    CHECK(frame.fitting_width(1) == 108);
    CHECK(frame.fitting_width(1132) == 1132);
}

TEST_CASE("a level that fits one run is one region without inner edges") {
    const RegionFrame frame({640, 480}, kInput, kSizes, 0.9);
    const RegionGrid grid = cover_all(frame);
    REQUIRE(grid.regions.size() == 1);
    // 576 by 432 fit 588 by 460, which hang over both ends.
    CHECK(grid.regions[0] == Rect{-6, -14, 588, 460});
    const Tile tile = frame.tile(grid.regions[0], 3, 1);
    CHECK(tile.interior_edges == 0);
    CHECK(tile.input == Size{588, 460});
    CHECK(tile.close);
    CHECK(tile.index == 3);
    CHECK(tile.level == 1);
}

TEST_CASE("a large level is a grid of regions that overlap by two margins and reach every edge") {
    for (const Size image : {Size{640, 480}, Size{3840, 2160}, Size{5000, 300}, Size{33, 4000}}) {
        for (const double zoom : {0.3, 1.0, 1.75}) {
            const RegionFrame frame(image, kInput, kSizes, zoom);
            const RegionGrid grid = cover_all(frame);
            REQUIRE(grid.regions.size() ==
                    static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
            for (int row = 0; row < grid.rows; ++row) {
                for (int column = 0; column < grid.columns; ++column) {
                    const auto at = static_cast<std::size_t>(row * grid.columns + column);
                    const Rect& region = grid.regions[at];
                    check_listed(region);
                    if (column == 0) CHECK(region.x <= 0);
                    if (row == 0) CHECK(region.y <= 0);
                    if (column == grid.columns - 1) CHECK(region.x + region.width >= frame.size().width);
                    if (row == grid.rows - 1) CHECK(region.y + region.height >= frame.size().height);
                    if (column > 0) {
                        const Rect& left = grid.regions[at - 1];
                        CHECK(left.x + left.width - region.x >= 2 * kMargin);
                    }
                }
            }
        }
    }
}

TEST_CASE("edges inside the image are told from its own, whatever was rounded") {
    for (const double zoom : {0.31, 0.77, 1.234, 1.75, 3.3}) {
        const RegionFrame frame({1201, 907}, kInput, kSizes, zoom);
        const RegionGrid grid = cover_all(frame);
        for (int row = 0; row < grid.rows; ++row) {
            for (int column = 0; column < grid.columns; ++column) {
                const auto at = static_cast<std::size_t>(row * grid.columns + column);
                const Tile tile = frame.tile(grid.regions[at], 0, 1);
                CHECK(((tile.interior_edges & kEdgeLeft) != 0) == (column > 0));
                CHECK(((tile.interior_edges & kEdgeRight) != 0) == (column < grid.columns - 1));
                CHECK(((tile.interior_edges & kEdgeTop) != 0) == (row > 0));
                CHECK(((tile.interior_edges & kEdgeBottom) != 0) == (row < grid.rows - 1));
            }
        }
    }
}

TEST_CASE("a wanted place is seen with a margin where the image goes on") {
    const RegionFrame frame({640, 480}, kInput, kSizes, 1.75);
    const Rect wanted{400, 400, 60, 60};
    const auto regions = cover_some(frame, std::span(&wanted, 1));
    REQUIRE(regions.size() == 1);
    check_listed(regions[0]);
    CHECK(holds(regions[0], 400 - kMargin, 400 - kMargin, 460 + kMargin, 460 + kMargin));
    // Cells of 32 around it are 96 a side (384 to 480), with margins 160: 172 is the next size.
    CHECK(regions[0].width == 172);
    CHECK(regions[0].height == 172);
}

TEST_CASE("a wanted place at the image's corner needs no margin beyond it") {
    const RegionFrame frame({640, 480}, kInput, kSizes, 1.75);
    const Rect wanted{0, 0, 60, 60};
    const auto regions = cover_some(frame, std::span(&wanted, 1));
    REQUIRE(regions.size() == 1);
    CHECK(regions[0] == Rect{0, 0, 108, 108});
}

TEST_CASE("neighbours share a region and far places do not") {
    const RegionFrame frame({2000, 2000}, kInput, kSizes, 1);
    const std::vector<Rect> near = {{500, 500, 60, 60}, {570, 500, 60, 60}};
    CHECK(cover_some(frame, near).size() == 1);
    const std::vector<Rect> far = {{100, 100, 60, 60}, {1800, 1800, 60, 60}};
    CHECK(cover_some(frame, far).size() == 2);
}

TEST_CASE("every wanted place lies in a region of a listed size, and pieces cost less than all") {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        const RegionFrame frame({1920, 1080}, kInput, kSizes, 1.5);
        std::vector<Rect> wanted;
        const int count = 1 + static_cast<int>(random() % 40);
        for (int i = 0; i < count; ++i) {
            const int side = 20 + static_cast<int>(random() % 100);
            wanted.push_back(
                {static_cast<int>(random() % 2700), static_cast<int>(random() % 1450), side, side});
        }
        const auto regions = cover_some(frame, wanted);
        for (const Rect& region : regions) check_listed(region);
        // Each 32-pixel cell of a wanted place is whole in one region, so no cell is seen in pieces only.
        for (const Rect& place : wanted) {
            for (int y = place.y / 32; y <= (place.y + place.height - 1) / 32; ++y) {
                for (int x = place.x / 32; x <= (place.x + place.width - 1) / 32; ++x) {
                    const int x1 = std::min(32 * x + 32, frame.size().width);
                    const int y1 = std::min(32 * y + 32, frame.size().height);
                    CHECK(std::any_of(regions.begin(), regions.end(), [&](const Rect& region) {
                        return holds(region, 32 * x, 32 * y, x1, y1);
                    }));
                }
            }
        }
    }
}

TEST_CASE("a level covered with wanted places is cut into regions that a run may have") {
    const RegionFrame frame({3840, 2160}, kInput, kSizes, 1.75);
    const Rect all{0, 0, frame.size().width, frame.size().height};
    for (const Rect& region : cover_some(frame, std::span(&all, 1))) check_listed(region);
}
