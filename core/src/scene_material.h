// What surfaces are made of: patterns as functions of the position on them.
#pragma once

#include "farsight/scene.h"
#include "scene_light.h"
#include "scene_math.h"

namespace farsight::scene {

/// One point of a surface as the camera sees it.
struct SurfacePoint {
    Vec3 world;
    Vec3 local;         ///< In the object's own frame, metres.
    Vec3 normal;        ///< World, unit, towards the camera.
    Vec3 local_normal;  ///< The same in the object's frame.
    float footprint;    ///< Side of the patch a pixel covers, metres.
};

/// How a surface answers to light.
struct Response {
    Colour albedo;
    Vec3 normal;
    Colour emission;
    float mirror = 0;  ///< Reflectance at normal incidence; rises to 1 at grazing angles.
    float shine = 0;   ///< Strength of the sun's highlight.
    float rough = 0.4F;
    float open = 1;  ///< Part of the sky that reaches it.
};

/// Part of a filter `width` wide around `v` that lies within [low, high], at most the band's own share.
constexpr float band(float v, float low, float high, float width) {
    const float w = width > 1e-5F ? 1 / width : 1e5F;
    const float in = saturate((v - low) * w + 0.5F);
    const float out = saturate((v - high) * w + 0.5F);
    return in - out;
}
/// A band that repeats every `period`.
float bands(float v, float period, float low, float high, float width);

Response respond(Material material, const SceneObject& object, const SurfacePoint& point, const Sky& sky,
                 const NoiseTexture& noise);

/// The ground at height 0, and the walk beside the road. `along` is the length of a pixel's patch along z.
Response respond_ground(const SceneGround& ground, const SurfacePoint& point, float along, const Sky& sky,
                        const NoiseTexture& noise);
Response respond_pavement(const SceneGround& ground, const SurfacePoint& point, float along,
                          const NoiseTexture& noise);

/// Light that leaves a surface towards the camera. `to_eye` is a unit vector; `sunlit` is 0 in shadow.
Colour shade(const Response& response, Vec3 to_eye, float sunlit, const Sky& sky);

}  // namespace farsight::scene
