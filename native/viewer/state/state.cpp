#include "state/state.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace farsight::viewer {
namespace {

bool parse_number(const NumberRange& range, std::string_view text, double& value) {
    const std::string word(text);
    char* end = nullptr;
    const double parsed = std::strtod(word.c_str(), &end);
    if (word.empty() || *end != '\0' || !std::isfinite(parsed)) return false;
    value = range.snap(parsed);
    return true;
}

/// A number of type T that lives at `field`.
template <class T>
bool parse_into(const NumberRange& range, std::string_view text, T& field) {
    double value = 0;
    if (!parse_number(range, text, value)) return false;
    field = static_cast<T>(value);
    return true;
}

bool parse_flag(std::string_view text, std::string_view on, std::string_view off, bool& field) {
    if (text != on && text != off) return false;
    field = text == on;
    return true;
}

std::string print_flag(bool value) {
    return value ? "on" : "off";
}

bool is_name(std::string_view text) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (text.empty() || text.size() > 64 || !plain(text[0])) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return plain(c) || c == '.' || c == '_' || c == '-'; });
}

bool parse_name(std::string_view text, std::string& field) {
    if (!is_name(text)) return false;
    field = text;
    return true;
}

std::string print_name(const std::string& name) {
    return is_name(name) ? name : "";
}

/// A link has no spaces: traffic-cone.
std::string print_class(SceneClass scene_class) {
    std::string name(name_of(scene_class));
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

template <class T>
bool take(const Result<T>& parsed, T& field) {
    if (parsed) field = *parsed;
    return parsed.has_value();
}

using View = std::string_view;

constexpr std::array kProperties = {
    Property{"source", [](const State& s) { return std::string(s.on_scene ? "scene" : "photo"); },
             [](State& s, View text) { return parse_flag(text, "scene", "photo", s.on_scene); }},
    Property{"photo", [](const State& s) { return print_name(s.photo); },
             [](State& s, View text) { return parse_name(text, s.photo); }},
    Property{"distance", [](const State& s) { return kDistanceRange.print(s.distance); },
             [](State& s, View text) { return parse_into(kDistanceRange, text, s.distance); }},
    Property{"seed", [](const State& s) { return kSeedRange.print(s.scene.seed); },
             [](State& s, View text) { return parse_into(kSeedRange, text, s.scene.seed); }},
    Property{"weather", [](const State& s) { return std::string(name_of(s.scene.weather)); },
             [](State& s, View text) { return take(parse_weather(text), s.scene.weather); }},
    Property{"place", [](const State& s) { return std::string(name_of(s.scene.place)); },
             [](State& s, View text) { return take(parse_place(text), s.scene.place); }},
    Property{"subject", [](const State& s) { return print_class(s.scene.subject); },
             [](State& s, View text) { return take(parse_scene_class(text), s.scene.subject); }},
    Property{"moves", [](const State& s) { return print_moves(s.scene.moves); },
             [](State& s, View text) { return parse_moves(text, s.scene.moves); }},
    Property{"object", [](const State& s) { return kObjectRange.print(s.object); },
             [](State& s, View text) { return parse_into(kObjectRange, text, s.object); }},
    Property{"reach", [](const State& s) { return print_flag(s.reach); },
             [](State& s, View text) { return parse_flag(text, "on", "off", s.reach); }},
    Property{"model", [](const State& s) { return print_name(s.model); },
             [](State& s, View text) { return parse_name(text, s.model); }},
    Property{"pyramid", [](const State& s) { return std::string(s.pyramid.enabled ? "auto" : "off"); },
             [](State& s, View text) { return parse_flag(text, "auto", "off", s.pyramid.enabled); }},
    Property{"levels", [](const State& s) { return kLevelsRange.print(s.pyramid.levels); },
             [](State& s, View text) { return parse_into(kLevelsRange, text, s.pyramid.levels); }},
    Property{"finest-zoom", [](const State& s) { return kFinestZoomRange.print(s.pyramid.finest_zoom); },
             [](State& s, View text) { return parse_into(kFinestZoomRange, text, s.pyramid.finest_zoom); }},
    Property{"overlap", [](const State& s) { return kOverlapRange.print(s.pyramid.overlap); },
             [](State& s, View text) { return parse_into(kOverlapRange, text, s.pyramid.overlap); }},
    Property{"filter", [](const State& s) { return std::string(name_of(s.filter)); },
             [](State& s, View text) { return take(parse_filter(text), s.filter); }},
    // The page's choice of WebAssembly or WebGPU: here it is always the processor.
    Property{"backend", [](const State&) { return std::string("auto"); },
             [](State&, View text) { return text == "auto" || text == "wasm" || text == "webgpu"; }},
    Property{"score",
             [](const State& s) { return kScoreRange.print(static_cast<double>(s.merging.min_score)); },
             [](State& s, View text) { return parse_into(kScoreRange, text, s.merging.min_score); }},
    Property{"merge", [](const State& s) { return std::string(name_of(s.merging.method)); },
             [](State& s, View text) { return take(parse_merge_method(text), s.merging.method); }},
    Property{"iou", [](const State& s) { return kIouRange.print(static_cast<double>(s.merging.overlap)); },
             [](State& s, View text) { return parse_into(kIouRange, text, s.merging.overlap); }},
    Property{"versus", [](const State& s) { return print_flag(s.versus); },
             [](State& s, View text) { return parse_flag(text, "on", "off", s.versus); }},
    Property{"other-model", [](const State& s) { return print_name(s.other_model); },
             [](State& s, View text) { return parse_name(text, s.other_model); }},
    Property{"other-pyramid", [](const State& s) { return std::string(s.other_pyramid ? "auto" : "off"); },
             [](State& s, View text) { return parse_flag(text, "auto", "off", s.other_pyramid); }},
    Property{"other-finest-zoom", [](const State& s) { return kFinestZoomRange.print(s.other_finest_zoom); },
             [](State& s, View text) { return parse_into(kFinestZoomRange, text, s.other_finest_zoom); }},
    Property{"compare", [](const State& s) { return print_flag(s.compare); },
             [](State& s, View text) { return parse_flag(text, "on", "off", s.compare); }},
    Property{"divider", [](const State& s) { return kDividerRange.print(s.divider); },
             [](State& s, View text) { return parse_into(kDividerRange, text, s.divider); }},
    Property{"tiles", [](const State& s) { return print_flag(s.tiles); },
             [](State& s, View text) { return parse_flag(text, "on", "off", s.tiles); }},
    Property{"labels", [](const State& s) { return print_flag(s.labels); },
             [](State& s, View text) { return parse_flag(text, "on", "off", s.labels); }},
    Property{"score-map", [](const State& s) { return print_flag(s.score_map); },
             [](State& s, View text) { return parse_flag(text, "on", "off", s.score_map); }},
    Property{"score-level", [](const State& s) { return kScoreLevelRange.print(s.score_level); },
             [](State& s, View text) { return parse_into(kScoreLevelRange, text, s.score_level); }},
};

/// Undoes a link's escapes: %41 and the plus that stands for a space.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string code(text.substr(i, 3));
        unsigned value = 0;
        if (text[i] == '%' && code.size() == 3 && std::sscanf(code.c_str(), "%%%2x", &value) == 1) {
            out += static_cast<char>(value);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

}  // namespace

std::span<const Property> properties() {
    return kProperties;
}

std::string to_query(const State& state) {
    const State initial;
    std::string query;
    for (const Property& property : kProperties) {
        const std::string value = property.print(state);
        if (value == property.print(initial)) continue;
        if (!query.empty()) query += '&';
        query.append(property.param).append(1, '=').append(value);
    }
    return query;
}

ParsedQuery from_query(std::string_view query) {
    ParsedQuery parsed;
    if (query.starts_with('?')) query.remove_prefix(1);
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string param = unescaped(pair.substr(0, equals));
        const std::string value = unescaped(pair.substr(std::min(pair.size(), equals + 1)));
        const auto property = std::find_if(kProperties.begin(), kProperties.end(),
                                           [&](const Property& known) { return known.param == param; });
        if (property == kProperties.end() || !property->parse(parsed.state, value)) {
            parsed.ignored.push_back(param);
        }
    }
    return parsed;
}

bool is_initial(const State& state) {
    State named = state;
    named.photo.clear();
    named.model.clear();
    return to_query(named).empty();
}

}  // namespace farsight::viewer
