#include "state/catalogue.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "farsight/model.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/model_file.h"
#include "farsight/runtime/picture_list.h"

namespace farsight::viewer {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t kMaxManifestBytes = std::size_t{4} << 20;

/// The manifest's list of assets, or an empty one.
Json manifest_assets() {
    for (const fs::path& folder : data_folders()) {
        const auto bytes = read_file(folder / "manifest.json", kMaxManifestBytes);
        if (!bytes) continue;
        const auto* text = reinterpret_cast<const char*>(bytes->data());
        const Json json = Json::parse(text, text + bytes->size(), nullptr, false);
        if (json.is_object() && json.contains("assets") && json["assets"].is_array()) return json["assets"];
    }
    return Json::array();
}

std::string text_of(const Json& entry, const char* key) {
    const auto found = entry.find(key);
    return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

fs::path find_asset(const std::string& name) {
    for (const fs::path& folder : data_folders()) {
        std::error_code ignored;
        if (fs::is_regular_file(folder / name, ignored)) return folder / name;
    }
    return {};
}

std::vector<PhotoEntry> listed_photos(const Json& assets) {
    std::vector<PhotoEntry> photos;
    for (const Json& asset : assets) {
        if (!asset.is_object() || text_of(asset, "kind") != "photo") continue;
        const std::string name = text_of(asset, "name");
        const fs::path file = find_asset(name);
        if (file.empty()) continue;
        const std::string credit = text_of(asset, "credit") + ". " + text_of(asset, "licence") + ".";
        photos.push_back({file.stem().string(), file.string(), text_of(asset, "title"), credit});
    }
    return photos;
}

/// Cards in the manifest's order of their files; others after them.
std::vector<ModelEntry> listed_models(const Json& assets) {
    std::vector<ModelEntry> models;
    std::map<std::string, std::string> titles;  // Of those whose network is there.
    for (const ModelListing& listing : list_models()) {
        if (!listing.network_file.empty()) titles[listing.name] = listing.card.title;
    }
    const auto add = [&](const std::string& name, const std::string& title) {
        const auto found = titles.find(name);
        if (found == titles.end()) return;
        const std::string& shown = title.empty() ? found->second : title;
        models.push_back({name, shown.empty() ? name : shown});
        titles.erase(found);
    };
    for (const Json& asset : assets) {
        if (!asset.is_object() || text_of(asset, "kind") != "model") continue;
        add(fs::path(text_of(asset, "name")).stem().string(), text_of(asset, "title"));
    }
    while (!titles.empty()) add(titles.begin()->first, "");
    return models;
}

template <class Entries>
int index_of(const Entries& entries, const std::string& name) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
    if (found != entries.end()) return static_cast<int>(found - entries.begin());
    return entries.empty() ? -1 : 0;
}

template <class Entries>
bool contains(const Entries& entries, const std::string& name) {
    return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
}

/// The name of a person's own file: no listed one has a slash.
std::string own_name(const std::string& file) {
    std::error_code ignored;
    const fs::path whole = fs::absolute(file, ignored);
    return whole.empty() ? file : whole.lexically_normal().string();
}

PhotoEntry own_photo(const std::string& name) {
    return {name, name, fs::path(name).filename().string(), ""};
}

}  // namespace

Catalogue Catalogue::load() {
    const Json assets = manifest_assets();
    Catalogue catalogue;
    catalogue.photos_ = listed_photos(assets);
    catalogue.models_ = listed_models(assets);
    return catalogue;
}

int Catalogue::photo_index(const std::string& name) const {
    return index_of(photos_, name);
}

int Catalogue::model_index(const std::string& name) const {
    return index_of(models_, name);
}

std::string Catalogue::show_photos(const std::vector<std::string>& files) {
    photos_.clear();
    for (const std::string& file : files) photos_.push_back(own_photo(own_name(file)));
    return photos_.empty() ? "" : photos_.front().name;
}

std::string Catalogue::add_photo(const std::string& file) {
    std::string name = own_name(file);
    if (!contains(photos_, name)) photos_.push_back(own_photo(name));
    return name;
}

std::string Catalogue::add_model(const std::string& file, const ModelFiles& files) {
    std::string name = own_name(file);
    std::erase_if(models_, [&](const ModelEntry& entry) { return entry.name == name; });
    models_.push_back({name, fs::path(name).filename().string(), files});
    return name;
}

ModelFiles Catalogue::files_of(const std::string& model) const {
    const auto found = std::find_if(models_.begin(), models_.end(),
                                    [&](const ModelEntry& entry) { return entry.name == model; });
    return found == models_.end() ? ModelFiles{} : found->files;
}

void Catalogue::forget(const std::string& name) {
    if (!is_own(name)) return;
    std::erase_if(photos_, [&](const PhotoEntry& entry) { return entry.name == name; });
    std::erase_if(models_, [&](const ModelEntry& entry) { return entry.name == name; });
}

bool is_own(const std::string& name) {
    return name.find('/') != std::string::npos;
}

}  // namespace farsight::viewer
