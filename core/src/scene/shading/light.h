// Noise, sky and air of the proving ground, over lanes.

FARSIGHT_LANES_BEGIN

struct NoiseSample {
    Floats clouds;  ///< 0 to 1, 0.5 on average.
    Floats grain;   ///< 0 to 1, 0.5 on average.
};

template <int kShift>
FARSIGHT_LANES_INLINE Floats byte_of(Bits texels) {
    return to_floats(as_ints(shift_right<kShift>(texels) & 0xFFU));
}

/// At (u, v), one unit a tile, filtered over `footprint` of the same unit.
FARSIGHT_LANES_INLINE NoiseSample sample(const NoiseTexture& noise, Floats u, Floats v, Floats footprint) {
    constexpr float kByte = 1.0F / 255;
    const Floats texels = footprint * static_cast<float>(NoiseTexture::kSide);
    const Ints exponent = as_ints(shift_right<23>(as_bits(texels)));
    const Ints level = min(max(exponent - 127, 0), NoiseTexture::kLevels - 1);
    // 256 >> level, made from the exponent of a float.
    const Floats side_length = as_floats(shift_left<23>(as_bits(Ints{127 + 8} - level)));
    const Ints side = to_ints(side_length);
    const Floats x = (u - to_floats(fast_floor(u))) * side_length;
    const Floats y = (v - to_floats(fast_floor(v))) * side_length;
    const Ints xi = to_ints(x);
    const Ints yi = to_ints(y);
    const Floats tx = x - to_floats(xi);
    const Floats ty = y - to_floats(yi);
    const Ints mask = side - 1;
    const Ints column = xi & mask;
    const Bits row0 = gather(noise.texels(), side * (side + (yi & mask)) + column);
    const Bits row1 = gather(noise.texels(), side * (side + ((yi + 1) & mask)) + column);
    const Floats w11 = tx * ty;
    const Floats w10 = tx - w11;
    const Floats w01 = ty - w11;
    const Floats w00 = 1.0F - tx - ty + w11;
    return {kByte * (w00 * byte_of<0>(row0) + w10 * byte_of<16>(row0) + w01 * byte_of<0>(row1) +
                     w11 * byte_of<16>(row1)),
            kByte * (w00 * byte_of<8>(row0) + w10 * byte_of<24>(row0) + w01 * byte_of<8>(row1) +
                     w11 * byte_of<24>(row1))};
}

FARSIGHT_LANES_INLINE Colours gradient(const Sky& sky, Floats height) {
    // Air mass grows towards the horizon roughly as 1 / (h + 0.1).
    const Floats t = 0.12F / (max(height, 0.0F) + 0.12F);
    return mix(Colours(sky.light.zenith), sky.light.horizon, t * (0.6F + 0.4F * t));
}

/// Diffuse light that reaches a surface of this normal from sky and ground.
FARSIGHT_LANES_INLINE Colours ambient(const Sky& sky, Vectors normal) {
    return mix(Colours(sky.below), sky.above, 0.5F + 0.5F * normal.y);
}

/// Colour of the air in a direction.
FARSIGHT_LANES_INLINE Colours air(const Sky& sky, Vectors direction) {
    const Floats towards = saturate(dot(direction, sky.light.to_sun));
    const Floats glow = towards * towards;
    return sky.light.horizon + Colours(sky.light.sun) * (0.10F * glow * glow);
}

/// What the camera sees at infinity; `direction` is a unit vector.
FARSIGHT_LANES_INLINE Colours seen(const Sky& sky, const NoiseTexture& noise, Vectors direction) {
    const Floats towards = saturate(dot(direction, sky.light.to_sun));
    const Floats t2 = towards * towards;
    const Floats t8 = t2 * t2 * t2 * t2;
    const Floats disc = 0.00035F / (1.00035F - towards);
    const Colours clear = gradient(sky, direction.y) + Colours(sky.light.sun) * (0.07F * t8 + 0.35F * disc);
    // Clouds lie on a plane overhead, bent down a little so that they do not end in a line.
    const Floats s = 0.16F / (max(direction.y, 0.0F) + 0.10F);
    const Floats u = direction.x * s + sky.shift_u;
    const Floats v = direction.z * s + sky.shift_v;
    const Floats footprint = 0.006F * s;
    const Floats base = sample(noise, u, v, footprint).clouds;
    const Floats fine = sample(noise, 3.1F * u + 0.37F, 3.1F * v, 3.0F * footprint).clouds;
    const Floats body = 0.74F * base + 0.26F * fine;
    const float threshold = 0.80F - 0.62F * sky.light.clouds;
    const Floats cover =
        smooth_step(threshold, threshold + 0.20F, body) * smooth_step(0.0F, 0.12F, direction.y);
    const Mask cloudy = direction.y >= 0.004F && cover > 0.0F;
    if (!any(cloudy)) return clear;
    // Thick parts are darker below; the side near the sun is brighter.
    const Floats thick = smooth_step(threshold + 0.05F, threshold + 0.5F, body);
    const Colours lit = sky.cloud_base + Colours(sky.light.sun) * (0.30F + 0.25F * t8) + Sky::kCloudGlow;
    return select(cloudy, mix(clear, mix(lit, sky.cloud_shade, 0.75F * thick), 0.94F * cover), clear);
}

/// What a smooth surface mirrors: sky, skyline and ground, without clouds.
FARSIGHT_LANES_INLINE Colours mirrored(const Sky& sky, Vectors direction) {
    const Colours above = mix(gradient(sky, direction.y), sky.mirrored_cloud, 0.35F * sky.light.clouds);
    const Floats up = smooth_step(0.06F, 0.22F, direction.y);
    const Floats down = smooth_step(0.02F, 0.10F, -direction.y);
    return mix(mix(Colours(sky.skyline), above, up), sky.mirrored_ground, down);
}

FARSIGHT_LANES_END
