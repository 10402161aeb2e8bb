// Compiled once for every instruction set by Highway's foreach_target.
#include "pixel_kernels.h"

#include <cstring>
#include <utility>

// Vectors of a length unknown at compile time do not fit the fixed blocks of rows; NEON serves there.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/pixel_kernels_highway.cpp"
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
using Bytes = hn::Repartition<std::uint8_t, Int16>;
using HalfBytes = hn::Half<Bytes>;
using Float = hn::Repartition<float, Int16>;
using FewBytes = hn::Rebind<std::uint8_t, Float>;

constexpr std::size_t kLanes16 = hn::MaxLanes(Int16());
constexpr std::size_t kLanesFloat = hn::MaxLanes(Float());
constexpr int kBlockRows = static_cast<int>(kLanes16) / kPixelLanes;

using VecInt16 = hn::Vec<Int16>;
using VecInt32 = hn::Vec<Int32>;

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
    constexpr std::size_t kStep = 2 * kLanes16;
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
        HWY_ALIGN std::uint8_t bytes[kLanes16];
        hn::Store(hn::DemoteTo(HalfBytes(), pixels), HalfBytes(), bytes);
        for (int row = 0; row < kBlockRows; ++row) {
            std::memcpy(blend.rows[row] + 3 * x, bytes + kPixelLanes * row, kPixelLanes);
        }
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

template <class BytesVec, class FloatVec>
HWY_INLINE FloatVec normalized(BytesVec bytes, FloatVec mean, FloatVec scale) {
    return hn::Mul(hn::Sub(hn::ConvertTo(Float(), hn::PromoteTo(Int32(), bytes)), mean), scale);
}

void to_float(const std::uint8_t* rgb, std::size_t pixels, const Normalization& by, float* out) {
    // Three vectors hold a whole number of pixels.
    constexpr std::size_t kStep = 3 * kLanesFloat;
    float means[kStep];
    float scales[kStep];
    for (std::size_t i = 0; i < kStep; ++i) {
        means[i] = by.mean[i % 3];
        scales[i] = by.scale[i % 3];
    }
    const auto mean0 = hn::LoadU(Float(), means);
    const auto mean1 = hn::LoadU(Float(), means + kLanesFloat);
    const auto mean2 = hn::LoadU(Float(), means + 2 * kLanesFloat);
    const auto scale0 = hn::LoadU(Float(), scales);
    const auto scale1 = hn::LoadU(Float(), scales + kLanesFloat);
    const auto scale2 = hn::LoadU(Float(), scales + 2 * kLanesFloat);
    std::size_t i = 0;
    for (; i + kStep <= 3 * pixels; i += kStep) {
        const std::uint8_t* in = rgb + i;
        float* to = out + i;
        hn::StoreU(normalized(hn::LoadU(FewBytes(), in), mean0, scale0), Float(), to);
        hn::StoreU(normalized(hn::LoadU(FewBytes(), in + kLanesFloat), mean1, scale1), Float(),
                   to + kLanesFloat);
        hn::StoreU(normalized(hn::LoadU(FewBytes(), in + 2 * kLanesFloat), mean2, scale2), Float(),
                   to + 2 * kLanesFloat);
    }
    scalar_kernels().to_float(rgb + i, pixels - i / 3, by, out + i);
}

HWY_INLINE void plane_to_float(hn::Vec<Bytes> bytes, float mean, float scale, float* out) {
    HWY_ALIGN std::uint8_t in[2 * kLanes16];
    hn::Store(bytes, Bytes(), in);
    for (std::size_t i = 0; i < 2 * kLanes16; i += kLanesFloat) {
        hn::StoreU(normalized(hn::LoadU(FewBytes(), in + i), hn::Set(Float(), mean), hn::Set(Float(), scale)),
                   Float(), out + i);
    }
}

void to_float_planes(const std::uint8_t* rgb, std::size_t pixels, const Normalization& by,
                     float* const (&planes)[3]) {
    constexpr std::size_t kStep = 2 * kLanes16;
    std::size_t i = 0;
    for (; i + kStep <= pixels; i += kStep) {
        hn::Vec<Bytes> red;
        hn::Vec<Bytes> green;
        hn::Vec<Bytes> blue;
        hn::LoadInterleaved3(Bytes(), rgb + 3 * i, red, green, blue);
        plane_to_float(red, by.mean[0], by.scale[0], planes[0] + i);
        plane_to_float(green, by.mean[1], by.scale[1], planes[1] + i);
        plane_to_float(blue, by.mean[2], by.scale[2], planes[2] + i);
    }
    float* const rest[3] = {planes[0] + i, planes[1] + i, planes[2] + i};
    scalar_kernels().to_float_planes(rgb + 3 * i, pixels - i, by, rest);
}

void to_planes(const std::uint8_t* rgb, std::size_t pixels, std::uint8_t* const (&planes)[3]) {
    constexpr std::size_t kStep = 2 * kLanes16;
    std::size_t i = 0;
    for (; i + kStep <= pixels; i += kStep) {
        hn::Vec<Bytes> red;
        hn::Vec<Bytes> green;
        hn::Vec<Bytes> blue;
        hn::LoadInterleaved3(Bytes(), rgb + 3 * i, red, green, blue);
        hn::StoreU(red, Bytes(), planes[0] + i);
        hn::StoreU(green, Bytes(), planes[1] + i);
        hn::StoreU(blue, Bytes(), planes[2] + i);
    }
    std::uint8_t* const rest[3] = {planes[0] + i, planes[1] + i, planes[2] + i};
    scalar_kernels().to_planes(rgb + 3 * i, pixels - i, rest);
}

void swap_red_blue(const std::uint8_t* rgb, std::size_t pixels, std::uint8_t* out) {
    constexpr std::size_t kStep = 2 * kLanes16;
    std::size_t i = 0;
    for (; i + kStep <= pixels; i += kStep) {
        hn::Vec<Bytes> red;
        hn::Vec<Bytes> green;
        hn::Vec<Bytes> blue;
        hn::LoadInterleaved3(Bytes(), rgb + 3 * i, red, green, blue);
        hn::StoreInterleaved3(blue, green, red, Bytes(), out + 3 * i);
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
