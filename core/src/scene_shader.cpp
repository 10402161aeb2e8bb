#include "scene_shader.h"

namespace farsight::scene {

Shader::Shader(const Scene& scene, const VisibleSet& visible, const ShadowMaps& shadows,
               const NoiseTexture& noise, std::vector<ContactPatch>& patches)
    : scene_(scene),
      visible_(visible),
      shadows_(shadows),
      noise_(noise),
      sky_(scene.light, noise, scene.ground.pattern),
      patches_(patches),
      centre_(static_cast<float>(scene.camera.centre_x_px)),
      horizon_(static_cast<float>(scene.camera.horizon_px)),
      per_focal_(static_cast<float>(1 / scene.camera.focal_px)),
      eye_(static_cast<float>(scene.camera.height_m)),
      sunny_(scene.light.sun.x > 0.02F) {
    find_patches();
}

void Shader::find_patches() {
    patches_.clear();
    const float focal = 1 / per_focal_;
    for (const SceneObject& object : scene_.objects) {
        float half_width = 0;
        float half_length = 0;
        float depth = 0.8F;
        float reach = 0.5F;
        switch (object.label) {
            case static_cast<int>(SceneClass::kCar):
                half_width = object.measures[1] - 0.08F;
                half_length = object.measures[0] - 0.15F;
                depth = 0.93F;
                reach = 0.75F;
                break;
            case static_cast<int>(SceneClass::kPerson):
                half_width = 0.10F, half_length = 0.16F, reach = 0.45F;
                break;
            case static_cast<int>(SceneClass::kCyclist):
                half_width = 0.03F, half_length = 0.7F, reach = 0.35F;
                break;
            case static_cast<int>(SceneClass::kTrafficCone):
                half_width = half_length = 0.18F, reach = 0.2F;
                break;
            case static_cast<int>(SceneClass::kStopSign):
                half_width = half_length = 0.03F, reach = 0.15F;
                break;
            default:
                continue;
        }
        const Vec3 p = object.position;
        const float around = std::max(half_width, half_length) * 1.42F + reach;
        if (p.z + around < 0.3F) continue;
        const float near = std::max(p.z - around, 0.3F);
        const float far = p.z + around;
        const float left = std::min((p.x - around) / near, (p.x - around) / far);
        const float right = std::max((p.x + around) / near, (p.x + around) / far);
        patches_.push_back({p.x,
                            p.z,
                            object.sin_yaw,
                            object.cos_yaw,
                            half_width,
                            half_length,
                            depth,
                            reach,
                            {centre_ + focal * left, horizon_ + focal * (eye_ - 0.2F) / far,
                             centre_ + focal * right, horizon_ + focal * eye_ / near}});
    }
}

void Shader::enter_tile(int left, int top) {
    const Box tile{static_cast<float>(left), static_cast<float>(top), static_cast<float>(left + kTile),
                   static_cast<float>(top + kTile)};
    near_count_ = 0;
    for (const ContactPatch& patch : patches_) {
        if (near_count_ == kMostPatches) return;
        if (!intersection(tile, patch.frame).empty()) near_[near_count_++] = &patch;
    }
}

float Shader::openness(Vec3 world) const {
    float open = 1;
    for (int i = 0; i < near_count_; ++i) {
        const ContactPatch& patch = *near_[i];
        const float dx = world.x - patch.x;
        const float dz = world.z - patch.z;
        const float side = std::abs(dx * patch.cos_yaw - dz * patch.sin_yaw) - patch.half_width;
        const float along = std::abs(dz * patch.cos_yaw + dx * patch.sin_yaw) - patch.half_length;
        if (side > patch.reach || along > patch.reach) continue;
        const float ox = std::max(side, 0.0F);
        const float oz = std::max(along, 0.0F);
        const float out = std::sqrt(ox * ox + oz * oz) / patch.reach;
        // Deep inside it is darkest; the edge lets half of it in.
        const float in = saturate(-std::max(side, along) / (0.5F * patch.reach));
        const float t = saturate(1 - out);
        open *= 1 - patch.depth * (0.62F + 0.38F * in) * t * t;
    }
    return open;
}

Colour Shader::through_air(Colour colour, Vec3 direction, float distance) const {
    const float clear = fade(scene_.light.haze_per_m * distance);
    return mix(sky_.air(direction), colour, clear);
}

Colour Shader::sky(Vec3 ray) const {
    return sky_.seen(normalised(ray));
}

Colour Shader::ground(Vec3 ray) const {
    const float down = std::max(-ray.y, 1e-6F);
    const float z = std::min(eye_ / down, 20000.0F);
    const float reach = std::sqrt(dot(ray, ray));
    const Vec3 direction = ray * (1 / reach);
    SurfacePoint point;
    point.world = {ray.x * z, 0, z};
    point.local = point.world;
    point.normal = point.local_normal = {0, 1, 0};
    point.footprint = z * per_focal_;
    Response response = respond_ground(scene_.ground, point, z * z * per_focal_ / eye_, sky_, noise_);
    response.open = openness(point.world);
    const float lit = sunny_ ? shadows_.sunlit(point.world, {0, 1, 0}) * (0.5F + 0.5F * response.open) : 0;
    return through_air(shade(response, direction * -1.0F, lit, sky_), direction, z * reach);
}

Colour Shader::surface(const VisibleTriangle& visible, Vec3 ray) const {
    const float z = 1 / std::max(dot(visible.depth, ray), 5e-5F);
    const float reach = std::sqrt(dot(ray, ray));
    const Vec3 direction = ray * (1 / reach);
    const Vec3 p = ray * z;
    const SceneObject& object = scene_.objects[visible.object];
    const Mesh& mesh = scene_.meshes[object.mesh];
    const Vec3 q = p - visible.a;
    const float scale = 1 / dot(visible.normal, visible.normal);
    float b = saturate(dot(cross(q, visible.edge_c), visible.normal) * scale);
    float c = saturate(dot(cross(visible.edge_b, q), visible.normal) * scale);
    if (visible.flipped) std::swap(b, c);
    const Vec3* normals = mesh.normals.data() + static_cast<std::size_t>(visible.triangle) * 3;
    Vec3 n = normals[0] * saturate(1 - b - c) + normals[1] * b + normals[2] * c;
    if (visible.flipped) n = n * -1.0F;
    SurfacePoint point;
    point.local_normal = normalised(n);
    const Vec3& m = point.local_normal;
    point.normal = {m.x * object.cos_yaw + m.z * object.sin_yaw, m.y,
                    m.z * object.cos_yaw - m.x * object.sin_yaw};
    point.world = {p.x, p.y + eye_, p.z};
    const Vec3 from = (point.world - object.position) * (1 / object.scale);
    point.local = {from.x * object.cos_yaw - from.z * object.sin_yaw, from.y,
                   from.z * object.cos_yaw + from.x * object.sin_yaw};
    point.footprint = z * per_focal_;
    const Material material = mesh.triangles[visible.triangle].material;
    Response response;
    if (material == Material::kPavement) {
        const float height = std::max(eye_ - point.world.y, 0.05F);
        response = respond_pavement(scene_.ground, point, z * z * per_focal_ / height, noise_);
        response.open = openness(point.world);
    } else {
        response = respond(material, object, point, sky_, noise_);
    }
    float lit = 0;
    if (sunny_ && dot(response.normal, scene_.light.to_sun) > 0)
        lit = shadows_.sunlit(point.world, point.normal);
    return through_air(shade(response, direction * -1.0F, lit, sky_), direction, z * reach);
}

Colour Shader::colour(std::uint32_t id, float column, float row) const {
    const Vec3 ray{(column - centre_) * per_focal_, (horizon_ - row) * per_focal_, 1};
    if (id == kSkySample) return sky(ray);
    if (id == kGroundSample) return ground(ray);
    return surface(visible_.triangles()[id - kFirstTriangle], ray);
}

}  // namespace farsight::scene
