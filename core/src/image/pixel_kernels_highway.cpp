// Compiled once for every instruction set by Highway's foreach_target.
#include "image/pixel_kernels.h"

#include <cstring>
#include <utility>

// Vectors of a length unknown at compile time do not fit the fixed blocks of rows; NEON serves there.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "image/pixel_kernels_highway.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace farsight {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

const PixelKernels& kernels() {
    return scalar_kernels();
}

#else

namespace hn = hwy::HWY_NAMESPACE;

// At most 256 bits: rows of some hundred pixels gain nothing from wider vectors.
using Int16 = hn::CappedTag<std::int16_t, 16>;
using Int32 = hn::Repartition<std::int32_t, Int16>;
using Uint16 = hn::Repartition<std::uint16_t, Int16>;
using Bytes = hn::Repartition<std::uint8_t, Int16>;
using HalfBytes = hn::Half<Bytes>;
using Float = hn::Repartition<float, Int16>;

constexpr std::size_t kLanes16 = hn::MaxLanes(Int16());
constexpr std::size_t kLanesByte = hn::MaxLanes(Bytes());
constexpr std::size_t kLanesFloat = hn::MaxLanes(Float());
constexpr int kBlockRows = static_cast<int>(kLanes16) / kPixelLanes;

using VecInt16 = hn::Vec<Int16>;
using VecInt32 = hn::Vec<Int32>;
using VecBytes = hn::Vec<Bytes>;
using VecFloat = hn::Vec<Float>;

/// Two neighbouring weights, repeated over the vector.
HWY_INLINE VecInt16 weight_pair(const std::int16_t* weights) {
    std::int32_t pair;
    std::memcpy(&pair, weights, sizeof pair);
    return hn::BitCast(Int16(), hn::Set(Int32(), pair));
}

/// Sums of products with two weights: even lanes of `pairs` belong to the first, odd ones to the second.
struct PairSum {
    VecInt32 even;
    VecInt32 odd;

    HWY_INLINE explicit PairSum(VecInt32 start) : even(start), odd(hn::Zero(Int32())) {}
    HWY_INLINE void add(VecInt16 pairs, VecInt16 weights) {
        even = hn::ReorderWidenMulAccumulate(Int32(), pairs, weights, even, odd);
    }
    HWY_INLINE VecInt32 total() const { return hn::RearrangeToOddPlusEven(even, odd); }
};

/// Interleaving works within blocks of 128 bits: puts two results back into the order of the columns.
HWY_INLINE void store_in_order(VecInt16 low, VecInt16 high, std::int16_t* out) {
    if constexpr (kLanes16 == 16) {
        hn::StoreU(hn::ConcatLowerLower(Int16(), high, low), Int16(), out);
        hn::StoreU(hn::ConcatUpperUpper(Int16(), high, low), Int16(), out + kLanes16);
    } else {
        hn::StoreU(low, Int16(), out);
        hn::StoreU(high, Int16(), out + kLanes16);
    }
}

void blend_rows(const std::uint8_t* const* rows, const std::int16_t* weights, int taps, std::size_t count,
                std::int16_t* out) {
    constexpr int kShift = kWeightBits - kPixelBits;
    constexpr std::size_t kStep = kLanesByte;
    if (count < kStep) {
        scalar_kernels().blend_rows(rows, weights, taps, count, out);
        return;
    }
    const auto half = hn::Set(Int32(), 1 << (kShift - 1));
    const auto zero = hn::Zero(Bytes());
    for (std::size_t i = 0; i < count; i += kStep) {
        // The last step overlaps the one before it rather than reading beyond the rows.
        const std::size_t at = HWY_MIN(i, count - kStep);
        PairSum sums[4] = {PairSum(half), PairSum(half), PairSum(half), PairSum(half)};
        for (int k = 0; k < taps; k += 2) {
            const auto a = hn::LoadU(Bytes(), rows[k] + at);
            const auto b = hn::LoadU(Bytes(), rows[k + 1] + at);
            const auto low = hn::InterleaveLower(Bytes(), a, b);
            const auto high = hn::InterleaveUpper(Bytes(), a, b);
            const auto pair = weight_pair(weights + k);
            sums[0].add(hn::BitCast(Int16(), hn::InterleaveLower(Bytes(), low, zero)), pair);
            sums[1].add(hn::BitCast(Int16(), hn::InterleaveUpper(Bytes(), low, zero)), pair);
            sums[2].add(hn::BitCast(Int16(), hn::InterleaveLower(Bytes(), high, zero)), pair);
            sums[3].add(hn::BitCast(Int16(), hn::InterleaveUpper(Bytes(), high, zero)), pair);
        }
        const auto low = hn::ReorderDemote2To(Int16(), hn::ShiftRight<kShift>(sums[0].total()),
                                              hn::ShiftRight<kShift>(sums[1].total()));
        const auto high = hn::ReorderDemote2To(Int16(), hn::ShiftRight<kShift>(sums[2].total()),
                                               hn::ShiftRight<kShift>(sums[3].total()));
        store_in_order(low, high, out + at);
    }
}

/// One pixel of each row; the fourth byte is overwritten by the next.
HWY_INLINE void store_pixels(hn::Vec<HalfBytes> bytes, std::uint8_t* const* rows, std::ptrdiff_t offset) {
    if constexpr (kBlockRows == 2) {
        const auto both = hn::BitCast(hn::Repartition<std::uint64_t, HalfBytes>(), bytes);
        const std::uint64_t value = hn::GetLane(both);
        const auto first = static_cast<std::uint32_t>(value);
        const auto second = static_cast<std::uint32_t>(value >> 32);
        std::memcpy(rows[0] + offset, &first, kPixelLanes);
        std::memcpy(rows[1] + offset, &second, kPixelLanes);
    } else {
        HWY_ALIGN std::uint8_t in_order[kLanes16];
        hn::Store(bytes, HalfBytes(), in_order);
        for (int row = 0; row < kBlockRows; ++row) {
            std::memcpy(rows[row] + offset, in_order + kPixelLanes * row, kPixelLanes);
        }
    }
}

/// kTaps is 0 where the compiler need not know.
template <int kTaps>
HWY_INLINE void blend_columns_of(const ColumnBlend& blend) {
    constexpr int kShift = kWeightBits + kPixelBits;
    const int taps = kTaps == 0 ? blend.taps : kTaps;
    const auto half = hn::Set(Int32(), 1 << (kShift - 1));
    const std::int16_t* weights = blend.weights;
    for (int x = 0; x < blend.outputs; ++x, weights += taps) {
        const std::int16_t* column = blend.columns + static_cast<std::size_t>(blend.starts[x]) * kLanes16;
        PairSum low(half);
        PairSum high(half);
        for (int k = 0; k < taps; k += 2, column += 2 * kLanes16) {
            const auto a = hn::LoadU(Int16(), column);
            const auto b = hn::LoadU(Int16(), column + kLanes16);
            const auto pair = weight_pair(weights + k);
            low.add(hn::InterleaveLower(Int16(), a, b), pair);
            high.add(hn::InterleaveUpper(Int16(), a, b), pair);
        }
        const auto pixels = hn::ReorderDemote2To(Int16(), hn::ShiftRight<kShift>(low.total()),
                                                 hn::ShiftRight<kShift>(high.total()));
        store_pixels(hn::DemoteTo(HalfBytes(), pixels), blend.rows, 3 * std::ptrdiff_t{x});
    }
}

void blend_columns(const ColumnBlend& blend) {
    switch (blend.taps) {
        case 2:
            blend_columns_of<2>(blend);
            break;
        case 4:
            blend_columns_of<4>(blend);
            break;
        case 6:
            blend_columns_of<6>(blend);
            break;
        default:
            blend_columns_of<0>(blend);
    }
}

/// A vector of pixels' bytes as four vectors of floats, in order.
struct FourFloats {
    VecFloat values[4];

    HWY_INLINE explicit FourFloats(VecBytes bytes) {
        if constexpr (kLanesByte == 16) {
            // A byte in the lowest bits of 2^23 adds itself. LLVM 14 takes a plain conversion apart into
            // scalars on WebAssembly.
            const auto zero = hn::Zero(Bytes());
            const auto exponent = hn::Set(Uint16(), 0x4B00);
            const auto low = hn::BitCast(Uint16(), hn::InterleaveLower(Bytes(), bytes, zero));
            const auto high = hn::BitCast(Uint16(), hn::InterleaveUpper(Bytes(), bytes, zero));
            const auto offset = hn::Set(Float(), 8388608.0F);
            const auto float_of = [&](auto bits)
                                      HWY_ATTR { return hn::Sub(hn::BitCast(Float(), bits), offset); };
            values[0] = float_of(hn::InterleaveLower(Uint16(), low, exponent));
            values[1] = float_of(hn::InterleaveUpper(Uint16(), low, exponent));
            values[2] = float_of(hn::InterleaveLower(Uint16(), high, exponent));
            values[3] = float_of(hn::InterleaveUpper(Uint16(), high, exponent));
        } else {
            const hn::Half<Bytes> half_bytes;
            const hn::Half<Uint16> half16;
            const auto low = hn::PromoteTo(Uint16(), hn::LowerHalf(half_bytes, bytes));
            const auto high = hn::PromoteTo(Uint16(), hn::UpperHalf(half_bytes, bytes));
            values[0] = hn::ConvertTo(Float(), hn::PromoteTo(Int32(), hn::LowerHalf(half16, low)));
            values[1] = hn::ConvertTo(Float(), hn::PromoteTo(Int32(), hn::UpperHalf(half16, low)));
            values[2] = hn::ConvertTo(Float(), hn::PromoteTo(Int32(), hn::LowerHalf(half16, high)));
            values[3] = hn::ConvertTo(Float(), hn::PromoteTo(Int32(), hn::UpperHalf(half16, high)));
        }
    }

    HWY_INLINE void store(std::size_t index, VecFloat mean, VecFloat scale, float* out) const {
        hn::StoreU(hn::Mul(hn::Sub(values[index], mean), scale), Float(), out + index * kLanesFloat);
    }
};

void to_float(const std::uint8_t* rgb, std::size_t pixels, const Normalization& by, float* out) {
    // Three vectors hold a whole number of pixels, be they of bytes or of floats.
    float means[3 * kLanesFloat];
    float scales[3 * kLanesFloat];
    for (std::size_t i = 0; i < 3 * kLanesFloat; ++i) {
        means[i] = by.mean[i % 3];
        scales[i] = by.scale[i % 3];
    }
    const VecFloat mean[3] = {hn::LoadU(Float(), means), hn::LoadU(Float(), means + kLanesFloat),
                              hn::LoadU(Float(), means + 2 * kLanesFloat)};
    const VecFloat scale[3] = {hn::LoadU(Float(), scales), hn::LoadU(Float(), scales + kLanesFloat),
                               hn::LoadU(Float(), scales + 2 * kLanesFloat)};
    std::size_t i = 0;
    for (; i + 3 * kLanesByte <= 3 * pixels; i += 3 * kLanesByte) {
        for (std::size_t part = 0; part < 3; ++part) {
            const FourFloats floats(hn::LoadU(Bytes(), rgb + i + part * kLanesByte));
            float* const to = out + i + part * kLanesByte;
            // The part's first vector is the (4 * part)-th of the run.
            floats.store(0, mean[part], scale[part], to);
            floats.store(1, mean[(part + 1) % 3], scale[(part + 1) % 3], to);
            floats.store(2, mean[(part + 2) % 3], scale[(part + 2) % 3], to);
            floats.store(3, mean[part], scale[part], to);
        }
    }
    scalar_kernels().to_float(rgb + i, pixels - i / 3, by, out + i);
}

/// Highway 1.0.3 looks bytes up one by one on WebAssembly.
constexpr bool kSlowLookup = HWY_TARGET == HWY_WASM;

/// Interleaved pixels into a vector a channel.
HWY_INLINE void load_planes(const std::uint8_t* rgb, VecBytes (&planes)[3]) {
    if constexpr (!kSlowLookup) {
        hn::LoadInterleaved3(Bytes(), rgb, planes[0], planes[1], planes[2]);
        return;
    }
    VecBytes a = hn::LoadU(Bytes(), rgb);
    VecBytes b = hn::LoadU(Bytes(), rgb + kLanesByte);
    VecBytes c = hn::LoadU(Bytes(), rgb + 2 * kLanesByte);
    // A perfect shuffle of 48 bytes moves byte i to 2 * i modulo 47. Four of them move it to 16 * i, and
    // 16 * 3 = 1 modulo 47: bytes three apart become neighbours.
    for (int round = 0; round < 4; ++round) {
        const VecBytes first = hn::InterleaveLower(Bytes(), a, hn::ConcatUpperUpper(Bytes(), b, b));
        const VecBytes second = hn::InterleaveLower(Bytes(), hn::ConcatUpperUpper(Bytes(), a, a), c);
        c = hn::InterleaveLower(Bytes(), b, hn::ConcatUpperUpper(Bytes(), c, c));
        a = first;
        b = second;
    }
    planes[0] = a;
    planes[1] = b;
    planes[2] = c;
}

HWY_INLINE void plane_to_float(VecBytes bytes, float mean, float scale, float* out) {
    const FourFloats floats(bytes);
    for (std::size_t i = 0; i < 4; ++i) floats.store(i, hn::Set(Float(), mean), hn::Set(Float(), scale), out);
}

void to_float_planes(const std::uint8_t* rgb, std::size_t pixels, const Normalization& by,
                     float* const (&planes)[3]) {
    std::size_t i = 0;
    for (; i + kLanesByte <= pixels; i += kLanesByte) {
        VecBytes channels[3];
        load_planes(rgb + 3 * i, channels);
        for (std::size_t c = 0; c < 3; ++c)
            plane_to_float(channels[c], by.mean[c], by.scale[c], planes[c] + i);
    }
    float* const rest[3] = {planes[0] + i, planes[1] + i, planes[2] + i};
    scalar_kernels().to_float_planes(rgb + 3 * i, pixels - i, by, rest);
}

void to_planes(const std::uint8_t* rgb, std::size_t pixels, std::uint8_t* const (&planes)[3]) {
    std::size_t i = 0;
    for (; i + kLanesByte <= pixels; i += kLanesByte) {
        VecBytes channels[3];
        load_planes(rgb + 3 * i, channels);
        for (std::size_t c = 0; c < 3; ++c) hn::StoreU(channels[c], Bytes(), planes[c] + i);
    }
    std::uint8_t* const rest[3] = {planes[0] + i, planes[1] + i, planes[2] + i};
    scalar_kernels().to_planes(rgb + 3 * i, pixels - i, rest);
}

void swap_red_blue(const std::uint8_t* rgb, std::size_t pixels, std::uint8_t* out) {
    std::size_t i = 0;
    for (; !kSlowLookup && i + kLanesByte <= pixels; i += kLanesByte) {
        VecBytes channels[3];
        load_planes(rgb + 3 * i, channels);
        hn::StoreInterleaved3(channels[2], channels[1], channels[0], Bytes(), out + 3 * i);
    }
    scalar_kernels().swap_red_blue(rgb + 3 * i, pixels - i, out + 3 * i);
}

const PixelKernels& kernels() {
    static const PixelKernels kKernels = {hwy::TargetName(HWY_TARGET),
                                          kBlockRows,
                                          blend_rows,
                                          blend_columns,
                                          to_float,
                                          to_float_planes,
                                          to_planes,
                                          swap_red_blue};
    return kKernels;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace farsight
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace farsight {

HWY_EXPORT(kernels);

const PixelKernels& best_kernels() {
    return HWY_DYNAMIC_DISPATCH(kernels)();
}

std::vector<const PixelKernels*> available_kernels() {
    std::vector<const PixelKernels*> all = {&scalar_kernels()};
#if (HWY_TARGETS & (HWY_TARGETS - 1)) == 0
    all.push_back(&best_kernels());
#else
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        const PixelKernels& found = best_kernels();
        if (&found != &scalar_kernels()) all.push_back(&found);
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
#endif
    return all;
}

}  // namespace farsight

#endif  // HWY_ONCE
