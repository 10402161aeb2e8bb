#include "app/settings.h"

#include <algorithm>
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

}  // namespace

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
    take(json, "x", settings.x);
    take(json, "y", settings.y);
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
    const Json json = {{"x", settings.x},         {"y", settings.y},
                       {"width", settings.width}, {"height", settings.height},
                       {"dark", settings.dark},   {"maximized", settings.maximized},
                       {"scale", settings.scale}, {"state", settings.state}};
    return write_file(file, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace farsight::viewer
