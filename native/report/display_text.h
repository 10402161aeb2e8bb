// Text as a terminal shows it.
#pragma once

#include <string>
#include <string_view>

namespace farsight {

/// Columns that plain text takes: two for wide East Asian characters and emoji, none for marks that combine.
int display_width(std::string_view text);

/// At most `columns` wide, with an ellipsis in place of the beginning that did not fit.
std::string end_of_text(std::string_view text, int columns);

}  // namespace farsight
