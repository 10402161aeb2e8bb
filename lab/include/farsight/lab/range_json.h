// Range curves as JSON, as every report writes them.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "farsight/range.h"

namespace farsight::lab {

/// JSON has neither NaN nor infinity.
nlohmann::ordered_json number_or_null(double value);
nlohmann::ordered_json interval_json(const Interval& interval);
nlohmann::ordered_json curve_json(const RangeCurve& curve, const char* unit);

}  // namespace farsight::lab
