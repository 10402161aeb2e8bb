// PBM, PGM and PPM, plain and raw, with every maximum value (netpbm's pbm(5), pgm(5), ppm(5)).
#include <algorithm>
#include <optional>

#include "picture/decoders.h"

namespace farsight {
namespace {

constexpr std::uint32_t kMaxValue = 65535;

bool is_space(std::byte byte) {
    const auto c = std::to_integer<unsigned char>(byte);
    return c == ' ' || (c >= '\t' && c <= '\r');
}

class Cursor {
public:
    explicit Cursor(PictureBytes bytes) : bytes_(bytes) {}

    std::size_t left() const { return bytes_.size() - at_; }
    bool at_end() const { return at_ == bytes_.size(); }
    std::uint32_t byte() { return std::to_integer<std::uint32_t>(bytes_[at_++]); }

    /// Skips white space and comments, which go from # to the end of the line.
    void skip_space() {
        while (at_ < bytes_.size()) {
            if (bytes_[at_] == std::byte{'#'}) {
                while (at_ < bytes_.size() && bytes_[at_] != std::byte{'\n'} &&
                       bytes_[at_] != std::byte{'\r'})
                    ++at_;
            } else if (is_space(bytes_[at_])) {
                ++at_;
            } else {
                return;
            }
        }
    }

    /// The next number, of so many digits at most; anything over a million is a million.
    std::optional<std::uint32_t> number(int max_digits = 1 << 20) {
        skip_space();
        std::optional<std::uint32_t> value;
        for (int i = 0; i < max_digits && at_ < bytes_.size(); ++i, ++at_) {
            const auto digit = std::to_integer<std::uint32_t>(bytes_[at_]) - '0';
            if (digit > 9) break;
            value = std::min(value.value_or(0) * 10 + digit, 1000000U);
        }
        return value;
    }

private:
    PictureBytes bytes_;
    std::size_t at_ = 0;
};

struct Format {
    bool bits = false;  ///< One bit a pixel, 1 is black.
    bool raw = false;
    std::size_t samples = 1;  ///< A pixel.
    std::uint32_t max_value = 1;

    std::size_t row_bytes(int width) const {
        const auto pixels = static_cast<std::size_t>(width);
        return bits ? (pixels + 7) / 8 : pixels * samples * (max_value > 255 ? 2 : 1);
    }
};

Format format_of(std::byte digit) {
    const int kind = std::to_integer<int>(digit) - '0';
    return {kind == 1 || kind == 4, kind >= 4, kind == 3 || kind == 6 ? 3U : 1U, 1};
}

/// One row of raw bits: the highest bit is the leftmost pixel.
void read_bit_row(Cursor& cursor, std::span<std::uint8_t> greys) {
    std::uint32_t byte = 0;
    for (std::size_t x = 0; x < greys.size(); ++x) {
        if (x % 8 == 0) byte = cursor.byte();
        greys[x] = (byte >> (7 - x % 8) & 1U) != 0 ? 0 : 255;
    }
}

std::uint8_t scaled(std::uint32_t value, std::uint32_t max_value) {
    return static_cast<std::uint8_t>((std::min(value, max_value) * 255 + max_value / 2) / max_value);
}

/// False when the file ends.
bool read_row(Cursor& cursor, const Format& format, std::span<std::uint8_t> samples) {
    if (format.raw && format.bits) {
        read_bit_row(cursor, samples);
        return true;
    }
    for (std::uint8_t& sample : samples) {
        std::uint32_t value = 0;
        if (format.raw) {
            value = cursor.byte();
            if (format.max_value > 255) value = value << 8 | cursor.byte();
        } else {
            // Plain bits need no space between them.
            const auto number = cursor.number(format.bits ? 1 : 9);
            if (!number) return false;
            value = format.bits ? 1 - std::min(*number, 1U) : *number;
        }
        sample = scaled(value, format.max_value);
    }
    return true;
}

}  // namespace

Result<Image> decode_pnm(PictureBytes bytes, PictureNotes& notes) {
    Format format = format_of(bytes[1]);
    Cursor cursor(bytes.subspan(2));
    const auto width = cursor.number();
    const auto height = cursor.number();
    const auto max_value = format.bits ? std::optional(1U) : cursor.number();
    if (!width || !height || !max_value) {
        return cursor.at_end() ? truncated_picture() : broken_picture("its header is no PNM header");
    }
    const Size size = {static_cast<int>(*width), static_cast<int>(*height)};
    if (auto good = check_size(size); !good) return tl::unexpected(good.error());
    if (*max_value < 1 || *max_value > kMaxValue) {
        return broken_picture("its maximum value is " + std::to_string(*max_value) +
                              "; 1 to 65535 are allowed");
    }
    format.max_value = *max_value;
    // One white space stands before raw pixels.
    if (cursor.at_end()) return truncated_picture();
    if (format.raw) cursor.byte();
    if (format.raw && cursor.left() / format.row_bytes(size.width) < static_cast<std::size_t>(size.height)) {
        return truncated_picture();
    }
    // A plain sample takes a digit at least.
    if (!format.raw && cursor.left() < Image::bytes(size, 1) * format.samples) return truncated_picture();

    Image image(size, 3);
    std::vector<std::uint8_t> samples(static_cast<std::size_t>(size.width) * format.samples);
    for (int y = 0; y < size.height; ++y) {
        if (!read_row(cursor, format, samples)) {
            return cursor.at_end() ? truncated_picture() : broken_picture("a sample is no number");
        }
        std::uint8_t* out = image.row(y);
        for (std::size_t i = 0; i < samples.size() * (3 / format.samples); ++i) {
            out[i] = samples[format.samples == 3 ? i : i / 3];
        }
    }
    if (format.max_value > 255) note_dark_samples(notes, image);
    return image;
}

}  // namespace farsight
