// What the values of options may be.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace farsight {

/// A number from `low` to `high`. Refuses what is none, NaN, and numbers that are too large to be held.
CLI::Validator within(double low, double high);

/// One of these words. Its refusal lists them, the likeliest first when one is near.
CLI::Validator one_of(std::vector<std::string> words);

/// Any text but an empty one.
CLI::Validator not_empty();

}  // namespace farsight
