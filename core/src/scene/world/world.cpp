#include "scene/world/world.h"

#include <cstddef>
#include <utility>

namespace farsight {

Vec3 world_position(const SceneObject& object, Vec3 vertex) {
    using namespace scene;
    const Vec3 p = vertex * object.scale;
    return object.position + Vec3{p.x * object.cos_yaw + p.z * object.sin_yaw, p.y,
                                  p.z * object.cos_yaw - p.x * object.sin_yaw};
}

Result<Scene> make_scene(const SceneOptions& options) {
    if (auto checked = scene::check_options(options); !checked) return tl::unexpected(checked.error());
    Scene scene;
    scene::WorldBuilder(options, scene).build();
    return scene;
}

namespace {

/// Keeps an object that was moved near inside the frame.
float held_in_frame(const SceneCamera& camera, float x, double z) {
    const double half = 0.5 * camera.size.width / camera.focal_px * z;
    const double most = std::max(0.0, half * 0.62 - 0.5);
    return static_cast<float>(std::clamp(static_cast<double>(x), -most, most));
}

}  // namespace

Result<void> move_object(Scene& scene, int id, double distance_m) {
    if (id < 0 || id >= scene.labelled) {
        return fail(ErrorCode::kInvalidArgument, "There is no labelled object " + std::to_string(id) +
                                                     "; the scene has " + std::to_string(scene.labelled) +
                                                     ".");
    }
    if (!(distance_m >= 2 && distance_m <= 1000)) {
        return fail(ErrorCode::kInvalidArgument, "The distance must be 2 to 1000 metres.");
    }
    SceneObject& object = scene.objects[static_cast<std::size_t>(id)];
    object.position.x = held_in_frame(scene.camera, object.lane_x, distance_m);
    object.position.z = static_cast<float>(distance_m);
    return {};
}

std::size_t scene_bytes(const Scene& scene) {
    std::size_t sum = sizeof(Scene) + scene.objects.capacity() * sizeof(SceneObject);
    for (const Mesh& mesh : scene.meshes) {
        sum += sizeof(Mesh) + mesh.positions.capacity() * sizeof(Vec3) +
               mesh.normals.capacity() * sizeof(Vec3) + mesh.triangles.capacity() * sizeof(MeshTriangle);
    }
    return sum;
}

namespace scene {

namespace {

SceneCamera make_camera(const SceneOptions& options) {
    const double half = options.field_of_view_deg / 720;
    SceneCamera camera;
    camera.size = options.size;
    camera.focal_px = 0.5 * options.size.width * cos_turns(half) / sin_turns(half);
    camera.centre_x_px = 0.5 * options.size.width;
    camera.horizon_px = options.horizon * options.size.height;
    camera.height_m = options.camera_height_m;
    return camera;
}

/// Neighbouring seeds must not start neighbouring streams.
std::uint64_t mixed(std::uint64_t seed) {
    Random once(seed);
    return once.bits() ^ (seed << 32);
}

/// x to the power `share` by repeated square roots, share in [0, 1] to 16 bits.
double power_share(double x, double share) {
    double result = 1;
    double root = x;
    auto bits = static_cast<std::uint32_t>(share * 65536);
    if (bits >= 65536) return x;
    for (int i = 0; i < 16; ++i) {
        root = std::sqrt(root);
        bits <<= 1;
        if ((bits & 65536U) != 0) result *= root;
    }
    return result;
}

}  // namespace

WorldBuilder::WorldBuilder(const SceneOptions& options, Scene& scene)
    : options_(options), scene_(scene), random_(mixed(options.seed)) {
    car_models_.fill(-1);
}

void WorldBuilder::build() {
    scene_.camera = make_camera(options_);
    half_view_ = static_cast<float>(0.5 * options_.size.width / scene_.camera.focal_px);
    constexpr Weather kWeathers[] = {Weather::kClear, Weather::kClear, Weather::kClear, Weather::kOvercast,
                                     Weather::kHaze,  Weather::kRain,  Weather::kDusk};
    const Weather drawn = kWeathers[random_.below(7)];
    scene_.weather = options_.weather == Weather::kAny ? drawn : options_.weather;
    constexpr Place kPlaces[] = {Place::kStreet, Place::kStreet, Place::kSquare, Place::kRoad};
    const Place place = kPlaces[random_.below(4)];
    scene_.ground.place = options_.place == Place::kAny ? place : options_.place;
    scene_.light = make_light(scene_.weather, random_);
    lay_ground();
    add_labelled();
    add_scenery();
    for (Model& model : models_) scene_.meshes.push_back(std::move(model.mesh));
}

void WorldBuilder::lay_ground() {
    SceneGround& ground = scene_.ground;
    ground.pattern = random_.bits32();
    lane_x_ = random_.rangef(-1.5, 0.7);
    const bool street = ground.place == Place::kStreet;
    const float lane = ground.place == Place::kRoad ? 3.6F : 3.4F;
    const float bay = street ? 2.2F : 0.45F;
    ground.centre_line = lane_x_ - 0.5F * lane;
    ground.road_right = ground.centre_line + lane + bay;
    ground.road_left = ground.centre_line - lane - bay;
    ground.walk_height = street ? 0.13F : 0.0F;
    walk_ = random_.rangef(2.6, 4.2);
    const float crossing = random_.rangef(9, 40);
    ground.crossing_z = street && random_.chance(0.55) ? crossing : -100.0F;
    constexpr Colour kStones[] = {{0.25F, 0.235F, 0.21F}, {0.21F, 0.20F, 0.195F}, {0.28F, 0.24F, 0.20F}};
    const Colour stone = kStones[random_.below(3)];
    const Colour grass = Colour{0.085F, 0.135F, 0.035F} * random_.rangef(0.8, 1.2);
    ground.soil = ground.place == Place::kSquare ? stone : grass;
}

std::size_t WorldBuilder::add_model(Model model) {
    models_.push_back(std::move(model));
    return models_.size() - 1;
}

SceneClass WorldBuilder::draw_class() {
    double sum = 0;
    for (const double weight : options_.class_weights) sum += weight;
    double at = random_.uniform() * sum;
    for (int c = 0; c < kSceneClassCount; ++c) {
        at -= options_.class_weights[static_cast<std::size_t>(c)];
        if (at < 0) return static_cast<SceneClass>(c);
    }
    return SceneClass::kCar;
}

float WorldBuilder::draw_distance(int index, int count) {
    // One draw from each of `count` equal parts of the logarithm covers the range evenly.
    const double share = (index + random_.uniform()) / count;
    const double ratio = options_.max_distance_m / options_.min_distance_m;
    return static_cast<float>(options_.min_distance_m * power_share(ratio, share));
}

void WorldBuilder::add_labelled() {
    if (options_.objects == 0) return;
    const double drawn = static_cast<double>(draw_distance(0, 1));
    const double z = options_.subject_distance_m > 0 ? options_.subject_distance_m : drawn;
    place(options_.subject, static_cast<float>(z), true);
    // What the line of sight crosses on the way to the subject stays free.
    const float margin = 1.35F;
    taken_.push_back({std::min(0.0F, lane_x_) - margin, 0, std::max(0.0F, lane_x_) + margin, 2000});
    const int rest = options_.objects - 1;
    for (int i = 0; i < rest; ++i) {
        const float distance = draw_distance(i, rest);
        place(draw_class(), distance, false);
    }
    scene_.labelled = static_cast<int>(scene_.objects.size());
}

SceneObject WorldBuilder::dress(SceneClass scene_class, const Model*& model) {
    SceneObject object;
    object.label = static_cast<int>(scene_class);
    object.pattern = random_.bits32();
    std::size_t index = 0;
    switch (scene_class) {
        case SceneClass::kCar: {
            const int body = random_.below(kCarBodyCount);
            int& known = car_models_[static_cast<std::size_t>(body)];
            if (known < 0) known = static_cast<int>(add_model(make_car(static_cast<CarBody>(body))));
            index = static_cast<std::size_t>(known);
            object.colours[0] = car_paint(random_);
            break;
        }
        case SceneClass::kPerson:
        case SceneClass::kCyclist:
            index =
                add_model(scene_class == SceneClass::kPerson ? make_person(random_) : make_cyclist(random_));
            object.colours[0] = cloth_colour(random_);
            object.colours[1] =
                scene_class == SceneClass::kPerson ? cloth_colour(random_) * 0.7F : car_paint(random_);
            object.colours[2] = skin_colour(random_);
            object.colours[3] = hair_colour(random_);
            break;
        case SceneClass::kTrafficCone:
            if (cone_model_ < 0) cone_model_ = static_cast<int>(add_model(make_cone()));
            index = static_cast<std::size_t>(cone_model_);
            break;
        case SceneClass::kStopSign:
            if (sign_model_ < 0) sign_model_ = static_cast<int>(add_model(make_stop_sign()));
            index = static_cast<std::size_t>(sign_model_);
            object.colours[0] = object.colours[1] = {0.38F, 0.39F, 0.40F};
            break;
    }
    model = &models_[index];
    object.mesh = static_cast<std::uint32_t>(index);
    object.measures = model->measures;
    return object;
}

WorldBuilder::Spot WorldBuilder::subject_spot(SceneClass scene_class, float) {
    const bool towards = random_.chance(0.5);
    const float swing =
        scene_class == SceneClass::kStopSign ? random_.rangef(-15, 15) : random_.rangef(-38, 38);
    if (scene_class == SceneClass::kStopSign || scene_class == SceneClass::kTrafficCone)
        return {lane_x_, swing, 0};
    return {lane_x_, swing + (towards ? 180.0F : 0.0F), 0};
}

std::optional<WorldBuilder::Spot> WorldBuilder::spot_for(SceneClass scene_class, float z) {
    const SceneGround& ground = scene_.ground;
    const bool square = ground.place == Place::kSquare;
    const bool street = ground.place == Place::kStreet;
    const float reach = half_view_ * z * 0.95F;
    const auto anywhere = [&] { return random_.rangef(-1, 1) * std::min(reach, 16.0F); };
    const auto beside = [&](bool right, double from, double to) {
        const float out = random_.rangef(from, to);
        return right ? ground.road_right + out : ground.road_left - out;
    };
    const bool right = random_.chance(0.5);
    const float jitter = random_.rangef(-3, 3);
    switch (scene_class) {
        case SceneClass::kCar: {
            if (square) return Spot{anywhere(), random_.rangef(0, 360), 0};
            const float oncoming = ground.centre_line - 1.7F;
            if (random_.chance(street ? 0.35 : 0.85)) return Spot{oncoming + 0.08F * jitter, 180 + jitter, 0};
            if (!street) return Spot{ground.road_right + 1.4F, jitter, 0};
            const float inset = 1.12F;
            if (right)
                return Spot{ground.road_right - inset, (random_.chance(0.85) ? 0.0F : 180.0F) + jitter, 0};
            return Spot{ground.road_left + inset, 180 + jitter, 0};
        }
        case SceneClass::kPerson: {
            const bool along = random_.chance(0.7);
            const float ahead = along && random_.chance(0.5) ? 0.0F : 180.0F;
            const float yaw = along ? ahead + random_.rangef(-35, 35) : random_.rangef(0, 360);
            if (square) return Spot{anywhere(), random_.rangef(0, 360), 0};
            if (std::abs(z - ground.crossing_z - 1.6F) < 2.2F || random_.chance(0.06)) {
                return Spot{random_.rangef(ground.road_left, ground.road_right),
                            right ? 90.0F + jitter : 270.0F + jitter, 0};
            }
            return Spot{beside(right, 0.35, street ? walk_ - 0.4 : 2.2), yaw, ground.walk_height};
        }
        case SceneClass::kCyclist:
            if (square) return Spot{anywhere(), random_.rangef(0, 360), 0};
            if (right) return Spot{ground.road_right - (street ? 2.6F : 0.6F), 2 * jitter, 0};
            return Spot{ground.road_left + (street ? 2.6F : 0.6F), 180 + 2 * jitter, 0};
        case SceneClass::kTrafficCone:
            if (square) return Spot{anywhere(), random_.rangef(0, 90), 0};
            return Spot{right ? ground.road_right - random_.rangef(0.3, 2.6)
                              : ground.road_left + random_.rangef(0.3, 2.6),
                        random_.rangef(0, 90), 0};
        case SceneClass::kStopSign:
        default:
            if (square) return Spot{anywhere(), 3 * jitter, 0};
            return Spot{beside(right, 0.35, 0.7), 4 * jitter, ground.walk_height};
    }
}

bool WorldBuilder::free(const Plot& plot) const {
    for (const Plot& taken : taken_) {
        if (plot.meets(taken)) return false;
    }
    return true;
}

bool WorldBuilder::place(SceneClass scene_class, float z, bool subject) {
    const Model* model = nullptr;
    SceneObject object = dress(scene_class, model);
    const int tries = subject ? 1 : 24;
    for (int attempt = 0; attempt < tries; ++attempt) {
        const std::optional<Spot> spot = subject ? subject_spot(scene_class, z) : spot_for(scene_class, z);
        if (!spot) continue;
        object.sin_yaw = sin_deg(static_cast<double>(spot->yaw_deg));
        object.cos_yaw = cos_deg(static_cast<double>(spot->yaw_deg));
        object.lane_x = spot->x;
        object.position = {subject ? held_in_frame(scene_.camera, spot->x, static_cast<double>(z)) : spot->x,
                           spot->y, z};
        const float wide =
            std::abs(object.cos_yaw) * model->half_width + std::abs(object.sin_yaw) * model->half_length;
        const float deep =
            std::abs(object.sin_yaw) * model->half_width + std::abs(object.cos_yaw) * model->half_length;
        const Plot plot{object.position.x - wide - 0.2F, z - deep - 0.25F, object.position.x + wide + 0.2F,
                        z + deep + 0.25F};
        if (!subject && (z - deep < 1 || std::abs(spot->x) > half_view_ * z || !free(plot))) continue;
        // The subject moves, so its own plot counts for nothing.
        if (!subject) taken_.push_back(plot);
        scene_.objects.push_back(object);
        return true;
    }
    return false;
}

}  // namespace scene

}  // namespace farsight
