#include "engine/tile_cache.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::viewer;

namespace {

TileFindings findings(std::size_t scores, float score = 0) {
    return {{}, std::vector<float>(scores, score)};
}

}  // namespace

TEST_CASE("a cache gives back what was put into it") {
    TileCache cache(10'000);
    CHECK(cache.get("a") == nullptr);
    cache.put("a", findings(2, 0.5F));
    REQUIRE(cache.get("a") != nullptr);
    CHECK(cache.get("a")->position_scores == std::vector<float>{0.5F, 0.5F});
    cache.put("a", findings(1, 0.25F));
    CHECK(cache.get("a")->position_scores == std::vector<float>{0.25F});
    CHECK(cache.size() == 1);
    CHECK(cache.bytes() == 204);
}

TEST_CASE("a full cache forgets what was unused longest") {
    TileCache cache(3 * 1000);  // three entries of 200 scores and 200 bytes of their own
    cache.put("a", findings(200));
    cache.put("b", findings(200));
    cache.put("c", findings(200));
    REQUIRE(cache.get("a") != nullptr);
    cache.put("d", findings(200));
    CHECK(cache.get("b") == nullptr);
    CHECK(cache.get("a") != nullptr);
    CHECK(cache.get("c") != nullptr);
    CHECK(cache.get("d") != nullptr);
    CHECK(cache.bytes() == 3000);
}

TEST_CASE("what alone is too large is not kept") {
    TileCache cache(500);
    cache.put("a", findings(10));
    cache.put("b", findings(1000));
    CHECK(cache.get("a") != nullptr);
    CHECK(cache.get("b") == nullptr);
}
