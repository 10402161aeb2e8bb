// Any bytes behind a kind's first ones are a picture until its reader says otherwise. Compiled once a kind:
// FARSIGHT_READER names the reader.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

#include "picture/decoders.h"

namespace farsight {
namespace {

using namespace std::string_view_literals;

struct Signature {
    Result<Image> (*reader)(PictureBytes, PictureNotes&);
    std::size_t at;
    std::string_view bytes;
};

/// What stands in every file of the kind, so that no input is wasted on another kind.
constexpr Signature kSignatures[] = {
    {decode_jpeg, 0, "\xFF\xD8"}, {decode_png, 0, "\x89PNG\r\n\x1A\n"},
    {decode_bmp, 0, "BM"},        {decode_gif, 0, "GIF89a"},
    {decode_webp, 0, "RIFF"},     {decode_webp, 8, "WEBP"},
    {decode_heic, 4, "ftypheic"}, {decode_avif, 4, "ftypavif"},
};

std::vector<std::byte> with_signature(std::span<const std::byte> input) {
    std::vector<std::byte> bytes(input.begin(), input.end());
    bytes.resize(std::max<std::size_t>(bytes.size(), 16));
    for (const Signature& signature : kSignatures) {
        if (signature.reader != &FARSIGHT_READER) continue;
        const auto text = std::as_bytes(std::span(signature.bytes));
        std::copy(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(signature.at));
    }
    if (&FARSIGHT_READER == &decode_pnm) {
        bytes[0] = std::byte{'P'};
        bytes[1] = static_cast<std::byte>('1' + std::to_integer<int>(bytes[1]) % 6);
    }
    if (&FARSIGHT_READER == &decode_tiff) {
        const bool big_endian = bytes[0] == std::byte{'M'};
        const auto text = std::as_bytes(std::span(big_endian ? "MM\0*"sv : "II*\0"sv));
        std::copy(text.begin(), text.end(), bytes.begin());
    }
    return bytes;
}

}  // namespace

/// The linker puts this in the place of check_size in the readers: a few bytes may ask for gigabytes of
/// pixels, and clearing those is not what is looked into.
Result<void> check_small_size(Size size) asm("__wrap__ZN8farsight10check_sizeENS_4SizeE");
Result<void> check_real_size(Size size) asm("__real__ZN8farsight10check_sizeENS_4SizeE");

Result<void> check_small_size(Size size) {
    constexpr std::int64_t kMaxPixels = 1 << 18;
    if (auto good = check_real_size(size); !good) return good;
    if (std::int64_t{size.width} * size.height <= kMaxPixels) return {};
    return fail(ErrorCode::kTooLarge, "is larger than what is tried here.");
}

}  // namespace farsight

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace farsight;
    const auto bytes = with_signature(std::as_bytes(std::span(data, size)));
    PictureNotes notes;
    const auto image = FARSIGHT_READER(bytes, notes);
    if (image ? !check_image(image->view()) || notes.orientation < 1 || notes.orientation > 8
              : image.error().message.empty()) {
        std::abort();
    }
    return 0;
}
