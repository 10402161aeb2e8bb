#include "picture/exif.h"

#include <cstring>
#include <optional>
#include <string_view>

namespace farsight {
namespace {

using Bytes = std::span<const std::byte>;

/// Reads integers from a span; anything beyond its end is nothing.
class Reader {
public:
    Reader(Bytes bytes, bool little_endian) : bytes_(bytes), little_endian_(little_endian) {}

    std::optional<std::uint32_t> u16(std::size_t at) const { return integer(at, 2); }
    std::optional<std::uint32_t> u32(std::size_t at) const { return integer(at, 4); }

private:
    std::optional<std::uint32_t> integer(std::size_t at, std::size_t size) const {
        if (at > bytes_.size() || bytes_.size() - at < size) return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t from = little_endian_ ? size - 1 - i : i;
            value = value << 8 | std::to_integer<std::uint32_t>(bytes_[at + from]);
        }
        return value;
    }

    Bytes bytes_;
    bool little_endian_;
};

bool starts_with(Bytes bytes, std::string_view magic) {
    return bytes.size() >= magic.size() && std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

int orientation_of_tiff(Bytes tiff) {
    constexpr std::uint32_t kOrientationTag = 0x0112;
    constexpr std::uint32_t kShort = 3;
    constexpr std::uint32_t kLong = 4;  // against the standard, yet written by some
    const bool little_endian = starts_with(tiff, "II");
    if (!little_endian && !starts_with(tiff, "MM")) return 1;
    const Reader reader(tiff, little_endian);
    const auto directory = reader.u32(4);
    if (reader.u16(2) != 42U || !directory) return 1;
    const auto count = reader.u16(*directory);
    if (!count) return 1;
    for (std::size_t i = 0; i < *count; ++i) {
        const std::size_t entry = std::size_t{*directory} + 2 + i * 12;
        const auto tag = reader.u16(entry);
        if (!tag) return 1;
        if (*tag != kOrientationTag) continue;
        const auto type = reader.u16(entry + 2);
        const auto value = type == kLong ? reader.u32(entry + 8) : reader.u16(entry + 8);
        // NOLINTNEXTLINE(misc-redundant-expression): two kinds, not one twice.
        const bool known = type == kShort || type == kLong;
        if (!known || !value || *value < 1 || *value > 8) return 1;
        return static_cast<int>(*value);
    }
    return 1;
}

int orientation_of_jpeg(Bytes file) {
    constexpr std::uint32_t kApp1 = 0xFFE1;
    constexpr std::uint32_t kStartOfScan = 0xFFDA;
    const std::string_view exif("Exif\0\0", 6);
    const Reader reader(file, false);
    for (std::size_t at = 2;;) {
        const auto marker = reader.u16(at);
        const auto length = reader.u16(at + 2);
        if (!marker || !length || *marker < 0xFF00 || *marker == kStartOfScan) return 1;
        if (*marker == 0xFFFF) {  // a fill byte before the marker
            ++at;
            continue;
        }
        if (*length < 2 || file.size() - at - 2 < *length) return 1;
        const Bytes payload = file.subspan(at + 4, *length - 2);
        if (*marker == kApp1 && starts_with(payload, exif)) return orientation_of_tiff(payload.subspan(6));
        at += 2 + std::size_t{*length};
    }
}

int orientation_of_png(Bytes file) {
    const Reader reader(file, false);
    for (std::size_t at = 8;;) {
        const auto length = reader.u32(at);
        if (!length || file.size() - at < 12 || file.size() - at - 12 < *length) return 1;
        if (starts_with(file.subspan(at + 4), "eXIf"))
            return orientation_of_tiff(file.subspan(at + 8, *length));
        at += 12 + std::size_t{*length};
    }
}

}  // namespace

int orientation_of_exif(Bytes block) {
    const std::string_view exif("Exif\0\0", 6);
    return orientation_of_tiff(starts_with(block, exif) ? block.subspan(exif.size()) : block);
}

int exif_orientation(Bytes file) {
    if (starts_with(file, "\xFF\xD8")) return orientation_of_jpeg(file);
    if (starts_with(file, "\x89PNG\r\n\x1A\n")) return orientation_of_png(file);
    return 1;
}

}  // namespace farsight
