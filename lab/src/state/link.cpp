#include "farsight/lab/link.h"

#include <algorithm>
#include <optional>

namespace farsight::lab {
namespace {

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

/// Undoes a link's escapes: %41 and the plus that stands for a space.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
        const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
        if (text[i] == '%' && high && low) {
            out += static_cast<char>(16 * *high + *low);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

struct Parameter {
    std::string name;
    std::string value;
};

/// In the link's order; of a name that is given twice the last one.
std::vector<Parameter> parameters_of(std::string_view query) {
    std::vector<Parameter> parameters;
    if (query.starts_with('?')) query.remove_prefix(1);
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        Parameter parameter{unescaped(pair.substr(0, equals)),
                            unescaped(pair.substr(std::min(pair.size(), equals + 1)))};
        std::erase_if(parameters, [&](const Parameter& other) { return other.name == parameter.name; });
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

std::string to_query(const State& state, Table table) {
    const State initial;
    std::string query;
    for (const Property& property : table) {
        const std::string value = property.print(state);
        if (!property.linked || value == property.print(initial)) continue;
        if (!query.empty()) query += '&';
        query.append(property.name).append(1, '=').append(value);
    }
    return query;
}

std::string scene_query(const SceneSettings& scene) {
    State state;
    state.on_scene = true;
    state.scene = scene;
    return to_query(state);
}

ParsedQuery from_query(std::string_view query, Table table) {
    ParsedQuery parsed;
    for (const Parameter& parameter : parameters_of(query)) {
        const auto known = std::find_if(table.begin(), table.end(), [&](const Property& property) {
            return property.name == parameter.name;
        });
        if (known == table.end()) {
            parsed.unknown.push_back(parameter.name);
            continue;
        }
        const Reading reading = known->parse(parsed.state, parameter.value);
        if (reading == Reading::kUnreadable) parsed.unreadable.push_back(parameter.name);
        if (reading == Reading::kClamped) {
            parsed.clamped.push_back({parameter.name, parameter.value, known->print(parsed.state)});
        }
    }
    // A link that says "off" does not say what "on" would mean.
    State& state = parsed.state;
    state.search.full = state.search.full && state.pyramid.enabled;
    state.other_full = state.other_full && state.other_pyramid;
    return parsed;
}

std::string complaint(const ParsedQuery& parsed, std::string_view whose, bool with_unknown) {
    std::string text;
    const auto start = [&] {
        if (!text.empty()) text += ' ';
        text.append(whose).append("’s ");
    };
    if (!parsed.unreadable.empty()) {
        start();
        text += joined(parsed.unreadable) + " could not be read and " +
                (parsed.unreadable.size() > 1 ? "have their defaults." : "has its default.");
    }
    for (const Clamped& clamped : parsed.clamped) {
        start();
        text += clamped.name + " is out of range (" + clamped.value + "): " + clamped.used + " is used.";
    }
    if (with_unknown && !parsed.unknown.empty()) {
        start();
        text += joined(parsed.unknown) + (parsed.unknown.size() > 1 ? " are" : " is") + " unknown here and " +
                (parsed.unknown.size() > 1 ? "were" : "was") + " left out.";
    }
    return text;
}

std::string unlisted_text(std::string_view whose, std::string_view property, std::string_view value) {
    std::string text(whose);
    return text.append("’s ")
        .append(property)
        .append(" “")
        .append(value)
        .append("” is not in the list: ")
        .append(property == "other-model" ? "the first detector’s is used." : "the first one is used.");
}

}  // namespace farsight::lab
