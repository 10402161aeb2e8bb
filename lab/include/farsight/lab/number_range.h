// What a number of the state may be, and how it is read and written: the same in every locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace farsight::lab {

struct NumberRange {
    double min;
    double max;
    double step;
    /// 0 is allowed too and leaves the choice to the core.
    bool automatic = false;

    /// The nearest allowed value.
    double snap(double value) const;
    /// False: snap() has to bring it back to the nearest bound.
    bool contains(double value) const;
    /// As short as its step allows, with one more decimal than the step has at the most.
    std::string print(double value) const;
};

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

/// A finite decimal number, with or without an exponent and spaces around it; none: the text is no such
/// number.
std::optional<double> read_number(std::string_view text);

}  // namespace farsight::lab
