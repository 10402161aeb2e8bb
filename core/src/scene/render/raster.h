// Triangles to samples: projection, clipping, binning into tiles, coverage and depth.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/scene.h"
#include "scene/world/math.h"

namespace farsight::scene {

inline constexpr int kTile = 16;  ///< Pixels a side.
inline constexpr int kTilePixels = kTile * kTile;
inline constexpr int kMaxSamples = 16;
inline constexpr int kSubpixel = 64;  ///< Vertices snap to 1/64 pixel.

/// What a sample shows.
inline constexpr std::uint32_t kSkySample = 0;
inline constexpr std::uint32_t kGroundSample = 1;
inline constexpr std::uint32_t kFirstTriangle = 2;

/// A triangle that faces the camera, in camera space: the camera stands at 0 and looks along +z.
struct VisibleTriangle {
    Vec3 a;
    Vec3 edge_b;  ///< b - a
    Vec3 edge_c;
    Vec3 normal;             ///< edge_b x edge_c, towards the camera.
    Vec3 depth;              ///< dot(depth, ray) = 1 / z for a ray (x, y, 1).
    float per_area;          ///< 1 over the square of the normal's length.
    Vec3 corner_normals[3];  ///< The mesh's own, towards the camera.
    std::uint32_t object;
    std::uint32_t flipped;  ///< 1 when seen from behind: b and c have changed places.
    Material material;
};

/// A triangle on the frame; clipping may make several of one VisibleTriangle.
struct Piece {
    std::int32_t x[3];
    std::int32_t y[3];
    float depth_x, depth_y, depth_0;  ///< 1 / z = depth_0 + depth_x * column + depth_y * row
    std::uint32_t source;             ///< VisibleTriangle
    std::uint32_t object;
    std::int16_t low_x, low_y, high_x, high_y;  ///< Pixels it may touch, inclusive.
};

/// Where a pixel is sampled, in 1/64 pixel from its top left corner.
struct SamplePattern {
    int count;
    std::uint8_t x[kMaxSamples];
    std::uint8_t y[kMaxSamples];
};
/// 4 on a turned square or 16, each with a row and a column of its own.
const SamplePattern& sample_pattern(int count);

/// All triangles of a scene that may be seen, sorted into tiles.
class VisibleSet {
public:
    void build(const Scene& scene);
    std::span<const std::uint32_t> tile(int column, int row) const;
    int columns() const { return columns_; }
    int rows() const { return rows_; }
    const std::vector<Piece>& pieces() const { return pieces_; }
    const std::vector<VisibleTriangle>& triangles() const { return triangles_; }
    /// Box of every labelled object, unclipped, and whether any of it is in front of the camera.
    const std::vector<Box>& outlines() const { return outlines_; }
    std::size_t bytes() const;

private:
    void add_object(const Scene& scene, std::uint32_t index);
    void add_triangle(const Scene& scene, std::uint32_t object, std::uint32_t triangle, bool both_sides);
    void add_piece(const SceneCamera& camera, const VisibleTriangle& visible, Vec3 a, Vec3 b, Vec3 c);
    void bin();

    std::vector<Vec3> corners_;  ///< Of one object, in camera space.
    std::vector<VisibleTriangle> triangles_;
    std::vector<Piece> pieces_;
    std::vector<std::uint32_t> tile_start_;
    std::vector<std::uint32_t> tile_pieces_;
    std::vector<Box> outlines_;
    Size size_;
    int columns_ = 0;
    int rows_ = 0;
};

/// Samples of one tile, sample by sample, then row by row.
struct TileSamples {
    alignas(64) float depth[kMaxSamples][kTilePixels];
    alignas(64) std::uint32_t id[kMaxSamples][kTilePixels];
    alignas(
        64) std::uint32_t outline[kMaxSamples][kTilePixels];  ///< Last labelled object + 1 that covered it.

    /// Sky and ground.
    void clear(const SceneCamera& camera, int top, const SamplePattern& pattern);
};

/// Edge function of one side over a tile: value at the tile's corner and steps of 1/64 pixel.
struct Edge {
    std::int32_t origin;
    std::int32_t step_x;
    std::int32_t step_y;
};

/// A piece over a tile.
struct TilePiece {
    Edge edges[3];
    int x0, x1, y0, y1;  ///< Pixels of the tile, half-open; x0 and x1 are multiples of 4.

    /// False when the piece leaves the whole tile out.
    bool set(const Piece& piece, int left, int top);
};

}  // namespace farsight::scene
