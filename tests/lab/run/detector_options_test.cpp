#include "farsight/lab/run.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::lab;

namespace {

ModelCard card() {
    ModelCard card;
    card.name = "street";
    card.heads.background = 0;
    card.labels = {{"background", ""}, {"Person", "person"}, {"Signal", "traffic light"}, {"Man", "person"}};
    return card;
}

using Labels = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("classes are asked for by the model's names or COCO's, letter case apart") {
    CHECK(asked_classes(card(), "").value() == Labels{});
    CHECK(asked_classes(card(), "signal").value() == Labels{2});
    CHECK(asked_classes(card(), "traffic light,Man").value() == Labels{2, 3});
    CHECK(asked_classes(card(), "PERSON").value() == Labels{1, 3});
}

TEST_CASE("a class that the model does not know is refused with those that it does") {
    for (const char* name : {"zebra", "background", "Person,zebra"}) {
        const auto labels = asked_classes(card(), name);
        REQUIRE_FALSE(labels);
        CHECK(labels.error().code == ErrorCode::kInvalidArgument);
        CHECK(labels.error().message.find("street, which knows: Person, Signal, Man.") != std::string::npos);
    }
}

TEST_CASE("settings become the core's options: a search unless all of every level is wanted") {
    SearchSettings search;
    search.budget = 4;
    search.classes = "Man";
    const auto options = detector_options({}, search, card());
    REQUIRE(options);
    CHECK(options->search.coarse_to_fine);
    CHECK(options->search.budget == 4);
    CHECK(options->search.classes == Labels{3});
    search.full = true;
    CHECK_FALSE(detector_options({}, search, card())->search.coarse_to_fine);
    search.classes = "zebra";
    CHECK_FALSE(detector_options({}, search, card()));
}
