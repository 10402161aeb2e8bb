// JSON as Python writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace farsight {

/// Python writes NaN, Infinity and -Infinity, which JSON does not have: the text with null in their places,
/// or nothing when there are none. Adds how many there were to `count`.
std::optional<std::string> without_not_a_number(std::string_view text, std::int64_t& count);

}  // namespace farsight
