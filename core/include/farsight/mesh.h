// Triangle meshes in metres, and what their surfaces are made of.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace farsight {

/// Metres. In the world: x to the right, y up from the road, z along the camera's heading.
struct Vec3 {
    float x = 0;  ///< To the right.
    float y = 0;  ///< Up.
    float z = 0;  ///< Along the heading.

    constexpr bool operator==(const Vec3&) const = default;
};

/// Linear light, 0 to 1.
using Colour = Vec3;

/// How a triangle is shaded. Patterns are functions of the position inside the object, so a mesh needs
/// no texture coordinates.
enum class Material : std::uint8_t {
    kMatte,    ///< colours[0], nothing else.
    kCarBody,  ///< Clear-coated paint colours[0], with lamps, grille, plates and seams.
    kGlass,    ///< Car window.
    kTyre,
    kRim,
    kDarkTrim,     ///< Black plastic.
    kClothTop,     ///< colours[0].
    kClothBottom,  ///< colours[1].
    kSkin,         ///< colours[2].
    kHead,         ///< colours[2] with hair of colours[3].
    kHair,         ///< colours[3].
    kShoe,
    kMetal,   ///< Polished, colours[1].
    kCone,    ///< Orange with two white bands.
    kSign,    ///< Face of a stop sign.
    kFacade,  ///< Wall of colours[0] with rows of windows.
    kRoof,    ///< Tiles of colours[1].
    kLeaf,    ///< colours[0]; seen from both sides.
    kBark,
    kPavement,  ///< The raised walk beside the road.
    kKerb,
    kLamp,  ///< Shines at dusk.
};
inline constexpr int kMaterialCount = 22;  ///< Values of Material.

/// One triangle.
struct MeshTriangle {
    /// Indices of Mesh::positions; (b - a) x (c - a) points out of the surface.
    std::array<std::uint32_t, 3> corners{};
    Material material = Material::kMatte;  ///< Of the whole triangle.
};

/// A surface of triangles.
struct Mesh {
    std::vector<Vec3> positions;          ///< Corners, in metres.
    std::vector<MeshTriangle> triangles;  ///< In any order.
    /// Three unit normals a triangle, one for each corner.
    std::vector<Vec3> normals;
};

/// An axis-aligned box of one material.
Mesh make_box(Vec3 low, Vec3 high, Material material);

}  // namespace farsight
