// From meshes in the world to triangles on the frame.
#include <cstddef>

#include "scene/render/raster.h"

namespace farsight::scene {

namespace {

constexpr float kNear = 0.15F;  ///< Metres.
constexpr float kGuardPx = 60;  ///< Triangles are clipped this far outside the frame.

struct Projected {
    float column;
    float row;
};

Projected project(const SceneCamera& camera, Vec3 p) {
    const auto focal = static_cast<float>(camera.focal_px);
    return {static_cast<float>(camera.centre_x_px) + focal * p.x / p.z,
            static_cast<float>(camera.horizon_px) - focal * p.y / p.z};
}

/// A convex polygon; clipping a triangle by five planes makes at most eight corners.
struct Polygon {
    Vec3 corners[9];
    int count = 0;
};

/// Keeps the part where dot(plane, p) >= offset.
Polygon clip(const Polygon& polygon, Vec3 plane, float offset) {
    Polygon out;
    for (int i = 0; i < polygon.count; ++i) {
        const Vec3 a = polygon.corners[i];
        const Vec3 b = polygon.corners[(i + 1) % polygon.count];
        const float da = dot(plane, a) - offset;
        const float db = dot(plane, b) - offset;
        if (da >= 0) out.corners[out.count++] = a;
        if ((da >= 0) != (db >= 0)) out.corners[out.count++] = mix(a, b, da / (da - db));
    }
    return out;
}

std::int16_t pixel_of(std::int32_t subpixels, int limit) {
    return static_cast<std::int16_t>(std::clamp(subpixels >> 6, 0, limit - 1));
}

}  // namespace

void VisibleSet::build(const Scene& scene) {
    size_ = scene.camera.size;
    columns_ = (size_.width + kTile - 1) / kTile;
    rows_ = (size_.height + kTile - 1) / kTile;
    triangles_.clear();
    pieces_.clear();
    outlines_.assign(static_cast<std::size_t>(scene.labelled), Box{});
    for (std::uint32_t i = 0; i < scene.objects.size(); ++i) add_object(scene, i);
    bin();
}

void VisibleSet::add_object(const Scene& scene, std::uint32_t index) {
    const SceneObject& object = scene.objects[index];
    const Mesh& mesh = scene.meshes[object.mesh];
    const auto eye = static_cast<float>(scene.camera.height_m);
    const Vec3 origin = object.position - Vec3{0, eye, 0};
    corners_.resize(mesh.positions.size());
    float nearest = 1e30F;
    float farthest = -1e30F;
    for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
        const Vec3 p = mesh.positions[i] * object.scale;
        corners_[i] = origin + Vec3{p.x * object.cos_yaw + p.z * object.sin_yaw, p.y,
                                    p.z * object.cos_yaw - p.x * object.sin_yaw};
        nearest = std::min(nearest, corners_[i].z);
        farthest = std::max(farthest, corners_[i].z);
    }
    if (farthest < kNear) return;
    if (nearest > kNear) {
        Box box{1e30F, 1e30F, -1e30F, -1e30F};
        for (const Vec3& corner : corners_) {
            const Projected p = project(scene.camera, corner);
            box = {std::min(box.x0, p.column), std::min(box.y0, p.row), std::max(box.x1, p.column),
                   std::max(box.y1, p.row)};
        }
        if (object.label != kUnlabelled && index < outlines_.size()) outlines_[index] = box;
        if (box.x1 < 0 || box.y1 < 0 || box.x0 > static_cast<float>(size_.width) ||
            box.y0 > static_cast<float>(size_.height)) {
            return;
        }
    }
    for (std::uint32_t t = 0; t < mesh.triangles.size(); ++t) {
        add_triangle(scene, index, t, mesh.triangles[t].material == Material::kLeaf);
    }
}

void VisibleSet::add_triangle(const Scene& scene, std::uint32_t object, std::uint32_t triangle,
                              bool both_sides) {
    const Mesh& mesh = scene.meshes[scene.objects[object].mesh];
    const auto& corners = mesh.triangles[triangle].corners;
    const Vec3 a = corners_[corners[0]];
    Vec3 b = corners_[corners[1]];
    Vec3 c = corners_[corners[2]];
    Vec3 normal = cross(b - a, c - a);
    float volume = dot(normal, a);
    const bool flipped = volume > 0;
    if (flipped && !both_sides) return;
    if (flipped) {
        std::swap(b, c);
        normal = normal * -1.0F;
        volume = -volume;
    }
    if (!(volume < 0)) return;
    const float side = flipped ? -1.0F : 1.0F;
    const Vec3* normals = mesh.normals.data() + static_cast<std::size_t>(triangle) * 3;
    const VisibleTriangle visible{a,
                                  b - a,
                                  c - a,
                                  normal,
                                  normal * (1.0F / volume),
                                  1 / dot(normal, normal),
                                  {normals[0] * side, normals[1] * side, normals[2] * side},
                                  object,
                                  flipped ? 1U : 0U,
                                  mesh.triangles[triangle].material};
    const SceneCamera& camera = scene.camera;
    const auto focal = static_cast<float>(camera.focal_px);
    const float left = (static_cast<float>(camera.centre_x_px) + kGuardPx) / focal;
    const float right =
        (static_cast<float>(size_.width) - static_cast<float>(camera.centre_x_px) + kGuardPx) / focal;
    const float up = (static_cast<float>(camera.horizon_px) + kGuardPx) / focal;
    const float down =
        (static_cast<float>(size_.height) - static_cast<float>(camera.horizon_px) + kGuardPx) / focal;
    const auto inside = [&](Vec3 p) {
        return p.z >= kNear && p.x >= -left * p.z && p.x <= right * p.z && p.y <= up * p.z &&
               p.y >= -down * p.z;
    };
    const std::size_t before = pieces_.size();
    triangles_.push_back(visible);
    if (inside(a) && inside(b) && inside(c)) {
        add_piece(camera, visible, a, b, c);
    } else {
        Polygon polygon{{a, b, c}, 3};
        polygon = clip(polygon, {0, 0, 1}, kNear);
        polygon = clip(polygon, {1, 0, left}, 0);
        polygon = clip(polygon, {-1, 0, right}, 0);
        polygon = clip(polygon, {0, -1, up}, 0);
        polygon = clip(polygon, {0, 1, down}, 0);
        for (int i = 2; i < polygon.count; ++i) {
            add_piece(camera, visible, polygon.corners[0], polygon.corners[i - 1], polygon.corners[i]);
        }
    }
    if (pieces_.size() == before) triangles_.pop_back();
}

void VisibleSet::add_piece(const SceneCamera& camera, const VisibleTriangle& visible, Vec3 a, Vec3 b,
                           Vec3 c) {
    Piece piece{};
    const Vec3 corners[3] = {a, b, c};
    for (int k = 0; k < 3; ++k) {
        const Projected p = project(camera, corners[k]);
        piece.x[k] = fast_floor(p.column * kSubpixel + 0.5F);
        piece.y[k] = fast_floor(p.row * kSubpixel + 0.5F);
    }
    const std::int64_t area = std::int64_t{piece.x[1] - piece.x[0]} * (piece.y[2] - piece.y[0]) -
                              std::int64_t{piece.y[1] - piece.y[0]} * (piece.x[2] - piece.x[0]);
    if (area == 0) return;
    if (area < 0) {
        std::swap(piece.x[1], piece.x[2]);
        std::swap(piece.y[1], piece.y[2]);
    }
    const auto [low_x, high_x] = std::minmax({piece.x[0], piece.x[1], piece.x[2]});
    const auto [low_y, high_y] = std::minmax({piece.y[0], piece.y[1], piece.y[2]});
    if (high_x < 0 || high_y < 0 || low_x >= size_.width * kSubpixel || low_y >= size_.height * kSubpixel)
        return;
    piece.low_x = pixel_of(low_x, size_.width);
    piece.high_x = pixel_of(high_x, size_.width);
    piece.low_y = pixel_of(low_y, size_.height);
    piece.high_y = pixel_of(high_y, size_.height);
    const double focal = camera.focal_px;
    piece.depth_x = static_cast<float>(visible.depth.x / focal);
    piece.depth_y = static_cast<float>(-visible.depth.y / focal);
    piece.depth_0 = static_cast<float>(visible.depth.z - visible.depth.x * camera.centre_x_px / focal +
                                       visible.depth.y * camera.horizon_px / focal);
    piece.source = static_cast<std::uint32_t>(triangles_.size() - 1);
    piece.object = visible.object;
    pieces_.push_back(piece);
}

void VisibleSet::bin() {
    const auto tiles = static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_);
    tile_start_.assign(tiles + 1, 0);
    const auto each_tile = [&](const Piece& piece, auto&& visit) {
        for (int row = piece.low_y / kTile; row <= piece.high_y / kTile; ++row) {
            for (int column = piece.low_x / kTile; column <= piece.high_x / kTile; ++column) {
                visit(static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                      static_cast<std::size_t>(column));
            }
        }
    };
    for (const Piece& piece : pieces_) each_tile(piece, [&](std::size_t tile) { ++tile_start_[tile + 1]; });
    for (std::size_t t = 0; t < tiles; ++t) tile_start_[t + 1] += tile_start_[t];
    tile_pieces_.resize(tile_start_[tiles]);
    for (std::uint32_t p = 0; p < pieces_.size(); ++p) {
        each_tile(pieces_[p], [&](std::size_t tile) { tile_pieces_[tile_start_[tile]++] = p; });
    }
    // Filling moved every start to its end: shift back.
    for (std::size_t t = tiles; t > 0; --t) tile_start_[t] = tile_start_[t - 1];
    tile_start_[0] = 0;
}

std::span<const std::uint32_t> VisibleSet::tile(int column, int row) const {
    const auto t =
        static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
    return {tile_pieces_.data() + tile_start_[t], tile_start_[t + 1] - tile_start_[t]};
}

std::size_t VisibleSet::bytes() const {
    return corners_.capacity() * sizeof(Vec3) + triangles_.capacity() * sizeof(VisibleTriangle) +
           pieces_.capacity() * sizeof(Piece) +
           (tile_start_.capacity() + tile_pieces_.capacity()) * sizeof(std::uint32_t) +
           outlines_.capacity() * sizeof(Box);
}

}  // namespace farsight::scene
