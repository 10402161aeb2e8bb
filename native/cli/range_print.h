// Range curves as text and as JSON.
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

/// "31.1 m", or on which side of the bins the place lies.
std::string place_text(double place, const char* unit, const RangeCurve& curve);
/// "31.1 m  [24.9 m, 39.8 m]".
std::string crossing_text(const Crossing& crossing, const char* unit, const RangeCurve& curve);

}  // namespace farsight::cli
