// Whole files in and out; every message names the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// Reads a whole regular file. Fails with kIo when it is missing, a folder or unreadable, and with
/// kTooLarge over max_bytes.
Result<std::vector<std::byte>> read_file(const std::filesystem::path& file, std::size_t max_bytes);

/// Files by their identity: one that has two names, or is reached through a link, is one file.
class FileSet {
public:
    /// What does not exist is left out.
    void add(const std::filesystem::path& file);
    bool contains(const std::filesystem::path& file) const;  ///< False for what does not exist.

private:
    std::set<std::pair<std::uintmax_t, std::uintmax_t>> files_;  ///< Device and number on it.
};

/// Whether a file that was written outlives a power failure.
enum class Flush : std::uint8_t {
    kToDisk,  ///< The bytes outlive a power failure.
    kLater,   ///< When the system likes: for thousands of files that can be made again.
};

/// Writes a file whole or not at all, piece by piece: into a temporary file in the same folder, which
/// commit() flushes to the disk and renames over the old one. Without commit() nothing is left behind and the
/// old file stays as it was. A device or pipe is written directly.
class FileWriter {
public:
    /// Fails with kIo and the system's reason, as do the others.
    static Result<FileWriter> create(const std::filesystem::path& file);
    FileWriter(FileWriter&& other) noexcept;
    FileWriter& operator=(FileWriter&& other) noexcept;
    ~FileWriter();

    Result<void> write(std::span<const std::byte> bytes);  ///< Appends.
    Result<void> commit(Flush flush = Flush::kToDisk);     ///< Puts the file in its place.

private:
    FileWriter() = default;
    void drop();

    std::filesystem::path file_;    ///< As it was named, for messages.
    std::filesystem::path target_;  ///< What is replaced; empty for a device.
    std::string temporary_;         ///< Removed unless it was renamed; empty for a device.
    int descriptor_ = -1;
};

/// Writes a file whole or not at all, as FileWriter does.
Result<void> write_file(const std::filesystem::path& file, std::span<const std::byte> bytes,
                        Flush flush = Flush::kToDisk);
/// The same for text.
Result<void> write_file(const std::filesystem::path& file, std::string_view text);

}  // namespace farsight
