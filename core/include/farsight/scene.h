// The proving ground: scenes of a road or a square, rendered in software with exact ground truth.
//
// The same options give the same bytes on every target: no library function whose last bit may differ
// takes part, and fused multiply-adds are off.
//
//     auto scene = make_scene({.seed = 7});
//     SceneRenderer renderer;
//     Image image;
//     GroundTruth truth;
//     renderer.render(*scene, {}, image, truth);
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "farsight/box.h"
#include "farsight/image.h"
#include "farsight/mesh.h"
#include "farsight/result.h"

namespace farsight {

namespace scene {
struct SceneKernels;
}

/// What ground truth is kept for.
enum class SceneClass : std::uint8_t { kCar, kPerson, kCyclist, kTrafficCone, kStopSign };
inline constexpr int kSceneClassCount = 5;  ///< Values of SceneClass.

/// "car", "person", "cyclist", "traffic cone" or "stop sign".
std::string_view name_of(SceneClass scene_class);
/// Inverse of name_of; "-" stands for a space too. Fails with kInvalidArgument and the list otherwise.
Result<SceneClass> parse_scene_class(std::string_view name);

/// Light and air of a scene.
enum class Weather : std::uint8_t {
    kAny,       ///< Drawn by the seed.
    kClear,     ///< Sun, shadows, a few clouds.
    kOvercast,  ///< Grey sky, no hard shadows.
    kHaze,      ///< Pale sun; distant things fade.
    kRain,      ///< Grey, and the road is wet and mirrors.
    kDusk,      ///< Low warm sun, long shadows, lit windows.
};
/// "any", "clear", "overcast", "haze", "rain" or "dusk".
std::string_view name_of(Weather weather);
/// Inverse of name_of. Fails with kInvalidArgument and the list otherwise.
Result<Weather> parse_weather(std::string_view name);

/// What surrounds the road of a scene.
enum class Place : std::uint8_t {
    kAny,     ///< Drawn by the seed.
    kStreet,  ///< Between rows of houses.
    kSquare,  ///< Paved, houses at its sides.
    kRoad,    ///< Through fields and trees.
};
/// "any", "street", "square" or "road".
std::string_view name_of(Place place);
/// Inverse of name_of. Fails with kInvalidArgument and the list otherwise.
Result<Place> parse_place(std::string_view name);

/// What is drawn, and from where.
struct SceneOptions {
    /// Everything that is not fixed below is drawn from it.
    std::uint64_t seed = 1;
    /// Frame in pixels, 16 to 8192 a side.
    Size size{1280, 720};
    /// Labelled objects asked for, 0 to 200. Fewer stand in the scene where there is no room for more.
    int objects = 14;
    /// Nearest and farthest distance of labelled objects in metres, 2 to 1000; distances are drawn evenly in
    /// their logarithm. Equal values put every object at that distance; 4 and 14 make a scene of near objects
    /// only.
    double min_distance_m = 6;
    double max_distance_m = 90;  ///< See min_distance_m.
    /// How often each SceneClass is drawn, in its order; not negative, not all 0.
    std::array<double, kSceneClassCount> class_weights{5, 5, 1, 1, 0.6};
    /// Class of the subject: object 0, which stands alone in a corridor before the camera that everything
    /// else leaves free, so that move_object can take it to any distance.
    SceneClass subject = SceneClass::kCar;
    /// Distance of the subject in metres, 2 to 1000; 0 draws it like the others.
    double subject_distance_m = 0;
    /// Height of the camera over the road in metres, 0.3 to 30.
    double camera_height_m = 1.6;
    /// Horizontal field of view in degrees, 5 to 120.
    double field_of_view_deg = 56;
    /// Row of the horizon as a fraction of the frame's height from the top, 0 to 1.
    double horizon = 0.46;
    Weather weather = Weather::kAny;  ///< kAny: drawn by the seed.
    Place place = Place::kAny;        ///< kAny: drawn by the seed.
    /// Lamp posts, trees and bollards beside the road.
    bool clutter = true;

    bool operator==(const SceneOptions&) const = default;
};

/// A pinhole camera that looks along +z without tilt: a shifted lens puts the horizon where the options
/// want it, so depth is z exactly and upright things stay upright. A point (x, y, z) is seen at column
/// centre_x_px + focal_px * x / z and row horizon_px - focal_px * (y - height_m) / z.
struct SceneCamera {
    Size size;               ///< Frame in pixels.
    double focal_px = 0;     ///< Focal length.
    double centre_x_px = 0;  ///< Column of the optical axis.
    double horizon_px = 0;   ///< Row of the horizon.
    double height_m = 0;     ///< Over the road.
};

/// Labels of SceneObject::label for what has no ground truth.
inline constexpr int kUnlabelled = -1;

/// A mesh placed in the world: a point p of the mesh stands at position + turn(scale * p), where turn
/// takes +z to (sin_yaw, 0, cos_yaw).
struct SceneObject {
    /// A SceneClass, or kUnlabelled for scenery.
    int label = kUnlabelled;
    std::uint32_t mesh = 0;            ///< Position in Scene::meshes.
    Vec3 position;                     ///< Of its origin, metres.
    float sin_yaw = 0;                 ///< Sine of its heading.
    float cos_yaw = 1;                 ///< Cosine of its heading.
    float scale = 1;                   ///< Over 0.
    float lane_x = 0;                  ///< Line along the road that move_object keeps to: x, metres.
    std::array<Colour, 4> colours{};   ///< What Material calls colours[0] to [3].
    std::uint32_t pattern = 0;         ///< Seed of the object's surface pattern.
    std::array<float, 12> measures{};  ///< What the material of the mesh needs to know of it, in metres.
};

/// Sun, sky and air, in linear light.
struct SceneLight {
    Vec3 to_sun{0, 1, 0};  ///< Unit vector.
    Colour sun;            ///< 0 when clouds hide it.
    Colour zenith;         ///< The sky overhead.
    Colour horizon;        ///< The sky at the horizon.
    Colour bounce;         ///< Light from below.
    float clouds = 0;      ///< Part of the sky that clouds cover.
    float haze_per_m = 0;  ///< Extinction.
    float wetness = 0;     ///< 0 dry to 1 wet.
    float lamps = 0;       ///< Brightness of lamps and lit windows.
    float exposure = 1;    ///< Multiplies all light.
};

/// The ground is the plane y = 0, striped along z.
struct SceneGround {
    Place place = Place::kStreet;  ///< Never kAny.
    float road_left = -5.5F;       ///< x of the road's edges.
    float road_right = 3.5F;       ///< Metres.
    float centre_line = -1.75F;    ///< x of the line, metres.
    float crossing_z = -100;  ///< Near edge of the pedestrian crossing; behind the camera when there is none.
    float walk_height = 0;    ///< Height of the walk beside the road.
    Colour soil;              ///< Grass, or the stones of the square.
    std::uint32_t pattern = 0;  ///< Seed of the surface.
};

/// Everything that render() draws.
struct Scene {
    SceneCamera camera;                 ///< Where it is seen from.
    Weather weather = Weather::kClear;  ///< Never kAny.
    SceneLight light;                   ///< Of that weather.
    SceneGround ground;                 ///< Of its place.
    std::vector<Mesh> meshes;           ///< Shared by the objects.
    /// Labelled objects come first; an object's id is its position here. Object 0 is the subject.
    std::vector<SceneObject> objects;
    int labelled = 0;  ///< How many of the objects have ground truth.
};

/// Draws a scene. Fails with kInvalidArgument when an option is out of its range and with check_size's
/// errors for the frame.
Result<Scene> make_scene(const SceneOptions& options);

/// Moves one labelled object along the road to `distance_m`, 2 to 1000; everything else stays. It keeps to
/// its line along the road, except that near the camera it comes in as far as it must to stay in the frame.
/// Fails with kInvalidArgument for another id or distance.
Result<void> move_object(Scene& scene, int id, double distance_m);

/// Where a vertex of an object stands in the world.
Vec3 world_position(const SceneObject& object, Vec3 vertex);

/// Memory a scene holds.
std::size_t scene_bytes(const Scene& scene);

/// One object of a rendered scene. Boxes are in pixels.
struct ObjectTruth {
    int id = 0;                                 ///< Position in Scene::objects.
    SceneClass scene_class = SceneClass::kCar;  ///< What it is.
    /// Box around what is visible of it, to a quarter pixel; empty when nothing is.
    Box visible;
    /// Box of the whole object, hidden parts and parts beyond the frame included.
    Box amodal;
    /// Visible area in square pixels.
    double visible_px = 0;
    /// Part of its outline inside the frame that nothing nearer hides, in [0, 1]; 0 when it is outside the
    /// frame.
    double visible_fraction = 0;
    /// From the camera to the object's origin along the camera's heading.
    double distance_m = 0;
    /// Height of `amodal`.
    double apparent_height_px = 0;
    /// True when the frame cuts it.
    bool truncated = false;
};

/// Where the objects of a rendered scene are.
struct GroundTruth {
    /// One for each labelled object, by id; hidden ones too.
    std::vector<ObjectTruth> objects;
};

/// Called now and then with the part done in [0, 1]; returns false to cancel.
struct RenderProgress {
    void* context = nullptr;                             ///< Handed to each call.
    bool (*step)(void* context, double done) = nullptr;  ///< Null: none.
};

/// Lens and sensor.
struct RenderOptions {
    /// Standard deviation of the lens blur in pixels, 0 to 0.7.
    double blur_px = 0.45;
    /// Sensor noise, 0 to 8; 1 is a good camera by day.
    double noise = 1;
    bool shadows = true;  ///< False: nothing throws one.
    /// Samples a pixel where no small object is: 4 or 16. Small objects always get 16.
    int samples = 4;
    /// When given, filled with one id a pixel: of the labelled object that covers most of it, else 65535.
    std::vector<std::uint16_t>* ids = nullptr;
    RenderProgress progress{};  ///< Default: none is called.
};

/// Renders scenes. It keeps its buffers, so that a second frame of the same size does not allocate
/// beyond what more triangles need. One a thread.
class SceneRenderer {
public:
    SceneRenderer();
    /// Runs on a given instruction set rather than the best; tests compare them (src/scene_kernels.h).
    explicit SceneRenderer(const scene::SceneKernels& kernels);
    ~SceneRenderer();
    SceneRenderer(SceneRenderer&&) noexcept;
    SceneRenderer& operator=(SceneRenderer&&) noexcept;

    /// Makes `image` an RGB picture of the camera's size. Fails with kInvalidArgument when an option is out
    /// of its range, with check_size's errors for the frame and with kCancelled when progress says so.
    Result<void> render(const Scene& scene, const RenderOptions& options, Image& image, GroundTruth& truth);

    /// Memory the buffers hold.
    std::size_t bytes() const;

private:
    struct Buffers;
    std::unique_ptr<Buffers> buffers_;
};

}  // namespace farsight
