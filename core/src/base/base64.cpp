#include "base/base64.h"

#include <cstdint>

namespace farsight {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string to_base64(std::span<const std::byte> bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8 | (at + i < bytes.size() ? static_cast<std::uint32_t>(bytes[at + i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += at + i > bytes.size() ? '=' : kDigits[(group >> (18 - 6 * i)) & 63U];
        }
    }
    return text;
}

std::optional<std::vector<std::byte>> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && !text.empty() && text.back() == '=') {
        text.remove_suffix(1);
        ++padding;
    }
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t group = 0;
    std::size_t digits = 0;
    for (const char c : text) {
        const std::size_t digit = kDigits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        group = group << 6 | static_cast<std::uint32_t>(digit);
        if (++digits % 4 != 0) continue;
        for (int shift = 16; shift >= 0; shift -= 8)
            bytes.push_back(static_cast<std::byte>(group >> shift & 255U));
        group = 0;
    }
    if (padding == 1) {
        bytes.push_back(static_cast<std::byte>(group >> 10 & 255U));
        bytes.push_back(static_cast<std::byte>(group >> 2 & 255U));
    } else if (padding == 2) {
        bytes.push_back(static_cast<std::byte>(group >> 4 & 255U));
    }
    return bytes;
}

}  // namespace farsight
