#include "farsight/lab/number_range.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace farsight::lab {
namespace {

int decimals_of(const NumberRange& range) {
    return std::max(0, static_cast<int>(std::ceil(-std::log10(range.step) - 1e-9))) + 1;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes a sign off; true: minus.
bool take_sign(std::string_view& text) {
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    return minus;
}

/// Digits as a whole number and the power of ten they are to be multiplied with. Digits past the eighteenth
/// count by their place alone: no range has so many.
struct Decimal {
    std::uint64_t digits = 0;
    int power = 0;
    int read = 0;
    int kept = 0;

    void take(std::string_view& text, bool after_point) {
        constexpr int kMost = 18;
        for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
            ++read;
            const bool keep = kept < kMost;
            if (keep) digits = 10 * digits + static_cast<std::uint64_t>(text[0] - '0');
            if (keep && digits > 0) ++kept;
            power += (keep ? 0 : 1) - (after_point ? 1 : 0);
        }
    }

    /// Exact for up to 15 digits and powers to 22, as both factors are then.
    double value() const {
        if (digits == 0) return 0;
        const auto whole = static_cast<double>(digits);
        const double factor = std::pow(10.0, std::abs(power));
        return power < 0 ? whole / factor : whole * factor;
    }
};

}  // namespace

double NumberRange::snap(double value) const {
    if (automatic && value == 0) return 0;
    const double inside = std::clamp(value, min, max);
    const double stepped = std::min(max, min + std::round((inside - min) / step) * step);
    const double scale = std::pow(10.0, decimals_of(*this));
    return std::round(stepped * scale) / scale;
}

bool NumberRange::contains(double value) const {
    return (automatic && value == 0) || (value >= min && value <= max);
}

std::string NumberRange::print(double value) const {
    const int decimals = decimals_of(*this);
    std::string digits = std::to_string(std::llround(std::abs(value) * std::pow(10.0, decimals)));
    const auto after_point = static_cast<std::size_t>(decimals);
    if (digits.size() <= after_point) digits = std::string(after_point + 1 - digits.size(), '0') + digits;
    digits.insert(digits.size() - after_point, 1, '.');
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
    if (value < 0 && digits != "0") digits.insert(digits.begin(), '-');
    return digits;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpaces = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::optional<double> read_number(std::string_view text) {
    std::string_view rest = trimmed(text);
    const bool minus = take_sign(rest);
    Decimal number;
    number.take(rest, false);
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        number.take(rest, true);
    }
    if (number.read == 0) return std::nullopt;
    if (rest.starts_with('e') || rest.starts_with('E')) {
        rest.remove_prefix(1);
        const bool small = take_sign(rest);
        Decimal exponent;
        exponent.take(rest, false);
        if (exponent.read == 0) return std::nullopt;
        constexpr double kMost = 9999;
        const int shift = static_cast<int>(std::min(exponent.value(), kMost));
        number.power += small ? -shift : shift;
    }
    const double value = number.value();
    if (!rest.empty() || !std::isfinite(value)) return std::nullopt;
    return minus ? -value : value;
}

}  // namespace farsight::lab
