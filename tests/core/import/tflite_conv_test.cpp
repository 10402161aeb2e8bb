#include "core/import/tflite_fixture.h"

using namespace farsight;
using namespace farsight::testing;
using Activation = schema::ActivationFunctionType;
using Code = schema::BuiltinOperator;
using Options = schema::BuiltinOptions;
using Padding = schema::Padding;
using Type = schema::TensorType;
using Ints = std::vector<std::int64_t>;
using Floats = std::vector<float>;
using Names = std::vector<std::string>;

namespace {

struct ConvSpec {
    std::vector<int> in;
    std::vector<int> weights;
    std::vector<int> out;
    Padding padding = Padding::SAME;
    int stride_rows = 1;
    int stride_columns = 1;
    Activation activation = Activation::NONE;
    int dilation_rows = 1;
    int dilation_columns = 1;
    Floats values = {};
};

/// A network of one CONV_2D with a bias of zeros.
OnnxModel imported_conv(const ConvSpec& spec) {
    TfliteBuilder b;
    Floats weights = spec.values;
    weights.resize(
        static_cast<std::size_t>(spec.weights[0] * spec.weights[1] * spec.weights[2] * spec.weights[3]));
    const int in = b.tensor("image", spec.in);
    const int kernel = b.floats("kernel", spec.weights, weights);
    const int bias = b.floats("bias", {spec.weights[0]}, Floats(static_cast<std::size_t>(spec.weights[0])));
    const int out = b.tensor("heat", spec.out);
    const auto options =
        schema::CreateConv2DOptions(b.fbb, spec.padding, spec.stride_columns, spec.stride_rows,
                                    spec.activation, spec.dilation_columns, spec.dilation_rows);
    b.op(Code::CONV_2D, {in, kernel, bias}, {out}, Options::Conv2DOptions, options.Union());
    return imported(b.finish({in}, {out}));
}

}  // namespace

TEST_CASE("an imported network keeps the names of its inputs and outputs and frees its batch") {
    const OnnxModel model = imported_conv({{1, 4, 5, 1}, {3, 1, 1, 1}, {1, 4, 5, 3}});
    CHECK(model.ir_version == 8);
    CHECK(model.opset == 17);
    CHECK(model.inputs == std::map<std::string, Names>{{"image", {"batch", "4", "5", "1"}}});
    CHECK(model.outputs == std::map<std::string, Names>{{"heat", {"batch", "4", "5", "3"}}});
}

TEST_CASE("weights of a convolution go from OHWI to OIHW") {
    const OnnxModel model = imported_conv({.in = {1, 1, 2, 2},
                                           .weights = {1, 1, 2, 2},
                                           .out = {1, 1, 1, 1},
                                           .padding = Padding::VALID,
                                           .values = {1, 2, 3, 4}});
    const OnnxTensor& weights = model.initializer("kernel/nchw");
    CHECK(weights.type == 1);
    CHECK(weights.shape == Ints{1, 2, 1, 2});
    // Column 0 holds 1, 2 by channel and column 1 holds 3, 4.
    CHECK(weights.values<float>() == Floats{1, 3, 2, 4});
    CHECK(model.initializer("bias").shape == Ints{1});
    CHECK(model.only("Conv").inputs == Names{"image/nchw", "kernel/nchw", "bias"});
    CHECK(model.only("Conv").lists.at("kernel_shape") == Ints{1, 2});
    CHECK(model.only("Conv").ints.at("group") == 1);
}

TEST_CASE("SAME padding is worked out for each axis, its odd pixel at the end") {
    // Rows: ceil(4 / 2) = 2 windows cover (2 - 1) * 2 + 3 = 5 of 4 pixels: one pad, at the end.
    // Columns: ceil(5 / 2) = 3 windows cover 7 of 5 pixels: one pad at either end.
    const OnnxModel model = imported_conv({.in = {1, 4, 5, 1},
                                           .weights = {1, 3, 3, 1},
                                           .out = {1, 2, 3, 1},
                                           .stride_rows = 2,
                                           .stride_columns = 2});
    CHECK(model.only("Conv").lists.at("pads") == Ints{0, 1, 1, 1});
    CHECK(model.only("Conv").lists.at("strides") == Ints{2, 2});
}

TEST_CASE("SAME padding is never negative where strides leap over pixels") {
    // ceil(6 / 3) = 2 windows of one pixel reach pixel 3 and need no padding.
    const OnnxModel model = imported_conv({.in = {1, 6, 6, 1},
                                           .weights = {1, 1, 1, 1},
                                           .out = {1, 2, 2, 1},
                                           .stride_rows = 3,
                                           .stride_columns = 3});
    CHECK(model.only("Conv").lists.at("pads") == Ints{0, 0, 0, 0});
}

TEST_CASE("dilation widens the window that padding reckons with") {
    // Three taps two apart reach 5 rows; four apart they reach 9 columns.
    const OnnxModel model = imported_conv({.in = {1, 4, 12, 1},
                                           .weights = {1, 3, 3, 1},
                                           .out = {1, 4, 12, 1},
                                           .dilation_rows = 2,
                                           .dilation_columns = 4});
    CHECK(model.only("Conv").lists.at("dilations") == Ints{2, 4});
    CHECK(model.only("Conv").lists.at("pads") == Ints{2, 4, 2, 4});
}

TEST_CASE("VALID padding adds nothing and counts the windows that fit") {
    const OnnxModel model = imported_conv({.in = {1, 5, 6, 1},
                                           .weights = {1, 3, 3, 1},
                                           .out = {1, 2, 2, 1},
                                           .padding = Padding::VALID,
                                           .stride_rows = 2,
                                           .stride_columns = 2});
    CHECK(model.only("Conv").lists.at("pads") == Ints{0, 0, 0, 0});
}

TEST_CASE("rows and columns are not taken for each other") {
    const OnnxModel model = imported_conv({.in = {1, 8, 9, 1},
                                           .weights = {1, 2, 5, 1},
                                           .out = {1, 8, 3, 1},
                                           .stride_rows = 1,
                                           .stride_columns = 3});
    CHECK(model.only("Conv").lists.at("kernel_shape") == Ints{2, 5});
    CHECK(model.only("Conv").lists.at("strides") == Ints{1, 3});
    // Rows need 8 + 1 pixels, columns 2 * 3 + 5 = 11 of 9.
    CHECK(model.only("Conv").lists.at("pads") == Ints{0, 1, 1, 1});
}

TEST_CASE("a convolution whose weights see half the channels has two groups") {
    const OnnxModel model = imported_conv({{1, 2, 2, 4}, {6, 1, 1, 2}, {1, 2, 2, 6}});
    CHECK(model.only("Conv").ints.at("group") == 2);
}

TEST_CASE("fused activations become nodes of their own") {
    const auto conv = [](Activation activation) {
        return imported_conv(
            {.in = {1, 2, 2, 1}, .weights = {1, 1, 1, 1}, .out = {1, 2, 2, 1}, .activation = activation});
    };
    CHECK(conv(Activation::NONE).nodes.size() == 3);
    CHECK(conv(Activation::RELU).only("Relu").inputs == Names{"heat/nchw/linear"});
    CHECK(conv(Activation::TANH).only("Tanh").output == "heat/nchw");
    const OnnxModel relu6 = conv(Activation::RELU6);
    CHECK(relu6.only("Clip").inputs == Names{"heat/nchw/linear", "clip/0", "clip/6"});
    CHECK(relu6.only("Conv").output == "heat/nchw/linear");
    CHECK(relu6.initializer("clip/6").shape.empty());
    CHECK(relu6.initializer("clip/6").values<float>() == Floats{6});
    const OnnxModel unit = conv(Activation::RELU_N1_TO_1);
    CHECK(unit.only("Clip").inputs == Names{"heat/nchw/linear", "clip/-1", "clip/1"});
    CHECK(unit.initializer("clip/-1").values<float>() == Floats{-1});
}

TEST_CASE("weights of a depthwise convolution go from 1HWO to O1HW, one group a channel") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 1, 2, 2});
    const int weights = b.floats("weights", {1, 1, 2, 4}, {1, 2, 3, 4, 5, 6, 7, 8});
    const int out = b.tensor("out", {1, 1, 2, 4});
    const auto options = schema::CreateDepthwiseConv2DOptions(b.fbb, Padding::SAME, 1, 1, 2);
    b.op(Code::DEPTHWISE_CONV_2D, {in, weights, -1}, {out}, Options::DepthwiseConv2DOptions, options.Union());
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.initializer("weights/depthwise").shape == Ints{4, 1, 1, 2});
    CHECK(model.initializer("weights/depthwise").values<float>() == Floats{1, 5, 2, 6, 3, 7, 4, 8});
    CHECK(model.only("Conv").ints.at("group") == 2);
    CHECK(model.only("Conv").inputs.size() == 2);
    CHECK(model.only("Conv").lists.at("pads") == Ints{0, 0, 0, 1});
}

TEST_CASE("float16 weights stay float16 in the file, with a Cast") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 1, 2, 2});
    // 1, 2, 3 and 4 as IEEE 754 binary16.
    const int stored =
        b.constant<std::uint16_t>("stored", {1, 1, 2, 2}, Type::FLOAT16, {0x3C00, 0x4000, 0x4200, 0x4400});
    const int weights = b.tensor("weights", {1, 1, 2, 2});
    const int out = b.tensor("out", {1, 1, 1, 1});
    b.op(Code::DEQUANTIZE, {stored}, {weights});
    const auto options = schema::CreateConv2DOptions(b.fbb, Padding::VALID, 1, 1);
    b.op(Code::CONV_2D, {in, weights}, {out}, Options::Conv2DOptions, options.Union());
    const auto file = b.finish({in}, {out});
    const OnnxModel model = imported(file);
    const OnnxTensor& half = model.initializer("weights/nchw/fp16");
    CHECK(half.type == 10);
    CHECK(half.shape == Ints{1, 2, 1, 2});
    CHECK(half.values<std::uint16_t>() == std::vector<std::uint16_t>{0x3C00, 0x4200, 0x4000, 0x4400});
    CHECK(model.only("Cast").inputs == Names{"weights/nchw/fp16"});
    CHECK(model.only("Cast").output == "weights/nchw");
    CHECK(model.only("Cast").ints.at("to") == 1);

    const auto summary = import_tflite(file)->summary;
    CHECK(summary.operators == 2);
    CHECK(summary.nodes == 4);  // Cast, Transpose, Conv, Transpose
    CHECK(summary.weight_bytes == 8);
    CHECK(summary.inputs == Names{"in"});
    CHECK(summary.outputs == Names{"out"});
}
