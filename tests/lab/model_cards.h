// The cards of the project's own models, for tests.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "farsight/model.h"

namespace farsight::tests {

inline ModelCard card_named(const std::string& name) {
    std::ifstream file(std::string(FARSIGHT_CARDS_DIR) + "/" + name + ".json");
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    auto card = read_card(text);
    REQUIRE(card);
    return *std::move(card);
}

}  // namespace farsight::tests
