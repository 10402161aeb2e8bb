#include "farsight/spectrum.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace farsight;

namespace {

const double kTwoPi = 2 * std::acos(-1.0);

/// Grey waves of `across` and `down` cycles, 100 grey levels strong.
Image waves(Size size, int across, int down) {
    Image image(size, 3);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const double phase = kTwoPi * (1.0 * across * x / size.width + 1.0 * down * y / size.height);
            for (int c = 0; c < 3; ++c) {
                image.row(y)[3 * x + c] = static_cast<std::uint8_t>(std::lround(128 + 100 * std::cos(phase)));
            }
        }
    }
    return image;
}

/// Variance of such a wave: half its squared amplitude.
constexpr double kVariance = (100.0 / 255) * (100.0 / 255) / 2;

}  // namespace

TEST_CASE("a flat patch has no energy") {
    Image grey({20, 12}, 3);
    std::fill_n(grey.data(), Image::bytes({20, 12}, 3), std::uint8_t{77});
    const auto energies = spatial_energy(grey.view(), 8);
    REQUIRE(energies.has_value());
    for (const double energy : *energies) CHECK(energy == Approx(0).margin(1e-20));
}

TEST_CASE("a wave's energy stands in its ring, with the window's two thirds and sixths") {
    // A Hann window keeps 1/2 of a wave's amplitude at its frequency and gives 1/4 to each neighbour: of the
    // energy 4/9 + 2/9 in the wave's own ring (with the rows beside), 1/9 + 1/18 on each side.
    const auto energy = spatial_energy(waves({64, 64}, 5, 0).view(), 16).value();
    REQUIRE(energy.size() == 17);
    CHECK(energy[5] == Approx(kVariance * 2 / 3).epsilon(2e-3));
    CHECK(energy[4] == Approx(kVariance / 6).epsilon(2e-3));
    CHECK(energy[6] == Approx(kVariance / 6).epsilon(2e-3));
    CHECK(std::accumulate(energy.begin(), energy.end(), 0.0) == Approx(kVariance).epsilon(2e-3));
    // Upright waves and lying ones weigh the same.
    CHECK(spatial_energy(waves({64, 64}, 0, 5).view(), 16).value()[5] == Approx(energy[5]).epsilon(1e-9));
}

TEST_CASE("frequencies count along the patch's sides, whatever its pixels") {
    // 6 across and 8 down make a ring of 10, in a patch of 40 by 90 pixels too.
    const auto energy = spatial_energy(waves({40, 90}, 6, 8).view(), 20).value();
    CHECK(energy[9] + energy[10] + energy[11] == Approx(kVariance).epsilon(5e-3));
}

TEST_CASE("a patch holds nothing beyond half its pixels") {
    const auto energy = spatial_energy(waves({9, 9}, 2, 0).view(), 30).value();
    // The corner of the square of frequencies, 4 across and 4 down, is ring 6.
    for (std::size_t k = 7; k < energy.size(); ++k) CHECK(energy[k] == 0);
}

TEST_CASE("a spectrum without a ring, or of no picture, is refused") {
    CHECK(spatial_energy(waves({8, 8}, 1, 0).view(), 0).error().code == ErrorCode::kInvalidArgument);
    CHECK(spatial_energy(waves({8, 8}, 1, 0).view(), 65).error().code == ErrorCode::kInvalidArgument);
    CHECK(spatial_energy(ImageView{}, 8).error().code == ErrorCode::kInvalidImage);
}
