#include "scene_material.h"

namespace farsight::scene {

float bands(float v, float period, float low, float high, float width) {
    const float share = (high - low) / period;
    if (width > period) return share;
    const float cell = v / period;
    const float at = (cell - static_cast<float>(fast_floor(cell))) * period;
    const float one = band(at, low, high, width) + band(at + period, low, high, width) +
                      band(at - period, low, high, width);
    return mix(one, share, smooth_step(0.5F, 1.0F, width / period));
}

Colour shade(const Response& response, Vec3 to_eye, float sunlit, const Sky& sky) {
    const SceneLight& light = sky.light();
    const Vec3 n = response.normal;
    const float facing = dot(n, light.to_sun);
    const float diffuse = facing > 0 ? facing * sunlit : 0;
    Colour out = response.albedo * (sky.ambient(n) * response.open + light.sun * diffuse) + response.emission;
    if (response.mirror > 0) {
        const float view = saturate(dot(n, to_eye));
        const float graze = 1 - view;
        const float g2 = graze * graze;
        const float fresnel =
            response.mirror + (1 - response.mirror) * g2 * g2 * graze * (1 - 0.6F * response.rough);
        const Vec3 bounce = n * (2 * dot(n, to_eye)) - to_eye;
        const float hidden = 0.35F + 0.65F * response.open;
        out = out * (1 - fresnel) + sky.mirrored(bounce) * (fresnel * hidden);
    }
    if (response.shine > 0 && diffuse > 0) {
        const Vec3 half = normalised(light.to_sun + to_eye);
        const float a2 = response.rough * response.rough;
        const float nh = saturate(dot(n, half));
        const float k = nh * nh * (a2 - 1) + 1;
        // GGX lobe without its visibility term (Walter et al. 2007), capped so that no pixel burns out alone.
        const float lobe = std::min(a2 * a2 / (k * k + 1e-6F) / (a2 + 0.05F), 12.0F);
        out = out + light.sun * (response.shine * lobe * sunlit);
    }
    return out;
}

namespace {

float disc(float a, float b, float radius, float width) {
    return saturate((radius - std::sqrt(a * a + b * b)) / width + 0.5F);
}

struct CarMeasures {
    float half, half_width, height, front_wheel, rear_wheel, wheel, belt, floor, pillar, cowl, nose;
};

CarMeasures measures_of(const SceneObject& object) {
    const auto& m = object.measures;
    return {m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10]};
}

void put(Response& r, Colour albedo, float part) {
    r.albedo = mix(r.albedo, albedo, part);
}

constexpr Colour kBlack{0.012F, 0.012F, 0.013F};

/// Dark marks that read as a number.
float plate_marks(float x, float y, std::uint32_t pattern, float w) {
    if (w > 0.03F) return 0.35F;
    const int cell = fast_floor((x + 0.24F) / 0.06F);
    const float at = x + 0.24F - 0.06F * static_cast<float>(cell);
    const std::uint32_t bits = hash(cell, 3, pattern);
    const int row = fast_floor(y / 0.016F);
    const int column = fast_floor((at - 0.008F) / 0.015F);
    if (column < 0 || column > 2 || row < 0 || row > 4) return 0;
    return ((bits >> static_cast<unsigned>(row * 3 + column)) & 1U) != 0 ? 1.0F : 0.0F;
}

void paint_front(Response& r, const SceneObject& object, const CarMeasures& m, Vec3 p, float w, float lamps) {
    const float ax = p.x < 0 ? -p.x : p.x;
    const float lamp_low = m.nose - 0.10F;
    const float grille = band(ax, -1, 0.50F * m.half_width, w) * band(p.y, m.nose - 0.27F, m.nose - 0.06F, w);
    const float slats = 0.55F + 0.45F * bands(p.y, 0.045F, 0.0F, 0.022F, w);
    put(r, kBlack * (0.6F + slats), grille);
    const float intake =
        band(ax, -1, 0.72F * m.half_width, w) * band(p.y, m.floor + 0.07F, m.floor + 0.17F, w);
    put(r, kBlack, intake);
    r.mirror *= 1 - 0.8F * std::max(grille, intake);
    put(r, {0.5F, 0.5F, 0.52F}, disc(p.x, p.y - (m.nose - 0.10F), 0.05F, w));
    const float plate = band(ax, -1, 0.26F, w) * band(p.y, m.floor + 0.19F, m.floor + 0.30F, w);
    put(r, mix({0.75F, 0.75F, 0.72F}, kBlack, plate_marks(p.x, p.y - m.floor - 0.205F, object.pattern, w)),
        plate);
    const float lamp =
        band(ax, 0.54F * m.half_width, 0.92F * m.half_width, w) * band(p.y, lamp_low, lamp_low + 0.135F, w);
    const float bulb = disc(ax - 0.72F * m.half_width, p.y - lamp_low - 0.065F, 0.055F, w);
    put(r, mix({0.30F, 0.31F, 0.33F}, {0.85F, 0.86F, 0.88F}, bulb), lamp);
    r.mirror = mix(r.mirror, 0.12F, lamp);
    r.emission = r.emission + Colour{1.0F, 0.93F, 0.78F} * (lamp * (0.15F + bulb) * 5 * lamps);
}

void paint_rear(Response& r, const SceneObject& object, const CarMeasures& m, Vec3 p, float w, float lamps) {
    const float ax = p.x < 0 ? -p.x : p.x;
    const float low = m.belt - 0.24F;
    const float lamp =
        band(ax, 0.62F * m.half_width, 1.05F * m.half_width, w) * band(p.y, low, low + 0.17F, w);
    const float clear = band(p.y, low + 0.06F, low + 0.095F, w);
    put(r, mix({0.42F, 0.012F, 0.015F}, {0.55F, 0.35F, 0.30F}, 0.7F * clear), lamp);
    r.emission = r.emission + Colour{1.0F, 0.05F, 0.03F} * (lamp * (0.04F + 0.9F * lamps));
    const float plate = band(ax, -1, 0.26F, w) * band(p.y, low - 0.06F, low + 0.05F, w);
    put(r, mix({0.72F, 0.66F, 0.32F}, kBlack, plate_marks(p.x, p.y - low + 0.045F, object.pattern, w)),
        plate);
    put(r, kBlack, band(p.y, 0, m.floor + 0.16F, w));
    put(r, r.albedo * 0.25F, band(p.y, m.floor + 0.33F, m.floor + 0.342F, w) * 0.8F);
}

void paint_side(Response& r, const CarMeasures& m, Vec3 p, float w) {
    const float doors = band(p.y, m.floor + 0.13F, m.belt + 0.02F, w);
    float seam = 0;
    for (const float z : {m.cowl - 0.22F, m.pillar, m.pillar - 1.02F}) {
        seam = std::max(seam, band(p.z, z - 0.008F, z + 0.008F, w));
    }
    seam = std::max(seam, band(p.y, m.floor + 0.15F, m.floor + 0.164F, w) *
                              band(p.z, m.rear_wheel + 1.2F * m.wheel, m.front_wheel - 1.2F * m.wheel, w));
    put(r, r.albedo * 0.15F, seam * doors);
    for (const float z : {m.pillar + 0.13F, m.pillar - 0.86F}) {
        put(r, r.albedo * 0.45F,
            band(p.z, z - 0.085F, z + 0.085F, w) * band(p.y, m.belt - 0.135F, m.belt - 0.105F, w));
    }
    put(r, kBlack, band(p.y, -1, m.floor + 0.085F, w));
    put(r, kBlack, band(p.y, m.belt - 0.005F, m.belt + 0.03F, w));
}

Response car_body(const SceneObject& object, const SurfacePoint& point, float lamps) {
    const CarMeasures m = measures_of(object);
    const Vec3 p = point.local;
    const Vec3 n = point.local_normal;
    const float w = point.footprint;
    Response r;
    r.albedo = object.colours[0];
    r.normal = point.normal;
    r.mirror = 0.05F;
    r.shine = 0.05F;
    r.rough = 0.12F;
    if (p.z > m.half - 0.42F && n.z > 0.2F) paint_front(r, object, m, p, w, lamps);
    if (p.z < -m.half + 0.40F && n.z < -0.25F) paint_rear(r, object, m, p, w, lamps);
    if (n.x > 0.5F || n.x < -0.5F) paint_side(r, m, p, w);
    // The bonnet's and the boot's edges.
    if (n.y > 0.6F && p.z > m.cowl - 0.05F)
        put(r, r.albedo * 0.3F, band(p.z, m.cowl - 0.01F, m.cowl + 0.012F, w));
    const float side = p.x < 0 ? -p.x : p.x;
    if (side > 0.72F * m.half_width) {
        const float arch = std::max(disc(p.y - m.wheel, p.z - m.front_wheel, 1.17F * m.wheel, w),
                                    disc(p.y - m.wheel, p.z - m.rear_wheel, 1.17F * m.wheel, w));
        put(r, {0.004F, 0.004F, 0.004F}, arch);
        r.mirror *= 1 - arch;
        r.shine *= 1 - arch;
    }
    r.open = 0.35F + 0.65F * smooth_step(0.0F, 0.75F, p.y);
    return r;
}

Response cone(const SceneObject&, const SurfacePoint& point) {
    Response r;
    const float y = point.local.y;
    const float w = point.footprint;
    r.albedo = {0.85F, 0.13F, 0.015F};
    put(r, {0.85F, 0.85F, 0.83F}, band(y, 0.27F, 0.39F, w) + band(y, 0.50F, 0.60F, w));
    r.normal = point.normal;
    r.mirror = 0.03F;
    r.rough = 0.5F;
    r.open = 0.55F + 0.45F * smooth_step(0, 0.3F, y);
    return r;
}

/// The word STOP, five columns a letter, top row first.
constexpr std::uint8_t kStop[7][4] = {
    {0x0F, 0x1F, 0x0E, 0x1E}, {0x10, 0x04, 0x11, 0x11}, {0x10, 0x04, 0x11, 0x11}, {0x0E, 0x04, 0x11, 0x1E},
    {0x01, 0x04, 0x11, 0x10}, {0x01, 0x04, 0x11, 0x10}, {0x1E, 0x04, 0x0E, 0x10}};

float stop_word(float x, float y) {
    constexpr float kDot = 0.0235F;
    const int column = fast_floor(x / kDot + 11.5F);
    const int row = 6 - fast_floor(y / (1.35F * kDot) + 3.5F);
    if (column < 0 || column > 22 || row < 0 || row > 6 || column % 6 == 5) return 0;
    return ((kStop[row][column / 6] >> static_cast<unsigned>(4 - column % 6)) & 1U) != 0 ? 1.0F : 0.0F;
}

Response stop_sign(const SceneObject& object, const SurfacePoint& point) {
    Response r;
    const float x = point.local.x < 0 ? -point.local.x : point.local.x;
    const float signed_y = point.local.y - object.measures[1];
    const float y = signed_y < 0 ? -signed_y : signed_y;
    const float w = point.footprint;
    const float flat = std::max(std::max(x, y), (x + y) * 0.70710678F);
    r.albedo = {0.52F, 0.012F, 0.02F};
    put(r, {0.8F, 0.8F, 0.8F}, band(flat, 0.335F, 0.360F, w));
    float word = 0.42F * band(x, -1, 0.27F, w) * band(y, -1, 0.11F, w);
    if (w < 0.03F) {
        word = 0;
        for (int k = 0; k < 4; ++k) {
            const float dx = (k % 2 == 0 ? -0.25F : 0.25F) * w;
            const float dy = (k < 2 ? -0.25F : 0.25F) * w;
            word += 0.25F * stop_word(point.local.x + dx, signed_y + dy);
        }
    }
    put(r, {0.8F, 0.8F, 0.8F}, word);
    r.normal = point.normal;
    r.mirror = 0.03F;
    return r;
}

Response cloth(Colour colour, const SceneObject& object, const SurfacePoint& point,
               const NoiseTexture& noise) {
    Response r;
    const Vec3 p = point.local;
    const float shift = unit(object.pattern);
    const auto fold = noise.at(0.9F * p.x + shift, 0.45F * p.y + 0.6F * p.z, 0.9F * point.footprint);
    const auto weave = noise.at(3 * (p.x + p.z), 3 * p.y + shift, 3 * point.footprint);
    r.albedo = colour * (0.72F + 0.30F * fold.clouds + 0.25F * weave.grain);
    r.normal = normalised(point.normal +
                          Vec3{fold.clouds - 0.5F, 0.6F * (weave.clouds - 0.5F), fold.grain - 0.5F} * 0.5F);
    r.open = 0.5F + 0.5F * smooth_step(-0.1F, 1.0F, p.y);
    return r;
}

Response plain(Colour colour, const SurfacePoint& point, float mirror, float rough) {
    Response r;
    r.albedo = colour;
    r.normal = point.normal;
    r.mirror = mirror;
    r.shine = mirror > 0.02F ? 0.04F : 0.0F;
    r.rough = rough;
    r.open = 0.5F + 0.5F * smooth_step(0, 0.6F, point.local.y);
    return r;
}

Response rim(const SceneObject& object, const SurfacePoint& point) {
    const CarMeasures m = measures_of(object);
    const float hub = point.local.z > 0 ? m.front_wheel : m.rear_wheel;
    const float y = point.local.y - m.wheel;
    const float z = point.local.z - hub;
    // Five spokes: the nearest of five directions.
    float best = -1;
    float off = 1;
    for (int k = 0; k < 5; ++k) {
        const float c = static_cast<float>(cos_turns(0.2 * k));
        const float s = static_cast<float>(sin_turns(0.2 * k));
        const float along = y * c + z * s;
        if (along > best) {
            best = along;
            off = y * s - z * c;
        }
    }
    const float spoke = band(off < 0 ? -off : off, -1, 0.035F, point.footprint);
    const float hole =
        (1 - spoke) * band(std::sqrt(y * y + z * z), 0.22F * m.wheel, 0.60F * m.wheel, point.footprint);
    Response r = plain(mix(Colour{0.50F, 0.51F, 0.53F}, {0.01F, 0.01F, 0.01F}, hole), point, 0.10F, 0.3F);
    r.mirror *= 1 - hole;
    return r;
}

Response leaf(const SceneObject& object, const SurfacePoint& point, const NoiseTexture& noise) {
    Response r;
    // A crown is lit like a ball: normals point away from its middle.
    const Vec3 middle{0, object.measures[1], 0};
    const Vec3 out = normalised(point.local - middle);
    const float deep = saturate(length(point.local - middle) / (object.measures[2] * 1.15F + 0.1F));
    const auto tone =
        noise.at(0.31F * (point.local.x + point.local.z), 0.31F * point.local.y, 0.31F * point.footprint);
    r.albedo = object.colours[0] * (0.55F + 0.9F * tone.clouds);
    r.normal = normalised(out + Vec3{0, 0.15F, 0} + point.normal * 0.7F);
    r.open = (0.25F + 0.75F * deep * deep) * (0.75F + 0.25F * out.y);
    return r;
}

}  // namespace

Response respond_facade(const SceneObject& object, const SurfacePoint& point, const Sky& sky,
                        const NoiseTexture& noise);

Response respond(Material material, const SceneObject& object, const SurfacePoint& point, const Sky& sky,
                 const NoiseTexture& noise) {
    const auto& colours = object.colours;
    switch (material) {
        case Material::kCarBody:
            return car_body(object, point, sky.light().lamps);
        case Material::kGlass: {
            Response r = plain({0.010F, 0.012F, 0.013F}, point, 0.07F, 0.05F);
            r.shine = 0.10F;
            r.open = 1;
            return r;
        }
        case Material::kTyre:
            return plain({0.018F, 0.018F, 0.019F}, point, 0, 1);
        case Material::kRim:
            return rim(object, point);
        case Material::kDarkTrim:
            return plain({0.02F, 0.02F, 0.022F}, point, 0.02F, 0.5F);
        case Material::kClothTop:
            return cloth(colours[0], object, point, noise);
        case Material::kClothBottom:
            return cloth(colours[1], object, point, noise);
        case Material::kSkin:
            return plain(colours[2], point, 0.02F, 0.6F);
        case Material::kHead: {
            const float s = object.measures[3];
            const Vec3 d = point.local - Vec3{object.measures[0], object.measures[1], object.measures[2]};
            Response r = plain(colours[2], point, 0.02F, 0.6F);
            const float w = point.footprint;
            const float x = d.x < 0 ? -d.x : d.x;
            if (d.z > 0) {
                put(r, colours[3], band(x, 0.010F * s, 0.025F * s, w) * band(d.y, 0.004F * s, 0.012F * s, w));
                put(r, {0.35F, 0.12F, 0.10F},
                    0.7F * band(x, -1, 0.014F * s, w) * band(d.y, -0.034F * s, -0.028F * s, w));
            }
            return r;
        }
        case Material::kHair:
            return plain(colours[3], point, 0.02F, 0.4F);
        case Material::kShoe:
            return plain(colours[3] * 0.6F + Colour{0.02F, 0.02F, 0.02F}, point, 0.02F, 0.4F);
        case Material::kMetal:
            return plain(colours[1], point, 0.12F, 0.25F);
        case Material::kCone:
            return cone(object, point);
        case Material::kSign:
            return stop_sign(object, point);
        case Material::kFacade:
            return respond_facade(object, point, sky, noise);
        case Material::kRoof: {
            Response r = plain(colours[1], point, 0, 1);
            const float rows = bands(point.local.y, 0.22F, 0, 0.05F, point.footprint);
            const auto tone = noise.at(0.2F * point.local.z, 0.4F * point.local.y, 0.4F * point.footprint);
            r.albedo = r.albedo * ((0.7F + 0.5F * tone.clouds) * (1 - 0.4F * rows));
            r.open = 1;
            return r;
        }
        case Material::kLeaf:
            return leaf(object, point, noise);
        case Material::kBark: {
            const auto tone =
                noise.at(1.5F * (point.local.x + point.local.z), 0.5F * point.local.y, point.footprint);
            return plain(Colour{0.10F, 0.075F, 0.055F} * (0.6F + 0.8F * tone.clouds), point, 0, 1);
        }
        case Material::kLamp: {
            Response r = plain({0.8F, 0.8F, 0.78F}, point, 0, 1);
            r.emission = Colour{1.0F, 0.80F, 0.50F} * (6 * sky.light().lamps);
            return r;
        }
        case Material::kKerb: {
            const auto tone = noise.at(0.5F * point.local.z, 0.5F * point.local.x, 0.5F * point.footprint);
            Response r = plain(Colour{0.36F, 0.35F, 0.33F} * (0.75F + 0.4F * tone.grain), point, 0, 1);
            r.albedo = r.albedo * (1 - 0.5F * bands(point.local.z, 1.0F, 0, 0.015F, point.footprint));
            r.open = 0.8F;
            return r;
        }
        case Material::kMatte:
        default: {
            const auto tone = noise.at(0.4F * (point.local.x + point.local.z), 0.4F * point.local.y,
                                       0.4F * point.footprint);
            return plain(colours[0] * (0.85F + 0.25F * tone.clouds), point, 0, 1);
        }
    }
}

}  // namespace farsight::scene
