// Light and colours, in linear light.
#include <span>

#include "scene/world/world.h"

namespace farsight::scene {

namespace {

Vec3 sun_at(double elevation_deg, double azimuth_deg) {
    return {cos_deg(elevation_deg) * sin_deg(azimuth_deg), sin_deg(elevation_deg),
            cos_deg(elevation_deg) * cos_deg(azimuth_deg)};
}

Colour pick(Random& random, std::span<const Colour> from) {
    return from[static_cast<std::size_t>(random.below(static_cast<int>(from.size())))];
}

}  // namespace

SceneLight make_light(Weather weather, Random& random) {
    SceneLight light;
    // Mostly from the side or from behind the camera, as photographers like it.
    const double side = random.chance(0.5) ? 1 : -1;
    const double azimuth = side * random.range(65, 155);
    switch (weather) {
        case Weather::kOvercast:
            light.zenith = {0.52F, 0.57F, 0.64F};
            light.horizon = {0.78F, 0.81F, 0.84F};
            light.bounce = {0.24F, 0.24F, 0.235F};
            light.clouds = random.rangef(0.75, 0.95);
            light.haze_per_m = random.rangef(0.001, 0.003);
            light.exposure = 1.25F;
            break;
        case Weather::kHaze:
            light.to_sun = sun_at(random.range(25, 50), azimuth);
            light.sun = Colour{1.0F, 0.93F, 0.82F} * 0.95F;
            light.zenith = {0.42F, 0.52F, 0.66F};
            light.horizon = {0.80F, 0.82F, 0.83F};
            light.bounce = {0.27F, 0.26F, 0.25F};
            light.clouds = random.rangef(0.1, 0.4);
            light.haze_per_m = random.rangef(0.006, 0.016);
            light.exposure = 1.12F;
            break;
        case Weather::kRain:
            light.zenith = {0.36F, 0.41F, 0.47F};
            light.horizon = {0.56F, 0.60F, 0.64F};
            light.bounce = {0.17F, 0.175F, 0.18F};
            light.clouds = random.rangef(0.85, 1.0);
            light.haze_per_m = random.rangef(0.003, 0.008);
            light.wetness = random.rangef(0.6, 1.0);
            light.lamps = 0.35F;
            light.exposure = 1.55F;
            break;
        case Weather::kDusk:
            light.to_sun = sun_at(random.range(7, 14), azimuth);
            light.sun = Colour{1.0F, 0.56F, 0.27F} * 1.35F;
            light.zenith = {0.13F, 0.20F, 0.38F};
            light.horizon = {0.74F, 0.50F, 0.36F};
            light.bounce = {0.15F, 0.13F, 0.12F};
            light.clouds = random.rangef(0.25, 0.6);
            light.haze_per_m = random.rangef(0.001, 0.003);
            light.lamps = 1;
            light.exposure = 1.5F;
            break;
        case Weather::kClear:
        default:
            light.to_sun = sun_at(random.range(28, 58), azimuth);
            light.sun = Colour{1.0F, 0.93F, 0.82F} * random.rangef(2.2, 2.6);
            light.zenith = {0.13F, 0.28F, 0.62F};
            light.horizon = {0.58F, 0.72F, 0.90F};
            light.bounce = {0.26F, 0.245F, 0.22F};
            light.clouds = random.rangef(0.2, 0.6);
            light.haze_per_m = random.rangef(0.0005, 0.0015);
            light.exposure = 0.95F;
            break;
    }
    return light;
}

Colour car_paint(Random& random) {
    // Shares roughly as on European roads: mostly grey, black, white, blue, some red, few others.
    constexpr Colour kPaints[] = {{0.62F, 0.62F, 0.61F},  {0.70F, 0.70F, 0.68F},  {0.35F, 0.36F, 0.37F},
                                  {0.20F, 0.21F, 0.22F},  {0.08F, 0.085F, 0.09F}, {0.02F, 0.02F, 0.022F},
                                  {0.025F, 0.06F, 0.17F}, {0.05F, 0.14F, 0.33F},  {0.38F, 0.02F, 0.022F},
                                  {0.45F, 0.03F, 0.02F},  {0.10F, 0.15F, 0.11F},  {0.42F, 0.36F, 0.26F},
                                  {0.62F, 0.33F, 0.03F},  {0.16F, 0.28F, 0.36F}};
    return pick(random, kPaints);
}

Colour cloth_colour(Random& random) {
    constexpr Colour kCloths[] = {{0.02F, 0.02F, 0.025F}, {0.03F, 0.045F, 0.10F}, {0.06F, 0.09F, 0.18F},
                                  {0.12F, 0.12F, 0.13F},  {0.30F, 0.30F, 0.30F},  {0.62F, 0.61F, 0.58F},
                                  {0.42F, 0.04F, 0.035F}, {0.08F, 0.20F, 0.12F},  {0.50F, 0.36F, 0.10F},
                                  {0.28F, 0.20F, 0.12F},  {0.10F, 0.28F, 0.42F},  {0.45F, 0.16F, 0.20F}};
    return pick(random, kCloths);
}

Colour skin_colour(Random& random) {
    constexpr Colour kSkins[] = {{0.60F, 0.38F, 0.28F},
                                 {0.52F, 0.31F, 0.21F},
                                 {0.36F, 0.20F, 0.12F},
                                 {0.20F, 0.105F, 0.06F},
                                 {0.11F, 0.058F, 0.035F}};
    return pick(random, kSkins);
}

Colour hair_colour(Random& random) {
    constexpr Colour kHairs[] = {{0.012F, 0.010F, 0.009F},
                                 {0.035F, 0.022F, 0.014F},
                                 {0.09F, 0.05F, 0.025F},
                                 {0.30F, 0.20F, 0.09F},
                                 {0.30F, 0.29F, 0.28F}};
    return pick(random, kHairs);
}

Colour wall_colour(Random& random) {
    constexpr Colour kWalls[] = {{0.52F, 0.45F, 0.34F}, {0.48F, 0.33F, 0.23F}, {0.32F, 0.145F, 0.10F},
                                 {0.56F, 0.53F, 0.47F}, {0.40F, 0.38F, 0.35F}, {0.36F, 0.25F, 0.18F},
                                 {0.50F, 0.42F, 0.36F}, {0.30F, 0.31F, 0.32F}, {0.55F, 0.40F, 0.24F}};
    const float shade = random.rangef(0.85, 1.1);
    return pick(random, kWalls) * shade;
}

}  // namespace farsight::scene
