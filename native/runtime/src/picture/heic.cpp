// HEIC through libheif, which turns it upright itself.
#include <libheif/heif.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "picture/colour.h"
#include "picture/decoders.h"
#include "picture/exif.h"

namespace farsight {
namespace {

using Context = std::unique_ptr<heif_context, decltype(&heif_context_free)>;
using Handle = std::unique_ptr<heif_image_handle, decltype(&heif_image_handle_release)>;
using Pixels = std::unique_ptr<heif_image, decltype(&heif_image_release)>;

tl::unexpected<Error> given_up(const heif_error& error) {
    const std::string reason = error.message != nullptr ? error.message : "libheif cannot read it";
    if (error.subcode == heif_suberror_End_of_data) return truncated_picture();
    if (error.code == heif_error_Unsupported_filetype || error.code == heif_error_Unsupported_feature ||
        error.code == heif_error_Decoder_plugin_error) {
        return fail(ErrorCode::kUnsupported, "is a HEIC file that this libheif cannot decode (" + reason +
                                                 "). Convert it to PNG or JPEG.");
    }
    if (error.code == heif_error_Memory_allocation_error)
        return fail(ErrorCode::kTooLarge, "is too large to decode (" + reason + ").");
    return broken_picture(reason);
}

std::vector<std::byte> colour_profile(const heif_image_handle* handle) {
    std::vector<std::byte> profile(heif_image_handle_get_raw_color_profile_size(handle));
    if (!profile.empty() &&
        heif_image_handle_get_raw_color_profile(handle, profile.data()).code != heif_error_Ok) {
        profile.clear();
    }
    return profile;
}

/// Of the picture's EXIF block; 1 when there is none.
int orientation_in_exif(const heif_image_handle* handle) {
    heif_item_id id = 0;
    if (heif_image_handle_get_list_of_metadata_block_IDs(handle, "Exif", &id, 1) != 1) return 1;
    std::vector<std::byte> block(heif_image_handle_get_metadata_size(handle, id));
    // Four bytes before it say how many more stand before its TIFF header: "Exif", 0, 0 or none.
    constexpr std::size_t kOffsetBytes = 4;
    if (block.size() <= kOffsetBytes ||
        heif_image_handle_get_metadata(handle, id, block.data()).code != heif_error_Ok)
        return 1;
    return orientation_of_exif(std::span(block).subspan(kOffsetBytes));
}

/// libheif turns the picture upright itself, by the file's own boxes ("irot"). Which way, the EXIF tells, as
/// phones write both: annotations may be of the pixels as they are stored.
int undone_orientation(const heif_image_handle* handle, PictureBytes file) {
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
    if (text.find("irot") == std::string_view::npos) return 1;
    const int orientation = orientation_in_exif(handle);
    return orientation >= 5 ? orientation : 1;
}

}  // namespace

Result<Image> decode_heic(PictureBytes bytes, PictureNotes& notes) {
    const Context context(heif_context_alloc(), &heif_context_free);
    if (const auto error =
            heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr);
        error.code != heif_error_Ok) {
        return given_up(error);
    }
    heif_image_handle* found = nullptr;
    if (const auto error = heif_context_get_primary_image_handle(context.get(), &found);
        error.code != heif_error_Ok)
        return given_up(error);
    const Handle handle(found, &heif_image_handle_release);
    const Size size = {heif_image_handle_get_width(found), heif_image_handle_get_height(found)};
    if (auto good = check_size(size); !good) return tl::unexpected(good.error());
    const bool transparent = heif_image_handle_has_alpha_channel(found) != 0;
    heif_image* decoded = nullptr;
    if (const auto error = heif_decode_image(
            found, &decoded, heif_colorspace_RGB,
            transparent ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, nullptr);
        error.code != heif_error_Ok) {
        return given_up(error);
    }
    const Pixels pixels(decoded, &heif_image_release);
    int stride = 0;
    const std::uint8_t* first = heif_image_get_plane_readonly(decoded, heif_channel_interleaved, &stride);
    const Size real = {heif_image_get_width(decoded, heif_channel_interleaved),
                       heif_image_get_height(decoded, heif_channel_interleaved)};
    if (auto good = check_size(real); first == nullptr || !good)
        return broken_picture("libheif gives no pixels");
    Image image(real, 3);
    for (int y = 0; y < real.height; ++y) {
        const std::uint8_t* row = first + std::ptrdiff_t{stride} * y;
        if (transparent) {
            lay_on_white(row, static_cast<std::size_t>(real.width), image.row(y));
        } else {
            std::copy_n(row, image.stride_bytes(), image.row(y));
        }
    }
    notes.orientation = undone_orientation(found, bytes);
    turn_to_srgb(image, colour_profile(found), false, notes);
    const int pictures = heif_context_get_number_of_top_level_images(context.get());
    note_more_frames(notes, static_cast<std::size_t>(pictures), "pictures");
    return image;
}

}  // namespace farsight
