#include "state/field.h"

#include <algorithm>

#include "farsight/lab/numbers.h"

namespace farsight::lab {
namespace {

bool is_name(std::string_view text) {
    constexpr std::size_t kLongest = 64;
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (text.empty() || text.size() > kLongest || !plain(text[0])) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return plain(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace

std::string print_number(const Property& property, double value) {
    return property.offered.print(value);
}

Reading parse_number(const Property& property, std::string_view text, double& value) {
    const auto read = read_number(text);
    if (!read) return Reading::kUnreadable;
    value = property.offered.snap(*read);
    return property.offered.contains(*read) ? Reading::kRead : Reading::kClamped;
}

std::string print_choice(const Property& property, int value) {
    const auto found = std::find_if(property.choices.begin(), property.choices.end(),
                                    [&](const Choice& choice) { return choice.value == value; });
    return found == property.choices.end() ? "" : std::string(found->name);
}

Reading parse_choice(const Property& property, std::string_view text, int& value) {
    // The names of classes stand in a link without their space, and are read with it, too.
    std::string name(text);
    std::replace(name.begin(), name.end(), ' ', '-');
    const auto found = std::find_if(property.choices.begin(), property.choices.end(),
                                    [&](const Choice& choice) { return choice.name == name; });
    if (found == property.choices.end()) return Reading::kUnreadable;
    value = found->value;
    return Reading::kRead;
}

std::string print_name(const std::string& name) {
    return is_name(name) ? name : "";
}

Reading parse_name(std::string_view text, std::string& name) {
    if (!is_name(text)) return Reading::kUnreadable;
    name = text;
    return Reading::kRead;
}

std::string print_text(const std::string& text) {
    constexpr std::string_view kPlain = "-_.,~";
    std::string escaped;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kPlain.find(c) != std::string_view::npos) {
            escaped += c;
            continue;
        }
        constexpr std::string_view kHex = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        escaped.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
    return escaped;
}

Reading parse_text(std::string_view text, std::string& value) {
    constexpr std::size_t kLongest = 1000;
    const bool readable = text.size() <= kLongest &&
                          std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 32; });
    if (!readable) return Reading::kUnreadable;
    value = text;
    return Reading::kRead;
}

std::string Property::show(double value) const {
    switch (unit) {
        case Unit::kTimes:
            return ratio_text(value) + "×";
        case Unit::kPercent:
            return percent_text(value);
        case Unit::kMetres:
            return metres_text(value);
        case Unit::kNone:
            break;
    }
    return offered.print(value);
}

}  // namespace farsight::lab
