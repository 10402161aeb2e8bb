#include "farsight/lab/model_words.h"

#include <catch2/catch.hpp>

using namespace farsight::lab;

TEST_CASE("a menu names a model by what it was taught, and another's by the start of its title") {
    CHECK(menu_text("near-only", "SSD x 0.5") == "Street scenes, trained on near objects only");
    CHECK(menu_text("mine", "My model, made on Monday") == "My model");
}

TEST_CASE("a model of rendered scenes says that it was not taught on photos") {
    CHECK(taught_text("multi-scale").find("not on photos") != std::string::npos);
    CHECK(taught_text("ssd_mobilenet_v2_oidv4") == "Taught on photos (Open Images V4).");
    CHECK(taught_text("mine").empty());
}
