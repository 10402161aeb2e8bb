#include "model/ultralytics.h"

#include <algorithm>

#include "farsight/model.h"

namespace farsight {

namespace {

/// Whole numbers in a text such as "[640, 480]".
std::vector<int> numbers_of(std::string_view text) {
    std::vector<int> numbers;
    constexpr std::size_t kMost = 8;
    constexpr int kLargest = 1 << 20;
    bool inside = false;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            inside = false;
            continue;
        }
        if (!inside && numbers.size() == kMost) break;
        if (!inside) numbers.push_back(0);
        inside = true;
        numbers.back() = std::min(10 * numbers.back() + (c - '0'), kLargest);
    }
    return numbers;
}

/// A Python dictionary of numbers and texts: {0: 'person', 1: "potter's wheel"}. What is no such text ends
/// it.
std::vector<std::string> names_of(std::string_view text) {
    std::vector<std::string> names;
    std::size_t at = text.find('{');
    while (at != std::string_view::npos && names.size() < static_cast<std::size_t>(kMaxClasses)) {
        const std::size_t colon = text.find(':', at + 1);
        const std::size_t open = colon == std::string_view::npos ? colon : text.find_first_of("'\"", colon);
        if (open == std::string_view::npos) break;
        const auto id = numbers_of(text.substr(at + 1, colon - at - 1));
        std::string name;
        std::size_t end = open + 1;
        for (; end < text.size() && text[end] != text[open]; ++end) {
            if (text[end] == '\\' && end + 1 < text.size()) ++end;
            name += text[end];
        }
        if (id.size() != 1 || id[0] != static_cast<int>(names.size()) || end >= text.size()) break;
        names.push_back(std::move(name));
        at = text.find(',', end);
    }
    return names;
}

}  // namespace

UltralyticsMetadata read_ultralytics(const OnnxFacts& facts) {
    UltralyticsMetadata result;
    const auto text = [&](std::string_view key) {
        const std::string* value = facts.find(key);
        return value == nullptr ? std::string_view{} : std::string_view{*value};
    };
    result.names = names_of(text("names"));
    result.task = text("task");
    result.head = text("head");
    result.found = !result.names.empty() && (!result.task.empty() || !text("stride").empty());
    if (!result.found) return {};
    const std::vector<int> size = numbers_of(text("imgsz"));
    if (size.size() == 2) result.image_size = size;
    const std::vector<int> key_points = numbers_of(text("kpt_shape"));
    if (key_points.size() == 2) result.key_point_values = key_points[0] * key_points[1];
    return result;
}

}  // namespace farsight
