// How far a detector sees, in words: where recall crosses a level, and what that stands on.
#pragma once

#include <string>
#include <string_view>

#include "farsight/range.h"

namespace farsight::lab {

/// "no objects", "1 object at 31.2 m", "8 objects from 6.1 to 140 m".
std::string seen_text(const RangeSeen& seen, std::string_view unit);

/// "31.1 m"; "under 6.1 m" and "over 140 m" for a place before the first object and beyond the last one;
/// "-" where there is none.
std::string place_text(double place, std::string_view unit, const RangeSeen& seen);

/// "31.1 m  [24.9 m, 39.8 m]"; without an interval the place alone. Where the objects are too few for any
/// interval: "15.7 m  [too few objects]", or without a crossing "too few objects".
/// "no objects" without any.
std::string crossing_text(const Crossing& crossing, std::string_view unit, const RangeSeen& seen);

/// A word for JSON: "crossed", "before the first object", "beyond the last object", "too few objects" or
/// "no objects".
std::string_view crossing_where(const Crossing& crossing);

/// The same of one place: an end of an interval, for instance. Empty where the place is not known.
std::string_view place_where(double place);

/// A place as a number to write down: NaN unless it was measured, as 0 and infinity are not.
double measured_place(double place);

}  // namespace farsight::lab
