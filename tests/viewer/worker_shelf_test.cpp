#include "engine/worker_shelf.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::viewer;

TEST_CASE("workers stay for the next run of the same model, filter and threads") {
    ModelShelf models;
    WorkerShelf shelf;
    const auto model = models.get("near-only", {});
    REQUIRE(model);
    const auto first = shelf.get(*model, Filter::kTriangle, 1);
    REQUIRE(first);
    const auto other = shelf.get(*model, Filter::kArea, 1);
    REQUIRE(other);
    CHECK(*other != *first);
    CHECK(shelf.get(*model, Filter::kTriangle, 1) == *first);
    CHECK(shelf.get(*model, Filter::kArea, 1) == *other);
    const auto more = shelf.get(*model, Filter::kArea, 2);
    REQUIRE(more);
    CHECK((*more)->threads() == 2);
}

TEST_CASE("more threads than there can be are refused") {
    ModelShelf models;
    WorkerShelf shelf;
    const auto model = models.get("near-only", {});
    REQUIRE(model);
    CHECK_FALSE(shelf.get(*model, Filter::kTriangle, 1000));
}
