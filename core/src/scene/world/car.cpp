// Cars: a loft over cross-sections whose outlines are the side view and the plan of a real car.
#include <cstddef>
#include <vector>

#include "scene/world/mesh.h"

namespace farsight::scene {

namespace {

/// A point of an outline: metres behind the nose and the value there.
struct Knot {
    float at;
    float value;
};

/// Metres behind the nose for `at`-like fields, else metres.
struct CarShape {
    float length, width, height, wheelbase, front_overhang, wheel_radius, floor;
    float cowl, screen_top, rear_top, rear_base;  ///< Ends of the windscreen and of the rear window.
    float side_glass_end;
    float belt_front, belt_rear;
    std::vector<Knot> top;
};

CarShape shape_of(CarBody body) {
    switch (body) {
        case CarBody::kHatchback:
            return {4.05F,
                    1.77F,
                    1.47F,
                    2.56F,
                    0.83F,
                    0.315F,
                    0.19F,
                    1.02F,
                    1.80F,
                    3.50F,
                    3.95F,
                    3.55F,
                    0.90F,
                    0.98F,
                    {{0, 0.60F},
                     {0.05F, 0.69F},
                     {0.22F, 0.78F},
                     {0.60F, 0.88F},
                     {1.02F, 0.96F},
                     {1.42F, 1.20F},
                     {1.80F, 1.39F},
                     {2.15F, 1.46F},
                     {2.70F, 1.47F},
                     {3.20F, 1.43F},
                     {3.50F, 1.38F},
                     {3.75F, 1.18F},
                     {3.95F, 0.99F},
                     {4.02F, 0.88F},
                     {4.05F, 0.62F}}};
        case CarBody::kEstate:
            return {4.68F,
                    1.82F,
                    1.48F,
                    2.75F,
                    0.90F,
                    0.325F,
                    0.19F,
                    1.20F,
                    2.00F,
                    4.10F,
                    4.55F,
                    4.25F,
                    0.91F,
                    0.98F,
                    {{0, 0.60F},
                     {0.05F, 0.69F},
                     {0.25F, 0.78F},
                     {0.70F, 0.87F},
                     {1.20F, 0.95F},
                     {1.60F, 1.20F},
                     {2.00F, 1.40F},
                     {2.35F, 1.47F},
                     {3.00F, 1.48F},
                     {3.60F, 1.46F},
                     {4.10F, 1.40F},
                     {4.35F, 1.18F},
                     {4.55F, 0.99F},
                     {4.64F, 0.90F},
                     {4.68F, 0.62F}}};
        case CarBody::kOffRoad:
            return {4.55F,
                    1.88F,
                    1.70F,
                    2.68F,
                    0.90F,
                    0.37F,
                    0.26F,
                    1.12F,
                    1.82F,
                    3.95F,
                    4.40F,
                    4.05F,
                    1.06F,
                    1.14F,
                    {{0, 0.74F},
                     {0.05F, 0.88F},
                     {0.20F, 0.98F},
                     {0.60F, 1.05F},
                     {1.12F, 1.11F},
                     {1.48F, 1.38F},
                     {1.82F, 1.60F},
                     {2.15F, 1.69F},
                     {2.80F, 1.70F},
                     {3.50F, 1.67F},
                     {3.95F, 1.61F},
                     {4.20F, 1.38F},
                     {4.40F, 1.15F},
                     {4.50F, 1.02F},
                     {4.55F, 0.72F}}};
        case CarBody::kVan:
            return {5.10F,
                    1.95F,
                    2.02F,
                    3.05F,
                    0.92F,
                    0.34F,
                    0.22F,
                    0.72F,
                    1.55F,
                    4.90F,
                    5.04F,
                    2.30F,
                    1.14F,
                    1.16F,
                    {{0, 0.72F},
                     {0.05F, 0.86F},
                     {0.25F, 1.00F},
                     {0.72F, 1.17F},
                     {1.14F, 1.58F},
                     {1.55F, 1.90F},
                     {1.85F, 1.99F},
                     {2.60F, 2.02F},
                     {4.00F, 2.02F},
                     {4.70F, 1.99F},
                     {4.90F, 1.93F},
                     {4.97F, 1.55F},
                     {5.04F, 1.18F},
                     {5.08F, 1.0F},
                     {5.10F, 0.70F}}};
        case CarBody::kCity:
            return {3.55F,
                    1.64F,
                    1.50F,
                    2.36F,
                    0.66F,
                    0.285F,
                    0.18F,
                    0.80F,
                    1.50F,
                    3.12F,
                    3.46F,
                    3.10F,
                    0.92F,
                    0.98F,
                    {{0, 0.60F},
                     {0.05F, 0.70F},
                     {0.18F, 0.80F},
                     {0.45F, 0.90F},
                     {0.80F, 0.98F},
                     {1.15F, 1.24F},
                     {1.50F, 1.43F},
                     {1.80F, 1.49F},
                     {2.30F, 1.50F},
                     {2.80F, 1.46F},
                     {3.12F, 1.40F},
                     {3.30F, 1.18F},
                     {3.46F, 0.99F},
                     {3.52F, 0.90F},
                     {3.55F, 0.62F}}};
        case CarBody::kSaloon:
        default:
            return {4.70F,
                    1.82F,
                    1.44F,
                    2.78F,
                    0.90F,
                    0.325F,
                    0.18F,
                    1.25F,
                    2.08F,
                    3.52F,
                    4.12F,
                    3.72F,
                    0.89F,
                    0.97F,
                    {{0, 0.58F},
                     {0.05F, 0.67F},
                     {0.25F, 0.76F},
                     {0.70F, 0.85F},
                     {1.25F, 0.93F},
                     {1.68F, 1.18F},
                     {2.08F, 1.37F},
                     {2.40F, 1.43F},
                     {2.85F, 1.44F},
                     {3.25F, 1.40F},
                     {3.52F, 1.34F},
                     {3.82F, 1.18F},
                     {4.12F, 1.04F},
                     {4.45F, 1.02F},
                     {4.62F, 0.98F},
                     {4.68F, 0.86F},
                     {4.70F, 0.62F}}};
    }
}

float value_at(const std::vector<Knot>& knots, float at) {
    for (std::size_t i = 1; i < knots.size(); ++i) {
        if (at <= knots[i].at) {
            const Knot& a = knots[i - 1];
            const Knot& b = knots[i];
            return mix(a.value, b.value, saturate((at - a.at) / (b.at - a.at)));
        }
    }
    return knots.back().value;
}

/// Half the width as a fraction of its largest, by metres from the nose.
float plan_at(const CarShape& shape, float at) {
    const std::vector<Knot> plan{{0, 0.74F},
                                 {0.05F, 0.84F},
                                 {0.20F, 0.925F},
                                 {0.50F, 0.975F},
                                 {1.0F, 1},
                                 {shape.length - 0.9F, 1},
                                 {shape.length - 0.4F, 0.965F},
                                 {shape.length - 0.12F, 0.92F},
                                 {shape.length - 0.03F, 0.87F},
                                 {shape.length, 0.78F}};
    return value_at(plan, at);
}

constexpr int kHalf = 9;  ///< Points from the middle of the floor up to the middle of the roof.
constexpr int kAround = 2 * kHalf - 2;

/// Floor, sill, side, shoulder, side window, roof edge, roof; x >= 0.
std::array<Vec3, kHalf> section_at(const CarShape& shape, float at) {
    const float z = 0.5F * shape.length - at;
    const float half = 0.5F * shape.width * plan_at(shape, at);
    const float nose = saturate(1 - at / 0.35F);
    const float tail = saturate(1 - (shape.length - at) / 0.45F);
    const float low = shape.floor + 0.03F * nose + 0.10F * tail;
    const float top = value_at(shape.top, at);
    const float belt_line = mix(shape.belt_front, shape.belt_rear, at / shape.length);
    const float belt = std::min(belt_line, top - 0.05F);
    const float roof_half = 0.94F * half - 0.27F * (top - belt);
    return {Vec3{0, low, z},
            Vec3{0.84F * half, low, z},
            Vec3{0.965F * half, low + 0.09F, z},
            Vec3{half, mix(low, belt, 0.46F), z},
            Vec3{0.985F * half, belt - 0.08F, z},
            Vec3{0.945F * half, belt, z},
            Vec3{roof_half, std::max(top - 0.045F, belt + 0.004F), z},
            Vec3{roof_half - 0.075F, top - 0.008F, z},
            Vec3{0, top + 0.012F, z}};
}

std::vector<float> stations_of(const CarShape& shape, float pillar) {
    std::vector<float> at;
    for (const Knot& knot : shape.top) at.push_back(knot.at);
    for (const float extra : {shape.cowl + 0.34F, pillar - 0.05F, pillar + 0.05F, shape.side_glass_end, 0.12F,
                              0.4F, shape.length - 0.25F, shape.side_glass_end + 0.12F}) {
        at.push_back(extra);
    }
    std::sort(at.begin(), at.end());
    std::vector<float> kept;
    for (const float a : at) {
        if (kept.empty() || a - kept.back() > 0.008F) kept.push_back(a);
    }
    return kept;
}

Material skin(const CarShape& shape, float pillar, float at, int band) {
    const bool roof_band = band == 7;
    if (band <= 1) return Material::kDarkTrim;
    const bool screen = at > shape.cowl + 0.02F && at < shape.screen_top;
    const bool rear = at > shape.rear_top && at < shape.rear_base;
    if (roof_band) return screen || rear ? Material::kGlass : Material::kCarBody;
    if (band != 5) return Material::kCarBody;
    if (at < shape.cowl + 0.34F || at > shape.side_glass_end) return Material::kCarBody;
    return at > pillar - 0.05F && at < pillar + 0.05F ? Material::kDarkTrim : Material::kGlass;
}

void add_shell(MeshBuilder& builder, const CarShape& shape, float pillar) {
    std::vector<float> at = stations_of(shape, pillar);
    std::reverse(at.begin(), at.end());
    std::vector<std::uint32_t> rows;
    for (const float a : at) {
        const auto half = section_at(shape, a);
        for (int k = 0; k < kAround; ++k) {
            const int mirrored = k < kHalf ? k : kAround - k;
            Vec3 point = half[static_cast<std::size_t>(mirrored)];
            if (k >= kHalf) point.x = -point.x;
            const std::uint32_t index = builder.vertex(point);
            if (k == 0) rows.push_back(index);
        }
    }
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
        const float middle = 0.5F * (at[i] + at[i + 1]);
        for (std::uint32_t k = 0; k < kAround; ++k) {
            const std::uint32_t next = (k + 1) % kAround;
            const int band =
                static_cast<int>(k) < kHalf - 1 ? static_cast<int>(k) : kAround - 1 - static_cast<int>(k);
            const Material material = skin(shape, pillar, middle, band);
            builder.triangle(rows[i] + k, rows[i] + next, rows[i + 1] + next, material);
            builder.triangle(rows[i] + k, rows[i + 1] + next, rows[i + 1] + k, material);
        }
    }
    const float half = 0.5F * shape.length;
    const std::uint32_t tail = builder.vertex({0, 0.5F * (shape.floor + 0.7F), -half});
    const std::uint32_t nose = builder.vertex({0, 0.5F * (shape.floor + 0.7F), half});
    for (std::uint32_t k = 0; k < kAround; ++k) {
        const std::uint32_t next = (k + 1) % kAround;
        builder.triangle(tail, rows.front() + next, rows.front() + k, Material::kCarBody);
        builder.triangle(nose, rows.back() + k, rows.back() + next, Material::kCarBody);
    }
}

void add_wheel(MeshBuilder& builder, Vec3 hub, float radius, float outward) {
    const auto ring = [&](float x, float r) {
        return Ring{{hub.x + outward * x, hub.y, hub.z}, {0, r, 0}, {0, 0, r}};
    };
    const std::array rings{ring(-0.20F, 0.90F * radius),  ring(-0.17F, radius),
                           ring(-0.03F, radius),          ring(0, 0.94F * radius),
                           ring(0.002F, 0.70F * radius),  ring(-0.02F, 0.66F * radius),
                           ring(-0.045F, 0.25F * radius), ring(-0.035F, 0.10F * radius)};
    const std::array materials{Material::kTyre, Material::kTyre, Material::kTyre, Material::kTyre,
                               Material::kRim,  Material::kRim,  Material::kRim};
    builder.sweep(rings, 22, materials);
}

}  // namespace

Model make_car(CarBody body) {
    const CarShape shape = shape_of(body);
    const float half = 0.5F * shape.length;
    const float half_width = 0.5F * shape.width;
    const float pillar = body == CarBody::kVan ? 2.0F : mix(shape.cowl + 0.34F, shape.side_glass_end, 0.50F);
    const float front_wheel = half - shape.front_overhang;
    const float rear_wheel = front_wheel - shape.wheelbase;
    MeshBuilder builder;
    add_shell(builder, shape, pillar);
    for (const float side : {-1.0F, 1.0F}) {
        for (const float z : {front_wheel, rear_wheel}) {
            add_wheel(builder, {side * (half_width + 0.012F), shape.wheel_radius, z}, shape.wheel_radius,
                      side);
        }
        const float mirror_z = half - shape.cowl - 0.42F;
        const float inner = side * (half_width - 0.03F);
        const float outer = side * (half_width + 0.17F);
        builder.box({std::min(inner, outer), shape.belt_front + 0.01F, mirror_z},
                    {std::max(inner, outer), shape.belt_front + 0.145F, mirror_z + 0.10F},
                    Material::kCarBody);
    }
    Model model;
    model.mesh = builder.finish();
    model.measures = {half,
                      half_width,
                      shape.height,
                      front_wheel,
                      rear_wheel,
                      shape.wheel_radius,
                      0.5F * (shape.belt_front + shape.belt_rear),
                      shape.floor,
                      half - pillar,
                      half - shape.cowl,
                      shape.top[1].value,
                      body == CarBody::kVan ? 1.0F : 0.0F};
    model.half_width = half_width + 0.17F;
    model.half_length = half;
    model.height = shape.height;
    return model;
}

}  // namespace farsight::scene
