// What somebody meant who mistyped a word.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace farsight {

/// The word of `known` that differs least from `typed`: by at most a third of its letters, two at least. An
/// exchange of neighbours counts as one. Empty: none is near.
std::string nearest(std::string_view typed, const std::vector<std::string>& known);

/// What is wrong with a command line, in a sentence that names the option and, where one is near, the word
/// that was meant.
std::string misuse_words(const CLI::App& app, const CLI::ParseError& error, int argc,
                         const char* const* argv);

}  // namespace farsight
