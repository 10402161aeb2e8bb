#include "scene/world/mesh.h"

#include <cstddef>

namespace farsight {

Mesh make_box(Vec3 low, Vec3 high, Material material) {
    scene::MeshBuilder builder;
    builder.box(low, high, material);
    return builder.finish();
}

}  // namespace farsight

namespace farsight::scene {

namespace {

/// Any unit vector square to `axis`, preferring one that lies level.
Vec3 across(Vec3 axis) {
    const Vec3 level = cross({0, 1, 0}, axis);
    return dot(level, level) > 1e-6F * dot(axis, axis) ? normalised(level) : Vec3{1, 0, 0};
}

}  // namespace

std::uint32_t MeshBuilder::vertex(Vec3 position) {
    mesh_.positions.push_back(position);
    return static_cast<std::uint32_t>(mesh_.positions.size() - 1);
}

void MeshBuilder::triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c, Material material) {
    mesh_.triangles.push_back({{a, b, c}, material});
}

void MeshBuilder::quad(Vec3 a, Vec3 b, Vec3 c, Vec3 d, Material material) {
    const std::uint32_t first = vertex(a);
    vertex(b);
    vertex(c);
    vertex(d);
    triangle(first, first + 1, first + 2, material);
    triangle(first, first + 2, first + 3, material);
}

void MeshBuilder::box(Vec3 low, Vec3 high, Material material) {
    const Vec3 a = low;
    const Vec3 b = high;
    quad({b.x, a.y, a.z}, {b.x, b.y, a.z}, {b.x, b.y, b.z}, {b.x, a.y, b.z}, material);
    quad({a.x, a.y, a.z}, {a.x, a.y, b.z}, {a.x, b.y, b.z}, {a.x, b.y, a.z}, material);
    quad({a.x, b.y, a.z}, {a.x, b.y, b.z}, {b.x, b.y, b.z}, {b.x, b.y, a.z}, material);
    quad({a.x, a.y, a.z}, {b.x, a.y, a.z}, {b.x, a.y, b.z}, {a.x, a.y, b.z}, material);
    quad({a.x, a.y, b.z}, {b.x, a.y, b.z}, {b.x, b.y, b.z}, {a.x, b.y, b.z}, material);
    quad({a.x, a.y, a.z}, {a.x, b.y, a.z}, {b.x, b.y, a.z}, {b.x, a.y, a.z}, material);
}

void MeshBuilder::sweep(std::span<const Ring> rings, int segments, std::span<const Material> materials) {
    const auto n = static_cast<std::uint32_t>(segments);
    const Vec3 along = rings.back().centre - rings.front().centre;
    const Ring& widest = rings[rings.size() / 2];
    const float sense = dot(cross(widest.u, widest.v), along) < 0 ? -1.0F : 1.0F;
    const auto first = static_cast<std::uint32_t>(mesh_.positions.size());
    for (const Ring& ring : rings) {
        for (int k = 0; k < segments; ++k) {
            const double turn = static_cast<double>(k) / segments;
            vertex(ring.centre + ring.u * static_cast<float>(cos_turns(turn)) +
                   ring.v * (sense * static_cast<float>(sin_turns(turn))));
        }
    }
    const auto material_of = [&](std::size_t i) { return materials[std::min(i, materials.size() - 1)]; };
    for (std::size_t i = 0; i + 1 < rings.size(); ++i) {
        const std::uint32_t row = first + static_cast<std::uint32_t>(i) * n;
        for (std::uint32_t k = 0; k < n; ++k) {
            const std::uint32_t next = (k + 1) % n;
            triangle(row + k, row + next, row + n + next, material_of(i));
            triangle(row + k, row + n + next, row + n + k, material_of(i));
        }
    }
    const std::uint32_t bottom = vertex(rings.front().centre);
    const std::uint32_t top = vertex(rings.back().centre);
    const std::uint32_t last = first + static_cast<std::uint32_t>(rings.size() - 1) * n;
    for (std::uint32_t k = 0; k < n; ++k) {
        const std::uint32_t next = (k + 1) % n;
        triangle(bottom, first + next, first + k, material_of(0));
        triangle(top, last + k, last + next, material_of(rings.size() - 1));
    }
}

void MeshBuilder::limb(std::span<const Vec3> points, std::span<const float> radii, int segments,
                       Material material) {
    std::vector<Ring> rings;
    rings.reserve(points.size() + 2);
    const auto ring = [&](Vec3 centre, Vec3 axis, float radius) {
        const Vec3 u = across(axis);
        const Vec3 v = normalised(cross(axis, u));
        rings.push_back({centre, u * radius, v * radius});
    };
    const std::size_t last = points.size() - 1;
    const Vec3 start = normalised(points[1] - points[0]);
    const Vec3 end = normalised(points[last] - points[last - 1]);
    ring(points[0] - start * (0.7F * radii[0]), start, 0.6F * radii[0]);
    for (std::size_t i = 0; i <= last; ++i) {
        const Vec3 before = i > 0 ? normalised(points[i] - points[i - 1]) : start;
        const Vec3 after = i < last ? normalised(points[i + 1] - points[i]) : end;
        ring(points[i], normalised(before + after), radii[i]);
    }
    ring(points[last] + end * (0.7F * radii[last]), end, 0.6F * radii[last]);
    sweep(rings, segments, std::array{material});
}

void MeshBuilder::tube(Vec3 from, Vec3 to, float radius, int segments, Material material) {
    const Vec3 axis = normalised(to - from);
    const Vec3 u = across(axis) * radius;
    const Vec3 v = normalised(cross(axis, u)) * radius;
    sweep(std::array{Ring{from, u, v}, Ring{to, u, v}}, segments, std::array{material});
}

void MeshBuilder::ellipsoid(Vec3 centre, Vec3 radii, int segments, int rings, Material material) {
    std::vector<Ring> around;
    for (int i = 0; i < rings; ++i) {
        const double turn = -0.25 + 0.5 * (i + 0.35) / (rings - 0.3);
        const auto wide = static_cast<float>(cos_turns(turn));
        const auto high = static_cast<float>(sin_turns(turn));
        around.push_back({{centre.x, centre.y + radii.y * high, centre.z},
                          {radii.x * wide, 0, 0},
                          {0, 0, radii.z * wide}});
    }
    sweep(around, segments, std::array{material});
}

Mesh MeshBuilder::finish() {
    constexpr float kCosineOfCrease = 0.766F;
    const std::size_t count = mesh_.triangles.size();
    std::vector<Vec3> areas(count);
    std::vector<Vec3> units(count);
    std::vector<std::uint32_t> first(mesh_.positions.size() + 1);
    for (std::size_t t = 0; t < count; ++t) {
        const auto& [a, b, c] = mesh_.triangles[t].corners;
        areas[t] = cross(mesh_.positions[b] - mesh_.positions[a], mesh_.positions[c] - mesh_.positions[a]);
        units[t] = normalised(areas[t]);
        for (const std::uint32_t corner : mesh_.triangles[t].corners) ++first[corner + 1];
    }
    for (std::size_t v = 1; v < first.size(); ++v) first[v] += first[v - 1];
    std::vector<std::uint32_t> fans(count * 3);
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (std::size_t t = 0; t < count; ++t) {
        for (const std::uint32_t corner : mesh_.triangles[t].corners) {
            fans[next[corner]++] = static_cast<std::uint32_t>(t);
        }
    }
    mesh_.normals.resize(count * 3);
    for (std::size_t t = 0; t < count; ++t) {
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t corner = mesh_.triangles[t].corners[k];
            Vec3 sum;
            for (std::uint32_t f = first[corner]; f < first[corner + 1]; ++f) {
                if (dot(units[fans[f]], units[t]) > kCosineOfCrease) sum = sum + areas[fans[f]];
            }
            mesh_.normals[t * 3 + k] = dot(sum, sum) > 0 ? normalised(sum) : units[t];
        }
    }
    return std::move(mesh_);
}

}  // namespace farsight::scene
