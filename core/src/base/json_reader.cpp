#include "base/json_reader.h"
#include "farsight/plain_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace farsight {

namespace {

using nlohmann::json;

/// Texts are shown in terminals and pages, so escape sequences are refused.
bool printable(const std::string& text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

std::optional<int> integer_of(const json& value, int low, int high) {
    if (!value.is_number_integer()) return std::nullopt;
    // An unsigned number over the signed range would wrap.
    if (value.is_number_unsigned() && *value.get_ptr<const std::uint64_t*>() > INT64_MAX) return std::nullopt;
    const auto number = value.get<std::int64_t>();
    if (number < low || number > high) return std::nullopt;
    return static_cast<int>(number);
}

std::string range_of(int low, int high) {
    return std::to_string(low) + " to " + std::to_string(high);
}

}  // namespace

JsonReader::JsonReader(const json& value, std::string path, std::optional<Error>& error)
    : value_(&value), path_(std::move(path)), error_(&error) {
    if (!value.is_object()) refuse("", "must be a JSON object");
}

const json* JsonReader::find(std::string_view key) const {
    if (!value_->is_object()) return nullptr;
    const auto found = value_->find(std::string(key));
    return found == value_->end() ? nullptr : &*found;
}

const json* JsonReader::take(std::string_view key) {
    known_.push_back(key);
    return error_->has_value() ? nullptr : find(key);
}

void JsonReader::ignore(std::string_view key) {
    known_.push_back(key);
}

void JsonReader::require(std::string_view key) {
    if (!has(key)) refuse(key, "is missing");
}

void JsonReader::refuse(std::string_view key, const std::string& why) {
    if (error_->has_value()) return;
    std::string name = path_;
    if (!name.empty() && !key.empty()) name += '.';
    name += key;
    std::string message = "The model card";
    if (!name.empty()) message.append("'s \"").append(name).append("\"");
    message.append(" ").append(why).append(".");
    *error_ = Error{ErrorCode::kInvalidModel, plain_text(message)};
}

void JsonReader::text(std::string_view key, std::string& out) {
    const json* value = take(key);
    if (value == nullptr) return;
    const auto* text = value->get_ptr<const std::string*>();
    constexpr std::size_t kLongest = 4096;
    if (text == nullptr || text->size() > kLongest || !printable(*text)) {
        return refuse(key, "must be a text of at most 4096 bytes without control characters");
    }
    out = *text;
}

void JsonReader::boolean(std::string_view key, bool& out) {
    const json* value = take(key);
    if (value == nullptr) return;
    if (!value->is_boolean()) return refuse(key, "must be true or false");
    out = value->get<bool>();
}

void JsonReader::integer(std::string_view key, int low, int high, int& out) {
    const json* value = take(key);
    if (value == nullptr) return;
    const auto number = integer_of(*value, low, high);
    if (!number) return refuse(key, "must be a whole number from " + range_of(low, high));
    out = *number;
}

void JsonReader::number(std::string_view key, double& out) {
    const json* value = take(key);
    if (value == nullptr) return;
    if (!value->is_number()) return refuse(key, "must be a number");
    out = value->get<double>();
}

void JsonReader::integers(std::string_view key, int low, int high, std::size_t most, std::vector<int>& out) {
    const json* value = take(key);
    if (value == nullptr) return;
    const std::string what =
        "must be at most " + std::to_string(most) + " whole numbers from " + range_of(low, high);
    if (!value->is_array() || value->size() > most) return refuse(key, what);
    out.clear();
    for (const json& element : *value) {
        const auto number = integer_of(element, low, high);
        if (!number) return refuse(key, what);
        out.push_back(*number);
    }
}

void JsonReader::numbers(std::string_view key, std::size_t most, std::vector<double>& out) {
    const json* value = take(key);
    if (value == nullptr) return;
    const std::string what = "must be at most " + std::to_string(most) + " numbers";
    if (!value->is_array() || value->size() > most) return refuse(key, what);
    out.clear();
    for (const json& element : *value) {
        if (!element.is_number()) return refuse(key, what);
        out.push_back(element.get<double>());
    }
}

JsonReader JsonReader::object(std::string_view key) {
    static const json kEmpty = json::object();
    const json* value = take(key);
    std::string path = path_;
    if (!path.empty()) path += '.';
    path += key;
    return {value == nullptr ? kEmpty : *value, std::move(path), *error_};
}

std::vector<JsonReader> JsonReader::objects(std::string_view key, std::size_t most) {
    std::vector<JsonReader> readers;
    const json* value = take(key);
    if (value == nullptr) return readers;
    if (!value->is_array() || value->size() > most) {
        refuse(key, "must be a list of at most " + std::to_string(most) + " objects");
        return readers;
    }
    for (std::size_t i = 0; i < value->size() && !error_->has_value(); ++i) {
        std::string path = path_;
        if (!path.empty()) path += '.';
        path.append(key).append("[").append(std::to_string(i)).append("]");
        readers.emplace_back((*value)[i], std::move(path), *error_);
    }
    return readers;
}

void JsonReader::finish() {
    if (error_->has_value()) return;
    for (const auto& entry : value_->items()) {
        if (std::find(known_.begin(), known_.end(), entry.key()) != known_.end()) continue;
        std::string list;
        for (const std::string_view name : known_) {
            if (!list.empty()) list += ", ";
            list += name;
        }
        const bool shown = entry.key().size() <= 64 && printable(entry.key());
        return refuse(shown ? entry.key() : "", "has a key that is not known here; known are " + list);
    }
}

}  // namespace farsight
