// Patterns of the ground and of house fronts.
#include "scene_material.h"

namespace farsight::scene {

Response respond_facade(const SceneObject& object, const SurfacePoint& point, const Sky& sky,
                        const NoiseTexture& noise);

namespace {

constexpr Colour kPaint{0.66F, 0.66F, 0.63F};

struct Patch {
    float x, z, across, along;
    float both() const { return std::sqrt(across * along); }
};

Colour asphalt(const SceneGround& ground, const Patch& at, const NoiseTexture& noise) {
    const auto stones = noise.at(0.55F * at.x, 0.55F * at.z, 0.55F * at.both());
    const auto large = noise.at(0.037F * at.x + 0.2F, 0.023F * at.z, 0.037F * at.both());
    const float lane = (at.x - ground.centre_line) / 3.5F;
    const float in_lane = (lane - static_cast<float>(fast_floor(lane)) - 0.5F) * 3.5F;
    // Tyres polish two tracks a lane; oil darkens the strip between them.
    const float side = in_lane < 0 ? -in_lane : in_lane;
    const float tracks = smooth(1 - saturate(std::abs(side - 0.75F) / 0.45F));
    const float oil = smooth(1 - saturate(side / 0.45F));
    float tone =
        0.060F * (0.55F + 0.70F * stones.grain + 0.35F * stones.clouds) * (0.75F + 0.5F * large.clouds);
    tone *= 1 + 0.10F * tracks - 0.16F * oil * large.clouds;
    // Patches of newer asphalt.
    const int cell_x = fast_floor(at.x / 2.9F + 0.3F);
    const int cell_z = fast_floor(at.z / 9.7F);
    const std::uint32_t bits = hash(cell_x, cell_z, ground.pattern);
    if ((bits & 15U) == 0) {
        const float px = (at.x / 2.9F + 0.3F - static_cast<float>(cell_x)) * 2.9F;
        const float pz = (at.z / 9.7F - static_cast<float>(cell_z)) * 9.7F;
        const float inside =
            band(px, 0.5F, 2.2F, at.across) * band(pz, 1.0F, 2.0F + 5 * unit(hash(bits, 4U)), at.along);
        tone *= 1 - 0.30F * inside;
    }
    return Colour{1.0F, 1.0F, 1.03F} * tone;
}

float markings(const SceneGround& ground, const Patch& at) {
    float paint = 0;
    const bool country = ground.place == Place::kRoad;
    const float c = ground.centre_line;
    const float dash = country ? bands(at.z, 12, 0, 4, at.along) : bands(at.z, 7, 0, 3, at.along);
    const bool crossing_near = at.z > ground.crossing_z - 4 && at.z < ground.crossing_z + 5.5F;
    if (!crossing_near) paint = band(at.x, c - 0.065F, c + 0.065F, at.across) * dash;
    const float edge = country ? 0.30F : 2.20F;
    for (const float x : {ground.road_left + edge, ground.road_right - edge}) {
        if (!crossing_near) {
            const float line = country ? 1.0F : bands(at.z, 6, 0, 0.12F, at.along);
            paint = std::max(paint, band(at.x, x - 0.05F, x + 0.05F, at.across) * (country ? 1.0F : 0.85F));
            // Parking bays are parted by short cross lines.
            const bool outside = x < c ? at.x < x : at.x > x;
            if (!country && outside) paint = std::max(paint, 0.85F * line);
        }
    }
    if (crossing_near) {
        const float stripes = bands(at.x, 1.0F, 0.0F, 0.5F, at.across);
        paint = std::max(paint, stripes * band(at.z, ground.crossing_z, ground.crossing_z + 3.2F, at.along));
        const bool ours = at.x > c;
        const float stop = ours ? ground.crossing_z - 1.5F : ground.crossing_z + 4.3F;
        paint = std::max(paint, band(at.z, stop, stop + 0.4F, at.along));
    }
    return paint;
}

Colour grass(const SceneGround& ground, const Patch& at, const NoiseTexture& noise) {
    const auto blades = noise.at(0.8F * at.x, 0.8F * at.z, 0.8F * at.both());
    const auto tufts = noise.at(0.13F * at.x, 0.13F * at.z, 0.13F * at.both());
    const auto field = noise.at(0.011F * at.x, 0.011F * at.z + 0.4F, 0.011F * at.both());
    const Colour dry = mix(ground.soil, {0.26F, 0.22F, 0.09F}, 0.55F);
    return mix(ground.soil, dry, smooth_step(0.35F, 0.8F, 0.5F * tufts.clouds + 0.5F * field.clouds)) *
           ((0.35F + 0.75F * blades.grain + 0.35F * blades.clouds) * (0.7F + 0.6F * tufts.clouds));
}

Colour slabs(Colour stone, const SceneGround& ground, const Patch& at, float side,
             const NoiseTexture& noise) {
    const int row = fast_floor(at.z / side);
    const float shift = (row & 1) != 0 ? 0.5F * side : 0.0F;
    const int column = fast_floor((at.x + shift) / side);
    const float each = unit(hash(column, row, ground.pattern)) - 0.5F;
    const float near = saturate(1.4F - at.along / side);
    const float joint = 1 - (1 - bands(at.x + shift, side, 0, 0.012F, at.across)) *
                                (1 - bands(at.z, side, 0, 0.012F, at.along));
    const auto grain = noise.at(0.7F * at.x, 0.7F * at.z, 0.7F * at.both());
    const auto large = noise.at(0.05F * at.x, 0.05F * at.z, 0.05F * at.both());
    return stone * ((0.80F + 0.22F * each * near) * (0.70F + 0.35F * grain.grain + 0.1F * grain.clouds) *
                    (0.78F + 0.44F * large.clouds) * (1 - 0.55F * joint));
}

}  // namespace

Response respond_ground(const SceneGround& ground, const SurfacePoint& point, float along, const Sky& sky,
                        const NoiseTexture& noise) {
    const Patch at{point.world.x, point.world.z, point.footprint, along};
    Response r;
    r.normal = {0, 1, 0};
    const bool on_road = at.x > ground.road_left && at.x < ground.road_right;
    const bool paved = ground.place == Place::kSquare;
    float painted = 0;
    if (paved) {
        r.albedo = slabs(ground.soil, ground, at, 0.6F, noise);
    } else if (on_road) {
        r.albedo = asphalt(ground, at, noise);
        painted = markings(ground, at);
        if (painted > 0) {
            const auto wear = noise.at(0.45F * at.x + 0.5F, 0.45F * at.z, 0.45F * at.both());
            r.albedo = mix(r.albedo, kPaint * (0.7F + 0.3F * wear.grain),
                           painted * (0.92F - 0.5F * smooth_step(0.55F, 0.85F, wear.clouds)));
        }
    } else if (ground.place == Place::kRoad) {
        r.albedo = grass(ground, at, noise);
        const float out = at.x < ground.road_left ? ground.road_left - at.x : at.x - ground.road_right;
        // A gravel shoulder runs into the grass.
        const auto ragged = noise.at(0.25F * at.x, 0.25F * at.z, 0.25F * at.both());
        const float gravel = 1 - smooth_step(0.2F, 1.0F, out + ragged.clouds - 0.5F);
        r.albedo = mix(r.albedo, Colour{0.20F, 0.18F, 0.15F} * (0.6F + 0.8F * ragged.grain), gravel);
    } else {
        r.albedo = slabs({0.27F, 0.265F, 0.25F}, ground, at, 0.5F, noise);
    }
    const float wet = sky.light().wetness;
    if (wet > 0 && (on_road || paved)) {
        const auto pools = noise.at(0.07F * at.x, 0.045F * at.z, 0.07F * at.both());
        const float pool = smooth_step(0.50F, 0.68F, pools.clouds) * wet;
        r.albedo = r.albedo * (1 - 0.42F * wet - 0.2F * pool);
        r.mirror = 0.018F * wet + 0.03F * pool;
        r.rough = 0.6F - 0.5F * pool;
        const auto ripple = noise.at(0.9F * at.x, 0.9F * at.z, 0.9F * at.both());
        r.normal = normalised(
            {(ripple.clouds - 0.5F) * 0.10F * (1 - pool), 1, (ripple.grain - 0.5F) * 0.10F * (1 - pool)});
    }
    return r;
}

Response respond_pavement(const SceneGround& ground, const SurfacePoint& point, float along,
                          const NoiseTexture& noise) {
    Response r;
    r.albedo = slabs({0.30F, 0.29F, 0.27F}, ground, {point.world.x, point.world.z, point.footprint, along},
                     0.5F, noise);
    r.normal = {0, 1, 0};
    return r;
}

Response respond_facade(const SceneObject& object, const SurfacePoint& point, const Sky& sky,
                        const NoiseTexture& noise) {
    const Vec3 n = point.local_normal;
    const bool x_face = n.x > 0.5F || n.x < -0.5F;
    const float u = (x_face ? point.local.z : point.local.x) + 100;
    const float y = point.local.y;
    const float w = point.footprint;
    const float height = object.measures[2];
    const std::uint32_t style = hash(object.pattern);
    const float pitch = 1.9F + 1.1F * unit(hash(style, 1U));
    const float floor_height = 3.05F;
    const float opening = pitch * (0.40F + 0.22F * unit(hash(style, 2U)));
    const float tall = 1.35F + 0.45F * unit(hash(style, 3U));
    Response r;
    r.normal = point.normal;
    const auto stain = noise.at(0.06F * u, 0.09F * y, 0.09F * w);
    const auto grain = noise.at(0.8F * u, 0.8F * y, 0.8F * w);
    r.albedo = object.colours[0] * (0.82F + 0.26F * stain.clouds) * (0.88F + 0.24F * grain.grain);
    if ((style & 3U) == 0) {
        const float brick =
            std::max(bands(y, 0.075F, 0, 0.012F, w),
                     0.6F * bands(u + (fast_floor(y / 0.075F) % 2 != 0 ? 0.11F : 0.0F), 0.22F, 0, 0.012F, w));
        r.albedo = mix(r.albedo, r.albedo * 0.72F, brick);
    }
    const bool ground_floor = y < floor_height + 0.35F;
    const float floor_y = ground_floor ? y : y - 0.35F;
    const int level = fast_floor(floor_y / floor_height);
    const int column = fast_floor(u / pitch);
    const float in_u = u - pitch * static_cast<float>(column) - 0.5F * pitch;
    const float in_y = floor_y - floor_height * static_cast<float>(level);
    const float half = 0.5F * (ground_floor && (style & 16U) != 0 ? 0.86F * pitch : opening);
    const float sill = ground_floor && (style & 16U) != 0 ? 0.45F : 0.85F;
    const float top = ground_floor && (style & 16U) != 0 ? 2.65F : sill + tall;
    const float side = in_u < 0 ? -in_u : in_u;
    const float fits = y < height - 0.9F ? 1.0F : 0.0F;
    const float frame = band(side, -9, half + 0.07F, w) * band(in_y, sill - 0.07F, top + 0.07F, w) * fits;
    const float glass = band(side, -9, half, w) * band(in_y, sill, top, w) * fits;
    const float bars = std::max(band(side, -9, 0.03F, w), band(in_y, sill + 0.68F * (top - sill) - 0.025F,
                                                               sill + 0.68F * (top - sill) + 0.025F, w));
    const std::uint32_t which = hash(column, level + (x_face ? 50 : 0), style);
    const bool lit = unit(hash(which, 7U)) < 0.42F;
    const bool curtain = unit(hash(which, 8U)) < 0.45F;
    const Colour trim = (style & 4U) != 0 ? Colour{0.62F, 0.61F, 0.58F} : Colour{0.10F, 0.09F, 0.085F};
    // Storey bands and a plinth break the wall up.
    r.albedo = mix(r.albedo, r.albedo * 1.18F,
                   bands(floor_y, floor_height, 0, 0.16F, w) * ((style & 8U) != 0 ? 1.0F : 0.0F));
    r.albedo = mix(r.albedo, r.albedo * 0.6F, band(y, -1, 0.42F, w));
    r.albedo = mix(r.albedo, trim, frame);
    Colour pane{0.020F, 0.024F, 0.028F};
    if (curtain) pane = mix(pane, {0.30F, 0.28F, 0.25F}, band(side, half * 0.45F, half, w));
    const float clear = glass * (1 - bars);
    r.albedo = mix(r.albedo, pane, clear);
    r.mirror = 0.10F * clear;
    r.rough = 0.05F;
    if (lit)
        r.emission = Colour{1.0F, 0.66F, 0.32F} *
                     (clear * 1.5F * sky.light().lamps * (0.5F + 0.8F * unit(hash(which, 9U))));
    // The lintel shades the top of the pane; the sill throws a little shadow on the wall.
    r.open = (0.55F + 0.45F * smooth_step(0, 5.0F, y)) *
             (1 - 0.45F * clear * band(in_y, top - 0.22F, top, w)) *
             (1 - 0.35F * band(side, -9, half + 0.08F, w) * band(in_y, sill - 0.22F, sill - 0.07F, w) * fits);
    return r;
}

}  // namespace farsight::scene
