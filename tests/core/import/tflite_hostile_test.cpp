// Files that are broken, or want to break us.
#include <catch2/catch.hpp>

#include "core/import/tflite_builder.h"
#include "farsight/tflite.h"

using namespace farsight;
using namespace farsight::testing;
using Code = schema::BuiltinOperator;
using Options = schema::BuiltinOptions;
using Padding = schema::Padding;
using Type = schema::TensorType;

namespace {

using File = std::vector<std::byte>;

Error error_of(const File& file) {
    const auto model = import_tflite(file);
    REQUIRE_FALSE(model);
    CHECK_FALSE(model.error().message.empty());
    return model.error();
}

void check_error(const File& file, ErrorCode code, const std::string& part) {
    const Error error = error_of(file);
    CHECK(error.code == code);
    CHECK_THAT(error.message, Catch::Contains(part));
}

/// in -> RELU -> out, with room to do harm in between.
File relu_file(const std::vector<int>& inputs, const std::vector<int>& outputs,
               const std::vector<int>& in_shape = {1, 4}, const std::vector<int>& out_shape = {1, 4}) {
    TfliteBuilder b;
    const int in = b.tensor("in", in_shape);
    const int out = b.tensor("out", out_shape);
    b.op(Code::RELU, inputs, outputs);
    return b.finish({in}, {out});
}

/// A convolution, a reshape and a constant: something of everything.
File small_network() {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4, 4, 2});
    const int weights = b.floats("weights", {3, 3, 3, 2}, std::vector<float>(54, 0.5F));
    const int conv = b.tensor("conv", {1, 2, 2, 3});
    const int shape = b.integers("shape", {1, -1, 3});
    const int out = b.tensor("out", {1, 4, 3});
    const auto options = schema::CreateConv2DOptions(b.fbb, Padding::SAME, 2, 2);
    b.op(Code::CONV_2D, {in, weights}, {conv}, Options::Conv2DOptions, options.Union());
    b.op(Code::RESHAPE, {conv, shape}, {out});
    return b.finish({in}, {out});
}

File conv_file(const std::vector<int>& in_shape, const std::vector<int>& out_shape, int stride, int dilation,
               std::size_t weights) {
    TfliteBuilder b;
    const int in = b.tensor("in", in_shape);
    const int kernel = b.floats("kernel", {1, 3, 3, 1}, std::vector<float>(weights));
    const int out = b.tensor("out", out_shape);
    const auto options = schema::CreateConv2DOptions(
        b.fbb, Padding::SAME, stride, stride, schema::ActivationFunctionType::NONE, dilation, dilation);
    b.op(Code::CONV_2D, {in, kernel}, {out}, Options::Conv2DOptions, options.Union());
    return b.finish({in}, {out});
}

}  // namespace

TEST_CASE("a file of another kind is told from a broken one") {
    check_error({}, ErrorCode::kInvalidModel, "TFL3");
    check_error(File(7), ErrorCode::kInvalidModel, "TFL3");
    check_error(File(4096, std::byte{0xFF}), ErrorCode::kInvalidModel, "TFL3");
    File only_a_mark(8);
    std::memcpy(only_a_mark.data() + 4, "TFL3", 4);
    check_error(only_a_mark, ErrorCode::kInvalidModel, "truncated or corrupt");
}

TEST_CASE("a file cut anywhere is refused") {
    const File whole = small_network();
    REQUIRE(import_tflite(whole));
    constexpr std::size_t kMostPadding = 15;  // Nobody misses the zeros at the very end.
    for (std::size_t length = 0; length < whole.size() - kMostPadding; ++length) {
        const File cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        INFO("cut to " << length << " of " << whole.size());
        CHECK(error_of(cut).code == ErrorCode::kInvalidModel);
    }
}

TEST_CASE("a file with any byte changed is refused or imported, never worse") {
    const File whole = small_network();
    int imported = 0;
    int refused = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const int value : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
            File changed = whole;
            changed[at] = static_cast<std::byte>(value);
            const auto model = import_tflite(changed);
            (model ? imported : refused) += 1;
            CHECK((model ? !model->onnx.empty() : !model.error().message.empty()));
        }
    }
    CHECK(imported > 0);
    CHECK(refused > 0);
}

TEST_CASE("unknown operators are named, each with its count, before anything else") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4});
    const int out = b.tensor("out", {-1});  // A shape that would be refused, too.
    const auto lstm = static_cast<Code>(16);
    b.op(lstm, {in}, {out});
    b.op(Code::RELU, {in}, {out});
    b.op(lstm, {in}, {out});
    b.op(Code::CUSTOM, {in}, {out}, Options::NONE, 0, "Foo");
    b.op(static_cast<Code>(4000), {in}, {out});
    const Error error = error_of(b.finish({in}, {out}));
    CHECK(error.code == ErrorCode::kUnsupported);
    CHECK_THAT(error.message, Catch::Contains("LSTM (2)") && Catch::Contains("CUSTOM 'Foo' (1)") &&
                                  Catch::Contains("code 4000 (1)") && !Catch::Contains("RELU"));
}

TEST_CASE("an error lists at most 32 kinds of unknown operators, and prints no control characters") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4});
    for (int i = 0; i < 1000; ++i) {
        b.op(Code::CUSTOM, {in}, {in}, Options::NONE, 0,
             "\x1B[2J" + std::to_string(i) + std::string(500, 'x'));
    }
    const Error error = error_of(b.finish({in}, {in}));
    CHECK_THAT(error.message, Catch::Contains("and 968 more kinds"));
    CHECK(error.message.size() < 5000);
    CHECK(error.message.find('\x1B') == std::string::npos);
}

TEST_CASE("indices of tensors and buffers must exist") {
    check_error(relu_file({7}, {1}), ErrorCode::kInvalidModel, "operator 0 names a tensor");
    check_error(relu_file({0}, {2}), ErrorCode::kInvalidModel, "operator 0 names a tensor");
    check_error(relu_file({-2}, {1}), ErrorCode::kInvalidModel, "operator 0 names a tensor");
    check_error(relu_file({0}, {-1}), ErrorCode::kInvalidModel, "operator 0 names a tensor");
    check_error(relu_file({-1}, {1}), ErrorCode::kInvalidModel, "lacks input 0");
    check_error(relu_file({}, {1}), ErrorCode::kInvalidModel, "lacks input 0");
    check_error(relu_file({0, 0}, {1}), ErrorCode::kInvalidModel, "too many inputs");

    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4}, Type::FLOAT32, 99);
    b.op(Code::RELU, {in}, {in});
    check_error(b.finish({in}, {in}), ErrorCode::kInvalidModel, "buffer that does not exist");
}

TEST_CASE("inputs and outputs must exist") {
    for (const auto& [in, out] : {std::pair<int, int>{5, 1}, {0, 5}, {-1, 1}, {0, -1}}) {
        TfliteBuilder b;
        b.tensor("in", {1, 4});
        b.tensor("out", {1, 4});
        b.op(Code::RELU, {0}, {1});
        CHECK(error_of(b.finish({in}, {out})).code == ErrorCode::kInvalidModel);
    }
    TfliteBuilder none;
    none.tensor("in", {1, 4});
    check_error(none.finish({}, {}), ErrorCode::kInvalidModel, "inputs or outputs are missing");
    TfliteBuilder unmade;
    unmade.tensor("in", {1, 4});
    unmade.tensor("out", {1, 4});
    check_error(unmade.finish({0}, {1}), ErrorCode::kInvalidModel, "computed by no operator");
}

TEST_CASE("operators in a circle are refused") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4});
    const int one = b.tensor("one", {1, 4});
    const int other = b.tensor("other", {1, 4});
    b.op(Code::ADD, {in, other}, {one});
    b.op(Code::RELU, {one}, {other});
    check_error(b.finish({in}, {other}), ErrorCode::kInvalidModel,
                "operator 0 (ADD) reads a tensor that nothing before it computes");
    check_error(relu_file({1}, {1}), ErrorCode::kInvalidModel, "nothing before it computes");
}

TEST_CASE("a tensor has one origin") {
    check_error(relu_file({0}, {0}), ErrorCode::kInvalidModel, "'in' gets its values twice");
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4});
    const int out = b.tensor("out", {1, 4});
    b.op(Code::RELU, {in}, {out});
    b.op(Code::RELU, {in}, {out});
    check_error(b.finish({in}, {out}), ErrorCode::kInvalidModel, "'out' gets its values twice");
    TfliteBuilder twice;
    twice.tensor("in", {1, 4});
    twice.tensor("out", {1, 4});
    twice.op(Code::RELU, {0}, {1});
    check_error(twice.finish({0}, {1, 1}), ErrorCode::kInvalidModel, "named twice");
}

TEST_CASE("shapes that overflow, vanish or are unknown are refused") {
    const std::string why = "not positive, or over 2^28 values";
    check_error(relu_file({0}, {1}, {1, 65536, 65536}), ErrorCode::kInvalidModel, why);
    check_error(relu_file({0}, {1}, {2147483647, 2147483647, 2147483647, 2147483647}),
                ErrorCode::kInvalidModel, why);
    check_error(relu_file({0}, {1}, {1, 0}), ErrorCode::kInvalidModel, why);
    check_error(relu_file({0}, {1}, {1, -4}), ErrorCode::kInvalidModel, why);
    check_error(relu_file({0}, {1}, std::vector<int>(9, 1)), ErrorCode::kInvalidModel,
                "more than 8 dimensions");
    check_error(relu_file({0}, {1}, {}, {}), ErrorCode::kUnsupported, "no batch dimension");
}

TEST_CASE("an operator must compute the shape that the file declares") {
    check_error(relu_file({0}, {1}, {1, 4}, {1, 5}), ErrorCode::kInvalidModel,
                "computes the shape 1x4, but the file declares 1x5");
    check_error(conv_file({1, 8, 8, 1}, {1, 8, 8, 1}, 2, 1, 9), ErrorCode::kInvalidModel,
                "computes the shape 1x4x4x1");
}

TEST_CASE("a constant must have as many bytes as its shape says") {
    check_error(conv_file({1, 8, 8, 1}, {1, 8, 8, 1}, 1, 1, 8), ErrorCode::kInvalidModel,
                "'kernel' needs 36 bytes by its shape, but its buffer has 32");
    check_error(conv_file({1, 8, 8, 1}, {1, 8, 8, 1}, 1, 1, 10), ErrorCode::kInvalidModel,
                "'kernel' needs 36 bytes");
    // Without values it is a tensor that nobody computes.
    check_error(conv_file({1, 8, 8, 1}, {1, 8, 8, 1}, 1, 1, 0), ErrorCode::kInvalidModel,
                "nothing before it computes");
}

TEST_CASE("strides and dilations out of range are refused") {
    REQUIRE(import_tflite(conv_file({1, 8, 8, 1}, {1, 8, 8, 1}, 1, 1, 9)));
    for (const int wrong : {0, -1, 65537, 2147483647}) {
        check_error(conv_file({1, 8, 8, 1}, {1, 8, 8, 1}, wrong, 1, 9), ErrorCode::kInvalidModel,
                    "window that does not fit");
        check_error(conv_file({1, 8, 8, 1}, {1, 8, 8, 1}, 1, wrong, 9), ErrorCode::kInvalidModel,
                    "window that does not fit");
    }
}

TEST_CASE("a buffer behind the FlatBuffer must lie inside the file") {
    const auto file = [](std::uint64_t offset, std::uint64_t size) {
        TfliteBuilder b;
        const int in = b.tensor("in", {1, 2});
        const int scale = b.tensor("scale", {2}, Type::FLOAT32, b.add_outside_buffer(offset, size));
        const int out = b.tensor("out", {1, 2});
        b.op(Code::MUL, {in, scale}, {out});
        return b.finish({in}, {out});
    };
    const std::size_t end = file(2, 8).size();
    File whole = file(end, 8);
    REQUIRE(whole.size() == end);
    check_error(whole, ErrorCode::kInvalidModel, "outside the file");
    whole.resize(end + 8);
    CHECK(import_tflite(whole));
    check_error(file(end - 4, 8), ErrorCode::kInvalidModel, "outside the file");
    check_error(file(8, ~std::uint64_t{0}), ErrorCode::kInvalidModel, "outside the file");
    check_error(file(~std::uint64_t{0}, 8), ErrorCode::kInvalidModel, "outside the file");
}

TEST_CASE("bytes without a scale are refused by name of the tensor and its type") {
    TfliteBuilder b;
    const int in = b.tensor("pixels", {1, 4}, Type::UINT8);
    const int out = b.tensor("out", {1, 4});
    b.op(Code::RELU, {in}, {out});
    check_error(b.finish({in}, {out}), ErrorCode::kUnsupported, "Input 'pixels'");

    TfliteBuilder weights;
    const int x = weights.tensor("in", {1, 2});
    const int bytes = weights.constant<std::int8_t>("bytes", {2}, Type::INT8, {1, 2});
    const int scale = weights.tensor("scale", {2});
    const int y = weights.tensor("out", {1, 2});
    weights.op(Code::DEQUANTIZE, {bytes}, {scale});
    weights.op(Code::MUL, {x, scale}, {y});
    check_error(weights.finish({x}, {y}), ErrorCode::kUnsupported, "'bytes', of INT8 values");
}

TEST_CASE("weights must be constants, and what is computed must not be") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 3, 3, 1});
    const int kernel = b.tensor("kernel", {1, 3, 3, 1});
    const int out = b.tensor("out", {1, 3, 3, 1});
    const auto options = schema::CreateConv2DOptions(b.fbb, Padding::SAME, 1, 1);
    b.op(Code::CONV_2D, {in, kernel}, {out}, Options::Conv2DOptions, options.Union());
    check_error(b.finish({in, kernel}, {out}), ErrorCode::kUnsupported, "not a constant");

    TfliteBuilder constant;
    const int x = constant.tensor("in", {1, 2});
    const int two = constant.floats("two", {1, 2}, {1, 2});
    const int y = constant.tensor("out", {1, 2});
    constant.op(Code::RELU, {two}, {y});
    check_error(constant.finish({x}, {y}), ErrorCode::kUnsupported, "which is a constant");

    TfliteBuilder sum;
    sum.tensor("in", {1, 2});
    sum.floats("two", {1, 2}, {1, 2});
    sum.tensor("out", {1, 2});
    sum.op(Code::ADD, {1, 1}, {2});
    check_error(sum.finish({0}, {2}), ErrorCode::kUnsupported, "no input that depends");
}

TEST_CASE("a DEQUANTIZE of a DEQUANTIZE finds its constant, and alone it is no output") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2});
    const int half = b.constant<std::uint16_t>("half", {2}, Type::FLOAT16, {0x3C00, 0x3C00});
    const int once = b.tensor("once", {2});
    const int twice = b.tensor("twice", {2});
    const int out = b.tensor("out", {1, 2});
    b.op(Code::DEQUANTIZE, {half}, {once});
    b.op(Code::DEQUANTIZE, {once}, {twice});
    b.op(Code::MUL, {in, twice}, {out});
    CHECK(import_tflite(b.finish({in}, {out})));

    TfliteBuilder alone;
    alone.tensor("in", {1, 2});
    alone.constant<std::uint16_t>("half", {1, 2}, Type::FLOAT16, {0x3C00, 0x3C00});
    alone.tensor("out", {1, 2});
    alone.op(Code::DEQUANTIZE, {1}, {2});
    check_error(alone.finish({0}, {2}), ErrorCode::kInvalidModel, "is a constant");
}

TEST_CASE("options of another operator, or none, are refused") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 3, 3, 1});
    const int kernel = b.floats("kernel", {1, 1, 1, 1}, {1});
    const int out = b.tensor("out", {1, 3, 3, 1});
    const auto options = schema::CreateAddOptions(b.fbb);
    b.op(Code::CONV_2D, {in, kernel}, {out}, Options::AddOptions, options.Union());
    check_error(b.finish({in}, {out}), ErrorCode::kInvalidModel, "lacks its options");
    TfliteBuilder none;
    none.tensor("in", {1, 3, 3, 1});
    none.tensor("out", {1, 3, 3, 1});
    none.op(Code::MAX_POOL_2D, {0}, {1});
    check_error(none.finish({0}, {1}), ErrorCode::kInvalidModel, "lacks its options");
}

TEST_CASE("another version, several subgraphs and kept state are unsupported") {
    TfliteBuilder old;
    old.version = 2;
    old.tensor("in", {1, 2});
    check_error(old.finish({0}, {0}), ErrorCode::kUnsupported, "version 2");
    TfliteBuilder two;
    two.subgraphs = 2;
    two.tensor("in", {1, 2});
    check_error(two.finish({0}, {0}), ErrorCode::kUnsupported, "2 subgraphs");
    TfliteBuilder state;
    state.tensor("in", {1, 2});
    state.variable = true;
    state.tensor("memory", {1, 2});
    state.tensor("out", {1, 2});
    state.op(Code::ADD, {0, 1}, {2});
    check_error(state.finish({0}, {2}), ErrorCode::kUnsupported, "keeps state");
}

TEST_CASE("a huge number of operands is refused") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 1});
    const int out = b.tensor("out", {1, 100000});
    const auto options = schema::CreateConcatenationOptions(b.fbb, 1);
    b.op(Code::CONCATENATION, std::vector<int>(100000, in), {out}, Options::ConcatenationOptions,
         options.Union());
    check_error(b.finish({in}, {out}), ErrorCode::kInvalidModel, "more than 1024");
}

TEST_CASE("weights shared by very many tensors cannot blow the network up") {
    TfliteBuilder b;
    constexpr int kValues = 1 << 16;
    const auto shared = b.add_buffer(std::vector<std::uint8_t>(kValues * sizeof(float)));
    const int in = b.tensor("in", {1, kValues});
    int last = in;
    for (int i = 0; i < 2000; ++i) {
        const int offset = b.tensor("offset", {kValues}, Type::FLOAT32, shared);
        const int next = b.tensor("next", {1, kValues});
        b.op(Code::ADD, {last, offset}, {next});
        last = next;
    }
    check_error(b.finish({in}, {last}), ErrorCode::kTooLarge, "shares its weights");
}

TEST_CASE("a concatenation must name an axis of inputs that match") {
    const auto file = [](int axis, const std::vector<int>& second) {
        TfliteBuilder b;
        const int in = b.tensor("in", {1, 2, 3});
        const int other = b.tensor("other", second);
        const int out = b.tensor("out", {1, 4, 3});
        const auto options = schema::CreateConcatenationOptions(b.fbb, axis);
        b.op(Code::CONCATENATION, {in, other}, {out}, Options::ConcatenationOptions, options.Union());
        return b.finish({in, other}, {out});
    };
    REQUIRE(import_tflite(file(1, {1, 2, 3})));
    REQUIRE(import_tflite(file(-2, {1, 2, 3})));
    check_error(file(3, {1, 2, 3}), ErrorCode::kInvalidModel, "lacks an axis");
    check_error(file(-4, {1, 2, 3}), ErrorCode::kInvalidModel, "lacks an axis");
    check_error(file(1, {1, 2, 4}), ErrorCode::kInvalidModel, "differ along another axis");
    check_error(file(1, {1, 2}), ErrorCode::kInvalidModel, "different ranks");
    check_error(file(0, {1, 2, 3}), ErrorCode::kUnsupported, "joins along the batch");
}

TEST_CASE("paddings must fit their tensor and leave the batch alone") {
    const auto file = [](const std::vector<std::int32_t>& pads, const std::vector<int>& shape) {
        TfliteBuilder b;
        const int in = b.tensor("in", {1, 2});
        const int paddings = b.constant("pads", shape, Type::INT32, pads);
        const int out = b.tensor("out", {1, 5});
        b.op(Code::PAD, {in, paddings}, {out});
        return b.finish({in}, {out});
    };
    REQUIRE(import_tflite(file({0, 0, 1, 2}, {2, 2})));
    check_error(file({0, 0, -1, 4}, {2, 2}), ErrorCode::kInvalidModel, "paddings");
    check_error(file({0, 0, 1, 2}, {4}), ErrorCode::kInvalidModel, "paddings");
    check_error(file({0, 0, 1, 2, 0, 0}, {3, 2}), ErrorCode::kInvalidModel, "paddings");
    check_error(file({0, 0, 2147483647, 2147483647}, {2, 2}), ErrorCode::kInvalidModel,
                "computes the shape 1x4294967296");
    check_error(file({1, 0, 1, 2}, {2, 2}), ErrorCode::kInvalidModel, "computes the shape 2x5");
}
