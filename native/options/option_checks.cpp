#include "option_checks.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>

#include "suggestion.h"

namespace farsight {
namespace {

/// Without the zeros that a fixed number of digits would have.
std::string number_text(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.16g", value);
    return text;
}

std::string join(const std::vector<std::string>& words, const char* between) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
    return all;
}

}  // namespace

CLI::Validator within(double low, double high) {
    const std::string limits = number_text(low) + " to " + number_text(high);
    return CLI::Validator(  // NOLINT(modernize-return-braced-init-list)
        [low, high, limits](std::string& text) {
            double value = 0;
            const char* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
            const char* const end = text.data() + text.size();
            const auto [rest, error] = std::from_chars(begin, end, value);
            const bool good = error == std::errc() && rest == end && value >= low && value <= high;
            return good ? std::string() : text + ": write a number from " + limits + ".";
        },
        limits);
}

CLI::Validator one_of(std::vector<std::string> words) {
    const std::string shown = join(words, "|");
    return CLI::Validator(  // NOLINT(modernize-return-braced-init-list)
        [words = std::move(words)](std::string& text) {
            if (std::find(words.begin(), words.end(), text) != words.end()) return std::string();
            const std::string near = nearest(text, words);
            return text + ": " + (near.empty() ? "" : "did you mean " + near + "? ") + "The choices are " +
                   join(words, ", ") + ".";
        },
        shown);
}

CLI::Validator not_empty() {
    return CLI::Validator(  // NOLINT(modernize-return-braced-init-list)
        [](std::string& text) {
            return text.empty() ? std::string("a name may not be empty.") : std::string();
        },
        "");
}

}  // namespace farsight
