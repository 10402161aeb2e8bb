// scene_math.h over lanes.

FARSIGHT_LANES_BEGIN

struct Vectors {
    Floats x, y, z;

    Vectors() = default;
    FARSIGHT_LANES_INLINE Vectors(Floats ax, Floats ay, Floats az) : x(ax), y(ay), z(az) {}
    FARSIGHT_LANES_INLINE Vectors(Vec3 all) : x(all.x), y(all.y), z(all.z) {}
};
using Colours = Vectors;

FARSIGHT_LANES_INLINE Vectors operator+(Vectors a, Vectors b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
FARSIGHT_LANES_INLINE Vectors operator-(Vectors a, Vectors b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
FARSIGHT_LANES_INLINE Vectors operator*(Vectors a, Vectors b) {
    return {a.x * b.x, a.y * b.y, a.z * b.z};
}
FARSIGHT_LANES_INLINE Vectors operator*(Vectors a, Floats s) {
    return {a.x * s, a.y * s, a.z * s};
}
FARSIGHT_LANES_INLINE Floats dot(Vectors a, Vectors b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
FARSIGHT_LANES_INLINE Vectors cross(Vectors a, Vectors b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
FARSIGHT_LANES_INLINE Floats length(Vectors a) {
    return sqrt(dot(a, a));
}
FARSIGHT_LANES_INLINE Vectors select(Mask m, Vectors yes, Vectors no) {
    return {select(m, yes.x, no.x), select(m, yes.y, no.y), select(m, yes.z, no.z)};
}
FARSIGHT_LANES_INLINE Vectors normalised(Vectors a) {
    const Floats square = dot(a, a);
    return select(square > 0.0F, a * (1.0F / sqrt(square)), Vec3{0, 1, 0});
}
FARSIGHT_LANES_INLINE Floats mix(Floats a, Floats b, Floats t) {
    return a + (b - a) * t;
}
FARSIGHT_LANES_INLINE Vectors mix(Vectors a, Vectors b, Floats t) {
    return a + (b - a) * t;
}
FARSIGHT_LANES_INLINE Floats saturate(Floats v) {
    return min(max(v, 0.0F), 1.0F);
}
FARSIGHT_LANES_INLINE Floats smooth(Floats v) {
    const Floats t = saturate(v);
    return t * t * (3.0F - 2.0F * t);
}
/// 0 below `a`, 1 above `b`, smooth between.
FARSIGHT_LANES_INLINE Floats smooth_step(Floats a, Floats b, Floats v) {
    return smooth((v - a) / (b - a));
}
/// For |v| < 2^20.
FARSIGHT_LANES_INLINE Ints fast_floor(Floats v) {
    return to_ints(v + 1048576.0F) - 1048576;
}
/// For n from 0 to 30: made as the exponent of a float, since shifts by another count a lane are slow.
FARSIGHT_LANES_INLINE Ints power_of_two(Ints n) {
    return to_ints(as_floats(shift_left<23>(as_bits(n + 127))));
}
/// About exp(-v) for v >= 0, with a longer tail: (1 + v/16)^-16.
FARSIGHT_LANES_INLINE Floats fade(Floats v) {
    const Floats a = 1.0F / (1.0F + v * 0.0625F);
    const Floats b = a * a;
    const Floats c = b * b;
    const Floats d = c * c;
    return d * d;
}
FARSIGHT_LANES_INLINE Bits hash(Bits v) {
    v = v ^ shift_right<16>(v);
    v = v * 0x85EBCA6BU;
    v = v ^ shift_right<13>(v);
    v = v * 0xC2B2AE35U;
    return v ^ shift_right<16>(v);
}
FARSIGHT_LANES_INLINE Bits hash(Bits a, Bits b) {
    return hash(a * 0x9E3779B1U + hash(b));
}
FARSIGHT_LANES_INLINE Bits hash(Ints a, Ints b, Bits c) {
    return hash(as_bits(a), hash(as_bits(b), c));
}
/// In [0, 1).
FARSIGHT_LANES_INLINE Floats unit(Bits bits) {
    return to_floats(as_ints(shift_right<8>(bits))) * (1.0F / 16777216.0F);
}

FARSIGHT_LANES_END
