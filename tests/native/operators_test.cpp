// Operators of TFLite, imported and run: values worked out by hand, in floats and in 8 bits.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "core/import/tflite_builder.h"
#include "farsight/runtime/network.h"
#include "farsight/tflite.h"

using namespace farsight;
using farsight::testing::TfliteBuilder;
namespace schema = farsight::testing::schema;

namespace {

using Code = schema::BuiltinOperator;
using Options = schema::BuiltinOptions;
using Type = schema::TensorType;
using Shape = std::vector<int>;
using Values = std::vector<float>;

/// How a tensor's numbers are stored in UINT8: real = scale * (stored - zero).
struct Bytes {
    float scale = 0;
    std::int64_t zero = 0;
};

/// Adds the operator that reads `in` and writes `out`.
using AddOperator = std::function<void(TfliteBuilder& b, int in, int out)>;

int tensor(TfliteBuilder& b, const std::string& name, const Shape& shape, const Bytes* stored) {
    if (stored == nullptr) return b.tensor(name, shape);
    return b.quantized({stored->scale}, {stored->zero}, [&] { return b.tensor(name, shape, Type::UINT8); });
}

/// Values of the one output, as floats, for pixels in NHWC; in bytes where `in` and `out` are given.
Values run(const Shape& in_shape, const Values& pixels, const Shape& out_shape, const AddOperator& add,
           const Bytes* in_bytes = nullptr, const Bytes* out_bytes = nullptr) {
    TfliteBuilder b;
    const int in = tensor(b, "in", in_shape, in_bytes);
    const int out = tensor(b, "out", out_shape, out_bytes);
    add(b, in, out);
    const auto imported = import_tflite(b.finish({in}, {out}));
    INFO((imported ? std::string() : imported.error().message));
    REQUIRE(imported);
    const auto network = Network::load(std::as_bytes(std::span(imported->onnx)));
    INFO((network ? std::string() : network.error().message));
    REQUIRE(network);
    ModelCard card;
    card.input.size = {in_shape[2], in_shape[1]};
    card.input.type = in_bytes == nullptr ? ElementType::kFloat32 : ElementType::kUint8;
    auto ready = NetworkRun::create(*network, card, 1);
    REQUIRE(ready);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        if (in_bytes == nullptr) {
            ready->input_floats(0)[i] = pixels[i];
        } else {
            const auto stored =
                static_cast<std::int64_t>(std::lround(pixels[i] / in_bytes->scale)) + in_bytes->zero;
            ready->input_bytes(0)[i] = static_cast<std::uint8_t>(stored);
        }
    }
    const auto heads = ready->run(1);
    INFO((heads ? std::string() : heads.error().message));
    REQUIRE(heads);
    REQUIRE(heads->size() == 1);
    const HeadView& head = heads->front();
    CHECK(std::vector<std::int64_t>(head.shape.begin(), head.shape.end()) ==
          std::vector<std::int64_t>(out_shape.begin(), out_shape.end()));
    return {head.values.begin(), head.values.end()};
}

void check(const Values& found, const Values& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        INFO("value " << i);
        CHECK(found[i] == Approx(expected[i]).margin(1e-6));
    }
}

/// One row of two pixels.
const Shape kRow = {1, 1, 2, 3};
/// In 8 bits from -64 to 63.5 in steps of one half.
constexpr Bytes kHalves = {0.5F, 128};

/// A constant of three numbers, in floats or in halves.
int three(TfliteBuilder& b, const Values& values, bool bytes) {
    if (!bytes) return b.floats("three", {3}, values);
    std::vector<std::uint8_t> stored;
    for (const float value : values) stored.push_back(static_cast<std::uint8_t>(2 * value + 128));
    return b.quantized({0.5F}, {128}, [&] { return b.constant("three", {3}, Type::UINT8, stored); });
}

Values counted(int count) {
    Values values(static_cast<std::size_t>(count));
    std::iota(values.begin(), values.end(), 1.0F);
    return values;
}

}  // namespace

TEST_CASE("SUB takes a constant away, and the activation it fuses cuts") {
    for (const bool bytes : {false, true}) {
        const auto subtract = [&](TfliteBuilder& b, int in, int out) {
            b.op(Code::SUB, {in, three(b, {1, 2, 3}, bytes)}, {out}, Options::SubOptions,
                 schema::CreateSubOptions(b.fbb, schema::ActivationFunctionType::RELU).Union());
        };
        const Bytes* stored = bytes ? &kHalves : nullptr;
        check(run(kRow, {4, 5, 6, 0.5F, 2, 10}, kRow, subtract, stored, stored), {3, 3, 3, 0, 0, 7});
    }
}

TEST_CASE("SUB takes the input away from a constant when that comes first") {
    const auto subtract = [](TfliteBuilder& b, int in, int out) {
        b.op(Code::SUB, {three(b, {1, 2, 3}, false), in}, {out}, Options::SubOptions,
             schema::CreateSubOptions(b.fbb).Union());
    };
    check(run(kRow, {4, 5, 6, 0.5F, 2, 10}, kRow, subtract), {-3, -3, -3, 0.5F, 0, -7});
}

TEST_CASE("DIV divides, and rounds to the steps of its output") {
    for (const bool bytes : {false, true}) {
        const auto divide = [&](TfliteBuilder& b, int in, int out) {
            b.op(Code::DIV, {in, three(b, {2, 4, 8}, bytes)}, {out}, Options::DivOptions,
                 schema::CreateDivOptions(b.fbb).Union());
        };
        const Bytes* stored = bytes ? &kHalves : nullptr;
        check(run(kRow, {3, -6, 12, 1, 10, 4}, kRow, divide, stored, stored),
              {1.5F, -1.5F, 1.5F, 0.5F, 2.5F, 0.5F});
    }
}

TEST_CASE("MAXIMUM and MINIMUM compare with a constant") {
    for (const bool bytes : {false, true}) {
        const Bytes* stored = bytes ? &kHalves : nullptr;
        const auto most = [&](TfliteBuilder& b, int in, int out) {
            b.op(Code::MAXIMUM, {in, three(b, {1, 2, 3}, bytes)}, {out});
        };
        check(run(kRow, {-1, 5, 2, 4, -8, 3.5F}, kRow, most, stored, stored), {1, 5, 3, 4, 2, 3.5F});
        const auto least = [&](TfliteBuilder& b, int in, int out) {
            b.op(Code::MINIMUM, {in, three(b, {1, 2, 3}, bytes)}, {out});
        };
        check(run(kRow, {-1, 5, 2, 4, -8, 3.5F}, kRow, least, stored, stored), {-1, 2, 2, 1, -8, 3});
    }
}

TEST_CASE("HARD_SWISH is x * relu6(x + 3) / 6") {
    const auto swish = [](TfliteBuilder& b, int in, int out) { b.op(Code::HARD_SWISH, {in}, {out}); };
    check(run(kRow, {-4, -1, 0, 1, 3, 5}, kRow, swish), {0, -1 / 3.0F, 0, 2 / 3.0F, 3, 5});
    // To the nearest half: -1/3 becomes -1/2, 2/3 becomes 1/2.
    check(run(kRow, {-4, -1, 0, 1, 3, 5}, kRow, swish, &kHalves, &kHalves), {0, -0.5F, 0, 0.5F, 3, 5});
}

TEST_CASE("SOFTMAX is over the last dimension") {
    const auto softmax = [](TfliteBuilder& b, int in, int out) {
        b.op(Code::SOFTMAX, {in}, {out}, Options::SoftmaxOptions,
             schema::CreateSoftmaxOptions(b.fbb, 1).Union());
    };
    const float two = std::log(2.0F);
    check(run(kRow, {0, two, 2 * two, 5, 5, 5}, kRow, softmax),
          {1 / 7.0F, 2 / 7.0F, 4 / 7.0F, 1 / 3.0F, 1 / 3.0F, 1 / 3.0F});
    // In steps of 1/256: a third is 85 of them, and what is nearly one the last, 255.
    const Bytes scores = {1 / 256.0F, 0};
    check(run(kRow, {1, 1, 1, 10, 0, 0}, kRow, softmax, &kHalves, &scores),
          {85 / 256.0F, 85 / 256.0F, 85 / 256.0F, 255 / 256.0F, 0, 0});
}

TEST_CASE("TANH keeps its output in 8 bits between -1 and 1") {
    const auto tanh = [](TfliteBuilder& b, int in, int out) { b.op(Code::TANH, {in}, {out}); };
    check(run(kRow, {0, 1, -1, 0.5F, 20, -20}, kRow, tanh), {0, 0.761594F, -0.761594F, 0.462117F, 1, -1});
    const Bytes steps = {1 / 128.0F, 128};
    // 0.7616 * 128 = 97.5 of rounding to even is 97 or 98: 0.76159 * 128 = 97.484, so 97; 0.4621 * 128
    // = 59.15.
    check(run(kRow, {0, 1, -1, 0.5F, 20, -20}, kRow, tanh, &kHalves, &steps),
          {0, 97 / 128.0F, -97 / 128.0F, 59 / 128.0F, 127 / 128.0F, -1});
}

TEST_CASE("RESIZE_NEAREST_NEIGHBOR repeats pixels") {
    for (const bool bytes : {false, true}) {
        const Bytes* stored = bytes ? &kHalves : nullptr;
        const auto resize = [](TfliteBuilder& b, int in, int out) {
            b.op(Code::RESIZE_NEAREST_NEIGHBOR, {in, b.integers("size", {2, 4})}, {out},
                 Options::ResizeNearestNeighborOptions,
                 schema::CreateResizeNearestNeighborOptions(b.fbb, false, false).Union());
        };
        const Values row = {1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6};
        Values twice = row;
        twice.insert(twice.end(), row.begin(), row.end());
        check(run(kRow, counted(6), {1, 2, 4, 3}, resize, stored, stored), twice);
    }
}

TEST_CASE("SQUEEZE and EXPAND_DIMS move no value") {
    for (const bool bytes : {false, true}) {
        const Bytes* stored = bytes ? &kHalves : nullptr;
        const auto squeeze = [](TfliteBuilder& b, int in, int out) {
            const std::vector<int> dimensions = {1};
            b.op(Code::SQUEEZE, {in}, {out}, Options::SqueezeOptions,
                 schema::CreateSqueezeOptions(b.fbb, b.fbb.CreateVector(dimensions)).Union());
        };
        check(run(kRow, counted(6), {1, 2, 3}, squeeze, stored, stored), counted(6));
        const auto expand = [](TfliteBuilder& b, int in, int out) {
            b.op(Code::EXPAND_DIMS, {in, b.integers("axis", {-1})}, {out});
        };
        check(run(kRow, counted(6), {1, 1, 2, 3, 1}, expand, stored, stored), counted(6));
    }
}

TEST_CASE("TRANSPOSE turns rows into columns in TFLite's order") {
    for (const bool bytes : {false, true}) {
        const Bytes* stored = bytes ? &kHalves : nullptr;
        const auto transpose = [](TfliteBuilder& b, int in, int out) {
            b.op(Code::TRANSPOSE, {in, b.integers("order", {0, 3, 1, 2})}, {out});
        };
        // Two pixels of three channels: each channel's two values together.
        check(run(kRow, counted(6), {1, 3, 1, 2}, transpose, stored, stored), {1, 4, 2, 5, 3, 6});
    }
}

TEST_CASE("MEAN averages rows and columns of each channel") {
    for (const bool bytes : {false, true}) {
        const Bytes* stored = bytes ? &kHalves : nullptr;
        const auto mean = [](TfliteBuilder& b, int in, int out) {
            b.op(Code::MEAN, {in, b.integers("axes", {1, 2})}, {out}, Options::ReducerOptions,
                 schema::CreateReducerOptions(b.fbb, true).Union());
        };
        // (1 + 4) / 2 and so on.
        check(run(kRow, counted(6), {1, 1, 1, 3}, mean, stored, stored), {2.5F, 3.5F, 4.5F});
    }
}

TEST_CASE("QUANTIZE changes the steps of 8 bits, and DEQUANTIZE ends them") {
    const Bytes twos = {2, 100};
    const auto quantize = [](TfliteBuilder& b, int in, int out) { b.op(Code::QUANTIZE, {in}, {out}); };
    // To multiples of 2, halves to even: 1 / 2 = 0.5 is 0, 3 / 2 = 1.5 is 2.
    check(run(kRow, {1, 3, 2, -7.5F, 40, 0}, kRow, quantize, &kHalves, &twos), {0, 4, 2, -8, 40, 0});
    const auto dequantize = [](TfliteBuilder& b, int in, int out) { b.op(Code::DEQUANTIZE, {in}, {out}); };
    check(run(kRow, {1, 3, 2, -7.5F, 40, 0}, kRow, dequantize, &kHalves, nullptr), {1, 3, 2, -7.5F, 40, 0});
}
