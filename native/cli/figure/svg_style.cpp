#include "figure/svg_style.h"

#include <array>
#include <map>

namespace farsight::cli {
namespace {

struct Colour {
    std::string_view name;
    std::string_view light;
    std::string_view dark;
};

/// Okabe and Ito's colours, which no kind of colour blindness confuses; shapes and dashes tell the same.
constexpr std::array kColours = {
    Colour{"ink", "#1b1f24", "#e6edf3"},    Colour{"soft", "#57606a", "#9da7b1"},
    Colour{"grid", "#d8dee4", "#30363d"},   Colour{"paper", "#ffffff", "#0d1117"},
    Colour{"full", "#0072b2", "#56b4e9"},   Colour{"pyramid", "#d55e00", "#e69f00"},
    Colour{"limit", "#8a929b", "#7d8590"},  Colour{"training", "#009e73", "#3fc79f"},
    Colour{"detail", "#cc79a7", "#e3a3c6"}, Colour{"sky", "#56b4e9", "#56b4e9"},
    Colour{"yellow", "#f0e442", "#f0e442"}, Colour{"amber", "#e69f00", "#e69f00"}};

/// Elements that have all of `words` (an element's kind is one of its words, "text") look like `look`, in
/// which a colour's name stands for it. A later rule wins over an earlier one, and so it does in the style
/// sheet.
struct Rule {
    std::string_view words;
    std::string_view look;
};

constexpr std::array kRules = {
    Rule{"text", "fill:ink"},
    Rule{"soft", "fill:soft"},
    Rule{"title", "font-size:22px;font-weight:600"},
    Rule{"name", "font-size:16px;font-weight:600"},
    Rule{"middle", "text-anchor:middle"},
    Rule{"end", "text-anchor:end"},
    Rule{"small", "font-size:12px"},
    Rule{"halo", "stroke:paper;stroke-width:4;paint-order:stroke"},
    Rule{"paper", "fill:paper"},
    Rule{"grid", "stroke:grid"},
    Rule{"axis", "stroke:soft"},
    Rule{"half", "stroke:soft;stroke-dasharray:2 4"},
    Rule{"limit", "fill:none;stroke:limit;stroke-width:1.5;stroke-dasharray:7 4"},
    Rule{"limit pyramid", "stroke-dasharray:1.5 3.5;stroke-linecap:round;stroke-width:2"},
    Rule{"curve", "fill:none;stroke-width:2.5;stroke-linejoin:round"},
    Rule{"curve full", "stroke:full"},
    Rule{"curve pyramid", "stroke:pyramid"},
    Rule{"drop", "stroke-width:1.5"},
    Rule{"drop full", "stroke:full"},
    Rule{"drop pyramid", "stroke:pyramid"},
    Rule{"band", "opacity:.16"},
    Rule{"band full", "fill:full"},
    Rule{"band pyramid", "fill:pyramid"},
    Rule{"mark", "stroke:paper;stroke-width:1.2"},
    Rule{"mark full", "fill:full"},
    Rule{"mark pyramid", "fill:pyramid"},
    Rule{"box", "fill:none;stroke:ink;stroke-width:2"},
    Rule{"box anchor", "stroke-dasharray:2 3"},
    Rule{"box most", "stroke:limit;stroke-width:1.5;stroke-dasharray:7 4"},
    Rule{"box effective", "fill:full;fill-opacity:.16;stroke:full"},
    Rule{"frame", "fill:none;stroke:grid"},
    Rule{"curve detail", "stroke:detail;stroke-dasharray:6 3"},
    Rule{"mark detail", "fill:detail"},
    Rule{"whisker", "stroke-width:1.5;opacity:.6"},
    Rule{"whisker full", "stroke:full"},
    Rule{"whisker detail", "stroke:detail"},
    Rule{"bars", "stroke:paper;stroke-width:1"},
    Rule{"bars training", "fill:training"},
    Rule{"bars field", "fill:full"},
    Rule{"bars measured", "fill:pyramid"},
    Rule{"bars bound", "fill:none;stroke:pyramid;stroke-width:1.5;stroke-dasharray:5 3"},
    Rule{"bars layer", "fill:limit"},
    Rule{"bars suppressed", "fill:amber"},
    Rule{"bars confused", "fill:detail"},
    Rule{"bars under-threshold", "fill:sky"},
    Rule{"bars cut-by-tile", "fill:yellow"},
    Rule{"bars mislocated", "fill:training"},
    Rule{"bars never-proposed", "fill:soft"},
    Rule{"end-of", "stroke-width:2"},
    Rule{"end-of training", "stroke:training;stroke-dasharray:6 3"},
    Rule{"end-of anchors", "stroke:limit;stroke-dasharray:2 3"},
    Rule{"end-of network", "stroke:full"},
    Rule{"text training", "fill:training;font-weight:600"},
    Rule{"text detail", "fill:detail;font-weight:600"},
    Rule{"text full", "fill:full;font-weight:600"},
    Rule{"text pyramid", "fill:pyramid;font-weight:600"},
};

/// Calls use(part) for each part of `text` between `separator`s.
template <class Use>
void for_parts(std::string_view text, char separator, const Use& use) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0) use(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool has_word(std::string_view words, std::string_view word) {
    bool found = false;
    for_parts(words, ' ', [&](std::string_view part) { found = found || part == word; });
    return found;
}

const Colour* colour_named(std::string_view name) {
    for (const Colour& colour : kColours) {
        if (colour.name == name) return &colour;
    }
    return nullptr;
}

/// Calls use(property, value) for each declaration of a look.
template <class Use>
void for_declarations(std::string_view look, const Use& use) {
    for_parts(look, ';', [&](std::string_view declaration) {
        const std::size_t colon = declaration.find(':');
        use(declaration.substr(0, colon), declaration.substr(colon + 1));
    });
}

std::string colour_list(bool dark) {
    std::string list;
    for (const Colour& colour : kColours) {
        list.append("--")
            .append(colour.name)
            .append(":")
            .append(dark ? colour.dark : colour.light)
            .append(";");
    }
    return list;
}

}  // namespace

std::string svg_attributes(std::string_view element, std::string_view classes) {
    const std::string words = std::string(element) + " " + std::string(classes);
    std::map<std::string_view, std::string_view> attributes;
    for (const Rule& rule : kRules) {
        bool fits = true;
        for_parts(rule.words, ' ', [&](std::string_view word) { fits = fits && has_word(words, word); });
        if (!fits) continue;
        for_declarations(rule.look, [&](std::string_view property, std::string_view value) {
            const Colour* colour = colour_named(value);
            attributes[property] = colour == nullptr ? value : colour->light;
        });
    }
    std::string text;
    for (const auto& [property, value] : attributes) {
        text.append(" ").append(property).append("=\"").append(value).append("\"");
    }
    return text;
}

std::string svg_style_sheet() {
    std::string sheet = "<style>\n.farsight{" + colour_list(false) + "background:var(--paper)}\n" +
                        "@media (prefers-color-scheme:dark){.farsight{" + colour_list(true) + "}}\n";
    for (const Rule& rule : kRules) {
        sheet += ".farsight ";
        for_parts(rule.words, ' ',
                  [&](std::string_view word) { sheet.append(word == "text" ? "" : ".").append(word); });
        std::string look;
        for_declarations(rule.look, [&](std::string_view property, std::string_view value) {
            const bool colour = colour_named(value) != nullptr;
            look.append(look.empty() ? "" : ";").append(property).append(":");
            look += colour ? "var(--" + std::string(value) + ")" : std::string(value);
        });
        sheet.append("{").append(look).append("}\n");
    }
    return sheet + "</style>\n";
}

}  // namespace farsight::cli
