#include "import/detection/zip.h"

#include <algorithm>
#include <cstdint>

namespace farsight::tflite {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kLongestComment = 65535;
constexpr std::size_t kMostEntries = 64;

/// A little-endian number. Precondition: it lies inside.
std::uint32_t number(std::span<const std::byte> bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<std::uint32_t>(bytes[at + i]);
    return value;
}

std::optional<std::size_t> find_end(std::span<const std::byte> file) {
    if (file.size() < kEndBytes) return std::nullopt;
    const std::size_t last = file.size() - kEndBytes;
    const std::size_t first = last - std::min(last, kLongestComment);
    for (std::size_t at = last + 1; at-- > first;) {
        if (number(file, at, 4) == kEnd) return at;
    }
    return std::nullopt;
}

}  // namespace

ZipArchive::ZipArchive(std::span<const std::byte> file) : file_(file) {
    const auto end = find_end(file);
    if (!end) return;
    const std::size_t count = std::min<std::size_t>(number(file, *end + 10, 2), kMostEntries);
    std::size_t at = number(file, *end + 16, 4);
    for (std::size_t i = 0; i < count; ++i) {
        if (at > file.size() || file.size() - at < kCentralBytes || number(file, at, 4) != kCentralHeader)
            return;
        const std::size_t name_bytes = number(file, at + 28, 2);
        if (file.size() - at - kCentralBytes < name_bytes) return;
        const auto* name = reinterpret_cast<const char*>(file.data()) + at + kCentralBytes;
        constexpr std::uint32_t kStored = 0;
        constexpr std::uint32_t kEncrypted = 1;
        const bool plain = number(file, at + 10, 2) == kStored && (number(file, at + 8, 2) & kEncrypted) == 0;
        entries_.push_back({{name, name_bytes}, number(file, at + 42, 4), number(file, at + 24, 4), plain});
        at += kCentralBytes + name_bytes + number(file, at + 30, 2) + number(file, at + 32, 2);
    }
}

const ZipArchive::Entry* ZipArchive::find(std::string_view name) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.name == name; });
    return found == entries_.end() ? nullptr : &*found;
}

std::optional<std::span<const std::byte>> ZipArchive::stored(std::string_view name) const {
    const Entry* entry = find(name);
    if (entry == nullptr || !entry->plain || entry->header > file_.size() ||
        file_.size() - entry->header < kLocalBytes || number(file_, entry->header, 4) != kLocalHeader) {
        return std::nullopt;
    }
    const std::size_t start = entry->header + kLocalBytes + number(file_, entry->header + 26, 2) +
                              number(file_, entry->header + 28, 2);
    if (start > file_.size() || file_.size() - start < entry->size) return std::nullopt;
    return file_.subspan(start, entry->size);
}

}  // namespace farsight::tflite
