// Files of others that Farsight knows: where they come from and what they must contain.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// An entry of manifest.json, of schema "farsight.assets/1".
struct KnownAsset {
    std::string name;          ///< Of the file, without a folder.
    std::string kind;          ///< "model" or "photo".
    std::string title;         ///< One line for people.
    std::string licence;       ///< SPDX identifier.
    std::string credit;        ///< Whom to name.
    std::string npm;           ///< The npm package that holds it; empty: none does.
    std::string version;       ///< Of the package.
    std::string package_file;  ///< Inside the package.
    std::uint64_t first = 0;   ///< The asset's bytes in that file are [first, first + size).
    std::uint64_t size = 0;    ///< In bytes.
    std::string sha256;        ///< In small hexadecimal digits.
};

/// The assets of the manifests of all data folders; the first of a name wins. What cannot be read is left
/// out.
std::vector<KnownAsset> known_assets();

/// The asset of that file name; null when it is not known.
const KnownAsset* find_asset(std::span<const KnownAsset> assets, std::string_view name);

/// Sentences that say how a person gets the missing network `file` of the model `name`.
std::string how_to_get(std::string_view name, const std::string& file);

/// SHA-256 (FIPS 180-4) in 64 small hexadecimal digits.
std::string sha256_of(std::span<const std::byte> bytes);

/// Fails as read_file does.
Result<std::string> sha256_of_file(const std::filesystem::path& file);

}  // namespace farsight
