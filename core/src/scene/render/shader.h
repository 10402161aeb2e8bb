// What is shaded, and what shading needs to know.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "farsight/scene.h"
#include "scene/render/light.h"
#include "scene/render/raster.h"
#include "scene/render/shadow.h"

namespace farsight::scene {

/// Something that stands on the ground and keeps the sky from it.
struct ContactPatch {
    float x, z, sin_yaw, cos_yaw;
    float half_width, half_length;
    float depth;  ///< How dark it is underneath, 0 to 1.
    float reach;  ///< Metres until the darkness has faded.
    Box frame;    ///< Pixels it may darken.
};

/// All that shading needs to know of a scene and a tile of its frame; shading/shader.h does it.
class Shader {
public:
    Shader(const Scene& drawn, const VisibleSet& seen, const ShadowMaps& sun_maps,
           const NoiseTexture& texture, std::vector<ContactPatch>& patches);
    /// Picks the contact patches of a tile.
    void enter_tile(int left, int top);
    std::span<const ContactPatch* const> near_patches() const {
        return {near_, static_cast<std::size_t>(near_count_)};
    }

    const Scene& scene;
    const VisibleSet& visible;
    const ShadowMaps& shadows;
    const NoiseTexture& noise;
    Sky sky;
    float centre, horizon;  ///< Pixels.
    float per_focal;        ///< 1 over the focal length in pixels.
    float eye;              ///< Metres over the ground.
    bool sunny;

private:
    void find_patches();

    std::vector<ContactPatch>& patches_;
    static constexpr int kMostPatches = 16;
    const ContactPatch* near_[kMostPatches] = {};
    int near_count_ = 0;
};

/// Points of a tile's pixels to shade, sorted by what they show, so that neighbours in the queue take the
/// same way through the shader.
class ShadeQueue {
public:
    static constexpr int kSky = 0;
    static constexpr int kGround = 1;
    static constexpr int kKinds = 2 + kMaterialCount;
    static constexpr Material material(int kind) { return static_cast<Material>(kind - 2); }

    void clear();
    /// Returns the point's number; `row` and `column` are in pixels of the frame.
    int add(const VisibleSet& visible, std::uint32_t id, float at_column, float at_row);
    /// After the last point is added.
    void sort();
    int begin(int kind) const { return begin_[kind]; }
    int end(int kind) const { return begin_[kind] + count_[kind]; }
    /// What was shaded for a point.
    Colour colour(int number) const {
        const auto at = static_cast<std::size_t>(place_[number]);
        return {light[0][at], light[1][at], light[2][at]};
    }

private:
    /// Every kind begins a new pack of this many, the most lanes that there are, and its last one is filled
    /// up.
    static constexpr int kPack = 16;
    static constexpr int kMost = kTilePixels * kMaxSamples;
    static constexpr int kPlaces = kMost + kKinds * kPack;
    struct Point {
        std::uint32_t triangle;
        int kind;
        float column, row;
    };

    Point points_[kMost];
    int place_[kMost];
    int added_ = 0;
    int count_[kKinds] = {};
    int begin_[kKinds] = {};

public:
    /// By place in the sorted order.
    float column[kPlaces];
    float row[kPlaces];
    std::uint32_t triangle[kPlaces];
    float light[3][kPlaces];
};

}  // namespace farsight::scene
