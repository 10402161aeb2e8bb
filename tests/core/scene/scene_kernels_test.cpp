#include "scene/render/kernels.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "farsight/scene.h"

using namespace farsight;

namespace {

struct Drawn {
    Image image;
    GroundTruth truth;
};

Drawn drawn_by(SceneRenderer& renderer, const Scene& scene, const RenderOptions& options = {}) {
    Drawn drawn;
    REQUIRE(renderer.render(scene, options, drawn.image, drawn.truth));
    return drawn;
}

void check_equal(const Drawn& one, const Drawn& other) {
    REQUIRE(one.image.size() == other.image.size());
    const auto bytes = Image::bytes(one.image.size(), 3);
    CHECK(std::equal(one.image.data(), one.image.data() + bytes, other.image.data()));
    REQUIRE(one.truth.objects.size() == other.truth.objects.size());
    for (std::size_t i = 0; i < one.truth.objects.size(); ++i) {
        CHECK(one.truth.objects[i].visible == other.truth.objects[i].visible);
        CHECK(one.truth.objects[i].visible_px == other.truth.objects[i].visible_px);
        CHECK(one.truth.objects[i].visible_fraction == other.truth.objects[i].visible_fraction);
    }
}

}  // namespace

TEST_CASE("every instruction set draws the same picture as plain C++") {
    for (const scene::SceneKernels* kernels : scene::available_scene_kernels()) {
        SceneRenderer plain(scene::scalar_scene_kernels());
        SceneRenderer fast(*kernels);
        for (const Weather weather :
             {Weather::kClear, Weather::kOvercast, Weather::kHaze, Weather::kRain, Weather::kDusk}) {
            for (const Place place : {Place::kStreet, Place::kSquare, Place::kRoad}) {
                CAPTURE(kernels->target, std::string(name_of(weather)), std::string(name_of(place)));
                SceneOptions options;
                options.seed = 1 + static_cast<std::uint64_t>(weather);
                // Rows end within a pack of lanes, and the last tiles are cut.
                options.size = {203, 117};
                options.min_distance_m = 3;
                options.max_distance_m = 40;
                options.class_weights.fill(1);
                options.weather = weather;
                options.place = place;
                const auto scene = make_scene(options);
                REQUIRE(scene);
                check_equal(drawn_by(fast, *scene), drawn_by(plain, *scene));
            }
        }
    }
}

TEST_CASE("every instruction set draws the same sixteen samples a pixel, blur and noise") {
    SceneOptions options;
    options.size = {131, 75};
    const auto scene = make_scene(options);
    REQUIRE(scene);
    RenderOptions strong;
    strong.samples = 16;
    strong.blur_px = 0.7;
    strong.noise = 8;
    SceneRenderer plain(scene::scalar_scene_kernels());
    const Drawn expected = drawn_by(plain, *scene, strong);
    for (const scene::SceneKernels* kernels : scene::available_scene_kernels()) {
        CAPTURE(kernels->target);
        SceneRenderer fast(*kernels);
        check_equal(drawn_by(fast, *scene, strong), expected);
    }
}
