#include "controls/properties.h"

#include <algorithm>
#include <string>
#include <vector>

namespace farsight::viewer {
namespace {

bool draw_number(Ui& ui, const lab::Property& property, lab::State& state, const Chosen& chosen) {
    double value = lab::read_number(property.print(state)).value_or(0);
    const auto show = [&](double shown) { return property.show(shown); };
    if (!ui.slider(caption_of(property), property.offered, value, show,
                   chosen ? chosen(property.name) : std::nullopt, !property.matters_in(state))) {
        return false;
    }
    property.parse(state, property.offered.print(value));
    return true;
}

bool draw_choice(Ui& ui, const lab::Property& property, lab::State& state) {
    std::vector<std::string> labels;
    for (const lab::Choice& choice : property.choices) labels.emplace_back(choice.label);
    const std::string now = property.print(state);
    const auto current = std::find_if(property.choices.begin(), property.choices.end(),
                                      [&](const lab::Choice& choice) { return choice.name == now; });
    int index = static_cast<int>(current - property.choices.begin());
    if (!ui.choice(caption_of(property), index, labels)) return false;
    property.parse(state, property.choices[static_cast<std::size_t>(index)].name);
    return true;
}

bool draw_switch(Ui& ui, const lab::Property& property, lab::State& state) {
    bool on = property.print(state) != property.choices[0].name;
    const bool changed = ui.toggle(caption_of(property), on);
    if (changed) property.parse(state, property.choices[on ? 1 : 0].name);
    ImGui::Dummy({0, ui.px(2)});
    return changed;
}

}  // namespace

Caption caption_of(const lab::Property& property) {
    // The table's words are literals, which end in a zero.
    return {property.control().data(), property.label.data(), property.hint.data()};
}

bool draw_property(Ui& ui, const lab::Property& property, lab::State& state, const Chosen& chosen) {
    switch (property.kind) {
        case lab::Kind::kSwitch:
            return draw_switch(ui, property, state);
        case lab::Kind::kChoice:
            return draw_choice(ui, property, state);
        case lab::Kind::kNumber:
            return draw_number(ui, property, state, chosen);
        case lab::Kind::kName:
        case lab::Kind::kText:
        case lab::Kind::kMoves:
            break;
    }
    return false;
}

void draw_properties(Ui& ui, lab::Section section, lab::State& state, const SectionOptions& options,
                     lab::Table table) {
    for (const lab::Property& property : table) {
        if (property.section != section) continue;
        if (options.hides_idle && !property.matters_in(state)) continue;
        if (options.instead && options.instead(property)) continue;
        draw_property(ui, property, state, options.chosen);
    }
}

}  // namespace farsight::viewer
