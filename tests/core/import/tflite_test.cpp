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

/// A 1 by 1 CONV_2D of one channel to `channels`, so that its output stands in NCHW.
int add_conv(TfliteBuilder& b, int in, const std::string& name, const std::vector<int>& out_shape) {
    const int channels = out_shape[3];
    const int weights =
        b.floats(name + "/weights", {channels, 1, 1, 1}, Floats(static_cast<std::size_t>(channels)));
    const int out = b.tensor(name, out_shape);
    const auto options = schema::CreateConv2DOptions(b.fbb, Padding::VALID, 1, 1);
    b.op(Code::CONV_2D, {in, weights}, {out}, Options::Conv2DOptions, options.Union());
    return out;
}

}  // namespace

TEST_CASE("transposes stand only at the borders of a chain of convolutions") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 1});
    const int first = add_conv(b, in, "first", {1, 2, 2, 1});
    const int second = add_conv(b, first, "second", {1, 2, 2, 5});
    const OnnxModel model = imported(b.finish({in}, {second}));
    CHECK(model.count("Transpose") == 2);
    CHECK(model.producer("in/nchw").lists.at("perm") == Ints{0, 3, 1, 2});
    CHECK(model.producer("in/nchw").inputs == Names{"in"});
    CHECK(model.producer("first/nchw").inputs == Names{"in/nchw", "first/weights/nchw"});
    CHECK(model.producer("second").lists.at("perm") == Ints{0, 2, 3, 1});
    CHECK(model.producer("second").inputs == Names{"second/nchw"});
}

TEST_CASE("a reshape sees NHWC and leaves the batch free") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 3, 1});
    const int conv = add_conv(b, in, "conv", {1, 2, 3, 4});
    const int shape = b.integers("shape", {1, -1, 2});
    const int out = b.tensor("out", {1, 12, 2});
    b.op(Code::RESHAPE, {conv, shape}, {out});
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.only("Reshape").inputs == Names{"conv", "out/shape"});
    CHECK(model.producer("conv").type == "Transpose");
    CHECK(model.producer("conv").lists.at("perm") == Ints{0, 2, 3, 1});
    CHECK(model.initializer("out/shape").type == 7);
    CHECK(model.initializer("out/shape").values<std::int64_t>() == Ints{0, 12, 2});
    CHECK(model.outputs.at("out") == Names{"batch", "12", "2"});
}

TEST_CASE("a reshape may have its shape in its options") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 3, 1});
    const int out = b.tensor("out", {1, 6});
    const std::vector<int> shape = {1, -1};
    const auto options = schema::CreateReshapeOptions(b.fbb, b.fbb.CreateVector(shape));
    b.op(Code::RESHAPE, {in}, {out}, Options::ReshapeOptions, options.Union());
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.initializer("out/shape").values<std::int64_t>() == Ints{0, 6});
    CHECK(model.count("Transpose") == 0);
}

TEST_CASE("a reshape that folds the batch is refused") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 6});
    const int shape = b.integers("shape", {2, 3});
    const int out = b.tensor("out", {2, 3});
    b.op(Code::RESHAPE, {in, shape}, {out});
    const auto model = import_tflite(b.finish({in}, {out}));
    REQUIRE_FALSE(model);
    CHECK(model.error().code == ErrorCode::kUnsupported);
    CHECK_THAT(model.error().message, Catch::Contains("operator 0 (RESHAPE) folds the batch"));
}

TEST_CASE("a concatenation follows the channels to their place in NCHW") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 1});
    const int left = add_conv(b, in, "left", {1, 2, 2, 2});
    const int right = add_conv(b, in, "right", {1, 2, 2, 3});
    const int out = b.tensor("out", {1, 2, 2, 5});
    const auto options = schema::CreateConcatenationOptions(b.fbb, -1);
    b.op(Code::CONCATENATION, {left, right}, {out}, Options::ConcatenationOptions, options.Union());
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.only("Concat").inputs == Names{"left/nchw", "right/nchw"});
    CHECK(model.only("Concat").ints.at("axis") == 1);
    CHECK(model.count("Transpose") == 2);
}

TEST_CASE("a concatenation of rank 3 stays as it is") {
    TfliteBuilder b;
    const int left = b.tensor("left", {1, 2, 4});
    const int right = b.tensor("right", {1, 3, 4});
    const int out = b.tensor("out", {1, 5, 4});
    const auto options = schema::CreateConcatenationOptions(b.fbb, 1);
    b.op(Code::CONCATENATION, {left, right}, {out}, Options::ConcatenationOptions, options.Union());
    const OnnxModel model = imported(b.finish({left, right}, {out}));
    CHECK(model.only("Concat").inputs == Names{"left", "right"});
    CHECK(model.only("Concat").ints.at("axis") == 1);
    CHECK(model.nodes.size() == 1);
}

TEST_CASE("a sum joins branches in NCHW and lays a constant out to match") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 1});
    const int conv = add_conv(b, in, "conv", {1, 2, 2, 3});
    const int offset = b.floats("offset", {3}, {1, 2, 3});
    const int shifted = b.tensor("shifted", {1, 2, 2, 3});
    const int out = b.tensor("out", {1, 2, 2, 3});
    b.op(Code::ADD, {conv, offset}, {shifted});
    const auto options = schema::CreateAddOptions(b.fbb, Activation::RELU);
    b.op(Code::ADD, {shifted, conv}, {out}, Options::AddOptions, options.Union());
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.producer("shifted/nchw").inputs == Names{"conv/nchw", "offset/nchw"});
    CHECK(model.initializer("offset/nchw").shape == Ints{1, 3, 1, 1});
    CHECK(model.initializer("offset/nchw").values<float>() == Floats{1, 2, 3});
    CHECK(model.producer("out/nchw/linear").inputs == Names{"shifted/nchw", "conv/nchw"});
    CHECK(model.producer("out/nchw").type == "Relu");
    CHECK(model.count("Transpose") == 2);
}

TEST_CASE("a constant that would land on the batch is refused") {
    TfliteBuilder b;
    const int in = b.tensor("in", {2, 3});
    const int offset = b.floats("offset", {2, 3}, {1, 2, 3, 4, 5, 6});
    const int out = b.tensor("out", {2, 3});
    b.op(Code::ADD, {in, offset}, {out});
    const auto model = import_tflite(b.finish({in}, {out}));
    REQUIRE_FALSE(model);
    CHECK(model.error().code == ErrorCode::kUnsupported);
}

TEST_CASE("a product with a constant stays in TFLite's order before the first convolution") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 3});
    const int scale = b.floats("scale", {1}, {0.5F});
    const int out = b.tensor("out", {1, 2, 2, 3});
    b.op(Code::MUL, {in, scale}, {out});
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.only("Mul").inputs == Names{"in", "scale"});
    CHECK(model.nodes.size() == 1);
}

TEST_CASE("paddings follow their dimensions into NCHW") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 1});
    const int conv = add_conv(b, in, "conv", {1, 2, 2, 3});
    const int pads = b.constant<std::int32_t>("pads", {4, 2}, Type::INT32, {0, 0, 1, 2, 3, 4, 5, 6});
    const int out = b.tensor("out", {1, 5, 9, 14});
    b.op(Code::PAD, {conv, pads}, {out});
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.only("Pad").inputs == Names{"conv/nchw", "out/pads"});
    // All beginnings as batch, channel, row, column; then all ends.
    CHECK(model.initializer("out/pads").values<std::int64_t>() == Ints{0, 5, 1, 3, 0, 6, 2, 4});
}

TEST_CASE("pools place their windows as convolutions do") {
    for (const auto code : {Code::MAX_POOL_2D, Code::AVERAGE_POOL_2D}) {
        TfliteBuilder b;
        const int in = b.tensor("in", {1, 5, 4, 2});
        const int out = b.tensor("out", {1, 3, 2, 2});
        const auto options = schema::CreatePool2DOptions(b.fbb, Padding::SAME, 2, 2, 2, 3);
        b.op(code, {in}, {out}, Options::Pool2DOptions, options.Union());
        const OnnxModel model = imported(b.finish({in}, {out}));
        const OnnxNode& pool = model.producer("out/nchw");
        CHECK(pool.type == (code == Code::MAX_POOL_2D ? "MaxPool" : "AveragePool"));
        CHECK(pool.lists.at("kernel_shape") == Ints{3, 2});
        // Rows: 3 windows reach 2 * 2 + 3 = 7 of 5; columns: 2 windows reach 4 of 4.
        CHECK(pool.lists.at("pads") == Ints{1, 0, 1, 0});
    }
}

TEST_CASE("bilinear resizing keeps its rule for pixel centres") {
    const auto resized = [](bool align_corners, bool half_pixel) {
        TfliteBuilder b;
        const int in = b.tensor("in", {1, 2, 3, 1});
        const int size = b.integers("size", {4, 4});
        const int out = b.tensor("out", {1, 4, 4, 1});
        const auto options = schema::CreateResizeBilinearOptions(b.fbb, align_corners, half_pixel);
        b.op(Code::RESIZE_BILINEAR, {in, size}, {out}, Options::ResizeBilinearOptions, options.Union());
        return imported(b.finish({in}, {out}));
    };
    const OnnxModel model = resized(false, true);
    const OnnxNode& resize = model.only("Resize");
    CHECK(resize.texts.at("mode") == "linear");
    CHECK(resize.texts.at("coordinate_transformation_mode") == "half_pixel");
    CHECK(resize.inputs == Names{"in/nchw", "", "out/scales"});
    const auto scales = model.initializer("out/scales").values<float>();
    REQUIRE(scales.size() == 4);
    CHECK(scales[0] == 1);
    CHECK(scales[1] == 1);
    CHECK(scales[2] == 2);
    CHECK(static_cast<int>(scales[3] * 3) == 4);
    CHECK(scales[3] == Approx(4.0 / 3.0));
    CHECK(resized(true, false).only("Resize").texts.at("coordinate_transformation_mode") == "align_corners");
    CHECK(resized(false, false).only("Resize").texts.at("coordinate_transformation_mode") == "asymmetric");
}

TEST_CASE("activations that stand alone keep the order of their input") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 1});
    const int conv = add_conv(b, in, "conv", {1, 2, 2, 2});
    const int relu = b.tensor("relu", {1, 2, 2, 2});
    const int relu6 = b.tensor("relu6", {1, 2, 2, 2});
    const int unit = b.tensor("unit", {1, 2, 2, 2});
    const int slope = b.floats("slope", {1, 1, 2}, {0.25F, 0.5F});
    const int prelu = b.tensor("prelu", {1, 2, 2, 2});
    const int out = b.tensor("out", {1, 2, 2, 2});
    b.op(Code::RELU, {conv}, {relu});
    b.op(Code::RELU6, {relu}, {relu6});
    b.op(Code::RELU_N1_TO_1, {relu6}, {unit});
    b.op(Code::PRELU, {unit, slope}, {prelu});
    b.op(Code::LOGISTIC, {prelu}, {out});
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.producer("relu/nchw").inputs == Names{"conv/nchw"});
    CHECK(model.producer("relu6/nchw").inputs == Names{"relu/nchw", "clip/0", "clip/6"});
    CHECK(model.producer("unit/nchw").inputs == Names{"relu6/nchw", "clip/-1", "clip/1"});
    CHECK(model.only("PRelu").inputs == Names{"unit/nchw", "slope/nchw"});
    CHECK(model.initializer("slope/nchw").shape == Ints{1, 2, 1, 1});
    CHECK(model.only("Sigmoid").output == "out/nchw");
}

TEST_CASE("inner names lose their joined tail, and names that collide stay apart") {
    TfliteBuilder b;
    const int in = b.tensor("x;y", {1, 4});
    const int inner = b.tensor("conv;bias;norm", {1, 4});
    const int twin = b.tensor("conv", {1, 4});
    const int unnamed = b.tensor("", {1, 4});
    const int out = b.tensor("conv;out\n", {1, 4});
    b.op(Code::RELU, {in}, {inner});
    b.op(Code::RELU, {inner}, {twin});
    b.op(Code::RELU, {twin}, {unnamed});
    b.op(Code::RELU, {unnamed}, {out});
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.producer("conv").inputs == Names{"x;y"});
    CHECK(model.producer("conv_2").inputs == Names{"conv"});
    CHECK(model.producer("tensor_3").inputs == Names{"conv_2"});
    CHECK(model.producer("conv;out_").inputs == Names{"tensor_3"});
}

TEST_CASE("an operator code of an old file stands in its own byte") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4});
    const int out = b.tensor("out", {1, 4});
    b.op(Code::RELU, {in}, {out});
    auto file = b.finish({in}, {out});
    const auto read = [&] { return schema::GetModel(file.data())->operator_codes()->Get(0); };
    REQUIRE(read()->deprecated_builtin_code() == 19);
    // Older writers leave builtin_code at its default, ADD.
    auto* code = flatbuffers::GetMutableRoot<flatbuffers::Table>(file.data())
                     ->GetPointer<flatbuffers::Vector<flatbuffers::Offset<flatbuffers::Table>>*>(6)
                     ->GetMutableObject(0);
    REQUIRE(code->SetField<std::int32_t>(schema::OperatorCode::VT_BUILTIN_CODE, 0, 19));
    REQUIRE(read()->builtin_code() == Code::ADD);
    CHECK(imported(file).only("Relu").output == "out");
}

TEST_CASE("bytes at an odd address give the same network") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 1});
    const int out = add_conv(b, in, "out", {1, 2, 2, 2});
    const auto file = b.finish({in}, {out});
    std::vector<std::byte> moved(file.size() + 1);
    std::copy(file.begin(), file.end(), moved.begin() + 1);
    const auto from_odd = import_tflite(std::span(moved).subspan(1));
    REQUIRE(from_odd);
    CHECK(from_odd->onnx == import_tflite(file)->onnx);
}
