#include "farsight/lab/numbers.h"

#include <cmath>
#include <cstdio>

namespace farsight::lab {
namespace {

std::string decimals(double value, int count) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", count, value);
    return text;
}

/// Sets thousands apart by a narrow no-break space.
std::string grouped(std::string digits) {
    constexpr std::size_t kGroup = 3;
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + kGroup;) digits.insert(at -= kGroup, "\u202f");
    return digits;
}

}  // namespace

std::string count_text(std::int64_t count, std::string_view one, std::string_view many) {
    std::string text = std::to_string(count);
    text.append(1, ' ');
    if (count == 1) return text.append(one);
    return many.empty() ? text.append(one).append(1, 's') : text.append(many);
}

std::string percent_text(double share) {
    return decimals(100 * share, 0) + " %";
}

std::string milliseconds_text(double ms) {
    // 99.95 would be "100.0" with one decimal.
    if (ms < 9.995) return decimals(ms, 2);
    return ms < 99.95 ? decimals(ms, 1) : grouped(decimals(ms, 0));
}

std::string duration_text(double seconds) {
    if (seconds < 1) return "under 1 s";
    if (seconds < 59.5) return decimals(seconds, 0) + " s";
    const auto minutes = static_cast<std::int64_t>(std::llround(seconds / 60));
    if (minutes < 60) return std::to_string(minutes) + " min";
    const std::string hours = std::to_string(minutes / 60) + " h";
    return minutes % 60 == 0 ? hours : hours + " " + std::to_string(minutes % 60) + " min";
}

std::string time_left_text(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) return {};
    const std::string text = duration_text(seconds);
    return (seconds < 1 ? text : "about " + text) + " left";
}

std::string metres_text(double metres) {
    return decimals(metres, 1) + " m";
}

std::string ratio_text(double ratio) {
    std::string text = decimals(ratio, 2);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace farsight::lab
