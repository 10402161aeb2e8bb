// Tables in CSV, as RFC 4180 says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace farsight {

/// The next line's fields, without their quotes; takes the line off the text. A field in quotes may hold
/// commas and ends of lines, and "" stands for a quote.
std::vector<std::string> take_csv_line(std::string_view& text);

}  // namespace farsight
