#include "scene/render/shader.h"

namespace farsight::scene {

Shader::Shader(const Scene& drawn, const VisibleSet& seen, const ShadowMaps& sun_maps,
               const NoiseTexture& texture, std::vector<ContactPatch>& patches)
    : scene(drawn),
      visible(seen),
      shadows(sun_maps),
      noise(texture),
      sky(drawn.light, drawn.ground.pattern),
      centre(static_cast<float>(drawn.camera.centre_x_px)),
      horizon(static_cast<float>(drawn.camera.horizon_px)),
      per_focal(static_cast<float>(1 / drawn.camera.focal_px)),
      eye(static_cast<float>(drawn.camera.height_m)),
      sunny(drawn.light.sun.x > 0.02F),
      patches_(patches) {
    find_patches();
}

void Shader::find_patches() {
    patches_.clear();
    const float focal = 1 / per_focal;
    for (const SceneObject& object : scene.objects) {
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
                            {centre + focal * left, horizon + focal * (eye - 0.2F) / far,
                             centre + focal * right, horizon + focal * eye / near}});
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

void ShadeQueue::clear() {
    added_ = 0;
    std::fill_n(count_, kKinds, 0);
}

int ShadeQueue::add(const VisibleSet& visible, std::uint32_t id, float at_column, float at_row) {
    int kind = id == kSkySample ? kSky : kGround;
    std::uint32_t of_triangle = 0;
    if (id >= kFirstTriangle) {
        of_triangle = id - kFirstTriangle;
        kind = 2 + static_cast<int>(visible.triangles()[of_triangle].material);
    }
    points_[added_] = {of_triangle, kind, at_column, at_row};
    ++count_[kind];
    return added_++;
}

void ShadeQueue::sort() {
    int next[kKinds];
    int places = 0;
    for (int kind = 0; kind < kKinds; ++kind) {
        begin_[kind] = next[kind] = places;
        places += (count_[kind] + kPack - 1) / kPack * kPack;
    }
    for (int i = 0; i < added_; ++i) {
        const Point& point = points_[i];
        const int at = next[point.kind]++;
        place_[i] = at;
        column[at] = point.column;
        row[at] = point.row;
        triangle[at] = point.triangle;
    }
    for (const int filled : next) {
        for (int at = filled; at % kPack != 0; ++at) {
            column[at] = column[at - 1];
            row[at] = row[at - 1];
            triangle[at] = triangle[at - 1];
        }
    }
}

}  // namespace farsight::scene
