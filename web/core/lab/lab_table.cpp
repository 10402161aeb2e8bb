#include "lab_table.h"

#include <array>
#include <string_view>

namespace farsight::web {
namespace {

using lab::Property;

/// The table's words are our own: quotes and backslashes are all that can need an escape.
std::string quoted(std::string_view text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        json += c;
    }
    return json.append("\"");
}

std::string name_of(lab::Kind kind) {
    constexpr std::array kNames = {"switch", "choice", "number", "name", "text", "moves"};
    return kNames[static_cast<std::size_t>(kind)];
}

class Object {
public:
    Object& text(std::string_view key, std::string_view value) { return raw(key, quoted(value)); }
    Object& raw(std::string_view key, std::string_view value) {
        json_.append(json_.size() > 1 ? "," : "").append(quoted(key)).append(":").append(value);
        return *this;
    }
    std::string end() const { return json_ + "}"; }

private:
    std::string json_ = "{";
};

std::string choices_json(const Property& property) {
    std::string json = "[";
    for (const lab::Choice& choice : property.choices) {
        json.append(json.size() > 1 ? "," : "");
        json.append(Object().text("value", choice.name).text("text", choice.label).end());
    }
    return json.append("]");
}

std::string property_json(const Property& property) {
    const lab::NumberRange& range = property.offered;
    const std::string initial = property.print(lab::State{});
    const bool number = property.kind == lab::Kind::kNumber;
    Object object;
    object.text("name", property.name)
        .text("testId", property.control())
        .text("kind", name_of(property.kind))
        .text("effect", lab::name_of(property.effect))
        .text("section", lab::name_of(property.section))
        .text("label", property.label)
        .text("hint", property.hint);
    if (number) {
        object.raw("initial", initial)
            .raw("min", range.print(range.min))
            .raw("max", range.print(range.max))
            .raw("step", range.print(range.step))
            .raw("auto", range.automatic ? "true" : "false");
    } else {
        object.text("initial", initial);
    }
    if (!property.choices.empty()) object.raw("choices", choices_json(property));
    if (!property.flags.detect.empty()) object.text("detectFlag", property.flags.detect);
    if (!property.flags.sweep.empty()) object.text("sweepFlag", property.flags.sweep);
    return object.end();
}

}  // namespace

std::string table_json(lab::Table table) {
    std::string json = "[";
    for (const Property& property : table)
        json.append(json.size() > 1 ? "," : "").append(property_json(property));
    return json.append("]");
}

}  // namespace farsight::web
