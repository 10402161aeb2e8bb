#include "base/python_json.h"

#include <algorithm>
#include <array>

namespace farsight {
namespace {

constexpr std::array<std::string_view, 3> kWords = {"NaN", "-Infinity", "Infinity"};

/// The word that stands at the beginning, or nothing.
std::string_view word_at(std::string_view text) {
    for (const std::string_view word : kWords) {
        if (text.starts_with(word)) return word;
    }
    return {};
}

/// Past the end of the string whose first quote is the text's first character.
std::size_t string_length(std::string_view text) {
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at + 1;
        }
    }
    return text.size();
}

}  // namespace

std::optional<std::string> without_not_a_number(std::string_view text, std::int64_t& count) {
    const bool any =
        text.find("NaN") != std::string_view::npos || text.find("Infinity") != std::string_view::npos;
    if (!any) return std::nullopt;
    std::string out;
    out.reserve(text.size() + 64);
    while (!text.empty()) {
        const std::string_view word = word_at(text);
        const std::size_t length = !word.empty()         ? word.size()
                                   : text.front() == '"' ? string_length(text)
                                                         : 1;
        out += word.empty() ? text.substr(0, length) : std::string_view("null");
        count += word.empty() ? 0 : 1;
        text.remove_prefix(length);
    }
    return out;
}

}  // namespace farsight
