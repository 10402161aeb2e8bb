#include "farsight/spectrum.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/portable_math.h"

namespace farsight {

namespace {

/// cos and sin of 2 pi i / n for i in [0, n).
struct Circle {
    std::vector<double> cosine;
    std::vector<double> sine;

    explicit Circle(int n) {
        for (int i = 0; i < n; ++i) {
            const double turns = static_cast<double>(i) / n;
            cosine.push_back(portable::sin_pi(0.5 + 2 * turns));
            sine.push_back(portable::sin_pi(2 * turns));
        }
    }

    std::size_t place(int i, int frequency) const {
        const auto n = static_cast<std::int64_t>(cosine.size());
        const std::int64_t turned = std::int64_t{i} * frequency % n;
        return static_cast<std::size_t>(turned < 0 ? turned + n : turned);
    }
};

/// Hann, periodic; its squares average to 3/8, so this one's average to 1.
std::vector<double> window(const Circle& circle) {
    std::vector<double> weights;
    for (const double c : circle.cosine) weights.push_back((1 - c) / 2 * std::sqrt(8.0 / 3.0));
    return weights;
}

/// Brightness with window, its weighted mean taken away first, row by row.
std::vector<double> windowed(const ImageView& patch, const std::vector<double>& across,
                             const std::vector<double>& down) {
    const auto width = static_cast<std::size_t>(patch.size.width);
    std::vector<double> values;
    double sum = 0;
    double weight = 0;
    for (int y = 0; y < patch.size.height; ++y) {
        const std::uint8_t* pixel = patch.row(y);
        for (std::size_t x = 0; x < width; ++x, pixel += patch.channels) {
            values.push_back((0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2]) / 255);
            const double w = across[x] * down[static_cast<std::size_t>(y)];
            sum += w * values.back();
            weight += w;
        }
    }
    const double mean = weight > 0 ? sum / weight : 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = (values[i] - mean) * across[i % width] * down[i / width];
    }
    return values;
}

/// Largest frequency a side of n pixels holds once, its mirror image left out; at most `harmonics`.
int limit_of(int n, int harmonics) {
    return std::min(harmonics, (n - 1) / 2);
}

}  // namespace

Result<std::vector<double>> spatial_energy(const ImageView& patch, int harmonics) {
    if (auto ok = check_image(patch); !ok) return tl::unexpected(ok.error());
    if (harmonics < 1 || harmonics > kMaxHarmonics) {
        return fail(ErrorCode::kInvalidArgument, "A spectrum has 1 to 64 harmonics.");
    }
    const auto [width, height] = patch.size;
    const Circle across(width);
    const Circle down(height);
    const std::vector<double> values = windowed(patch, window(across), window(down));
    const double area = static_cast<double>(width) * height;

    std::vector<double> energy(static_cast<std::size_t>(harmonics) + 1, 0.0);
    std::vector<double> real(static_cast<std::size_t>(height));
    std::vector<double> imaginary(static_cast<std::size_t>(height));
    const int most_down = limit_of(height, harmonics);
    // The spectrum of a real picture is its own mirror image: half of it, counted twice, is enough.
    for (int fx = 0; fx <= limit_of(width, harmonics); ++fx) {
        for (std::size_t y = 0; y < real.size(); ++y) {
            const double* row = values.data() + y * static_cast<std::size_t>(width);
            real[y] = imaginary[y] = 0;
            for (int x = 0; x < width; ++x) {
                const std::size_t at = across.place(x, fx);
                real[y] += row[x] * across.cosine[at];
                imaginary[y] -= row[x] * across.sine[at];
            }
        }
        for (int fy = fx == 0 ? 1 : -most_down; fy <= most_down; ++fy) {
            const auto ring =
                static_cast<std::size_t>(std::floor(std::sqrt(1.0 * fx * fx + 1.0 * fy * fy) + 0.5));
            if (ring >= energy.size()) continue;
            double a = 0;
            double b = 0;
            for (std::size_t y = 0; y < real.size(); ++y) {
                const std::size_t at = down.place(static_cast<int>(y), fy);
                a += real[y] * down.cosine[at] + imaginary[y] * down.sine[at];
                b += imaginary[y] * down.cosine[at] - real[y] * down.sine[at];
            }
            energy[ring] += 2 * (a * a + b * b) / (area * area);
        }
    }
    return energy;
}

}  // namespace farsight
