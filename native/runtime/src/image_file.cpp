#include "farsight/runtime/image_file.h"

#define STBI_NO_STDIO
#include <stb_image.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "exif.h"
#include "farsight/runtime/files.h"

namespace farsight {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::string_view kKindsRead = "JPEG, PNG, BMP, GIF and PNM";

/// Feeds stb from memory and notices when it asks for bytes beyond the end: stb fills those with zeros, and
/// a truncated JPEG would pass for a picture with a grey lower part.
struct Source {
    Bytes bytes;
    std::size_t at = 0;
    bool overrun = false;

    static int read(void* user, char* out, int size) {
        auto& source = *static_cast<Source*>(user);
        const std::size_t count = std::min(static_cast<std::size_t>(size), source.bytes.size() - source.at);
        if (count == 0) source.overrun = true;
        if (count > 0) std::memcpy(out, source.bytes.data() + source.at, count);
        source.at += count;
        return static_cast<int>(count);
    }
    static void skip(void* user, int count) {
        auto& source = *static_cast<Source*>(user);
        if (count < 0) {
            source.at -= std::min(source.at, static_cast<std::size_t>(-static_cast<long>(count)));
        } else {
            source.at += std::min(source.bytes.size() - source.at, static_cast<std::size_t>(count));
        }
    }
    static int eof(void* user) {
        const auto& source = *static_cast<Source*>(user);
        return source.at == source.bytes.size() ? 1 : 0;
    }
};

constexpr stbi_io_callbacks kCallbacks = {&Source::read, &Source::skip, &Source::eof};

bool has(Bytes bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at + text.size() && std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

/// Kinds people have but stb does not read; empty when it is none of them.
std::string_view known_but_unread(Bytes bytes) {
    if (has(bytes, 0, "RIFF") && has(bytes, 8, "WEBP")) return "WebP";
    if (has(bytes, 4, "ftyphei") || has(bytes, 4, "ftypmif1") || has(bytes, 4, "ftypmsf1")) return "HEIC";
    if (has(bytes, 4, "ftypavi")) return "AVIF";
    if (has(bytes, 0, std::string_view("II*\0", 4)) || has(bytes, 0, std::string_view("MM\0*", 4)))
        return "TIFF";
    if (has(bytes, 0, "8BPS")) return "Photoshop";
    if (has(bytes, 0, "<svg") || has(bytes, 0, "<?xml")) return "SVG";
    if (has(bytes, 0, "%PDF")) return "PDF";
    return {};
}

int big_endian(Bytes bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return static_cast<int>(std::min<std::uint32_t>(value, INT32_MAX));
}

/// The size a PNG claims, where stb would only say that it is no picture when that is too large.
Result<void> check_png_size(Bytes bytes) {
    if (!has(bytes, 0, "\x89PNG") || !has(bytes, 12, "IHDR") || bytes.size() < 24) return {};
    return check_size({big_endian(bytes, 16), big_endian(bytes, 20)});
}

tl::unexpected<Error> truncated() {
    return fail(ErrorCode::kInvalidImage,
                "is truncated: the picture's data end before it is complete. Copy it again.");
}

struct Header {
    Size size;
    int channels = 0;
};

Result<Header> read_header(Bytes bytes) {
    if (bytes.empty()) return fail(ErrorCode::kInvalidImage, "is empty: it has no bytes.");
    if (const auto kind = known_but_unread(bytes); !kind.empty()) {
        return fail(ErrorCode::kUnsupported, "is a " + std::string(kind) + " file; " +
                                                 std::string(kKindsRead) +
                                                 " are read. Convert it to PNG or JPEG.");
    }
    if (auto good = check_png_size(bytes); !good) return tl::unexpected(good.error());
    Header header;
    Source source{bytes};
    if (stbi_info_from_callbacks(&kCallbacks, &source, &header.size.width, &header.size.height,
                                 &header.channels) == 0) {
        if (source.overrun && (has(bytes, 0, "\xFF\xD8") || has(bytes, 0, "\x89PNG"))) return truncated();
        return fail(ErrorCode::kInvalidImage,
                    "is not a picture that can be read; " + std::string(kKindsRead) + " are.");
    }
    if (auto good = check_size(header.size); !good) return tl::unexpected(good.error());
    // stb 2.27 takes their bytes in the wrong order.
    if (Source again{bytes};
        bytes[0] == std::byte{'P'} && stbi_is_16_bit_from_callbacks(&kCallbacks, &again) != 0) {
        return fail(ErrorCode::kUnsupported, "is a PNM file of 16-bit samples; convert it to PNG.");
    }
    return header;
}

void lay_on_white(const std::uint8_t* rgba, std::size_t pixels, std::uint8_t* rgb) {
    for (std::size_t i = 0; i < pixels; ++i, rgba += 4, rgb += 3) {
        const unsigned alpha = rgba[3];
        for (std::size_t c = 0; c < 3; ++c) {
            rgb[c] = static_cast<std::uint8_t>((rgba[c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
}

Result<Image> decode_pixels(Bytes bytes, const Header& header) {
    const bool transparent = header.channels == 2 || header.channels == 4;
    Source source{bytes};
    Size size;
    int channels = 0;
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
        stbi_load_from_callbacks(&kCallbacks, &source, &size.width, &size.height, &channels,
                                 transparent ? 4 : 3),
        &stbi_image_free);
    if (source.overrun) return truncated();
    if (!pixels) {
        return fail(ErrorCode::kInvalidImage,
                    std::string("is a broken picture (") + stbi_failure_reason() + ").");
    }
    if (size != header.size) return fail(ErrorCode::kInvalidImage, "is a broken picture (its size changes).");

    Image image(size, 3);
    const std::size_t count = Image::bytes(size, 1);
    if (transparent) {
        lay_on_white(pixels.get(), count, image.data());
    } else {
        std::memcpy(image.data(), pixels.get(), 3 * count);
    }
    return image;
}

}  // namespace

Result<Image> decode_image(Bytes bytes) {
    const auto header = read_header(bytes);
    if (!header) return tl::unexpected(header.error());
    auto image = decode_pixels(bytes, *header);
    if (!image) return image;
    return turn_upright(std::move(*image), exif_orientation(bytes));
}

Result<Image> read_image(const std::filesystem::path& file) {
    const auto bytes = read_file(file, kMaxImageFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    auto image = decode_image(*bytes);
    if (!image) return fail(image.error().code, file.string() + ": " + image.error().message);
    return image;
}

}  // namespace farsight
