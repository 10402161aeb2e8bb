// Pictures in memory: a view the caller owns and a small owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// Width and height in pixels.
struct Size {
    int width = 0;   ///< Pixels.
    int height = 0;  ///< Pixels.

    constexpr bool operator==(const Size&) const = default;
};

/// A rectangle of whole pixels; it may reach beyond the image it is laid over.
struct Rect {
    int x = 0;       ///< Left edge.
    int y = 0;       ///< Upper edge.
    int width = 0;   ///< Pixels.
    int height = 0;  ///< Pixels.

    constexpr bool operator==(const Rect&) const = default;
};

/// Most pixels a picture may have: 2^28, a square of 16,384.
inline constexpr std::int64_t kMaxImagePixels = std::int64_t{1} << 28;
/// Longest side a picture may have, in pixels.
inline constexpr int kMaxImageSide = 1 << 16;

/// 8-bit sRGB pixels owned by the caller, interleaved, rows from top to bottom.
struct ImageView {
    const std::uint8_t* pixels = nullptr;  ///< The first row.
    Size size;                             ///< Pixels.
    /// Bytes a pixel: 3 for RGB, 4 for RGBA, whose alpha is ignored.
    int channels = 3;
    /// Bytes from one row to the next, at least width * channels.
    std::ptrdiff_t stride_bytes = 0;

    const std::uint8_t* row(int y) const {
        return pixels + y * stride_bytes;
    }  ///< Precondition: y in [0, size.height).
};

/// Fails with kInvalidImage when the size is not positive, channels is neither 3 nor 4 or the stride
/// is shorter than a row, and with kTooLarge over kMaxImageSide or kMaxImagePixels.
Result<void> check_image(const ImageView& image);

/// Fails with kInvalidImage when a side is not positive, and with kTooLarge over kMaxImageSide or
/// kMaxImagePixels.
Result<void> check_size(Size size);

/// Pixels that own their memory: tightly packed rows.
class Image {
public:
    Image() = default;
    /// Black pixels. Precondition: check_size(size) holds and channels is 3 or 4.
    Image(Size size, int channels) : size_(size), channels_(channels), pixels_(bytes(size, channels)) {}

    /// Memory an image of this size holds.
    static std::size_t bytes(Size size, int channels) {
        return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
               static_cast<std::size_t>(channels);
    }

    Size size() const { return size_; }                          ///< 0 x 0 by default.
    int channels() const { return channels_; }                   ///< 3 or 4.
    std::uint8_t* data() { return pixels_.data(); }              ///< Row by row, without gaps.
    const std::uint8_t* data() const { return pixels_.data(); }  ///< Row by row, without gaps.
    std::uint8_t* row(int y) {
        return pixels_.data() + y * stride_bytes();
    }  ///< Precondition: y in [0, height).
    const std::uint8_t* row(int y) const { return pixels_.data() + y * stride_bytes(); }  ///< The same.
    std::ptrdiff_t stride_bytes() const {
        return static_cast<std::ptrdiff_t>(size_.width) * channels_;
    }  ///< Bytes from row to row.
    ImageView view() const {
        return {pixels_.data(), size_, channels_, stride_bytes()};
    }  ///< Valid while the image is neither moved nor resized.

private:
    Size size_;
    int channels_ = 3;
    std::vector<std::uint8_t> pixels_;
};

}  // namespace farsight
