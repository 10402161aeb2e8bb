#include "farsight/dolly.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "farsight/resample.h"

namespace farsight {
namespace {

/// Cells that the photo's longer side has in the surround: few enough that nothing in it is an object.
constexpr int kSurroundCells = 24;
/// Box blurs of the surround, and their reach in cells; three box blurs are close to a Gaussian.
constexpr int kBlurs = 3;
constexpr int kBlurReach = 2;
/// The seam is soft over this fraction of the photo's shorter side in the frame.
constexpr int kSeamFraction = 64;

int scaled_side(int side, double distance) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(side) / distance)));
}

/// The photo at a few cells with its edge repeated outwards.
Image repeat_edge(const Image& cells, int margin_x, int margin_y) {
    const Size inner = cells.size();
    Image out({inner.width + 2 * margin_x, inner.height + 2 * margin_y}, 3);
    for (int y = 0; y < out.size().height; ++y) {
        const std::uint8_t* from = cells.row(std::clamp(y - margin_y, 0, inner.height - 1));
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < out.size().width; ++x) {
            const std::uint8_t* pixel = from + 3 * std::clamp(x - margin_x, 0, inner.width - 1);
            std::copy(pixel, pixel + 3, to + 3 * x);
        }
    }
    return out;
}

/// One box blur along a line of pixels `step` bytes apart; the line's ends repeat.
void blur_line(std::uint8_t* line, int length, std::ptrdiff_t step, std::vector<std::uint8_t>& scratch) {
    constexpr int kWindow = 2 * kBlurReach + 1;
    scratch.resize(static_cast<std::size_t>(length));
    for (int i = 0; i < length; ++i) scratch[static_cast<std::size_t>(i)] = line[i * step];
    const auto at = [&](int i) {
        return int{scratch[static_cast<std::size_t>(std::clamp(i, 0, length - 1))]};
    };
    int sum = 0;
    for (int i = -kBlurReach; i <= kBlurReach; ++i) sum += at(i);
    for (int i = 0; i < length; ++i) {
        line[i * step] = static_cast<std::uint8_t>((sum + kWindow / 2) / kWindow);
        sum += at(i + kBlurReach + 1) - at(i - kBlurReach);
    }
}

void blur(Image& image) {
    std::vector<std::uint8_t> scratch;
    const auto [width, height] = image.size();
    for (int pass = 0; pass < kBlurs; ++pass) {
        for (int channel = 0; channel < 3; ++channel) {
            for (int y = 0; y < height; ++y) blur_line(image.row(y) + channel, width, 3, scratch);
            for (int x = 0; x < width; ++x) {
                blur_line(image.data() + 3 * x + channel, height, image.stride_bytes(), scratch);
            }
        }
    }
}

Result<Image> draw_surround(const ImageView& photo, Rect inner) {
    const int longer = std::max(photo.size.width, photo.size.height);
    const auto cells_of = [&](int side) {
        return std::clamp((side * kSurroundCells + longer / 2) / longer, 1, side);
    };
    const Size cells{cells_of(photo.size.width), cells_of(photo.size.height)};
    auto small = resample(photo, {0, 0, photo.size.width, photo.size.height}, cells, Filter::kArea);
    if (!small) return small;
    const auto margin = [](int frame, int shown, int count) {
        return static_cast<int>((static_cast<std::int64_t>(frame - shown) * count + shown) /
                                (2 * std::int64_t{shown}));
    };
    Image surround = repeat_edge(*small, margin(photo.size.width, inner.width, cells.width),
                                 margin(photo.size.height, inner.height, cells.height));
    blur(surround);
    const Size size = surround.size();
    return resample(surround.view(), {0, 0, size.width, size.height}, photo.size, Filter::kTriangle);
}

/// Lays the small photo over the surround; its border fades in over `seam` pixels.
void lay_over(Image& frame, const Image& photo, Rect inner, int seam) {
    for (int y = 0; y < inner.height; ++y) {
        std::uint8_t* to = frame.row(inner.y + y) + 3 * static_cast<std::ptrdiff_t>(inner.x);
        const std::uint8_t* from = photo.row(y);
        for (int x = 0; x < inner.width; ++x) {
            const int edge = std::min({x, y, inner.width - 1 - x, inner.height - 1 - y});
            const int weight = std::min(edge + 1, seam + 1);
            for (int channel = 3 * x; channel < 3 * x + 3; ++channel) {
                const int mixed = from[channel] * weight + to[channel] * (seam + 1 - weight);
                to[channel] = static_cast<std::uint8_t>((mixed + (seam + 1) / 2) / (seam + 1));
            }
        }
    }
}

}  // namespace

Rect dolly_rect(Size photo, double distance) {
    const int width = scaled_side(photo.width, distance);
    const int height = scaled_side(photo.height, distance);
    return {(photo.width - width) / 2, (photo.height - height) / 2, width, height};
}

Box dolly_box(const Box& box, Size photo, double distance, bool back) {
    const Rect inner = dolly_rect(photo, distance);
    const auto move = [&](double value, int start, int shown, int whole) {
        const double ratio = static_cast<double>(shown) / whole;
        return static_cast<float>(back ? (value - start) / ratio : value * ratio + start);
    };
    return {
        move(box.x0, inner.x, inner.width, photo.width), move(box.y0, inner.y, inner.height, photo.height),
        move(box.x1, inner.x, inner.width, photo.width), move(box.y1, inner.y, inner.height, photo.height)};
}

Result<Image> dolly(const ImageView& photo, double distance) {
    if (auto good = check_image(photo); !good) return tl::unexpected(good.error());
    if (!(distance >= 1 && distance <= kMaxDollyDistance)) {
        return fail(ErrorCode::kInvalidArgument, "A photo can be moved 1 to " +
                                                     std::to_string(static_cast<int>(kMaxDollyDistance)) +
                                                     " times as far away; choose a distance between.");
    }
    const Rect inner = dolly_rect(photo.size, distance);
    const Rect whole{0, 0, photo.size.width, photo.size.height};
    auto shown = resample(photo, whole, {inner.width, inner.height}, Filter::kTriangle);
    if (!shown || inner == whole) return shown;
    auto frame = draw_surround(photo, inner);
    if (!frame) return frame;
    lay_over(*frame, *shown, inner, std::max(1, std::min(inner.width, inner.height) / kSeamFraction));
    return frame;
}

}  // namespace farsight
