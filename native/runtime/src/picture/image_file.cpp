#include "farsight/runtime/image_file.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "farsight/runtime/files.h"
#include "picture/decoders.h"
#include "picture/exif.h"
#include "picture/upright.h"

namespace farsight {
namespace {

constexpr std::string_view kKindsRead = "JPEG, PNG, BMP, GIF and PNM";

bool has(PictureBytes bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at + text.size() && std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

/// Kinds people have but stb does not read; empty when it is none of them.
std::string_view known_but_unread(PictureBytes bytes) {
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

int big_endian(PictureBytes bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return static_cast<int>(std::min<std::uint32_t>(value, INT32_MAX));
}

/// The size a PNG claims, where stb would only say that it is no picture when that is too large.
Result<void> check_png_size(PictureBytes bytes) {
    if (!has(bytes, 0, "\x89PNG") || !has(bytes, 12, "IHDR") || bytes.size() < 24) return {};
    return check_size({big_endian(bytes, 16), big_endian(bytes, 20)});
}

bool is_stb_kind(PictureBytes bytes) {
    return has(bytes, 0, "\x89PNG") || has(bytes, 0, "BM") || has(bytes, 0, "GIF8") || has(bytes, 0, "P5") ||
           has(bytes, 0, "P6");
}

Result<Image> decode_any(PictureBytes bytes, PictureWarnings& warnings) {
    if (bytes.empty()) return fail(ErrorCode::kInvalidImage, "is empty: it has no bytes.");
    if (const auto kind = known_but_unread(bytes); !kind.empty()) {
        return fail(ErrorCode::kUnsupported, "is a " + std::string(kind) + " file; " +
                                                 std::string(kKindsRead) +
                                                 " are read. Convert it to PNG or JPEG.");
    }
    if (has(bytes, 0, "\xFF\xD8")) return decode_jpeg(bytes, warnings);
    if (!is_stb_kind(bytes)) {
        return fail(ErrorCode::kInvalidImage,
                    "is not a picture that can be read; " + std::string(kKindsRead) + " are.");
    }
    if (auto good = check_png_size(bytes); !good) return tl::unexpected(good.error());
    auto image = decode_with_stb(bytes, warnings);
    if (!image) return image;
    return turn_upright(std::move(*image), exif_orientation(bytes));
}

}  // namespace

tl::unexpected<Error> truncated_picture() {
    return fail(ErrorCode::kInvalidImage,
                "is truncated: the picture's data end before it is complete. Copy it again.");
}

tl::unexpected<Error> broken_picture(const std::string& reason) {
    return fail(ErrorCode::kInvalidImage, "is a broken picture (" + reason + ").");
}

Result<Image> decode_image(std::span<const std::byte> bytes, std::vector<std::string>* warnings) {
    PictureWarnings ignored;
    return decode_any(bytes, warnings != nullptr ? *warnings : ignored);
}

Result<Image> read_image(const std::filesystem::path& file, std::vector<std::string>* warnings) {
    const auto bytes = read_file(file, kMaxImageFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    auto image = decode_image(*bytes, warnings);
    if (!image) return fail(image.error().code, file.string() + ": " + image.error().message);
    return image;
}

}  // namespace farsight
