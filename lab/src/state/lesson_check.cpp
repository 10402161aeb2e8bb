#include "farsight/lab/lesson_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "farsight/lab/number_range.h"
#include "farsight/lab/property.h"

namespace farsight::lab {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct Comparison {
    std::string_view name;
    std::string_view sign;
    std::string_view value;
};

std::optional<Comparison> comparison_of(std::string_view text) {
    // The longer sign first where one begins as another does.
    constexpr std::array<std::string_view, 6> kSigns = {"!=", "<=", ">=", "=", "<", ">"};
    for (const std::string_view sign : kSigns) {
        const auto at = text.find(sign);
        if (at == std::string_view::npos) continue;
        const Comparison found = {trimmed(text.substr(0, at)), sign, trimmed(text.substr(at + sign.size()))};
        if (found.name.empty() || found.value.empty()) return std::nullopt;
        return found;
    }
    return std::nullopt;
}

bool compare(double left, std::string_view sign, double right) {
    if (std::isnan(left) || std::isnan(right)) return false;
    if (sign == "=") return left == right;
    if (sign == "!=") return left != right;
    if (sign == "<") return left < right;
    if (sign == "<=") return left <= right;
    return sign == ">" ? left > right : left >= right;
}

tl::unexpected<Error> not_understood(std::string_view text) {
    return fail(ErrorCode::kInvalidArgument,
                "The condition '" + std::string(text) + "' cannot be understood.");
}

Result<bool> holds_one(std::string_view text, const State& state, std::span<const Fact> facts) {
    const auto comparison = comparison_of(text);
    if (!comparison) return not_understood(text);
    const std::string_view name = comparison->name;
    const std::string_view sign = comparison->sign;
    const std::string_view value = comparison->value;
    const double number = read_number(value).value_or(kUnknown);
    const auto fact =
        std::find_if(facts.begin(), facts.end(), [&](const Fact& one) { return one.name == name; });
    if (fact != facts.end()) {
        if (std::isnan(number)) return not_understood(text);
        return compare(fact->value, sign, number);
    }
    const Table table = properties();
    const auto property =
        std::find_if(table.begin(), table.end(), [&](const Property& one) { return one.name == name; });
    if (property == table.end()) return not_understood(text);
    const std::string written = property->print(state);
    if (property->kind == Kind::kNumber) {
        if (std::isnan(number)) return not_understood(text);
        return compare(read_number(written).value_or(kUnknown), sign, number);
    }
    State other = state;
    const bool may_be = property->kind == Kind::kName || property->kind == Kind::kMoves ||
                        property->parse(other, value) != Reading::kUnreadable;
    if (!may_be || (sign != "=" && sign != "!=")) return not_understood(text);
    return (written == value) == (sign == "=");
}

}  // namespace

Result<bool> holds(std::string_view condition, const State& state, std::span<const Fact> facts) {
    constexpr std::string_view kAnd = " and ";
    bool all = true;
    while (true) {
        const auto end = condition.find(kAnd);
        auto one = holds_one(trimmed(condition.substr(0, end)), state, facts);
        if (!one) return one;
        all = all && *one;
        if (end == std::string_view::npos) return all;
        condition.remove_prefix(end + kAnd.size());
    }
}

}  // namespace farsight::lab
