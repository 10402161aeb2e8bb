// What a number of the state may be, and how it is written.
#pragma once

#include <string>

namespace farsight::lab {

struct NumberRange {
    double min;
    double max;
    double step;
    /// 0 is allowed too and leaves the choice to the core.
    bool automatic = false;

    /// The nearest allowed value.
    double snap(double value) const;
    /// As short as its step allows.
    std::string print(double value) const;
};

}  // namespace farsight::lab
