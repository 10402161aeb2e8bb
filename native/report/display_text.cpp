#include "display_text.h"

#include <array>
#include <cstdio>
#include <vector>

namespace farsight {
namespace {

struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
    bool good = false;
};

/// The UTF-8 character that `text` begins with; `text` is not empty.
Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
    char32_t code = lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return {};
        code = code << 6 | (byte(i) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < kLeast[bytes] || code > 0x10FFFF || surrogate) return {};
    return {code, bytes, true};
}

struct CodeRange {
    char32_t first;
    char32_t last;
};

/// Marks that combine with what stands before them, and what has no width of its own.
constexpr std::array kNoWidth = {
    CodeRange{0x300, 0x36F},   CodeRange{0x483, 0x489},   CodeRange{0x591, 0x5BD},
    CodeRange{0x610, 0x61A},   CodeRange{0x64B, 0x65F},   CodeRange{0x1AB0, 0x1AFF},
    CodeRange{0x1DC0, 0x1DFF}, CodeRange{0x200B, 0x200F}, CodeRange{0x20D0, 0x20FF},
    CodeRange{0xFE00, 0xFE0F}, CodeRange{0xFE20, 0xFE2F}, CodeRange{0xE0100, 0xE01EF}};
/// Wide and fullwidth characters of Unicode's East Asian width, in coarse blocks.
constexpr std::array kWide = {
    CodeRange{0x1100, 0x115F},   CodeRange{0x2E80, 0x303E},   CodeRange{0x3041, 0xA4CF},
    CodeRange{0xA960, 0xA97F},   CodeRange{0xAC00, 0xD7A3},   CodeRange{0xF900, 0xFAFF},
    CodeRange{0xFE30, 0xFE6F},   CodeRange{0xFF00, 0xFF60},   CodeRange{0xFFE0, 0xFFE6},
    CodeRange{0x1F300, 0x1F64F}, CodeRange{0x1F680, 0x1F6FF}, CodeRange{0x1F900, 0x1F9FF},
    CodeRange{0x20000, 0x3FFFD}};

template <class Table>
bool is_in(const Table& table, char32_t code) {
    for (const CodeRange& interval : table) {
        if (code >= interval.first && code <= interval.last) return true;
    }
    return false;
}

int width_of(char32_t code) {
    if (is_in(kNoWidth, code)) return 0;
    return is_in(kWide, code) ? 2 : 1;
}

/// Calls use(character, its bytes) for each character.
template <class Use>
void for_characters(std::string_view text, const Use& use) {
    while (!text.empty()) {
        const Character character = first_character(text);
        use(character, text.substr(0, character.bytes));
        text.remove_prefix(character.bytes);
    }
}

}  // namespace

std::string shown_text(std::string_view text) {
    std::string shown;
    for_characters(text, [&](const Character& character, std::string_view bytes) {
        const bool control = character.code < 0x20 || (character.code >= 0x7F && character.code < 0xA0) ||
                             character.code == 0x2028 || character.code == 0x2029 ||
                             (character.code >= 0x202A && character.code <= 0x202E);
        if (!character.good) {
            shown += "\uFFFD";
        } else if (control) {
            char escaped[16];
            std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(character.code));
            shown += escaped;
        } else {
            shown += bytes;
        }
    });
    return shown;
}

int display_width(std::string_view text) {
    int width = 0;
    for_characters(text,
                   [&](const Character& character, std::string_view) { width += width_of(character.code); });
    return width;
}

std::string end_of_text(std::string_view text, int columns) {
    if (display_width(text) <= columns) return std::string(text);
    std::vector<std::string_view> characters;
    for_characters(text, [&](const Character&, std::string_view bytes) { characters.push_back(bytes); });
    std::string end;
    int left = columns - 1;
    while (!characters.empty()) {
        const int width = display_width(characters.back());
        if (width > left) break;
        left -= width;
        end.insert(0, characters.back());
        characters.pop_back();
    }
    return columns > 0 ? "…" + end : "";
}

}  // namespace farsight
