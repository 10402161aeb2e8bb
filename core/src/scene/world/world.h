// Lays a scene out.
#pragma once

#include <optional>
#include <vector>

#include "farsight/scene.h"
#include "scene/world/math.h"
#include "scene/world/mesh.h"

namespace farsight::scene {

Result<void> check_options(const SceneOptions& options);

/// Draws the light of a weather; kAny must have been resolved.
SceneLight make_light(Weather weather, Random& random);

/// Colours that go well together.
Colour car_paint(Random& random);
Colour cloth_colour(Random& random);
Colour skin_colour(Random& random);
Colour hair_colour(Random& random);
Colour wall_colour(Random& random);

/// A rectangle on the ground.
struct Plot {
    float x0, z0, x1, z1;
    bool meets(const Plot& o) const { return x0 < o.x1 && o.x0 < x1 && z0 < o.z1 && o.z0 < z1; }
};

class WorldBuilder {
public:
    WorldBuilder(const SceneOptions& options, Scene& scene);
    void build();

private:
    struct Spot {
        float x;
        float yaw_deg;
        float y = 0;
    };
    void lay_ground();
    void add_labelled();
    void add_scenery();
    bool place(SceneClass scene_class, float z, bool subject);
    std::optional<Spot> spot_for(SceneClass scene_class, float z);
    Spot subject_spot(SceneClass scene_class, float z);
    SceneClass draw_class();
    float draw_distance(int index, int count);
    /// Finds or makes the mesh of a class and the colours of one object of it.
    SceneObject dress(SceneClass scene_class, const Model*& model);
    void add_piece(std::size_t model, Vec3 position, double yaw_deg, float scale, Colour colour,
                   Colour second);
    bool free(const Plot& plot) const;
    void add_houses();
    void add_trees();
    void add_lamps();
    void add_walks();
    void add_hills();
    void add_tree_line();
    std::size_t add_model(Model model);

    const SceneOptions& options_;
    Scene& scene_;
    Random random_;
    std::vector<Model> models_;
    std::array<int, kCarBodyCount> car_models_;
    int cone_model_ = -1;
    int sign_model_ = -1;
    std::vector<Plot> taken_;
    float walk_ = 3.2F;       ///< Width of the walk.
    float half_view_ = 0.5F;  ///< Tangent of half the field of view.
    float lane_x_ = 0;        ///< Where the subject drives.
};

}  // namespace farsight::scene
