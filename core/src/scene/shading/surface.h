// What a surface is at each lane's point, how it answers to light, and the light that leaves it.

FARSIGHT_LANES_BEGIN

/// Fields of records of whole words that stand in one array, a record a lane. Lanes that all want the same
/// record, as neighbours mostly do, load it once.
template <class Record>
class Records {
    static_assert(sizeof(Record) % sizeof(float) == 0);

public:
    FARSIGHT_LANES_INLINE Records(const Record* base, Bits index)
        : base_(base),
          first_(first_lane(index)),
          same_(!any(!(index == first_))),
          words_(as_ints(index) * static_cast<int>(sizeof(Record) / sizeof(float))) {}
    FARSIGHT_LANES_INLINE Floats at(const float& field_of_first) const {
        return same_ ? Floats{*moved(&field_of_first)} : gather(&field_of_first, words_);
    }
    FARSIGHT_LANES_INLINE Bits at(const std::uint32_t& field_of_first) const {
        return same_ ? Bits{*moved(&field_of_first)} : gather(&field_of_first, words_);
    }
    FARSIGHT_LANES_INLINE Vectors at(const Vec3& field_of_first) const {
        return {at(field_of_first.x), at(field_of_first.y), at(field_of_first.z)};
    }
    FARSIGHT_LANES_INLINE const Record& base() const { return *base_; }

private:
    static FARSIGHT_LANES_INLINE std::uint32_t first_lane(Bits index) {
        std::uint32_t lanes[kLanes];
        store(index, lanes);
        return lanes[0];
    }
    template <class Word>
    FARSIGHT_LANES_INLINE const Word* moved(const Word* field) const {
        return field + std::size_t{first_} * (sizeof(Record) / sizeof(Word));
    }

    const Record* base_;
    std::uint32_t first_;
    bool same_;
    Ints words_;
};

/// The scenery's objects, one a lane.
struct Objects : Records<SceneObject> {
    FARSIGHT_LANES_INLINE Objects(const SceneObject* base, Bits index) : Records(base, index) {}
    FARSIGHT_LANES_INLINE Floats measure(std::size_t k) const { return at(base().measures[k]); }
    FARSIGHT_LANES_INLINE Colours colour(std::size_t k) const { return at(base().colours[k]); }
    FARSIGHT_LANES_INLINE Bits pattern() const { return at(base().pattern); }
};

/// Points of surfaces as the camera sees them.
struct SurfacePoints {
    Vectors world;
    Vectors local;         ///< In the object's own frame, metres.
    Vectors normal;        ///< World, unit, towards the camera.
    Vectors local_normal;  ///< The same in the object's frame.
    Floats footprint;      ///< Side of the patch a pixel covers, metres.
};

struct Response {
    Colours albedo;
    Vectors normal;
    Colours emission;
    Floats mirror;  ///< Reflectance at normal incidence; rises to 1 at grazing angles.
    Floats shine;   ///< Strength of the sun's highlight.
    Floats rough;
    Floats open;  ///< Part of the sky that reaches it.

    // Written out, as every constructor here: a compiler's own one is not made for the instruction set.
    FARSIGHT_LANES_INLINE Response() : emission(Vec3{}), mirror(0.0F), shine(0.0F), rough(0.4F), open(1.0F) {}
    FARSIGHT_LANES_INLINE void put(Colours colour, Floats part) { albedo = mix(albedo, colour, part); }
};

/// Part of a filter `width` wide around `v` that lies within [low, high], at most the band's own share.
FARSIGHT_LANES_INLINE Floats band(Floats v, Floats low, Floats high, Floats width) {
    const Floats w = select(width > 1e-5F, 1.0F / width, 1e5F);
    const Floats in = saturate((v - low) * w + 0.5F);
    const Floats out = saturate((v - high) * w + 0.5F);
    return in - out;
}

/// A band that repeats every `period`.
FARSIGHT_LANES_INLINE Floats bands(Floats v, Floats period, Floats low, Floats high, Floats width) {
    const Floats share = (high - low) / period;
    const Floats cell = v / period;
    const Floats at = (cell - to_floats(fast_floor(cell))) * period;
    const Floats one = band(at, low, high, width) + band(at + period, low, high, width) +
                       band(at - period, low, high, width);
    return select(width > period, share, mix(one, share, smooth_step(0.5F, 1.0F, width / period)));
}

FARSIGHT_LANES_INLINE Floats disc(Floats a, Floats b, Floats radius, Floats width) {
    return saturate((radius - sqrt(a * a + b * b)) / width + 0.5F);
}

FARSIGHT_LANES_INLINE Colours reflected(const Response& response, Colours matt, Vectors to_eye,
                                        const Sky& sky) {
    const Vectors n = response.normal;
    const Floats facing = dot(n, to_eye);
    const Floats graze = 1.0F - saturate(facing);
    const Floats g2 = graze * graze;
    const Floats fresnel =
        response.mirror + (1.0F - response.mirror) * g2 * g2 * graze * (1.0F - 0.6F * response.rough);
    const Vectors bounce = n * (2.0F * facing) - to_eye;
    const Floats hidden = 0.35F + 0.65F * response.open;
    return matt * (1.0F - fresnel) + mirrored(sky, bounce) * (fresnel * hidden);
}

/// The sun's highlight: a GGX lobe without its visibility term (Walter et al. 2007), capped so that no pixel
/// burns out alone.
FARSIGHT_LANES_INLINE Floats lobe(const Response& response, Vectors to_eye, const Sky& sky) {
    const Vectors half = normalised(Colours(sky.light.to_sun) + to_eye);
    const Floats a2 = response.rough * response.rough;
    const Floats nh = saturate(dot(response.normal, half));
    const Floats k = nh * nh * (a2 - 1.0F) + 1.0F;
    return min(a2 * a2 / (k * k + 1e-6F) / (a2 + 0.05F), 12.0F);
}

/// Light that leaves a surface towards the camera. `to_eye` is a unit vector; `sunlit` is 0 in shadow.
FARSIGHT_LANES_INLINE Colours shade(const Response& response, Vectors to_eye, Floats sunlit, const Sky& sky) {
    const Floats facing = dot(response.normal, sky.light.to_sun);
    const Floats diffuse = select(facing > 0.0F, facing * sunlit, 0.0F);
    Colours out =
        response.albedo * (ambient(sky, response.normal) * response.open + Colours(sky.light.sun) * diffuse) +
        response.emission;
    const Mask mirrors = response.mirror > 0.0F;
    if (any(mirrors)) out = select(mirrors, reflected(response, out, to_eye, sky), out);
    const Mask shines = response.shine > 0.0F && diffuse > 0.0F;
    if (any(shines)) {
        const Colours highlight =
            Colours(sky.light.sun) * (response.shine * lobe(response, to_eye, sky) * sunlit);
        out = select(shines, out + highlight, out);
    }
    return out;
}

FARSIGHT_LANES_END
