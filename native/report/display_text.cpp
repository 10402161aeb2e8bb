#include "display_text.h"

#include <array>
#include <vector>

#include "farsight/plain_text.h"

namespace farsight {
namespace {

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
        const Utf8Character character = first_character(text);
        use(character, text.substr(0, character.bytes));
        text.remove_prefix(character.bytes);
    }
}

}  // namespace

int display_width(std::string_view text) {
    int width = 0;
    for_characters(
        text, [&](const Utf8Character& character, std::string_view) { width += width_of(character.code); });
    return width;
}

std::string end_of_text(std::string_view text, int columns) {
    if (display_width(text) <= columns) return std::string(text);
    std::vector<std::string_view> characters;
    for_characters(text, [&](const Utf8Character&, std::string_view bytes) { characters.push_back(bytes); });
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
