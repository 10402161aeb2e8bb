// Controls drawn from the lab's table: a property of a section needs no other line to be offered.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "farsight/lab/property.h"
#include "farsight/lab/state.h"
#include "widgets/ui.h"

namespace farsight::viewer {

/// The words of a property, for a control whose values are not the table's.
Caption caption_of(const lab::Property& property);

/// What the core has chosen, where a number may be left to it.
using Chosen = std::function<std::optional<double>(std::string_view name)>;

/// The widget of the property's kind. It is disabled where the property changes nothing. True when the person
/// changed the value; nothing is drawn of names and moves.
bool draw_property(Ui& ui, const lab::Property& property, lab::State& state, const Chosen& chosen = {});

struct SectionOptions {
    Chosen chosen;
    /// Draws what the table cannot; true: it did.
    std::function<bool(const lab::Property&)> instead;
    /// What changes nothing is left out rather than disabled.
    bool hides_idle = false;
};

/// All properties that a section offers, in the table's order.
void draw_properties(Ui& ui, lab::Section section, lab::State& state, const SectionOptions& options = {},
                     lab::Table table = lab::properties());

}  // namespace farsight::viewer
