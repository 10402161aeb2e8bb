// Patterns of the ground.

FARSIGHT_LANES_BEGIN

inline constexpr Colour kPaint{0.66F, 0.66F, 0.63F};

/// What a pixel covers of the ground: its middle and its sides.
struct Patch {
    Floats x, z, across, along, both;

    FARSIGHT_LANES_INLINE Patch(Vectors world, Floats footprint, Floats length_along_z)
        : x(world.x),
          z(world.z),
          across(footprint),
          along(length_along_z),
          both(sqrt(footprint * length_along_z)) {}
};

/// Part of a patch of newer asphalt that a pixel covers.
inline Floats mended(const SceneGround& ground, const Patch& at) {
    const Floats u = at.x / 2.9F + 0.3F;
    const Floats v = at.z / 9.7F;
    const Ints cell_x = fast_floor(u);
    const Ints cell_z = fast_floor(v);
    const Bits bits = hash(cell_x, cell_z, ground.pattern);
    const Mask newer = (bits & 15U) == 0U;
    if (!any(newer)) return 0.0F;
    const Floats px = (u - to_floats(cell_x)) * 2.9F;
    const Floats pz = (v - to_floats(cell_z)) * 9.7F;
    const Floats inside =
        band(px, 0.5F, 2.2F, at.across) * band(pz, 1.0F, 2.0F + 5.0F * unit(hash(bits, Bits{4U})), at.along);
    return select(newer, inside, 0.0F);
}

inline Colours asphalt(const SceneGround& ground, const Patch& at, const NoiseTexture& noise) {
    const NoiseSample stones = sample(noise, 0.55F * at.x, 0.55F * at.z, 0.55F * at.both);
    const NoiseSample large = sample(noise, 0.037F * at.x + 0.2F, 0.023F * at.z, 0.037F * at.both);
    const Floats lane = (at.x - ground.centre_line) / 3.5F;
    const Floats in_lane = (lane - to_floats(fast_floor(lane)) - 0.5F) * 3.5F;
    // Tyres polish two tracks a lane; oil darkens the strip between them.
    const Floats side = abs(in_lane);
    const Floats tracks = smooth(1.0F - saturate(abs(side - 0.75F) / 0.45F));
    const Floats oil = smooth(1.0F - saturate(side / 0.45F));
    const Floats stone =
        0.060F * (0.55F + 0.70F * stones.grain + 0.35F * stones.clouds) * (0.75F + 0.5F * large.clouds);
    const Floats worn = stone * (1.0F + 0.10F * tracks - 0.16F * oil * large.clouds);
    return Colours(1.0F, 1.0F, 1.03F) * (worn * (1.0F - 0.30F * mended(ground, at)));
}

/// Lines along the road: the middle one, the edges, and in a street the parking bays.
inline Floats lines(const SceneGround& ground, const Patch& at) {
    const bool country = ground.place == Place::kRoad;
    const float c = ground.centre_line;
    const Floats dash =
        country ? bands(at.z, 12.0F, 0.0F, 4.0F, at.along) : bands(at.z, 7.0F, 0.0F, 3.0F, at.along);
    Floats paint = band(at.x, c - 0.065F, c + 0.065F, at.across) * dash;
    const float edge = country ? 0.30F : 2.20F;
    for (const float x : {ground.road_left + edge, ground.road_right - edge}) {
        const Floats line = band(at.x, x - 0.05F, x + 0.05F, at.across);
        paint = max(paint, country ? line : line * 0.85F);
        if (country) continue;
        // Parking bays are parted by short cross lines.
        const Mask outside = x < c ? at.x < x : at.x > x;
        if (any(outside))
            paint = select(outside, max(paint, 0.85F * bands(at.z, 6.0F, 0.0F, 0.12F, at.along)), paint);
    }
    return paint;
}

inline Floats crossing(const SceneGround& ground, const Patch& at) {
    const Floats stripes = bands(at.x, 1.0F, 0.0F, 0.5F, at.across);
    const Floats zebra = stripes * band(at.z, ground.crossing_z, ground.crossing_z + 3.2F, at.along);
    const Floats stop = select(at.x > ground.centre_line, ground.crossing_z - 1.5F, ground.crossing_z + 4.3F);
    return max(max(Floats{0.0F}, zebra), band(at.z, stop, stop + 0.4F, at.along));
}

inline Floats markings(const SceneGround& ground, const Patch& at) {
    const Mask crossed = at.z > ground.crossing_z - 4.0F && at.z < ground.crossing_z + 5.5F;
    if (!any(crossed)) return lines(ground, at);
    if (!any(!crossed)) return crossing(ground, at);
    return select(crossed, crossing(ground, at), lines(ground, at));
}

inline Colours grass(const SceneGround& ground, const Patch& at, const NoiseTexture& noise) {
    const NoiseSample blades = sample(noise, 0.8F * at.x, 0.8F * at.z, 0.8F * at.both);
    const NoiseSample tufts = sample(noise, 0.13F * at.x, 0.13F * at.z, 0.13F * at.both);
    const NoiseSample field = sample(noise, 0.011F * at.x, 0.011F * at.z + 0.4F, 0.011F * at.both);
    const Colours dry = mix(Colours(ground.soil), {0.26F, 0.22F, 0.09F}, 0.55F);
    const Floats dried = smooth_step(0.35F, 0.8F, 0.5F * tufts.clouds + 0.5F * field.clouds);
    return mix(Colours(ground.soil), dry, dried) *
           ((0.35F + 0.75F * blades.grain + 0.35F * blades.clouds) * (0.7F + 0.6F * tufts.clouds));
}

/// A gravel shoulder runs into the grass.
inline Colours roadside(const SceneGround& ground, const Patch& at, const NoiseTexture& noise) {
    const Floats out = select(at.x < ground.road_left, ground.road_left - at.x, at.x - ground.road_right);
    const NoiseSample ragged = sample(noise, 0.25F * at.x, 0.25F * at.z, 0.25F * at.both);
    const Floats gravel = 1.0F - smooth_step(0.2F, 1.0F, out + ragged.clouds - 0.5F);
    return mix(grass(ground, at, noise), Colours(0.20F, 0.18F, 0.15F) * (0.6F + 0.8F * ragged.grain), gravel);
}

inline Colours slabs(Colour stone, const SceneGround& ground, const Patch& at, float side,
                     const NoiseTexture& noise) {
    const Ints row = fast_floor(at.z / side);
    const Floats shift = select((row & 1) == 0, 0.0F, 0.5F * side);
    const Ints column = fast_floor((at.x + shift) / side);
    const Floats each = unit(hash(column, row, ground.pattern)) - 0.5F;
    const Floats near = saturate(1.4F - at.along / side);
    const Floats joint = 1.0F - (1.0F - bands(at.x + shift, side, 0.0F, 0.012F, at.across)) *
                                    (1.0F - bands(at.z, side, 0.0F, 0.012F, at.along));
    const NoiseSample grain = sample(noise, 0.7F * at.x, 0.7F * at.z, 0.7F * at.both);
    const NoiseSample large = sample(noise, 0.05F * at.x, 0.05F * at.z, 0.05F * at.both);
    return Colours(stone) *
           ((0.80F + 0.22F * each * near) * (0.70F + 0.35F * grain.grain + 0.1F * grain.clouds) *
            (0.78F + 0.44F * large.clouds) * (1.0F - 0.55F * joint));
}

/// Asphalt with its markings, worn where the noise has it so.
inline Colours carriageway(const SceneGround& ground, const Patch& at, const NoiseTexture& noise) {
    const Colours bare = asphalt(ground, at, noise);
    const Floats painted = markings(ground, at);
    const Mask marked = painted > 0.0F;
    if (!any(marked)) return bare;
    const NoiseSample wear = sample(noise, 0.45F * at.x + 0.5F, 0.45F * at.z, 0.45F * at.both);
    const Colours paint = Colours(kPaint) * (0.7F + 0.3F * wear.grain);
    const Floats kept = painted * (0.92F - 0.5F * smooth_step(0.55F, 0.85F, wear.clouds));
    return select(marked, mix(bare, paint, kept), bare);
}

/// Rain darkens paved ground and stands in pools that mirror.
inline void wet(Response& r, const Patch& at, float wetness, Mask where, const NoiseTexture& noise) {
    const NoiseSample pools = sample(noise, 0.07F * at.x, 0.045F * at.z, 0.07F * at.both);
    const Floats pool = smooth_step(0.50F, 0.68F, pools.clouds) * wetness;
    const NoiseSample ripple = sample(noise, 0.9F * at.x, 0.9F * at.z, 0.9F * at.both);
    const Floats rough = 1.0F - pool;
    const Vectors rippled{(ripple.clouds - 0.5F) * 0.10F * rough, 1.0F,
                          (ripple.grain - 0.5F) * 0.10F * rough};
    r.albedo = select(where, r.albedo * (1.0F - 0.42F * wetness - 0.2F * pool), r.albedo);
    r.mirror = select(where, 0.018F * wetness + 0.03F * pool, r.mirror);
    r.rough = select(where, 0.6F - 0.5F * pool, r.rough);
    r.normal = select(where, normalised(rippled), r.normal);
}

/// The ground at height 0. `along` is the length of a pixel's patch along z.
inline Response respond_ground(const SceneGround& ground, Vectors world, Floats footprint, Floats along,
                               float wetness, const NoiseTexture& noise) {
    const Patch at(world, footprint, along);
    const bool paved = ground.place == Place::kSquare;
    const Mask on_road = at.x > ground.road_left && at.x < ground.road_right;
    Response r;
    r.normal = Vec3{0, 1, 0};
    if (paved) {
        r.albedo = slabs(ground.soil, ground, at, 0.6F, noise);
    } else {
        if (any(on_road)) r.albedo = carriageway(ground, at, noise);
        if (any(!on_road)) {
            const Colours beside = ground.place == Place::kRoad
                                       ? roadside(ground, at, noise)
                                       : slabs({0.27F, 0.265F, 0.25F}, ground, at, 0.5F, noise);
            r.albedo = any(on_road) ? select(on_road, r.albedo, beside) : beside;
        }
    }
    if (wetness > 0 && (paved || any(on_road))) {
        wet(r, at, wetness, paved ? everywhere() : on_road, noise);
    }
    return r;
}

/// The walk beside the road.
inline Response respond_pavement(const SceneGround& ground, const SurfacePoints& point, Floats along,
                                 const NoiseTexture& noise) {
    Response r;
    r.albedo = slabs({0.30F, 0.29F, 0.27F}, ground, Patch(point.world, point.footprint, along), 0.5F, noise);
    r.normal = Vec3{0, 1, 0};
    return r;
}

FARSIGHT_LANES_END
