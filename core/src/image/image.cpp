#include "farsight/image.h"

#include <string>

namespace farsight {

namespace {

std::string text_of(Size size) {
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

}  // namespace

Result<void> check_size(Size size) {
    if (size.width <= 0 || size.height <= 0) {
        return fail(ErrorCode::kInvalidImage,
                    "An image of " + text_of(size) + " has no pixels; both sides must be at least 1.");
    }
    const std::int64_t pixels = std::int64_t{size.width} * size.height;
    if (size.width > kMaxImageSide || size.height > kMaxImageSide || pixels > kMaxImagePixels) {
        return fail(ErrorCode::kTooLarge, "An image of " + text_of(size) + " is over the limit of " +
                                              std::to_string(kMaxImageSide) + " pixels a side and " +
                                              std::to_string(kMaxImagePixels) +
                                              " pixels in all; scale it down first.");
    }
    return {};
}

Result<void> check_image(const ImageView& image) {
    if (auto size = check_size(image.size); !size) return size;
    if (image.channels != 3 && image.channels != 4) {
        return fail(ErrorCode::kInvalidImage, "An image has " + std::to_string(image.channels) +
                                                  " channels; pass RGB (3) or RGBA (4).");
    }
    if (image.pixels == nullptr ||
        image.stride_bytes < static_cast<std::ptrdiff_t>(image.size.width) * image.channels) {
        return fail(ErrorCode::kInvalidImage,
                    "An image's rows are shorter than its width, or it has no pixels; check stride_bytes.");
    }
    return {};
}

}  // namespace farsight
