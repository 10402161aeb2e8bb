// House fronts.

FARSIGHT_LANES_BEGIN

/// A house's own way of building, from its pattern.
struct FacadeStyle {
    Bits bits;
    Floats pitch, opening, tall;  ///< From window to window, a window's width and height, metres.

    explicit FacadeStyle(Bits pattern)
        : bits(hash(pattern)),
          pitch(1.9F + 1.1F * unit(hash(bits, Bits{1U}))),
          opening(pitch * (0.40F + 0.22F * unit(hash(bits, Bits{2U})))),
          tall(1.35F + 0.45F * unit(hash(bits, Bits{3U}))) {}
    Mask has(std::uint32_t bit) const { return !((bits & bit) == 0U); }
};

/// The window that a point belongs to, and where in it the point lies.
struct Window {
    Floats side, y;             ///< From the window's axis and from the storey's floor.
    Floats half, sill, top;     ///< Half its width; heights over the floor.
    Floats frame, glass, bars;  ///< Parts of the pixel.
    Bits number;
};

inline constexpr float kStorey = 3.05F;

inline Window window_at(const FacadeStyle& style, Floats u, Floats y, Floats height, Floats w, Mask x_face) {
    const Mask ground_floor = y < kStorey + 0.35F;
    const Floats floor_y = select(ground_floor, y, y - 0.35F);
    const Ints level = fast_floor(floor_y / kStorey);
    const Ints column = fast_floor(u / style.pitch);
    const Mask shop = ground_floor && style.has(16U);
    Window window;
    window.side = abs(u - style.pitch * to_floats(column) - 0.5F * style.pitch);
    window.y = floor_y - kStorey * to_floats(level);
    window.half = 0.5F * select(shop, 0.86F * style.pitch, style.opening);
    window.sill = select(shop, 0.45F, Floats{0.85F});
    window.top = select(shop, 2.65F, window.sill + style.tall);
    const Floats fits = select(y < height - 0.9F, 1.0F, 0.0F);
    window.frame = band(window.side, -9.0F, window.half + 0.07F, w) *
                   band(window.y, window.sill - 0.07F, window.top + 0.07F, w) * fits;
    window.glass =
        band(window.side, -9.0F, window.half, w) * band(window.y, window.sill, window.top, w) * fits;
    const Floats crossbar = window.sill + 0.68F * (window.top - window.sill);
    window.bars =
        max(band(window.side, -9.0F, 0.03F, w), band(window.y, crossbar - 0.025F, crossbar + 0.025F, w));
    window.number = hash(column, level + select(x_face, Ints{50}, Ints{0}), style.bits);
    return window;
}

/// The lintel shades the top of the pane; the sill throws a little shadow on the wall.
inline Floats facade_openness(const Window& window, Floats clear, Floats y, Floats height, Floats w) {
    const Floats fits = select(y < height - 0.9F, 1.0F, 0.0F);
    return (0.55F + 0.45F * smooth_step(0.0F, 5.0F, y)) *
           (1.0F - 0.45F * clear * band(window.y, window.top - 0.22F, window.top, w)) *
           (1.0F - 0.35F * band(window.side, -9.0F, window.half + 0.08F, w) *
                       band(window.y, window.sill - 0.22F, window.sill - 0.07F, w) * fits);
}

/// Plaster or bricks, with storey bands and a plinth.
inline Colours wall(const FacadeStyle& style, Colours paint, Floats u, Floats y, Floats w,
                    const NoiseTexture& noise) {
    const NoiseSample stain = sample(noise, 0.06F * u, 0.09F * y, 0.09F * w);
    const NoiseSample grain = sample(noise, 0.8F * u, 0.8F * y, 0.8F * w);
    Colours albedo = paint * (0.82F + 0.26F * stain.clouds) * (0.88F + 0.24F * grain.grain);
    const Mask bricks = !style.has(3U);
    if (any(bricks)) {
        const Mask odd = !((fast_floor(y / 0.075F) & 1) == 0);
        const Floats joint = max(bands(y, 0.075F, 0.0F, 0.012F, w),
                                 0.6F * bands(u + select(odd, 0.11F, Floats{0.0F}), 0.22F, 0.0F, 0.012F, w));
        albedo = select(bricks, mix(albedo, albedo * 0.72F, joint), albedo);
    }
    const Mask banded = style.has(8U);
    if (any(banded)) {
        const Floats floor_y = select(y < kStorey + 0.35F, y, y - 0.35F);
        const Floats storey = select(banded, bands(floor_y, kStorey, 0.0F, 0.16F, w), 0.0F);
        albedo = mix(albedo, albedo * 1.18F, storey);
    }
    return mix(albedo, albedo * 0.6F, band(y, -1.0F, 0.42F, w));
}

inline Response facade(const Objects& object, const SurfacePoints& point, float lamps,
                       const NoiseTexture& noise) {
    const Mask x_face = abs(point.local_normal.x) > 0.5F;
    const Floats u = select(x_face, point.local.z, point.local.x) + 100.0F;
    const Floats y = point.local.y;
    const Floats w = point.footprint;
    const Floats height = object.measure(2);
    const FacadeStyle style(object.pattern());
    const Window window = window_at(style, u, y, height, w, x_face);
    Response r;
    r.normal = point.normal;
    r.albedo = wall(style, object.colour(0), u, y, w, noise);
    r.put(select(style.has(4U), Colour{0.62F, 0.61F, 0.58F}, Colour{0.10F, 0.09F, 0.085F}), window.frame);
    const Mask curtain = unit(hash(window.number, Bits{8U})) < 0.45F;
    const Floats drawn = select(curtain, band(window.side, window.half * 0.45F, window.half, w), 0.0F);
    const Floats clear = window.glass * (1.0F - window.bars);
    r.put(mix(Colours(0.020F, 0.024F, 0.028F), {0.30F, 0.28F, 0.25F}, drawn), clear);
    r.mirror = 0.10F * clear;
    r.rough = 0.05F;
    if (lamps > 0) {
        const Mask lit = unit(hash(window.number, Bits{7U})) < 0.42F;
        const Floats glow = clear * 1.5F * lamps * (0.5F + 0.8F * unit(hash(window.number, Bits{9U})));
        r.emission = Colours(1.0F, 0.66F, 0.32F) * select(lit, glow, 0.0F);
    }
    r.open = facade_openness(window, clear, y, height, w);
    return r;
}

FARSIGHT_LANES_END
