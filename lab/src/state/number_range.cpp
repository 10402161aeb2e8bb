#include "farsight/lab/number_range.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace farsight::lab {
namespace {

int decimals_of(const NumberRange& range) {
    return std::max(0, static_cast<int>(std::ceil(-std::log10(range.step) - 1e-9))) + 1;
}

}  // namespace

double NumberRange::snap(double value) const {
    if (automatic && value == 0) return 0;
    const double inside = std::clamp(value, min, max);
    const double stepped = std::min(max, min + std::round((inside - min) / step) * step);
    const double scale = std::pow(10.0, decimals_of(*this));
    return std::round(stepped * scale) / scale;
}

std::string NumberRange::print(double value) const {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals_of(*this), value);
    std::string word(text);
    word.erase(word.find_last_not_of('0') + 1);
    if (word.ends_with('.')) word.pop_back();
    return word;
}

}  // namespace farsight::lab
