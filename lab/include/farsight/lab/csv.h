// Fields of a table in CSV, as RFC 4180 says.
#pragma once

#include <string>

namespace farsight::lab {

/// A field, quoted where it must be.
std::string csv_field(const std::string& text);

}  // namespace farsight::lab
