// JSON as all exports write it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace farsight::lab {

/// Keys in the order given; numbers as the shortest text that reads back as the same float.
using FloatJson = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                       std::uint64_t, float>;

std::string dump(const FloatJson& json);

/// One element a line, so that results can be read, diffed and grepped.
std::string array_of_lines(const std::vector<std::string>& elements, const char* indent);

}  // namespace farsight::lab
