#include <libheif/heif.h>

#include <catch2/catch.hpp>
#include <string>

#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

constexpr Size kSize = {64, 48};

heif_error append(heif_context*, const void* bytes, std::size_t count, void* file) {
    const auto* first = static_cast<const std::byte*>(bytes);
    static_cast<FileBytes*>(file)->insert(static_cast<FileBytes*>(file)->end(), first, first + count);
    return {heif_error_Ok, heif_suberror_Unspecified, ""};
}

/// One colour, its right half black when `turned`, which then lies below: stored a quarter turn against the
/// clock, as box and EXIF say. Empty where this libheif cannot encode.
FileBytes make_heic(std::uint8_t red, std::uint8_t green, std::uint8_t blue, bool turned = false) {
    FileBytes file;
    heif_context* context = heif_context_alloc();
    heif_encoder* encoder = nullptr;
    if (heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder).code == heif_error_Ok) {
        heif_encoder_set_lossy_quality(encoder, 90);
        heif_image* image = nullptr;
        heif_image_create(kSize.width, kSize.height, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                          &image);
        heif_image_add_plane(image, heif_channel_interleaved, kSize.width, kSize.height, 24);
        int stride = 0;
        std::uint8_t* pixels = heif_image_get_plane(image, heif_channel_interleaved, &stride);
        for (int y = 0; y < kSize.height; ++y) {
            for (int x = 0; x < kSize.width; ++x) {
                std::uint8_t* pixel = pixels + y * stride + 3 * x;
                const bool black = turned && x >= kSize.width / 2;
                pixel[0] = black ? std::uint8_t{0} : red;
                pixel[1] = black ? std::uint8_t{0} : green;
                pixel[2] = black ? std::uint8_t{0} : blue;
            }
        }
        heif_encoding_options* options = heif_encoding_options_alloc();
        heif_image_handle* handle = nullptr;
        if (turned) options->image_orientation = heif_orientation_rotate_90_cw;
        heif_context_encode_image(context, image, encoder, options, &handle);
        // A TIFF header and one entry: orientation 6.
        const std::string exif("MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0", 26);
        if (turned)
            heif_context_add_exif_metadata(context, handle, exif.data(), static_cast<int>(exif.size()));
        heif_image_handle_release(handle);
        heif_encoding_options_free(options);
        heif_writer writer = {1, &append};
        heif_context_write(context, &writer, &file);
        heif_image_release(image);
        heif_encoder_release(encoder);
    }
    heif_context_free(context);
    return file;
}

}  // namespace

TEST_CASE("a HEIC has its colours, and one that is cut is an error") {
    const FileBytes file = make_heic(200, 100, 50);
    if (file.empty()) {
        WARN("this libheif has no encoder: HEIC is not tested");
        return;
    }
    PictureNotes notes;
    const auto image = decode_image(file, &notes);
    REQUIRE(image);
    CHECK(image->size() == kSize);
    CHECK(notes.warnings.empty());
    CHECK(image->row(20)[60] == Approx(200).margin(4));
    CHECK(image->row(20)[61] == Approx(100).margin(4));
    CHECK(image->row(20)[62] == Approx(50).margin(4));
    CHECK(!decode_image(std::span(file).first(file.size() - 20)));
    CHECK(!decode_image(std::span(file).first(100)));
}

TEST_CASE("a turned HEIC is upright, and its EXIF tells how it is stored") {
    const FileBytes file = make_heic(200, 100, 50, true);
    if (file.empty()) return;
    PictureNotes notes;
    const auto image = decode_image(file, &notes);
    REQUIRE(image);
    CHECK(image->size() == Size{kSize.height, kSize.width});
    CHECK(notes.orientation == 6);
    // Stored columns become rows from the top: the bright left half lies above.
    CHECK(image->row(8)[3 * 24] == Approx(200).margin(6));
    CHECK(image->row(56)[3 * 24] == Approx(0).margin(6));
}
