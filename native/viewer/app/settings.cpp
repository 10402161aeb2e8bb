#include "app/settings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "farsight/runtime/files.h"

namespace farsight::viewer {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t kMaxSettingsBytes = 1 << 16;

template <class T>
void take(const Json& json, const char* key, T& value) {
    const auto found = json.find(key);
    if (found == json.end()) return;
    const bool fits = std::is_same_v<T, bool>          ? found->is_boolean()
                      : std::is_same_v<T, std::string> ? found->is_string()
                                                       : found->is_number();
    if (fits) value = found->get<T>();
}

/// A number that no screen has stands for none.
void take(const Json& json, const char* key, std::optional<int>& value) {
    constexpr double kMost = 100'000;
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) return;
    const auto number = found->get<double>();
    if (std::abs(number) <= kMost) value = static_cast<int>(number);
}

void take(const Json& json, const char* key, int& value) {
    std::optional<int> number;
    take(json, key, number);
    value = number.value_or(value);
}

}  // namespace

Place place_to_ask_for(std::optional<Place> asked, Place first, Place last, Place bar) {
    // Where it was not asked for a place, a bar is what is put there as a rule.
    if (!asked) return {last.x + bar.x, last.y + bar.y};
    return {asked->x + last.x - first.x, asked->y + last.y - first.y};
}

fs::path settings_file() {
    if (const char* folder = std::getenv("XDG_CONFIG_HOME"); folder != nullptr && *folder != '\0') {
        return fs::path(folder) / "farsight" / "viewer.json";
    }
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home == '\0') return {};
    return fs::path(home) / ".config" / "farsight" / "viewer.json";
}

Settings read_settings(const fs::path& file) {
    Settings settings;
    if (file.empty()) return settings;
    const auto bytes = read_file(file, kMaxSettingsBytes);
    if (!bytes) return settings;
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    const Json json = Json::parse(text, text + bytes->size(), nullptr, false);
    if (!json.is_object()) return settings;
    std::optional<int> x;
    std::optional<int> y;
    take(json, "x", x);
    take(json, "y", y);
    if (x && y) settings.place = Place{*x, *y};
    take(json, "width", settings.width);
    take(json, "height", settings.height);
    take(json, "maximized", settings.maximized);
    take(json, "dark", settings.dark);
    take(json, "scale", settings.scale);
    take(json, "state", settings.state);
    settings.width = std::clamp(settings.width, 640, 16384);
    settings.height = std::clamp(settings.height, 480, 16384);
    if (settings.scale != 0) settings.scale = std::clamp(settings.scale, 0.5, 4.0);
    return settings;
}

Result<void> write_settings(const fs::path& file, const Settings& settings) {
    if (file.empty()) return {};
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) {
        return fail(ErrorCode::kIo,
                    file.parent_path().string() + ": cannot create the folder: " + error.message() + ".");
    }
    Json json = {{"width", settings.width},         {"height", settings.height}, {"dark", settings.dark},
                 {"maximized", settings.maximized}, {"scale", settings.scale},   {"state", settings.state}};
    if (settings.place) {
        json["x"] = settings.place->x;
        json["y"] = settings.place->y;
    }
    return write_file(file, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace farsight::viewer
