// Many values at once, each lane on its own, for the instruction set that Highway compiles for. The same
// names as lanes_scalar.h, so that one source serves both. Only exactly rounded operations, so a lane's
// bits are those of plain C++. Included once for each instruction set.

#define FARSIGHT_LANES_BEGIN \
    HWY_BEFORE_NAMESPACE();  \
    namespace farsight::scene::HWY_NAMESPACE {
#define FARSIGHT_LANES_END \
    }                      \
    HWY_AFTER_NAMESPACE();
#define FARSIGHT_LANES_INLINE HWY_INLINE

FARSIGHT_LANES_BEGIN

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::CappedTag<float, 16>;
using IntTag = hn::RebindToSigned<FloatTag>;
using BitsTag = hn::RebindToUnsigned<FloatTag>;

inline constexpr int kLanes = static_cast<int>(hn::MaxLanes(FloatTag()));

struct Mask {
    hn::Mask<FloatTag> raw;

    friend HWY_INLINE Mask operator&&(Mask a, Mask b) { return {hn::And(a.raw, b.raw)}; }
    friend HWY_INLINE Mask operator||(Mask a, Mask b) { return {hn::Or(a.raw, b.raw)}; }
    friend HWY_INLINE Mask operator!(Mask a) { return {hn::Not(a.raw)}; }
};
HWY_INLINE Mask everywhere() {
    return {hn::FirstN(FloatTag(), static_cast<std::size_t>(kLanes))};
}
HWY_INLINE bool any(Mask m) {
    return !hn::AllFalse(FloatTag(), m.raw);
}

struct Floats {
    hn::Vec<FloatTag> raw;

    Floats() = default;
    HWY_INLINE Floats(float all) : raw(hn::Set(FloatTag(), all)) {}
    explicit HWY_INLINE Floats(hn::Vec<FloatTag> lanes) : raw(lanes) {}

    friend HWY_INLINE Floats operator+(Floats a, Floats b) { return Floats(hn::Add(a.raw, b.raw)); }
    friend HWY_INLINE Floats operator-(Floats a, Floats b) { return Floats(hn::Sub(a.raw, b.raw)); }
    friend HWY_INLINE Floats operator*(Floats a, Floats b) { return Floats(hn::Mul(a.raw, b.raw)); }
    friend HWY_INLINE Floats operator/(Floats a, Floats b) { return Floats(hn::Div(a.raw, b.raw)); }
    friend HWY_INLINE Floats operator-(Floats a) { return Floats(hn::Neg(a.raw)); }
    friend HWY_INLINE Mask operator<(Floats a, Floats b) { return {hn::Lt(a.raw, b.raw)}; }
    friend HWY_INLINE Mask operator>(Floats a, Floats b) { return {hn::Gt(a.raw, b.raw)}; }
    friend HWY_INLINE Mask operator<=(Floats a, Floats b) { return {hn::Le(a.raw, b.raw)}; }
    friend HWY_INLINE Mask operator>=(Floats a, Floats b) { return {hn::Ge(a.raw, b.raw)}; }
};

struct Ints {
    hn::Vec<IntTag> raw;

    Ints() = default;
    HWY_INLINE Ints(std::same_as<int> auto all) : raw(hn::Set(IntTag(), all)) {}
    explicit HWY_INLINE Ints(hn::Vec<IntTag> lanes) : raw(lanes) {}

    friend HWY_INLINE Ints operator+(Ints a, Ints b) { return Ints(hn::Add(a.raw, b.raw)); }
    friend HWY_INLINE Ints operator-(Ints a, Ints b) { return Ints(hn::Sub(a.raw, b.raw)); }
    friend HWY_INLINE Ints operator*(Ints a, Ints b) { return Ints(hn::Mul(a.raw, b.raw)); }
    friend HWY_INLINE Ints operator&(Ints a, Ints b) { return Ints(hn::And(a.raw, b.raw)); }
    friend HWY_INLINE Ints operator|(Ints a, Ints b) { return Ints(hn::Or(a.raw, b.raw)); }
    friend HWY_INLINE Mask operator==(Ints a, Ints b) {
        return {hn::RebindMask(FloatTag(), hn::Eq(a.raw, b.raw))};
    }
    friend HWY_INLINE Mask operator<(Ints a, Ints b) {
        return {hn::RebindMask(FloatTag(), hn::Lt(a.raw, b.raw))};
    }
};

struct Bits {
    hn::Vec<BitsTag> raw;

    Bits() = default;
    HWY_INLINE Bits(std::same_as<std::uint32_t> auto all) : raw(hn::Set(BitsTag(), all)) {}
    explicit HWY_INLINE Bits(hn::Vec<BitsTag> lanes) : raw(lanes) {}

    friend HWY_INLINE Bits operator+(Bits a, Bits b) { return Bits(hn::Add(a.raw, b.raw)); }
    friend HWY_INLINE Bits operator*(Bits a, Bits b) { return Bits(hn::Mul(a.raw, b.raw)); }
    friend HWY_INLINE Bits operator&(Bits a, Bits b) { return Bits(hn::And(a.raw, b.raw)); }
    friend HWY_INLINE Bits operator^(Bits a, Bits b) { return Bits(hn::Xor(a.raw, b.raw)); }
    friend HWY_INLINE Mask operator==(Bits a, Bits b) {
        return {hn::RebindMask(FloatTag(), hn::Eq(a.raw, b.raw))};
    }
};
template <int kBits>
HWY_INLINE Bits shift_right(Bits a) {
    return Bits(hn::ShiftRight<kBits>(a.raw));
}
template <int kBits>
HWY_INLINE Bits shift_left(Bits a) {
    return Bits(hn::ShiftLeft<kBits>(a.raw));
}

HWY_INLINE Floats select(Mask m, Floats yes, Floats no) {
    return Floats(hn::IfThenElse(m.raw, yes.raw, no.raw));
}
HWY_INLINE Ints select(Mask m, Ints yes, Ints no) {
    return Ints(hn::IfThenElse(hn::RebindMask(IntTag(), m.raw), yes.raw, no.raw));
}
HWY_INLINE Bits select(Mask m, Bits yes, Bits no) {
    return Bits(hn::IfThenElse(hn::RebindMask(BitsTag(), m.raw), yes.raw, no.raw));
}

// Turned round, since x86's give their second operand where both are equal, as std::max and std::min give
// their first.
HWY_INLINE Floats max(Floats a, Floats b) {
    return Floats(hn::Max(b.raw, a.raw));
}
HWY_INLINE Floats min(Floats a, Floats b) {
    return Floats(hn::Min(b.raw, a.raw));
}
HWY_INLINE Ints max(Ints a, Ints b) {
    return Ints(hn::Max(a.raw, b.raw));
}
HWY_INLINE Ints min(Ints a, Ints b) {
    return Ints(hn::Min(a.raw, b.raw));
}
HWY_INLINE Floats abs(Floats a) {
    return Floats(hn::Abs(a.raw));
}
HWY_INLINE Floats sqrt(Floats a) {
    return Floats(hn::Sqrt(a.raw));
}

/// Towards 0.
HWY_INLINE Ints to_ints(Floats a) {
    return Ints(hn::ConvertTo(IntTag(), a.raw));
}
HWY_INLINE Floats to_floats(Ints a) {
    return Floats(hn::ConvertTo(FloatTag(), a.raw));
}
HWY_INLINE Bits as_bits(Ints a) {
    return Bits(hn::BitCast(BitsTag(), a.raw));
}
HWY_INLINE Bits as_bits(Floats a) {
    return Bits(hn::BitCast(BitsTag(), a.raw));
}
HWY_INLINE Ints as_ints(Bits a) {
    return Ints(hn::BitCast(IntTag(), a.raw));
}
HWY_INLINE Floats as_floats(Bits a) {
    return Floats(hn::BitCast(FloatTag(), a.raw));
}

/// 0, 1, 2, ...
HWY_INLINE Ints lane_numbers() {
    return Ints(hn::Iota(IntTag(), 0));
}
HWY_INLINE Floats load(const float* from) {
    return Floats(hn::LoadU(FloatTag(), from));
}
HWY_INLINE Bits load(const std::uint32_t* from) {
    return Bits(hn::LoadU(BitsTag(), from));
}
HWY_INLINE void store(Floats a, float* to) {
    hn::StoreU(a.raw, FloatTag(), to);
}
HWY_INLINE void store(Ints a, std::int32_t* to) {
    hn::StoreU(a.raw, IntTag(), to);
}
HWY_INLINE void store(Bits a, std::uint32_t* to) {
    hn::StoreU(a.raw, BitsTag(), to);
}
HWY_INLINE int count(Mask m) {
    return static_cast<int>(hn::CountTrue(FloatTag(), m.raw));
}
HWY_INLINE Floats gather(const float* base, Ints index) {
    return Floats(hn::GatherIndex(FloatTag(), base, index.raw));
}
HWY_INLINE Bits gather(const std::uint32_t* base, Ints index) {
    return Bits(hn::GatherIndex(BitsTag(), base, index.raw));
}

FARSIGHT_LANES_END
