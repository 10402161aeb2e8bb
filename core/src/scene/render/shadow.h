// Where the sun does not reach.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/scene.h"
#include "scene/world/math.h"

namespace farsight::scene {

/// Depth maps seen from the sun, finer near the camera; shading/shadow.h looks them up.
class ShadowMaps {
public:
    static constexpr int kCascades = 3;
    static constexpr int kSide = 1024;
    static constexpr int kBlock = 8;
    static constexpr int kBlocks = kSide / kBlock;
    struct Cascade {
        float far_z = 0;  ///< Metres from the camera.
        float low_u = 0;
        float low_v = 0;
        float texels_per_m_u = 1;
        float texels_per_m_v = 1;
        float texel_m = 1;
        std::vector<float> depth;        ///< Largest dot(p, to_sun) of any caster.
        std::vector<float> block_depth;  ///< The same over a block and its rim.
    };

    void build(const Scene& scene);
    void disable() { enabled_ = false; }
    bool enabled() const { return enabled_; }
    const Cascade (&cascades() const)[kCascades] { return cascades_; }
    Vec3 axis_u() const { return axis_u_; }
    Vec3 axis_v() const { return axis_v_; }
    Vec3 to_sun() const { return to_sun_; }
    std::size_t bytes() const;

private:
    void fit(Cascade& cascade, const Scene& scene, float near_z, float far_z) const;
    void draw(Cascade& cascade, const Scene& scene);
    static void draw_triangle(Cascade& cascade, Vec3 a, Vec3 b, Vec3 c);
    static void summarise(Cascade& cascade);

    Cascade cascades_[kCascades];
    std::vector<Vec3> corners_;
    Vec3 axis_u_, axis_v_, to_sun_;
    bool enabled_ = false;
};

}  // namespace farsight::scene
