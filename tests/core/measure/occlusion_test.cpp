#include "farsight/occlusion.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace farsight;

TEST_CASE("squares tile the input and the last ones are cut by its edge") {
    const OcclusionGrid grid{{50, 30}, 20};
    CHECK(grid.columns() == 3);
    CHECK(grid.rows() == 2);
    CHECK(grid.patch(0) == Rect{0, 0, 20, 20});
    CHECK(grid.patch(2) == Rect{40, 0, 10, 20});
    CHECK(grid.patch(5) == Rect{40, 20, 10, 10});
    int area = 0;
    for (int i = 0; i < grid.count(); ++i) area += grid.patch(i).width * grid.patch(i).height;
    CHECK(area == 50 * 30);
}

TEST_CASE("the effective field holds its share of the loss and no more than it must") {
    const OcclusionGrid grid{{50, 30}, 10};
    // Columns lose 2, 20, 60, 13, 5 in the middle row: 100 in all.
    std::vector<double> drops(15, 0);
    const double middle[] = {2, 20, 60, 13, 5};
    for (int x = 0; x < 5; ++x) drops[static_cast<std::size_t>(5 + x)] = middle[x];
    // Both outer rows and column 0 go for 2, column 4 for 5: 93 are left, and 13 more would be too much.
    CHECK(effective_field(grid, drops, 0.9) == Box{10, 10, 40, 20});
    CHECK(effective_field(grid, drops, 0.8) == Box{10, 10, 30, 20});
    CHECK(effective_field(grid, drops, 1) == Box{0, 10, 50, 20});
}

TEST_CASE("a score that gains from hiding has no field") {
    const OcclusionGrid grid{{20, 20}, 10};
    CHECK(effective_field(grid, std::vector<double>{-1, -2, 0, 0}).empty());
    // Gains count as nothing beside a loss.
    CHECK(effective_field(grid, std::vector<double>{-1, -2, 0, 0.5}, 1) == Box{10, 10, 20, 20});
}
