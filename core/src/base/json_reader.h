// Reads one JSON object key by key. The first key that is missing, wrong or unknown becomes the error.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// A word of a card and the enumerator it stands for.
template <class Enum>
using Word = std::pair<std::string_view, Enum>;

/// Every call after the first error does nothing. Keys are optional, and leave their default, unless said.
class JsonReader {
public:
    /// Reads `value`, called `path` in errors; an empty path is the whole document.
    JsonReader(const nlohmann::json& value, std::string path, std::optional<Error>& error);

    bool has(std::string_view key) const { return find(key) != nullptr; }
    void require(std::string_view key);
    /// Takes note of a key whose value does not matter.
    void ignore(std::string_view key);

    void text(std::string_view key, std::string& out);
    void boolean(std::string_view key, bool& out);
    void integer(std::string_view key, int low, int high, int& out);
    void number(std::string_view key, double& out);
    void integers(std::string_view key, int low, int high, std::size_t most, std::vector<int>& out);
    void numbers(std::string_view key, std::size_t most, std::vector<double>& out);

    template <std::size_t N>
    void exactly(std::string_view key, std::array<float, N>& out) {
        std::vector<double> values(out.begin(), out.end());
        numbers(key, N, values);
        if (values.size() != N) return refuse(key, "must be " + std::to_string(N) + " numbers");
        for (std::size_t i = 0; i < N; ++i) out[i] = static_cast<float>(values[i]);
    }

    template <class Enum>
    void word(std::string_view key, std::span<const Word<Enum>> words, Enum& out) {
        const nlohmann::json* value = take(key);
        if (value == nullptr) return;
        std::string list;
        for (const auto& [name, meaning] : words) {
            if (value->is_string() && *value->get_ptr<const std::string*>() == name) {
                out = meaning;
                return;
            }
            if (!list.empty()) list += ", ";
            list += name;
        }
        refuse(key, "must be one of: " + list);
    }

    JsonReader object(std::string_view key);
    /// The elements of an array, each as an object; empty when the key is missing.
    std::vector<JsonReader> objects(std::string_view key, std::size_t most);
    /// The raw value, taken note of; null when missing or after an error.
    const nlohmann::json* take(std::string_view key);

    void refuse(std::string_view key, const std::string& why);
    /// Fails on keys that nothing has read.
    void finish();

private:
    const nlohmann::json* find(std::string_view key) const;

    const nlohmann::json* value_;
    std::string path_;
    std::optional<Error>* error_;
    std::vector<std::string_view> known_;
};

}  // namespace farsight
