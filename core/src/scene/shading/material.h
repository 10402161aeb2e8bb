// What people, signs, trees and the rest are made of.

FARSIGHT_LANES_BEGIN

inline Response cone(const SurfacePoints& point) {
    Response r;
    const Floats y = point.local.y;
    const Floats w = point.footprint;
    r.albedo = Colour{0.85F, 0.13F, 0.015F};
    r.put({0.85F, 0.85F, 0.83F}, band(y, 0.27F, 0.39F, w) + band(y, 0.50F, 0.60F, w));
    r.normal = point.normal;
    r.mirror = 0.03F;
    r.rough = 0.5F;
    r.open = 0.55F + 0.45F * smooth_step(0.0F, 0.3F, y);
    return r;
}

/// The word STOP in rows of 23 dots, top row first; a row's first dot is its highest bit.
inline constexpr std::uint32_t kStop[7] = {0x3DF39E, 0x404451, 0x404451, 0x38445E,
                                           0x044450, 0x044450, 0x784390};

inline Floats stop_word(Floats x, Floats y) {
    constexpr float kDot = 0.0235F;
    const Ints column = fast_floor(x / kDot + 11.5F);
    const Ints row = 6 - fast_floor(y / (1.35F * kDot) + 3.5F);
    const Mask outside = column < 0 || Ints{22} < column || row < 0 || Ints{6} < row;
    const Bits dots = gather(kStop, min(max(row, 0), 6));
    const Ints place = Ints{22} - min(max(column, 0), 22);
    const Mask marked = !((dots & as_bits(power_of_two(place))) == 0U);
    return select(marked && !outside, 1.0F, 0.0F);
}

inline Response stop_sign(const Objects& object, const SurfacePoints& point) {
    Response r;
    const Floats x = abs(point.local.x);
    const Floats signed_y = point.local.y - object.measure(1);
    const Floats y = abs(signed_y);
    const Floats w = point.footprint;
    const Floats flat = max(max(x, y), (x + y) * 0.70710678F);
    r.albedo = Colour{0.52F, 0.012F, 0.02F};
    r.put({0.8F, 0.8F, 0.8F}, band(flat, 0.335F, 0.360F, w));
    Floats word = 0.42F * band(x, -1.0F, 0.27F, w) * band(y, -1.0F, 0.11F, w);
    const Mask legible = w < 0.03F;
    if (any(legible)) {
        Floats dots = 0.0F;
        for (int k = 0; k < 4; ++k) {
            const Floats dx = (k % 2 == 0 ? -0.25F : 0.25F) * w;
            const Floats dy = (k < 2 ? -0.25F : 0.25F) * w;
            dots = dots + 0.25F * stop_word(point.local.x + dx, signed_y + dy);
        }
        word = select(legible, dots, word);
    }
    r.put({0.8F, 0.8F, 0.8F}, word);
    r.normal = point.normal;
    r.mirror = 0.03F;
    return r;
}

inline Response cloth(Colours colour, const Objects& object, const SurfacePoints& point,
                      const NoiseTexture& noise) {
    Response r;
    const Vectors p = point.local;
    const Floats shift = unit(object.pattern());
    const NoiseSample fold =
        sample(noise, 0.9F * p.x + shift, 0.45F * p.y + 0.6F * p.z, 0.9F * point.footprint);
    const NoiseSample weave = sample(noise, 3.0F * (p.x + p.z), 3.0F * p.y + shift, 3.0F * point.footprint);
    r.albedo = colour * (0.72F + 0.30F * fold.clouds + 0.25F * weave.grain);
    const Vectors rumpled{fold.clouds - 0.5F, 0.6F * (weave.clouds - 0.5F), fold.grain - 0.5F};
    r.normal = normalised(point.normal + rumpled * 0.5F);
    r.open = 0.5F + 0.5F * smooth_step(-0.1F, 1.0F, p.y);
    return r;
}

inline Response plain(Colours colour, const SurfacePoints& point, float mirror, float rough) {
    Response r;
    r.albedo = colour;
    r.normal = point.normal;
    r.mirror = mirror;
    r.shine = mirror > 0.02F ? 0.04F : 0.0F;
    r.rough = rough;
    r.open = 0.5F + 0.5F * smooth_step(0.0F, 0.6F, point.local.y);
    return r;
}

inline Response glass(const SurfacePoints& point) {
    Response r = plain(Colour{0.010F, 0.012F, 0.013F}, point, 0.07F, 0.05F);
    r.shine = 0.10F;
    r.open = 1.0F;
    return r;
}

inline Response rim(const Objects& object, const SurfacePoints& point) {
    const Floats hole = rim_hole(object, point);
    Response r = plain(mix(Colours(0.50F, 0.51F, 0.53F), {0.01F, 0.01F, 0.01F}, hole), point, 0.10F, 0.3F);
    r.mirror = r.mirror * (1.0F - hole);
    return r;
}

inline Response head(const Objects& object, const SurfacePoints& point) {
    const Floats s = object.measure(3);
    const Vectors d = point.local - Vectors(object.measure(0), object.measure(1), object.measure(2));
    Response r = plain(object.colour(2), point, 0.02F, 0.6F);
    const Floats w = point.footprint;
    const Floats x = abs(d.x);
    const Floats face = select(d.z > 0.0F, 1.0F, 0.0F);
    r.put(object.colour(3),
          face * (band(x, 0.010F * s, 0.025F * s, w) * band(d.y, 0.004F * s, 0.012F * s, w)));
    r.put({0.35F, 0.12F, 0.10F},
          face * (0.7F * band(x, -1.0F, 0.014F * s, w) * band(d.y, -0.034F * s, -0.028F * s, w)));
    return r;
}

inline Response leaf(const Objects& object, const SurfacePoints& point, const NoiseTexture& noise) {
    Response r;
    // A crown is lit like a ball: normals point away from its middle.
    const Vectors from = point.local - Vectors(0.0F, object.measure(1), 0.0F);
    const Vectors out = normalised(from);
    const Floats deep = saturate(length(from) / (object.measure(2) * 1.15F + 0.1F));
    const NoiseSample tone = sample(noise, 0.31F * (point.local.x + point.local.z), 0.31F * point.local.y,
                                    0.31F * point.footprint);
    r.albedo = object.colour(0) * (0.55F + 0.9F * tone.clouds);
    r.normal = normalised(out + Vectors(0.0F, 0.15F, 0.0F) + point.normal * 0.7F);
    r.open = (0.25F + 0.75F * deep * deep) * (0.75F + 0.25F * out.y);
    return r;
}

inline Response roof(const Objects& object, const SurfacePoints& point, const NoiseTexture& noise) {
    Response r = plain(object.colour(1), point, 0, 1);
    const Floats rows = bands(point.local.y, 0.22F, 0.0F, 0.05F, point.footprint);
    const NoiseSample tone =
        sample(noise, 0.2F * point.local.z, 0.4F * point.local.y, 0.4F * point.footprint);
    r.albedo = r.albedo * ((0.7F + 0.5F * tone.clouds) * (1.0F - 0.4F * rows));
    r.open = 1.0F;
    return r;
}

inline Response bark(const SurfacePoints& point, const NoiseTexture& noise) {
    const NoiseSample tone =
        sample(noise, 1.5F * (point.local.x + point.local.z), 0.5F * point.local.y, point.footprint);
    return plain(Colours(0.10F, 0.075F, 0.055F) * (0.6F + 0.8F * tone.clouds), point, 0, 1);
}

inline Response kerb(const SurfacePoints& point, const NoiseTexture& noise) {
    const NoiseSample tone =
        sample(noise, 0.5F * point.local.z, 0.5F * point.local.x, 0.5F * point.footprint);
    Response r = plain(Colours(0.36F, 0.35F, 0.33F) * (0.75F + 0.4F * tone.grain), point, 0, 1);
    r.albedo = r.albedo * (1.0F - 0.5F * bands(point.local.z, 1.0F, 0.0F, 0.015F, point.footprint));
    r.open = 0.8F;
    return r;
}

inline Response lamp(const SurfacePoints& point, float lamps) {
    Response r = plain(Colour{0.8F, 0.8F, 0.78F}, point, 0, 1);
    r.emission = Colour{1.0F, 0.80F, 0.50F} * (6 * lamps);
    return r;
}

inline Response matte(const Objects& object, const SurfacePoints& point, const NoiseTexture& noise) {
    const NoiseSample tone =
        sample(noise, 0.4F * (point.local.x + point.local.z), 0.4F * point.local.y, 0.4F * point.footprint);
    return plain(object.colour(0) * (0.85F + 0.25F * tone.clouds), point, 0, 1);
}

FARSIGHT_LANES_END
