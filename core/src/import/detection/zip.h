// The zip archive that stands behind a TFLite network (PKWARE APPNOTE.TXT, sections 4.3.7, 4.3.12
// and 4.3.16).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace farsight::tflite {

class ZipArchive {
public:
    /// Views into `file`, which must outlive it. Without an archive at its end there are no entries.
    explicit ZipArchive(std::span<const std::byte> file);

    bool has(std::string_view name) const { return find(name) != nullptr; }

    /// The bytes of an entry that is stored as it is; nothing when it is missing, compressed or damaged.
    std::optional<std::span<const std::byte>> stored(std::string_view name) const;

private:
    struct Entry {
        std::string_view name;
        std::size_t header = 0;  ///< Position of its local header.
        std::size_t size = 0;
        bool plain = false;
    };
    const Entry* find(std::string_view name) const;

    std::span<const std::byte> file_;
    std::vector<Entry> entries_;
};

}  // namespace farsight::tflite
