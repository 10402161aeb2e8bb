// From light on the sensor to 8-bit pixels: blur, vignette, noise, tone curve.

FARSIGHT_LANES_BEGIN

/// Three taps a side suffice: their variance is twice the outer weight.
inline void blur_row(const LightPlanes& light, int channel, int y, float outer, float* padded, float* out) {
    const int width = light.size.width;
    const float* above = light.row(channel, y > 0 ? y - 1 : 0);
    const float* here = light.row(channel, y);
    const float* below = light.row(channel, y + 1 < light.size.height ? y + 1 : y);
    const Floats inner = 1 - 2 * outer;
    for (int x = 0; x < width; x += kLanes) {
        store(inner * load(here + x) + outer * (load(above + x) + load(below + x)), padded + x + 1);
    }
    padded[0] = padded[1];
    padded[width + 1] = padded[width];
    for (int x = 0; x < width; x += kLanes) {
        store(inner * load(padded + x + 1) + outer * (load(padded + x) + load(padded + x + 2)), out + x);
    }
}

/// Sum of four bytes: close to a normal distribution of standard deviation 147.8.
FARSIGHT_LANES_INLINE Floats bell(Bits bits) {
    const Bits pairs = (bits & 0x00FF00FFU) + (shift_right<8>(bits) & 0x00FF00FFU);
    const Ints sum = as_ints((pairs & 0xFFFFU) + shift_right<16>(pairs));
    return to_floats(sum - 510) * (1 / 147.8F);
}

FARSIGHT_LANES_INLINE Bits quick_hash(Bits v) {
    v = v ^ shift_right<15>(v);
    v = v * 0x2C1B3C6DU;
    v = v ^ shift_right<12>(v);
    v = v * 0x297A2D39U;
    return v ^ shift_right<15>(v);
}

/// Entry of the tone curve for lanes of light.
FARSIGHT_LANES_INLINE Ints tone_index(Floats light, Floats bright, Floats tint) {
    const Floats index = sqrt(max(light, 0.0F)) * ToneCurve::kIndexOfOne + bright + tint;
    return to_ints(min(max(index, 0.0F), static_cast<float>(ToneCurve::kEntries - 1)));
}

/// Entries of the tone curve for a row of blurred light.
inline void expose_row(LensRows& rows, int y, Size size, const LensOptions& options) {
    const auto width = static_cast<float>(size.width);
    const auto height = static_cast<float>(size.height);
    const float corner = 1 / (0.25F * width * width + 0.25F * height * height);
    const float dy = static_cast<float>(y) - 0.5F * height;
    const std::uint32_t first =
        options.seed + static_cast<std::uint32_t>(y) * static_cast<std::uint32_t>(size.width);
    for (int x = 0; x < size.width; x += kLanes) {
        const Ints columns = lane_numbers() + x;
        const Bits bits = quick_hash((as_bits(columns) + first) * 0x9E3779B1U);
        const Floats bright = options.noise * bell(bits);
        const Floats tint = 0.55F * options.noise * bell(bits * 0x85EBCA6BU + 0x6C8E9CF5U);
        const Floats dx = to_floats(columns) - 0.5F * width;
        const Floats fall = 1.0F - 0.16F * (dx * dx + dy * dy) * corner;
        for (int c = 0; c < 3; ++c) {
            const float tinted = c == 0 ? 1.0F : (c == 1 ? -0.25F : -0.9F);
            const Floats light = load(rows.light[c].data() + x) * options.exposure * fall;
            store(tone_index(light, bright, tinted * tint), rows.entries[c].data() + x);
        }
    }
}

inline void develop(const LightPlanes& light, const LensOptions& options, const ToneCurve& tone,
                    LensRows& rows, Image& image) {
    rows.resize(light.size.width);
    const float outer = 0.5F * options.blur_px * options.blur_px;
    const std::uint8_t* table = tone.table();
    for (int y = 0; y < light.size.height; ++y) {
        for (int c = 0; c < 3; ++c) {
            blur_row(light, c, y, outer, rows.padded.data(), rows.light[c].data());
        }
        expose_row(rows, y, light.size, options);
        std::uint8_t* out = image.row(y);
        for (int x = 0; x < light.size.width; ++x) {
            const auto at = static_cast<std::size_t>(x);
            for (std::size_t c = 0; c < 3; ++c) out[3 * at + c] = table[rows.entries[c][at]];
        }
    }
}

FARSIGHT_LANES_END
