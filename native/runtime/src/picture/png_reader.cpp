// PNG through libpng.
#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csetjmp>
#include <cstring>
#include <vector>

#include "picture/colour.h"
#include "picture/decoders.h"
#include "picture/exif.h"
#include "picture/upright.h"

namespace farsight {
namespace {

struct Decoder {
    png_structp png = nullptr;
    png_infop info = nullptr;
    PictureBytes rest;
    bool ended = false;
    std::array<char, 128> message{};

    Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    ~Decoder() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
    auto& decoder = *static_cast<Decoder*>(png_get_error_ptr(png));
    std::strncpy(decoder.message.data(), message, decoder.message.size() - 1);
    png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep out, std::size_t count) {
    auto& decoder = *static_cast<Decoder*>(png_get_io_ptr(png));
    if (count > decoder.rest.size()) {
        decoder.ended = true;
        png_error(png, "the file ends");
    }
    std::memcpy(out, decoder.rest.data(), count);
    decoder.rest = decoder.rest.subspan(count);
}

/// Runs a step of libpng; false when it gave up. The step may not hold anything that wants to be destroyed.
template <class Step>
bool succeeds(Decoder& decoder, const Step& step) {
    if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
    step();
    return true;
}

tl::unexpected<Error> given_up(const Decoder& decoder) {
    return decoder.ended ? truncated_picture() : broken_picture(decoder.message.data());
}

/// What every row becomes: 8 bits a sample, RGB or RGBA.
void ask_for_rgb(const Decoder& decoder) {
    png_set_expand(decoder.png);
    png_set_scale_16(decoder.png);
    png_set_gray_to_rgb(decoder.png);
}

struct Layout {
    Size size;
    std::size_t row_bytes = 0;
    bool transparent = false;
    bool interlaced = false;
};

void take_row(const Layout& layout, const std::uint8_t* row, UprightRows& rows) {
    if (layout.transparent) {
        lay_on_white(row, static_cast<std::size_t>(layout.size.width), rows.next_row());
    } else {
        std::memcpy(rows.next_row(), row, layout.row_bytes);
    }
    rows.row_done();
}

bool read_rows(Decoder& decoder, const Layout& layout, UprightRows& rows) {
    // An interlaced picture comes in passes over all rows.
    const int passes = layout.interlaced ? 7 : 1;
    const auto height = static_cast<std::size_t>(layout.size.height);
    std::vector<std::uint8_t> pixels(layout.row_bytes * (layout.interlaced ? height : 1));
    const auto row_at = [&](std::size_t y) {
        return pixels.data() + (layout.interlaced ? y * layout.row_bytes : 0);
    };
    if (!succeeds(decoder, [&] {
            for (int pass = 0; pass < passes; ++pass) {
                for (std::size_t y = 0; y < height; ++y) {
                    png_read_row(decoder.png, row_at(y), nullptr);
                    if (!layout.interlaced) take_row(layout, row_at(y), rows);
                }
            }
        })) {
        return false;
    }
    for (std::size_t y = 0; layout.interlaced && y < height; ++y) take_row(layout, row_at(y), rows);
    return true;
}

void note_gamma(const Decoder& decoder, PictureNotes& notes) {
    constexpr double kSrgbGamma = 0.45455;
    double gamma = kSrgbGamma;
    if (png_get_valid(decoder.png, decoder.info, PNG_INFO_sRGB) != 0 ||
        png_get_gAMA(decoder.png, decoder.info, &gamma) == 0 || std::abs(gamma - kSrgbGamma) < 0.02) {
        return;
    }
    notes.warnings.push_back("says that its gamma is " + std::to_string(1 / gamma) +
                             "; that was not applied, its pixels were taken for sRGB.");
}

void turn_colours(const Decoder& decoder, Image& image, PictureNotes& notes) {
    png_charp name = nullptr;
    int compression = 0;
    png_bytep profile = nullptr;
    png_uint_32 length = 0;
    if (png_get_iCCP(decoder.png, decoder.info, &name, &compression, &profile, &length) == 0) {
        note_gamma(decoder, notes);
        return;
    }
    const bool grey = (png_get_color_type(decoder.png, decoder.info) & PNG_COLOR_MASK_COLOR) == 0;
    turn_to_srgb(image, std::as_bytes(std::span(profile, length)), grey, notes);
}

void note_animation(const Decoder& decoder, PictureNotes& notes) {
    png_unknown_chunkp chunks = nullptr;
    const int count = png_get_unknown_chunks(decoder.png, decoder.info, &chunks);
    for (int i = 0; i < count; ++i) {
        if (std::memcmp(chunks[i].name, "acTL", 4) != 0 || chunks[i].size < 4) continue;
        note_more_frames(notes, png_get_uint_32(chunks[i].data), "frames");
    }
}

int big_endian(PictureBytes bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return static_cast<int>(std::min<std::uint32_t>(value, INT32_MAX));
}

}  // namespace

Result<Image> decode_png(PictureBytes bytes, PictureNotes& notes) {
    // The size a PNG claims, where libpng would only say that it is invalid.
    constexpr std::size_t kHeaderBytes = 33;
    if (bytes.size() < kHeaderBytes) return truncated_picture();
    Layout layout;
    layout.size = {big_endian(bytes, 16), big_endian(bytes, 20)};
    if (auto good = check_size(layout.size); !good) return tl::unexpected(good.error());

    Decoder decoder;
    decoder.rest = bytes;
    decoder.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder, on_error, on_warning);
    if (decoder.png == nullptr) return broken_picture("libpng has no memory");
    decoder.info = png_create_info_struct(decoder.png);
    int depth = 0;
    if (!succeeds(decoder, [&] {
            png_set_read_fn(decoder.png, &decoder, read_bytes);
            png_set_user_limits(decoder.png, kMaxImageSide, kMaxImageSide);
            png_set_keep_unknown_chunks(decoder.png, PNG_HANDLE_CHUNK_ALWAYS,
                                        reinterpret_cast<png_const_bytep>("acTL"), 1);
            png_read_info(decoder.png, decoder.info);
            depth = png_get_bit_depth(decoder.png, decoder.info);
            ask_for_rgb(decoder);
            layout.interlaced = png_set_interlace_handling(decoder.png) > 1;
            png_read_update_info(decoder.png, decoder.info);
            layout.row_bytes = png_get_rowbytes(decoder.png, decoder.info);
            layout.transparent = png_get_channels(decoder.png, decoder.info) == 4;
        })) {
        return given_up(decoder);
    }
    notes.orientation = exif_orientation(bytes);
    UprightRows rows(layout.size, notes.orientation);
    if (!read_rows(decoder, layout, rows)) return given_up(decoder);
    note_animation(decoder, notes);
    if (!succeeds(decoder, [&] { png_read_end(decoder.png, nullptr); }) && decoder.ended)
        return truncated_picture();
    Image image = rows.take();
    turn_colours(decoder, image, notes);
    if (depth == 16) note_dark_samples(notes, image);
    return image;
}

}  // namespace farsight
