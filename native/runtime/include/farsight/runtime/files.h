// Whole files in and out; every message names the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// Reads a whole regular file. Fails with kIo when it is missing, a folder or unreadable, and with
/// kTooLarge over max_bytes.
Result<std::vector<std::byte>> read_file(const std::filesystem::path& file, std::size_t max_bytes);

enum class Flush : std::uint8_t {
    kToDisk,  ///< The bytes outlive a power failure.
    kLater,   ///< When the system likes: for thousands of files that can be made again.
};

/// Writes a file whole or not at all: a temporary file in the same folder, flushed to the disk, then
/// renamed over the old one, which stays untouched when anything fails. A device or pipe is written directly.
/// Fails with kIo and the system's reason, and then leaves nothing behind.
Result<void> write_file(const std::filesystem::path& file, std::span<const std::byte> bytes,
                        Flush flush = Flush::kToDisk);
Result<void> write_file(const std::filesystem::path& file, std::string_view text);

}  // namespace farsight
