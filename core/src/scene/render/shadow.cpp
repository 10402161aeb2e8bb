#include "scene/render/shadow.h"

#include <cstddef>

namespace farsight::scene {

namespace {

constexpr float kNothing = -1e30F;

}  // namespace

void ShadowMaps::build(const Scene& scene) {
    enabled_ = true;
    to_sun_ = scene.light.to_sun;
    // One axis follows the camera's heading as seen from the sun, so that maps waste little.
    axis_u_ = normalised(cross(to_sun_, std::abs(to_sun_.z) < 0.98F ? Vec3{0, 0, 1} : Vec3{1, 0, 0}));
    axis_v_ = cross(axis_u_, to_sun_);
    constexpr float kEnds[kCascades + 1] = {1.0F, 12, 45, 200};
    for (int c = 0; c < kCascades; ++c) {
        fit(cascades_[c], scene, kEnds[c], kEnds[c + 1]);
        draw(cascades_[c], scene);
        summarise(cascades_[c]);
    }
}

void ShadowMaps::fit(Cascade& cascade, const Scene& scene, float near_z, float far_z) const {
    const auto focal = static_cast<float>(scene.camera.focal_px);
    const float slope = 0.5F * static_cast<float>(scene.camera.size.width) / focal;
    const float up = static_cast<float>(scene.camera.horizon_px) / focal;
    const auto eye = static_cast<float>(scene.camera.height_m);
    float low_u = 1e30F, low_v = 1e30F, high_u = -1e30F, high_v = -1e30F;
    for (const float z : {near_z, far_z}) {
        for (const float x : {-slope * z, slope * z}) {
            for (const float y : {0.0F, std::min(eye + up * z, 4.0F)}) {
                const Vec3 p{x, y, z};
                low_u = std::min(low_u, dot(p, axis_u_));
                high_u = std::max(high_u, dot(p, axis_u_));
                low_v = std::min(low_v, dot(p, axis_v_));
                high_v = std::max(high_v, dot(p, axis_v_));
            }
        }
    }
    cascade.far_z = far_z;
    cascade.texels_per_m_u = (kSide - 4) / (high_u - low_u);
    cascade.texels_per_m_v = (kSide - 4) / (high_v - low_v);
    cascade.low_u = low_u - 2 / cascade.texels_per_m_u;
    cascade.low_v = low_v - 2 / cascade.texels_per_m_v;
    cascade.texel_m = 1 / std::min(cascade.texels_per_m_u, cascade.texels_per_m_v);
    cascade.depth.assign(static_cast<std::size_t>(kSide) * kSide, kNothing);
}

void ShadowMaps::draw(Cascade& cascade, const Scene& scene) {
    for (const SceneObject& object : scene.objects) {
        const Mesh& mesh = scene.meshes[object.mesh];
        corners_.resize(mesh.positions.size());
        float low_x = 1e30F, low_y = 1e30F, high_x = -1e30F, high_y = -1e30F;
        for (std::size_t i = 0; i < corners_.size(); ++i) {
            const Vec3 p = world_position(object, mesh.positions[i]);
            const Vec3 q{(dot(p, axis_u_) - cascade.low_u) * cascade.texels_per_m_u,
                         (dot(p, axis_v_) - cascade.low_v) * cascade.texels_per_m_v, dot(p, to_sun_)};
            corners_[i] = q;
            low_x = std::min(low_x, q.x);
            low_y = std::min(low_y, q.y);
            high_x = std::max(high_x, q.x);
            high_y = std::max(high_y, q.y);
        }
        if (high_x < 0 || high_y < 0 || low_x > kSide || low_y > kSide) continue;
        for (const MeshTriangle& triangle : mesh.triangles) {
            if (triangle.material == Material::kPavement || triangle.material == Material::kKerb) continue;
            draw_triangle(cascade, corners_[triangle.corners[0]], corners_[triangle.corners[1]],
                          corners_[triangle.corners[2]]);
        }
    }
}

void ShadowMaps::draw_triangle(Cascade& cascade, Vec3 a, Vec3 b, Vec3 c) {
    const float low_x = std::min({a.x, b.x, c.x});
    const float high_x = std::max({a.x, b.x, c.x});
    const float low_y = std::min({a.y, b.y, c.y});
    const float high_y = std::max({a.y, b.y, c.y});
    if (high_x < 0 || high_y < 0 || low_x > kSide - 1 || low_y > kSide - 1) return;
    const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (area == 0) return;
    const float inverse = 1 / area;
    // Depth as a plane over texel centres, which lie on whole numbers.
    const float slope_x = ((b.z - a.z) * (c.y - a.y) - (c.z - a.z) * (b.y - a.y)) * inverse;
    const float slope_y = ((c.z - a.z) * (b.x - a.x) - (b.z - a.z) * (c.x - a.x)) * inverse;
    const int y0 = std::max(0, static_cast<int>(std::max(low_y, 0.0F)));
    const int y1 = static_cast<int>(std::min(high_y + 1, static_cast<float>(kSide - 1)));
    const Vec3 corners[3] = {a, b, c};
    for (int y = y0; y <= y1; ++y) {
        // Where the row crosses the triangle.
        float from = 1e30F;
        float to = -1e30F;
        const auto row = static_cast<float>(y);
        for (int k = 0; k < 3; ++k) {
            const Vec3& p = corners[k];
            const Vec3& q = corners[(k + 1) % 3];
            if ((p.y <= row) == (q.y <= row)) continue;
            const float x = p.x + (q.x - p.x) * ((row - p.y) / (q.y - p.y));
            from = std::min(from, x);
            to = std::max(to, x);
        }
        if (from > to) continue;
        const int x0 = static_cast<int>(std::max(from + 0.999F, 0.0F));
        const int x1 = static_cast<int>(std::min(to, static_cast<float>(kSide - 1)));
        const float start = a.z + slope_y * (row - a.y) - slope_x * a.x;
        float* __restrict line = cascade.depth.data() + static_cast<std::ptrdiff_t>(y) * kSide;
        for (int x = x0; x <= x1; ++x) {
            const float z = start + slope_x * static_cast<float>(x);
            line[x] = z > line[x] ? z : line[x];
        }
    }
}

void ShadowMaps::summarise(Cascade& cascade) {
    cascade.block_depth.assign(static_cast<std::size_t>(kBlocks) * kBlocks, kNothing);
    float columns[kSide];
    for (int row = 0; row < kBlocks; ++row) {
        const int y0 = std::max(0, row * kBlock - 2);
        const int y1 = std::min(kSide, (row + 1) * kBlock + 2);
        std::fill_n(columns, kSide, kNothing);
        for (int y = y0; y < y1; ++y) {
            const float* line = cascade.depth.data() + static_cast<std::ptrdiff_t>(y) * kSide;
            for (int x = 0; x < kSide; ++x) columns[x] = line[x] > columns[x] ? line[x] : columns[x];
        }
        for (int column = 0; column < kBlocks; ++column) {
            float most = kNothing;
            const int x1 = std::min(kSide, (column + 1) * kBlock + 2);
            for (int x = std::max(0, column * kBlock - 2); x < x1; ++x) most = std::max(most, columns[x]);
            cascade.block_depth[static_cast<std::size_t>(row * kBlocks + column)] = most;
        }
    }
}

std::size_t ShadowMaps::bytes() const {
    std::size_t sum = corners_.capacity() * sizeof(Vec3);
    for (const Cascade& cascade : cascades_) {
        sum += (cascade.depth.capacity() + cascade.block_depth.capacity()) * sizeof(float);
    }
    return sum;
}

}  // namespace farsight::scene
