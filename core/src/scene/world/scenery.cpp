// What stands around the road and has no label: houses, trees, lamps, walks and hills.
#include <cstddef>
#include <utility>

#include "scene/world/world.h"

namespace farsight::scene {

namespace {

Model strip(float x0, float x1, float y, float z0, float z1, Material material) {
    MeshBuilder builder;
    builder.box({x0, -0.3F, z0}, {x1, y, z1}, material);
    Model model;
    model.mesh = builder.finish();
    return model;
}

}  // namespace

void WorldBuilder::add_piece(std::size_t model, Vec3 position, double yaw_deg, float scale, Colour colour,
                             Colour second) {
    SceneObject object;
    object.mesh = static_cast<std::uint32_t>(model);
    object.position = position;
    object.sin_yaw = sin_deg(yaw_deg);
    object.cos_yaw = cos_deg(yaw_deg);
    object.scale = scale;
    object.colours = {colour, second, colour, second};
    object.pattern = random_.bits32();
    object.measures = models_[model].measures;
    scene_.objects.push_back(object);
}

void WorldBuilder::add_scenery() {
    if (scene_.ground.place == Place::kStreet) add_walks();
    if (scene_.ground.place == Place::kRoad) {
        add_hills();
        add_tree_line();
    } else {
        add_houses();
    }
    if (options_.clutter) {
        add_lamps();
        add_trees();
    }
}

void WorldBuilder::add_walks() {
    const SceneGround& g = scene_.ground;
    const float h = g.walk_height;
    constexpr float kStart = 0.2F;
    constexpr float kEnd = 700;
    const Colour none{};
    for (const bool right : {false, true}) {
        const float edge = right ? g.road_right : g.road_left;
        const float way = right ? 1.0F : -1.0F;
        const float kerb = edge + way * 0.16F;
        const float wall = edge + way * (walk_ + 30);
        add_piece(
            add_model(strip(std::min(edge, kerb), std::max(edge, kerb), h, kStart, kEnd, Material::kKerb)),
            {}, 0, 1, none, none);
        add_piece(add_model(strip(std::min(kerb, wall), std::max(kerb, wall), h, kStart, kEnd,
                                  Material::kPavement)),
                  {}, 0, 1, none, none);
    }
}

void WorldBuilder::add_houses() {
    const SceneGround& g = scene_.ground;
    const bool square = g.place == Place::kSquare;
    const float set_back = random_.rangef(20, 30);
    const float end = square ? random_.rangef(90, 150) : 330.0F;
    constexpr Colour kRoofs[] = {{0.22F, 0.085F, 0.05F}, {0.09F, 0.09F, 0.10F}, {0.16F, 0.10F, 0.075F}};
    for (const bool right : {false, true}) {
        const float face =
            square ? (right ? set_back : -set_back) : (right ? g.road_right + walk_ : g.road_left - walk_);
        float z = square ? 2.0F : -6.0F;
        while (z < end) {
            const float front = random_.rangef(9, 18);
            const float depth = random_.rangef(9, 13);
            const float height = 3.05F * static_cast<float>(2 + random_.below(square ? 4 : 5)) + 1.4F;
            const bool pitched = random_.chance(0.55);
            const Colour wall = wall_colour(random_);
            const Colour roof = kRoofs[random_.below(3)];
            const bool gap = random_.chance(square ? 0.1 : 0.08);
            if (!gap) {
                const float x = face + (right ? 0.5F : -0.5F) * depth;
                add_piece(add_model(make_building(depth, front, height, pitched)), {x, 0, z + 0.5F * front},
                          0, 1, wall, roof);
            }
            z += front + (random_.chance(0.15) ? 3.0F : 0.05F);
        }
    }
    if (!square) return;
    // The far side closes the square, but for a street that lets the subject go on.
    float x = -set_back - 20;
    while (x < set_back + 20) {
        const float front = random_.rangef(10, 18);
        const float height = 3.05F * static_cast<float>(3 + random_.below(3)) + 1.4F;
        const Colour wall = wall_colour(random_);
        const bool pitched = random_.chance(0.6);
        const Colour roof = kRoofs[random_.below(3)];
        if (free({x - 2, end, x + front + 2, end + 40})) {
            add_piece(add_model(make_building(12, front, height, pitched)), {x + 0.5F * front, 0, end + 22},
                      90, 1, wall, roof);
        }
        x += front + 0.05F;
    }
}

void WorldBuilder::add_trees() {
    const SceneGround& g = scene_.ground;
    std::size_t kinds[4];
    for (std::size_t k = 0; k < 4; ++k)
        kinds[k] = add_model(make_tree(random_, g.place == Place::kRoad && k == 3));
    const bool road = g.place == Place::kRoad;
    const int count = road ? 34 : (g.place == Place::kSquare ? 9 : 16);
    const float first = random_.rangef(9, 16);
    const bool lined = random_.chance(0.7);
    for (int i = 0; i < count; ++i) {
        const bool right = (i & 1) != 0;
        const float z = first + static_cast<float>(i / 2) * (road ? 9.0F : 13.0F) + random_.rangef(-2, 2);
        float x = 0;
        if (g.place == Place::kSquare) {
            x = random_.rangef(9, 18) * (right ? 1.0F : -1.0F);
        } else if (road) {
            const float out = random_.rangef(4.5, 26);
            x = right ? g.road_right + out : g.road_left - out;
        } else {
            if (!lined) continue;
            x = right ? g.road_right + 0.75F : g.road_left - 0.75F;
        }
        const std::size_t kind = kinds[random_.below(4)];
        const float scale = random_.rangef(0.8, 1.15) * (g.place == Place::kStreet ? 0.85F : 1.0F);
        const Colour green =
            mix(Colour{0.060F, 0.125F, 0.025F}, {0.125F, 0.155F, 0.035F}, random_.rangef(0, 1));
        const double yaw = random_.range(0, 360);
        const Plot plot{x - 0.5F, z - 0.5F, x + 0.5F, z + 0.5F};
        if (!free(plot)) continue;
        taken_.push_back(plot);
        add_piece(kind, {x, g.walk_height, z}, yaw, scale, green, {0.1F, 0.07F, 0.05F});
    }
}

void WorldBuilder::add_lamps() {
    const SceneGround& g = scene_.ground;
    const std::size_t lamp = add_model(make_lamp_post());
    const Colour grey = Colour{0.11F, 0.12F, 0.125F} * random_.rangef(0.5, 1.4);
    const float first = random_.rangef(5, 20);
    const bool both = random_.chance(0.4);
    for (int i = 0; i < 9; ++i) {
        const bool right = both ? (i & 1) != 0 : true;
        const float z = first + static_cast<float>(i) * 24;
        const bool square = g.place == Place::kSquare;
        const float x =
            square ? (right ? 12.0F : -12.0F) : (right ? g.road_right + 0.5F : g.road_left - 0.5F);
        const Plot plot{x - 0.3F, z - 0.3F, x + 0.3F, z + 0.3F};
        if (!free(plot) || (g.place == Place::kRoad && i % 2 != 0)) continue;
        taken_.push_back(plot);
        add_piece(lamp, {x, g.walk_height, z}, right ? 180 : 0, 1, grey, grey);
    }
    if (g.place == Place::kRoad) return;
    const std::size_t bollard = add_model(make_bollard());
    const int bollards = random_.below(9);
    const float start = random_.rangef(5, 14);
    for (int i = 0; i < bollards; ++i) {
        const float x = g.place == Place::kSquare ? 6.5F : g.road_right + 0.42F;
        const float z = start + 1.6F * static_cast<float>(i);
        const Plot plot{x - 0.15F, z - 0.15F, x + 0.15F, z + 0.15F};
        if (!free(plot)) continue;
        taken_.push_back(plot);
        add_piece(bollard, {x, g.walk_height, z}, 0, 1, grey, grey);
    }
}

void WorldBuilder::add_hills() {
    for (int ridge = 0; ridge < 3; ++ridge) {
        const float z = 380 + 420 * static_cast<float>(ridge);
        const float high = 14 + 24 * static_cast<float>(ridge);
        const float reach = 1.6F * half_view_ * z + 200;
        const double phase = random_.uniform();
        MeshBuilder builder;
        constexpr int kSteps = 64;
        std::uint32_t before = 0;
        for (int i = 0; i <= kSteps; ++i) {
            const double t = static_cast<double>(i) / kSteps;
            const double wave = 0.55 + 0.25 * sin_turns(phase + 1.7 * t) +
                                0.14 * sin_turns(3.1 * phase + 4.3 * t) +
                                0.06 * sin_turns(7 * phase + 11.7 * t);
            const float x = reach * static_cast<float>(2 * t - 1);
            const std::uint32_t low = builder.vertex({x, -1, z});
            builder.vertex({x, high * static_cast<float>(wave), z + 60});
            if (i > 0) {
                builder.triangle(before, before + 1, low + 1, Material::kMatte);
                builder.triangle(before, low + 1, low, Material::kMatte);
            }
            before = low;
        }
        Model model;
        model.mesh = builder.finish();
        const Colour green =
            mix(Colour{0.06F, 0.10F, 0.035F}, {0.10F, 0.13F, 0.13F}, 0.3F * static_cast<float>(ridge));
        add_piece(add_model(std::move(model)), {}, 0, 1, green, green);
    }
}

void WorldBuilder::add_tree_line() {
    const std::size_t kind = add_model(make_tree(random_, false));
    const std::size_t other = add_model(make_tree(random_, true));
    for (int i = 0; i < 26; ++i) {
        const float z = random_.rangef(170, 330);
        const float x = random_.rangef(-1, 1) * (half_view_ * z + 20);
        if (x > scene_.ground.road_left - 8 && x < scene_.ground.road_right + 8) continue;
        const Colour green =
            mix(Colour{0.050F, 0.100F, 0.025F}, {0.09F, 0.12F, 0.035F}, random_.rangef(0, 1));
        const float scale = random_.rangef(1.0, 1.8);
        const double yaw = random_.range(0, 360);
        const std::size_t tree = random_.chance(0.6) ? kind : other;
        add_piece(tree, {x, 0, z}, yaw, scale, green, {0.1F, 0.07F, 0.05F});
    }
}

}  // namespace farsight::scene
