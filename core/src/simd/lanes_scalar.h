// One value at a time in the names of lanes_highway.h: what every instruction set must equal to the bit.

#define FARSIGHT_LANES_BEGIN namespace farsight::scene::scalar {
#define FARSIGHT_LANES_END }
#define FARSIGHT_LANES_INLINE inline

FARSIGHT_LANES_BEGIN

using Mask = bool;
using Floats = float;
using Ints = std::int32_t;
using Bits = std::uint32_t;

inline constexpr int kLanes = 1;

constexpr Mask everywhere() {
    return true;
}
inline bool any(Mask m) {
    return m;
}
template <int kBits>
constexpr Bits shift_right(Bits a) {
    return a >> kBits;
}
template <int kBits>
constexpr Bits shift_left(Bits a) {
    return a << kBits;
}
constexpr Floats select(Mask m, Floats yes, Floats no) {
    return m ? yes : no;
}
constexpr Ints select(Mask m, Ints yes, Ints no) {
    return m ? yes : no;
}
constexpr Bits select(Mask m, Bits yes, Bits no) {
    return m ? yes : no;
}
constexpr Floats max(Floats a, Floats b) {
    return a < b ? b : a;
}
constexpr Floats min(Floats a, Floats b) {
    return b < a ? b : a;
}
constexpr Ints max(Ints a, Ints b) {
    return a < b ? b : a;
}
constexpr Ints min(Ints a, Ints b) {
    return b < a ? b : a;
}
inline Floats abs(Floats a) {
    return std::abs(a);
}
inline Floats sqrt(Floats a) {
    return std::sqrt(a);
}
/// Towards 0.
constexpr Ints to_ints(Floats a) {
    return static_cast<Ints>(a);
}
constexpr Floats to_floats(Ints a) {
    return static_cast<Floats>(a);
}
constexpr Bits as_bits(Ints a) {
    return static_cast<Bits>(a);
}
constexpr Bits as_bits(Floats a) {
    return __builtin_bit_cast(Bits, a);
}
constexpr Ints as_ints(Bits a) {
    return static_cast<Ints>(a);
}
constexpr Floats as_floats(Bits a) {
    return __builtin_bit_cast(Floats, a);
}
/// 0, 1, 2, ...
constexpr Ints lane_numbers() {
    return 0;
}
inline Floats load(const float* from) {
    return *from;
}
inline Bits load(const std::uint32_t* from) {
    return *from;
}
inline void store(Floats a, float* to) {
    *to = a;
}
inline void store(Ints a, std::int32_t* to) {
    *to = a;
}
inline void store(Bits a, std::uint32_t* to) {
    *to = a;
}
constexpr int count(Mask m) {
    return m ? 1 : 0;
}
inline Floats gather(const float* base, Ints index) {
    return base[index];
}
inline Bits gather(const std::uint32_t* base, Ints index) {
    return base[index];
}

FARSIGHT_LANES_END
