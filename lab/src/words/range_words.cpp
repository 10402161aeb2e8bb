#include "farsight/lab/range_words.h"

#include <cmath>
#include <cstdio>
#include <limits>

#include "farsight/lab/numbers.h"

namespace farsight::lab {
namespace {

/// Three figures or so: "6.1", "31.2", "140".
std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, value < 100 ? "%.1f" : "%.0f", value);
    return text;
}

std::string with_unit(const std::string& value, std::string_view unit) {
    std::string text = value;
    return text.append(1, ' ').append(unit);
}

}  // namespace

std::string seen_text(const RangeSeen& seen, std::string_view unit) {
    if (seen.objects == 0) return "no objects";
    std::string text = count_text(seen.objects, "object");
    const std::string from = number(seen.from);
    const std::string to = number(seen.to);
    return text.append(from == to ? " at " : " from " + from + " to ").append(with_unit(to, unit));
}

std::string place_text(double place, std::string_view unit, const RangeSeen& seen) {
    if (std::isnan(place)) return "-";
    if (std::isinf(place)) return "over " + with_unit(number(seen.to), unit);
    if (place == 0) return "under " + with_unit(number(seen.from), unit);
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", place);
    return with_unit(text, unit);
}

std::string crossing_text(const Crossing& crossing, std::string_view unit, const RangeSeen& seen) {
    if (std::isnan(crossing.place)) return "no objects";
    const bool crossed = crossing_where(crossing) == "crossed";
    std::string text = place_text(crossing.place, unit, seen);
    if (crossing.unknown()) return crossed ? text + "  [too few objects]" : "too few objects";
    if (std::isnan(crossing.interval.low)) return text;
    return text + "  [" + place_text(crossing.interval.low, unit, seen) + ", " +
           place_text(crossing.interval.high, unit, seen) + "]";
}

std::string_view crossing_where(const Crossing& crossing) {
    if (std::isnan(crossing.place)) return "no objects";
    const std::string_view where = place_where(crossing.place);
    return crossing.unknown() && where != "crossed" ? "too few objects" : where;
}

std::string_view place_where(double place) {
    if (std::isnan(place)) return "";
    if (std::isinf(place)) return "beyond the last object";
    return place == 0 ? "before the first object" : "crossed";
}

double measured_place(double place) {
    return place == 0 || std::isinf(place) ? std::numeric_limits<double>::quiet_NaN() : place;
}

}  // namespace farsight::lab
