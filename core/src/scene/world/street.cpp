// Street furniture, trees and houses.
#include "scene/world/mesh.h"

namespace farsight::scene {

namespace {

Ring level_ring(float y, float radius) {
    return {{0, y, 0}, {radius, 0, 0}, {0, 0, radius}};
}

}  // namespace

Model make_cone() {
    MeshBuilder builder;
    builder.box({-0.19F, 0, -0.19F}, {0.19F, 0.035F, 0.19F}, Material::kDarkTrim);
    builder.sweep(std::array{level_ring(0.03F, 0.145F), level_ring(0.27F, 0.099F), level_ring(0.5F, 0.062F),
                             level_ring(0.73F, 0.026F), level_ring(0.75F, 0.018F)},
                  18, std::array{Material::kCone});
    return {builder.finish(), {}, 0.19F, 0.19F, 0.75F};
}

Model make_stop_sign() {
    constexpr float kRadius = 0.38F / 0.9238795F;  // 0.76 m across the flats
    constexpr float kCentre = 2.2F;
    MeshBuilder builder;
    builder.tube({0, 0, 0.03F}, {0, kCentre + 0.3F, 0.03F}, 0.032F, 10, Material::kMetal);
    std::array<Vec3, 8> rim;
    for (std::size_t k = 0; k < 8; ++k) {
        const double turn = (static_cast<double>(k) + 0.5) / 8;
        rim[k] = {kRadius * static_cast<float>(cos_turns(turn)),
                  kCentre + kRadius * static_cast<float>(sin_turns(turn)), 0};
    }
    const auto face = [&](float z, Material material, bool front) {
        const std::uint32_t middle = builder.vertex({0, kCentre, z});
        for (const Vec3& corner : rim) builder.vertex({corner.x, corner.y, z});
        for (std::uint32_t k = 0; k < 8; ++k) {
            const std::uint32_t a = middle + 1 + k;
            const std::uint32_t b = middle + 1 + (k + 1) % 8;
            builder.triangle(middle, front ? b : a, front ? a : b, material);
        }
    };
    // The face looks along -z before turning, so that a sign of yaw 0 faces the camera.
    face(-0.012F, Material::kSign, true);
    face(0.0F, Material::kMatte, false);
    return {builder.finish(), {0, kCentre, 0.38F}, kRadius, 0.06F, kCentre + 0.38F};
}

namespace {

void add_leaf(MeshBuilder& builder, Vec3 centre, Vec3 outward, float size, Random& random) {
    const Vec3 tilt = normalised(
        outward + Vec3{random.rangef(-0.7, 0.7), random.rangef(-0.5, 0.9), random.rangef(-0.7, 0.7)});
    const Vec3 u =
        normalised(cross(tilt, {random.rangef(-1, 1), random.rangef(-1, 1), random.rangef(-1, 1)}));
    const Vec3 v = cross(tilt, u);
    const float a = size * random.rangef(0.7, 1.3);
    const float b = a * random.rangef(0.45, 0.8);
    const std::uint32_t first = builder.vertex(centre + u * a);
    builder.vertex(centre + v * b);
    builder.vertex(centre - u * a);
    builder.vertex(centre - v * b);
    builder.triangle(first, first + 1, first + 2, Material::kLeaf);
    builder.triangle(first, first + 2, first + 3, Material::kLeaf);
}

/// A blob of leaves: a dark core that hides the sky and leaves on its outside.
void add_foliage(MeshBuilder& builder, Vec3 centre, Vec3 radii, int leaves, float leaf_size, Random& random) {
    builder.ellipsoid(centre, radii * 0.80F, 9, 6, Material::kLeaf);
    for (int k = 0; k < leaves; ++k) {
        Vec3 way;
        do {
            way = {random.rangef(-1, 1), random.rangef(-1, 1), random.rangef(-1, 1)};
        } while (dot(way, way) > 1 || dot(way, way) < 0.01F);
        way = normalised(way);
        const float out = random.rangef(0.80, 1.08);
        add_leaf(builder, centre + way * radii * out, way, leaf_size, random);
    }
}

}  // namespace

Model make_tree(Random& random, bool conifer) {
    MeshBuilder builder;
    const float height = conifer ? random.rangef(7, 12) : random.rangef(5.5, 9.5);
    const float crown = conifer ? 0.16F * height : random.rangef(0.26, 0.34) * height;
    builder.sweep(std::array{level_ring(-0.1F, 0.034F * height), level_ring(0.06F * height, 0.022F * height),
                             level_ring(0.7F * height, 0.012F * height)},
                  8, std::array{Material::kBark});
    if (conifer) {
        for (int tier = 0; tier < 6; ++tier) {
            const float t = static_cast<float>(tier) / 6;
            add_foliage(builder, {0, height * mix(0.22F, 0.93F, t), 0},
                        {crown * mix(1.0F, 0.22F, t), 0.11F * height, crown * mix(1.0F, 0.22F, t)}, 90,
                        0.035F * height, random);
        }
    } else {
        const float middle = height - crown;
        add_foliage(builder, {0, middle, 0}, {0.8F * crown, 0.85F * crown, 0.8F * crown}, 170,
                    0.035F * height, random);
        for (int blob = 0; blob < 6; ++blob) {
            const double turn = (blob + random.range(-0.3, 0.3)) / 6;
            const float out = crown * random.rangef(0.42, 0.62);
            const Vec3 centre{out * static_cast<float>(cos_turns(turn)),
                              middle + crown * random.rangef(-0.45, 0.35),
                              out * static_cast<float>(sin_turns(turn))};
            const float r = crown * random.rangef(0.42, 0.58);
            add_foliage(builder, centre, {r, 0.85F * r, r}, 90, 0.030F * height, random);
        }
    }
    Model model;
    model.mesh = builder.finish();
    model.measures = {0, conifer ? 0.55F * height : height - crown, crown, height};
    model.half_width = 0.35F;
    model.half_length = 0.35F;
    model.height = height;
    return model;
}

Model make_lamp_post() {
    MeshBuilder builder;
    builder.sweep(std::array{level_ring(0, 0.10F), level_ring(0.9F, 0.085F), level_ring(0.95F, 0.065F),
                             level_ring(6.8F, 0.045F)},
                  10, std::array{Material::kMatte});
    builder.tube({0, 6.75F, 0}, {1.2F, 7.0F, 0}, 0.04F, 8, Material::kMatte);
    builder.box({0.9F, 6.96F, -0.13F}, {1.65F, 7.06F, 0.13F}, Material::kMatte);
    builder.box({1.0F, 6.93F, -0.10F}, {1.6F, 6.965F, 0.10F}, Material::kLamp);
    return {builder.finish(), {}, 0.12F, 0.12F, 7.1F};
}

Model make_bollard() {
    MeshBuilder builder;
    builder.sweep(std::array{level_ring(0, 0.075F), level_ring(0.80F, 0.07F), level_ring(0.84F, 0.085F),
                             level_ring(0.92F, 0.06F), level_ring(0.95F, 0.02F)},
                  12, std::array{Material::kMatte});
    return {builder.finish(), {}, 0.085F, 0.085F, 0.95F};
}

Model make_building(float width, float depth, float height, bool pitched) {
    MeshBuilder builder;
    const float x = 0.5F * width;
    const float z = 0.5F * depth;
    builder.box({-x, -0.2F, -z}, {x, height, z}, Material::kFacade);
    builder.box({-x - 0.18F, height - 0.35F, -z - 0.18F}, {x + 0.18F, height, z + 0.18F}, Material::kMatte);
    float top = height;
    if (pitched) {
        const float rise = 0.32F * width;
        top += rise;
        const float o = 0.35F;
        const Vec3 a{-x - o, height - 0.05F, -z - 0.2F};
        const Vec3 b{x + o, height - 0.05F, -z - 0.2F};
        const Vec3 c{0, top, -z - 0.2F};
        const Vec3 back{0, 0, depth + 0.4F};
        builder.quad(a, a + back, c + back, c, Material::kRoof);
        builder.quad(c, c + back, b + back, b, Material::kRoof);
        const std::uint32_t front = builder.vertex(a);
        builder.vertex(c);
        builder.vertex(b);
        builder.triangle(front, front + 1, front + 2, Material::kMatte);
        const std::uint32_t rear = builder.vertex(a + back);
        builder.vertex(b + back);
        builder.vertex(c + back);
        builder.triangle(rear, rear + 1, rear + 2, Material::kMatte);
        builder.box({-0.4F * x, top - 0.5F * rise, -0.3F * z},
                    {-0.4F * x + 0.6F, top + 0.5F, -0.3F * z + 0.6F}, Material::kMatte);
    } else {
        builder.box({-x + 1, height, -z + 1.5F}, {-x + 3.5F, height + 1.6F, -z + 4}, Material::kMatte);
    }
    Model model;
    model.mesh = builder.finish();
    model.measures = {x, z, height};
    model.half_width = x;
    model.half_length = z;
    model.height = top;
    return model;
}

}  // namespace farsight::scene
