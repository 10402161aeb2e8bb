// Paint and wheels of cars.

FARSIGHT_LANES_BEGIN

struct CarMeasures {
    Floats half, half_width, height, front_wheel, rear_wheel, wheel, belt, floor, pillar, cowl, nose;

    explicit CarMeasures(const Objects& object)
        : half(object.measure(0)),
          half_width(object.measure(1)),
          height(object.measure(2)),
          front_wheel(object.measure(3)),
          rear_wheel(object.measure(4)),
          wheel(object.measure(5)),
          belt(object.measure(6)),
          floor(object.measure(7)),
          pillar(object.measure(8)),
          cowl(object.measure(9)),
          nose(object.measure(10)) {}
};

inline constexpr Colour kBlack{0.012F, 0.012F, 0.013F};

/// Dark marks that read as a number.
FARSIGHT_LANES_INLINE Floats plate_marks(Floats x, Floats y, Bits pattern, Floats w) {
    const Ints cell = fast_floor((x + 0.24F) / 0.06F);
    const Floats at = x + 0.24F - 0.06F * to_floats(cell);
    const Bits bits = hash(cell, Ints{3}, pattern);
    const Ints row = fast_floor(y / 0.016F);
    const Ints column = fast_floor((at - 0.008F) / 0.015F);
    const Mask outside = column < 0 || Ints{2} < column || row < 0 || Ints{4} < row;
    const Ints place = min(max(row * 3 + column, 0), 14);
    const Mask marked = !((bits & as_bits(power_of_two(place))) == 0U);
    return select(w > 0.03F, 0.35F, select(marked && !outside, 1.0F, 0.0F));
}

inline void paint_front(Response& r, const Objects& object, const CarMeasures& m, Vectors p, Floats w,
                        float lamps) {
    const Floats ax = abs(p.x);
    const Floats lamp_low = m.nose - 0.10F;
    const Floats grille =
        band(ax, -1.0F, 0.50F * m.half_width, w) * band(p.y, m.nose - 0.27F, m.nose - 0.06F, w);
    const Floats slats = 0.55F + 0.45F * bands(p.y, 0.045F, 0.0F, 0.022F, w);
    r.put(Colours(kBlack) * (0.6F + slats), grille);
    const Floats intake =
        band(ax, -1.0F, 0.72F * m.half_width, w) * band(p.y, m.floor + 0.07F, m.floor + 0.17F, w);
    r.put(kBlack, intake);
    r.mirror = r.mirror * (1.0F - 0.8F * max(grille, intake));
    r.put({0.5F, 0.5F, 0.52F}, disc(p.x, p.y - (m.nose - 0.10F), 0.05F, w));
    const Floats plate = band(ax, -1.0F, 0.26F, w) * band(p.y, m.floor + 0.19F, m.floor + 0.30F, w);
    r.put(mix(Colours(0.75F, 0.75F, 0.72F), kBlack,
              plate_marks(p.x, p.y - m.floor - 0.205F, object.pattern(), w)),
          plate);
    const Floats lamp =
        band(ax, 0.54F * m.half_width, 0.92F * m.half_width, w) * band(p.y, lamp_low, lamp_low + 0.135F, w);
    const Floats bulb = disc(ax - 0.72F * m.half_width, p.y - lamp_low - 0.065F, 0.055F, w);
    r.put(mix(Colours(0.30F, 0.31F, 0.33F), {0.85F, 0.86F, 0.88F}, bulb), lamp);
    r.mirror = mix(r.mirror, 0.12F, lamp);
    r.emission = r.emission + Colours(1.0F, 0.93F, 0.78F) * (lamp * (0.15F + bulb) * 5.0F * lamps);
}

inline void paint_rear(Response& r, const Objects& object, const CarMeasures& m, Vectors p, Floats w,
                       float lamps) {
    const Floats ax = abs(p.x);
    const Floats low = m.belt - 0.24F;
    const Floats lamp =
        band(ax, 0.62F * m.half_width, 1.05F * m.half_width, w) * band(p.y, low, low + 0.17F, w);
    const Floats clear = band(p.y, low + 0.06F, low + 0.095F, w);
    r.put(mix(Colours(0.42F, 0.012F, 0.015F), {0.55F, 0.35F, 0.30F}, 0.7F * clear), lamp);
    r.emission = r.emission + Colours(1.0F, 0.05F, 0.03F) * (lamp * (0.04F + 0.9F * lamps));
    const Floats plate = band(ax, -1.0F, 0.26F, w) * band(p.y, low - 0.06F, low + 0.05F, w);
    r.put(
        mix(Colours(0.72F, 0.66F, 0.32F), kBlack, plate_marks(p.x, p.y - low + 0.045F, object.pattern(), w)),
        plate);
    r.put(kBlack, band(p.y, 0.0F, m.floor + 0.16F, w));
    r.put(r.albedo * 0.25F, band(p.y, m.floor + 0.33F, m.floor + 0.342F, w) * 0.8F);
}

inline void paint_side(Response& r, const CarMeasures& m, Vectors p, Floats w) {
    const Floats doors = band(p.y, m.floor + 0.13F, m.belt + 0.02F, w);
    Floats seam = 0.0F;
    for (const Floats z : {m.cowl - 0.22F, m.pillar, m.pillar - 1.02F}) {
        seam = max(seam, band(p.z, z - 0.008F, z + 0.008F, w));
    }
    seam = max(seam, band(p.y, m.floor + 0.15F, m.floor + 0.164F, w) *
                         band(p.z, m.rear_wheel + 1.2F * m.wheel, m.front_wheel - 1.2F * m.wheel, w));
    r.put(r.albedo * 0.15F, seam * doors);
    for (const Floats z : {m.pillar + 0.13F, m.pillar - 0.86F}) {
        r.put(r.albedo * 0.45F,
              band(p.z, z - 0.085F, z + 0.085F, w) * band(p.y, m.belt - 0.135F, m.belt - 0.105F, w));
    }
    r.put(kBlack, band(p.y, -1.0F, m.floor + 0.085F, w));
    r.put(kBlack, band(p.y, m.belt - 0.005F, m.belt + 0.03F, w));
}

/// Takes over what was painted where it belongs.
inline void take(Response& r, Mask where, const Response& painted) {
    r.albedo = select(where, painted.albedo, r.albedo);
    r.emission = select(where, painted.emission, r.emission);
    r.mirror = select(where, painted.mirror, r.mirror);
}

inline void paint_panels(Response& r, const Objects& object, const CarMeasures& m, const SurfacePoints& point,
                         float lamps) {
    const Vectors p = point.local;
    const Vectors n = point.local_normal;
    const Floats w = point.footprint;
    const Mask front = p.z > m.half - 0.42F && n.z > 0.2F;
    if (any(front)) {
        Response painted = r;
        paint_front(painted, object, m, p, w, lamps);
        take(r, front, painted);
    }
    const Mask rear = p.z < 0.40F - m.half && n.z < -0.25F;
    if (any(rear)) {
        Response painted = r;
        paint_rear(painted, object, m, p, w, lamps);
        take(r, rear, painted);
    }
    const Mask side = n.x > 0.5F || n.x < -0.5F;
    if (any(side)) {
        Response painted = r;
        paint_side(painted, m, p, w);
        take(r, side, painted);
    }
}

inline Response car_body(const Objects& object, const SurfacePoints& point, float lamps) {
    const CarMeasures m(object);
    const Vectors p = point.local;
    const Floats w = point.footprint;
    Response r;
    r.albedo = object.colour(0);
    r.normal = point.normal;
    r.mirror = 0.05F;
    r.shine = 0.05F;
    r.rough = 0.12F;
    paint_panels(r, object, m, point, lamps);
    // The bonnet's and the boot's edges.
    const Mask bonnet = point.local_normal.y > 0.6F && p.z > m.cowl - 0.05F;
    r.put(r.albedo * 0.3F, select(bonnet, band(p.z, m.cowl - 0.01F, m.cowl + 0.012F, w), 0.0F));
    const Mask outer = abs(p.x) > 0.72F * m.half_width;
    if (any(outer)) {
        const Floats arch = select(outer,
                                   max(disc(p.y - m.wheel, p.z - m.front_wheel, 1.17F * m.wheel, w),
                                       disc(p.y - m.wheel, p.z - m.rear_wheel, 1.17F * m.wheel, w)),
                                   0.0F);
        r.put({0.004F, 0.004F, 0.004F}, arch);
        r.mirror = r.mirror * (1.0F - arch);
        r.shine = r.shine * (1.0F - arch);
    }
    r.open = 0.35F + 0.65F * smooth_step(0.0F, 0.75F, p.y);
    return r;
}

/// Five spokes.
inline Floats rim_hole(const Objects& object, const SurfacePoints& point) {
    constexpr int kSpokes = 5;
    constexpr float kAlong[kSpokes] = {
        static_cast<float>(cos_turns(0.2 * 0)), static_cast<float>(cos_turns(0.2 * 1)),
        static_cast<float>(cos_turns(0.2 * 2)), static_cast<float>(cos_turns(0.2 * 3)),
        static_cast<float>(cos_turns(0.2 * 4))};
    constexpr float kAcross[kSpokes] = {
        static_cast<float>(sin_turns(0.2 * 0)), static_cast<float>(sin_turns(0.2 * 1)),
        static_cast<float>(sin_turns(0.2 * 2)), static_cast<float>(sin_turns(0.2 * 3)),
        static_cast<float>(sin_turns(0.2 * 4))};
    const CarMeasures m(object);
    const Floats hub = select(point.local.z > 0.0F, m.front_wheel, m.rear_wheel);
    const Floats y = point.local.y - m.wheel;
    const Floats z = point.local.z - hub;
    Floats best = -1.0F;
    Floats off = 1.0F;
    for (int k = 0; k < kSpokes; ++k) {
        const Floats along = y * kAlong[k] + z * kAcross[k];
        off = select(along > best, y * kAcross[k] - z * kAlong[k], off);
        best = max(best, along);
    }
    const Floats spoke = band(abs(off), -1.0F, 0.035F, point.footprint);
    return (1.0F - spoke) * band(sqrt(y * y + z * z), 0.22F * m.wheel, 0.60F * m.wheel, point.footprint);
}

FARSIGHT_LANES_END
