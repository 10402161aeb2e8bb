#include "base/csv.h"

#include <algorithm>

namespace farsight {
namespace {

/// Takes a field off the text, up to the comma or the end of the line behind it.
std::string take_field(std::string_view& text) {
    std::string field;
    if (text.starts_with('"')) {
        text.remove_prefix(1);
        while (!text.empty()) {
            const bool quote = text.front() == '"';
            const bool doubled = quote && text.size() > 1 && text[1] == '"';
            const char c = text.front();
            text.remove_prefix(doubled ? 2 : 1);
            if (quote && !doubled) break;
            field += c;
        }
    }
    const std::size_t rest = std::min(text.find_first_of(",\r\n"), text.size());
    field += text.substr(0, rest);
    text.remove_prefix(rest);
    return field;
}

}  // namespace

std::vector<std::string> take_csv_line(std::string_view& text) {
    std::vector<std::string> fields = {take_field(text)};
    while (text.starts_with(',')) {
        text.remove_prefix(1);
        fields.push_back(take_field(text));
    }
    if (text.starts_with('\r')) text.remove_prefix(1);
    if (text.starts_with('\n')) text.remove_prefix(1);
    return fields;
}

}  // namespace farsight
