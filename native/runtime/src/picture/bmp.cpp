// BMP through stb_image, whose implementation stands here, once, with this kind alone.
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_FAILURE_USERMSG
#define STBI_MAX_DIMENSIONS 65536
#define STB_IMAGE_IMPLEMENTATION
#include <stb_image.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "picture/decoders.h"

namespace farsight {
namespace {

/// Feeds stb from memory and notices when it asks for bytes beyond the end: stb fills those with zeros, and
/// a truncated file would pass for a picture with a black part.
struct Source {
    PictureBytes bytes;
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

tl::unexpected<Error> broken_bmp() {
    const std::string reason = stbi_failure_reason();
    if (reason.find("support") == std::string::npos && reason.find("RLE") == std::string::npos)
        return broken_picture(reason);
    return fail(ErrorCode::kUnsupported, "is a BMP of a rare kind (" + reason + "); convert it to PNG.");
}

struct Header {
    Size size;
    int channels = 0;
};

/// Whether as many bytes follow as the rows need; stb would read on beyond the end, pixel by pixel. No kind
/// that it reads is compressed.
bool holds_rows(PictureBytes bytes, Size size) {
    const auto u16 = [&](std::size_t at) {
        return bytes.size() < at + 2
                   ? 0U
                   : std::to_integer<unsigned>(bytes[at]) | std::to_integer<unsigned>(bytes[at + 1]) << 8;
    };
    constexpr unsigned kOldHeader = 12;
    const std::uint64_t bits = u16(14) == kOldHeader ? u16(24) : u16(28);
    const std::uint64_t row_bytes = (bits * static_cast<std::uint64_t>(size.width) + 31) / 32 * 4;
    return row_bytes * static_cast<std::uint64_t>(size.height) <= bytes.size();
}

Result<Header> read_header(PictureBytes bytes) {
    Header header;
    Source source{bytes};
    if (stbi_info_from_callbacks(&kCallbacks, &source, &header.size.width, &header.size.height,
                                 &header.channels) == 0) {
        return source.overrun ? truncated_picture() : broken_bmp();
    }
    if (auto good = check_size(header.size); !good) return tl::unexpected(good.error());
    if (!holds_rows(bytes, header.size)) return truncated_picture();
    return header;
}

Result<Image> decode_pixels(PictureBytes bytes, const Header& header) {
    const bool transparent = header.channels == 2 || header.channels == 4;
    Source source{bytes};
    Size size;
    int channels = 0;
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
        stbi_load_from_callbacks(&kCallbacks, &source, &size.width, &size.height, &channels,
                                 transparent ? 4 : 3),
        &stbi_image_free);
    if (source.overrun) return truncated_picture();
    if (!pixels) return broken_bmp();
    if (size != header.size) return broken_picture("its size changes");

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

Result<Image> decode_bmp(PictureBytes bytes, PictureNotes&) {
    const auto header = read_header(bytes);
    if (!header) return tl::unexpected(header.error());
    return decode_pixels(bytes, *header);
}

}  // namespace farsight
