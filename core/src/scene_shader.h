// Light that reaches the lens along one ray.
#pragma once

#include <vector>

#include "farsight/scene.h"
#include "scene_light.h"
#include "scene_material.h"
#include "scene_raster.h"
#include "scene_shadow.h"

namespace farsight::scene {

/// Something that stands on the ground and keeps the sky from it.
struct ContactPatch {
    float x, z, sin_yaw, cos_yaw;
    float half_width, half_length;
    float depth;  ///< How dark it is underneath, 0 to 1.
    float reach;  ///< Metres until the darkness has faded.
    Box frame;    ///< Pixels it may darken.
};

class Shader {
public:
    Shader(const Scene& scene, const VisibleSet& visible, const ShadowMaps& shadows,
           const NoiseTexture& noise, std::vector<ContactPatch>& patches);
    /// Picks the contact patches of a tile.
    void enter_tile(int left, int top);
    /// Colour of a sample's surface through a point of the frame.
    Colour colour(std::uint32_t id, float column, float row) const;

private:
    Colour sky(Vec3 ray) const;
    Colour ground(Vec3 ray) const;
    Colour surface(const VisibleTriangle& visible, Vec3 ray) const;
    Colour through_air(Colour colour, Vec3 direction, float distance) const;
    float openness(Vec3 world) const;
    void find_patches();

    const Scene& scene_;
    const VisibleSet& visible_;
    const ShadowMaps& shadows_;
    const NoiseTexture& noise_;
    Sky sky_;
    std::vector<ContactPatch>& patches_;
    static constexpr int kMostPatches = 16;
    const ContactPatch* near_[kMostPatches] = {};
    int near_count_ = 0;
    float centre_, horizon_, per_focal_, eye_;
    bool sunny_;
};

}  // namespace farsight::scene
