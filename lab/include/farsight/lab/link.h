// A state as the query part of a link, which is also how states cross the borders of languages and threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "farsight/lab/property.h"
#include "farsight/lab/state.h"

namespace farsight::lab {

/// Only what differs from the defaults, in the table's order. A photo or model that no link can name, such as
/// a file's path, is left out.
std::string to_query(const State& state, Table table = properties());

/// A scene as a link names it: equal texts are equal pictures.
std::string scene_query(const SceneSettings& scene);

/// A value out of its range: the nearest bound is used.
struct Clamped {
    std::string name;
    std::string value;  ///< As the link has it.
    std::string used;

    bool operator==(const Clamped&) const = default;
};

struct ParsedQuery {
    State state;
    std::vector<std::string> unknown;  ///< Parameters that the table does not have.
    std::vector<std::string>
        unreadable;  ///< Parameters whose value stands for nothing; they have their default.
    std::vector<Clamped> clamped;
};

/// Reads a link's query part, with or without its question mark. Of a parameter that is given twice the last
/// one counts.
ParsedQuery from_query(std::string_view query, Table table = properties());

/// One sentence each for what could not be read and what was clamped, and for unknown parameters when asked
/// for; empty: nothing to say. `whose`: "The link" or "--state".
std::string complaint(const ParsedQuery& parsed, std::string_view whose, bool with_unknown);

/// Of a photo or a model that a link names and that no list has. `whose` as above, `property` its name.
std::string unlisted_text(std::string_view whose, std::string_view property, std::string_view value);

}  // namespace farsight::lab
