// The project's models in a newcomer's words: what each was taught, rather than how it is built.
#pragma once

#include <string>
#include <string_view>

namespace farsight::lab {

/// For a menu. `title` is its card's: a model that has no words of its own is named by the title's part
/// before the comma.
std::string menu_text(std::string_view model, std::string_view title);

/// What it was taught on, in a sentence; empty for a model that is not the project's.
std::string taught_text(std::string_view model);

}  // namespace farsight::lab
