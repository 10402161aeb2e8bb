// Range curves as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "farsight/range.h"

namespace farsight::cli {

/// Appends as printf would; at most 511 characters.
__attribute__((format(printf, 2, 3))) void append(std::string& out, const char* format, ...);

/// JSON has neither NaN nor infinity.
nlohmann::ordered_json number_or_null(double value);
nlohmann::ordered_json interval_json(const Interval& interval);
nlohmann::ordered_json curve_json(const RangeCurve& curve, const char* unit);

}  // namespace farsight::cli
