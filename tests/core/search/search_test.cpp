#include "farsight/search.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace farsight;

namespace {

/// 640 by 480 at zooms 0.47, 0.91 and 1.75; the full pyramid of a network of free size, or of tiles.
PyramidPlan plan_of(bool free) {
    PyramidInput input{{300, 300}, Resize::kStretch, 21};
    if (free) input.free = RegionSizes{32, 126};
    PyramidOptions options;
    options.levels = 3;
    options.finest_zoom = 1.75;
    auto plan = plan_pyramid({640, 480}, input, options);
    REQUIRE(plan);
    REQUIRE(plan->levels.size() == 3);
    return *plan;
}

Candidate proposal(Box box, float score, std::int32_t label = 1) {
    Candidate made;
    made.box = box;
    made.score = score;
    made.label = label;
    return made;
}

SearchOptions searching() {
    SearchOptions options;
    options.coarse_to_fine = true;
    return options;
}

bool holds(const Tile& tile, const Box& box) {
    const Rect& region = tile.region;
    return static_cast<float>(region.x) <= box.x0 && static_cast<float>(region.y) <= box.y0 &&
           static_cast<float>(region.x + region.width) >= box.x1 &&
           static_cast<float>(region.y + region.height) >= box.y1;
}

std::vector<Tile> wave(const PyramidPlan& plan, const std::vector<Candidate>& candidates,
                       const SearchOptions& options = searching(), int level = 2, double budget = 0) {
    return plan_wave(plan, level, options, candidates, budget);
}

constexpr Box kSmall{300, 200, 330, 240};

}  // namespace

TEST_CASE("a level on which nothing was proposed is not looked at") {
    for (const bool free : {true, false}) {
        CHECK(wave(plan_of(free), {}).empty());
        CHECK(wave(plan_of(free), {proposal(kSmall, 0.09F)}).empty());
    }
}

TEST_CASE("a proposal calls for one region that holds it") {
    for (const bool free : {true, false}) {
        const auto tiles = wave(plan_of(free), {proposal(kSmall, 0.1F)});
        REQUIRE(tiles.size() == 1);
        CHECK(holds(tiles[0], kSmall));
        CHECK(tiles[0].level == 2);
        CHECK(tiles[0].close == free);
    }
}

TEST_CASE("an object too large for the level's anchors is left to the coarser ones") {
    // 150 pixels are 262 at zoom 1.75: beyond the largest anchor (126) and 0.6 of a tile (180).
    const Box large{100, 100, 250, 250};
    for (const bool free : {true, false}) CHECK(wave(plan_of(free), {proposal(large, 0.9F)}).empty());
}

TEST_CASE("only the classes that are asked for guide the search") {
    SearchOptions options = searching();
    options.classes = {4};
    const PyramidPlan plan = plan_of(true);
    CHECK(wave(plan, {proposal(kSmall, 0.9F, 1)}, options).empty());
    CHECK(wave(plan, {proposal(kSmall, 0.9F, 4)}, options).size() == 1);
}

TEST_CASE("a place that is given is looked at without any proposal") {
    SearchOptions options = searching();
    options.region = Box{20, 20, 80, 80};
    for (const bool free : {true, false}) {
        const auto tiles = wave(plan_of(free), {}, options);
        REQUIRE(tiles.size() == 1);
        CHECK(holds(tiles[0], *options.region));
    }
}

TEST_CASE("proposals everywhere cost no more than all of the level") {
    std::vector<Candidate> candidates;
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 21; ++x) {
            const auto left = static_cast<float>(30 * x);
            const auto top = static_cast<float>(30 * y);
            candidates.push_back(proposal({left, top, left + 10, top + 10}, 0.5F));
        }
    }
    for (const bool free : {true, false}) {
        const PyramidPlan plan = plan_of(free);
        double all = 0;
        for (const Tile& tile : plan.tiles) {
            if (tile.level == 2) all += plan.cost(tile);
        }
        double searched = 0;
        for (const Tile& tile : wave(plan, candidates)) searched += plan.cost(tile);
        CHECK(searched <= all);
        CHECK(searched > 0.5 * all);
    }
}

TEST_CASE("a budget takes the regions of most score for their price, and never more than it has") {
    const Box strong{50, 50, 80, 80};
    const Box weak{500, 380, 530, 410};
    const std::vector<Candidate> candidates = {proposal(weak, 0.2F), proposal(strong, 0.9F)};
    SearchOptions options = searching();
    options.budget = 2;
    const PyramidPlan plan = plan_of(true);
    const auto both = wave(plan, candidates, options, 2, 1);
    REQUIRE(both.size() == 2);
    const double one = std::max(plan.cost(both[0]), plan.cost(both[1]));
    const auto first = wave(plan, candidates, options, 2, 1.5 * one);
    REQUIRE(first.size() == 1);
    CHECK(holds(first[0], strong));
    CHECK(wave(plan, candidates, options, 2, 0.01).empty());
}

TEST_CASE("a full pyramid within a budget stops when it is spent") {
    SearchOptions options;
    options.budget = 4;
    const PyramidPlan plan = plan_of(false);
    const auto tiles = wave(plan, {}, options, 1, 3);
    CHECK(tiles.size() == 3);
}

TEST_CASE("a wave does not depend on the order of the proposals of different scores") {
    std::vector<Candidate> candidates = {proposal(kSmall, 0.5F), proposal({10, 10, 30, 30}, 0.4F),
                                         proposal({400, 300, 440, 350}, 0.3F)};
    const PyramidPlan plan = plan_of(true);
    const auto before = wave(plan, candidates);
    std::reverse(candidates.begin(), candidates.end());
    const auto after = wave(plan, candidates);
    REQUIRE(before.size() == after.size());
    for (std::size_t i = 0; i < before.size(); ++i) CHECK(before[i].region == after[i].region);
}

TEST_CASE("options of the search that make no sense are refused") {
    SearchOptions options;
    options.budget = 0.5;
    CHECK_FALSE(check_search_options(options));
    options.budget = 1;
    CHECK(check_search_options(options));
    options.region = Box{10, 10, 10, 20};
    CHECK_FALSE(check_search_options(options));
}

TEST_CASE("of a place beyond the picture's edge the part inside is searched, however far it goes") {
    SearchOptions options = searching();
    options.region = Box{-1e30F, -1e30F, 60, 60};
    const PyramidPlan plan = plan_of(true);
    const auto corner = wave(plan, {}, options);
    REQUIRE(corner.size() == 1);
    CHECK(holds(corner[0], Box{0, 0, 60, 60}));
    options.region = Box{1e20F, 0, 1e30F, 60};
    CHECK(wave(plan, {}, options).empty());
}
