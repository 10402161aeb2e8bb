#include "farsight/plain_text.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace farsight {

namespace {

/// C0 and C1 of ISO 6429 and DEL; separators of lines; embeddings, overrides and isolates of direction.
bool steers(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

std::string escaped(std::string_view text, bool one_line) {
    std::string plain;
    while (!text.empty()) {
        const Utf8Character character = first_character(text);
        const bool blank = !one_line && (text[0] == '\n' || text[0] == '\t');
        if (character.good && (blank || !steers(character.code))) {
            plain.append(text.substr(0, character.bytes));
        } else {
            const auto code = character.good ? static_cast<unsigned>(character.code)
                                             : static_cast<unsigned>(static_cast<std::uint8_t>(text[0]));
            char escape[16];
            std::snprintf(escape, sizeof escape, code > 0xFF ? "\\u{%x}" : "\\x%02x", code);
            plain += escape;
        }
        text.remove_prefix(character.bytes);
    }
    return plain;
}

}  // namespace

Utf8Character first_character(std::string_view text) {
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

std::string plain_text(std::string_view text) {
    return escaped(text, false);
}

std::string plain_line(std::string_view text) {
    return escaped(text, true);
}

}  // namespace farsight
