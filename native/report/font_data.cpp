#include "font_data.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "farsight/runtime/files.h"

namespace farsight {
namespace {

constexpr std::size_t kMaxFontBytes = std::size_t{32} << 20;

/// Big-endian numbers at places that may lie outside: those are 0.
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::size_t u16(std::size_t at) const { return number(at, 2); }
    std::size_t u32(std::size_t at) const { return number(at, 4); }
    std::string_view tag(std::size_t at) const {
        if (at + 4 > bytes_.size()) return {};
        return {reinterpret_cast<const char*>(bytes_.data()) + at, 4};
    }
    std::size_t size() const { return bytes_.size(); }

private:
    std::size_t number(std::size_t at, std::size_t count) const {
        if (at + count > bytes_.size()) return 0;
        std::size_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value << 8 | std::to_integer<std::size_t>(bytes_[at + i]);
        return value;
    }

    std::span<const std::byte> bytes_;
};

/// OpenType 1.9, "Table directory": version, number of tables, then 16 bytes a table.
bool has_whole_tables(const Reader& font, std::size_t at) {
    constexpr std::size_t kTrueType = 0x00010000;
    const std::string_view version = font.tag(at);
    if (font.u32(at) != kTrueType && version != "OTTO" && version != "true") return false;
    constexpr std::array<std::string_view, 4> kNeeded = {"cmap", "head", "hhea", "hmtx"};
    std::size_t needed = 0;
    bool has_outlines = false;
    const std::size_t count = font.u16(at + 4);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = at + 12 + 16 * i;
        const std::size_t offset = font.u32(entry + 8);
        const std::size_t length = font.u32(entry + 12);
        if (entry + 16 > font.size() || offset > font.size() || length > font.size() - offset) return false;
        const std::string_view tag = font.tag(entry);
        for (const std::string_view name : kNeeded) needed += tag == name ? 1 : 0;
        has_outlines = has_outlines || tag == "glyf" || tag == "CFF ";
    }
    return needed == kNeeded.size() && has_outlines;
}

}  // namespace

bool is_font(std::span<const std::byte> bytes) {
    const Reader font(bytes);
    // A collection begins with the place of its first font.
    return has_whole_tables(font, font.tag(0) == "ttcf" ? font.u32(12) : 0);
}

std::vector<std::byte> font_data(FontStyle style) {
    for (const std::string& file : font_files(style)) {
        auto bytes = read_file(file, kMaxFontBytes);
        if (bytes && is_font(*bytes)) return std::move(*bytes);
    }
    return {};
}

std::string font_complaint() {
    const char* file = std::getenv("FARSIGHT_FONT");
    if (file == nullptr || *file == '\0') return {};
    const auto bytes = read_file(file, kMaxFontBytes);
    constexpr std::string_view kInstead = " A plain built-in font is used; FARSIGHT_FONT names the file.";
    if (!bytes) return bytes.error().message + std::string(kInstead);
    if (is_font(*bytes)) return {};
    return std::string(file) + ": is no TrueType or OpenType font, or not a whole one." +
           std::string(kInstead);
}

}  // namespace farsight
