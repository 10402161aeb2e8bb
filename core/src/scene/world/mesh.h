// Builds the meshes of the proving ground.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "scene/world/math.h"

namespace farsight::scene {

/// An ellipse in space: centre + u cos + v sin.
struct Ring {
    Vec3 centre;
    Vec3 u;
    Vec3 v;
};

class MeshBuilder {
public:
    std::uint32_t vertex(Vec3 position);
    void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c, Material material);
    /// (b - a) x (c - a) points outwards.
    void quad(Vec3 a, Vec3 b, Vec3 c, Vec3 d, Material material);
    void box(Vec3 low, Vec3 high, Material material);
    /// Skin over rings, closed at both ends. materials[i] covers rings i to i + 1; the last one repeats.
    void sweep(std::span<const Ring> rings, int segments, std::span<const Material> materials);
    /// A round limb through points, with one radius a point.
    void limb(std::span<const Vec3> points, std::span<const float> radii, int segments, Material material);
    void tube(Vec3 from, Vec3 to, float radius, int segments, Material material);
    void ellipsoid(Vec3 centre, Vec3 radii, int segments, int rings, Material material);

    /// Smooths over edges flatter than about 40 degrees and hands the mesh over.
    Mesh finish();

private:
    Mesh mesh_;
};

/// What placement needs to know of a finished model.
struct Model {
    Mesh mesh;
    std::array<float, 12> measures{};
    float half_width = 0;   ///< Along x.
    float half_length = 0;  ///< Along z.
    float height = 0;
};

enum class CarBody : std::uint8_t { kHatchback, kSaloon, kEstate, kOffRoad, kVan, kCity };
inline constexpr int kCarBodyCount = 6;

Model make_car(CarBody body);
Model make_person(Random& random);
Model make_cyclist(Random& random);
Model make_cone();
Model make_stop_sign();
Model make_tree(Random& random, bool conifer);
Model make_lamp_post();
Model make_bollard();
Model make_building(float width, float depth, float height, bool pitched);

/// Joints of a person in metres; left and right are index 0 and 1.
struct Pose {
    float stature = 1.75F;
    Vec3 pelvis;
    Vec3 chest;  ///< Between the shoulders.
    Vec3 head;   ///< Centre of the head.
    std::array<Vec3, 2> hip, knee, ankle, shoulder, elbow, hand;
};
enum class Outfit : std::uint8_t { kTrousers, kShorts, kSkirt, kCoat };
/// Dresses a pose; `wide` scales girth.
void add_body(MeshBuilder& builder, const Pose& pose, Outfit outfit, float wide, bool long_hair, bool helmet);

}  // namespace farsight::scene
