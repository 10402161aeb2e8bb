// TFLite files of whole detectors: what they say of themselves becomes the card.
#include <algorithm>

#include "core/import/tflite_fixture.h"
#include "core/import/tiny_metadata.h"
#include "core/import/tiny_ssd.h"
#include "farsight/model.h"

using namespace farsight;
using namespace farsight::testing;
using Code = schema::BuiltinOperator;
using Options = schema::BuiltinOptions;
using Type = schema::TensorType;

namespace {

std::string error_of(const std::vector<std::byte>& file) {
    const auto model = import_tflite(file);
    REQUIRE_FALSE(model);
    return model.error().message;
}

const Finding& finding(const Recognition& recognition, const std::string& subject) {
    const auto found = std::find_if(recognition.findings.begin(), recognition.findings.end(),
                                    [&](const Finding& entry) { return entry.subject == subject; });
    INFO("finding " << subject);
    REQUIRE(found != recognition.findings.end());
    return *found;
}

}  // namespace

TEST_CASE("an SSD that ends in its post-processing ends in its heads once imported") {
    const auto model = import_tflite(TinySsd(Storage::kFloat).finish(), {"tiny"});
    REQUIRE(model);
    const OnnxModel onnx = read_onnx(model->onnx);
    CHECK(onnx.outputs.size() == 2);
    CHECK(onnx.outputs.at("boxes") == std::vector<std::string>{"batch", "8", "4"});
    CHECK(onnx.outputs.at("scores") == std::vector<std::string>{"batch", "8", "3"});
    CHECK(onnx.count("Sigmoid") == 1);

    REQUIRE(model->recognition);
    const HeadSpec& heads = model->recognition->card.heads;
    CHECK(heads.kind == HeadKind::kSsd);
    CHECK(heads.boxes == "boxes");
    CHECK(heads.scores == "scores");
    CHECK(heads.activation == ScoreActivation::kNone);
    CHECK(heads.classes_count == 3);
    CHECK(heads.background == 0);
    CHECK(heads.coder_scales == std::array<float, 4>{10, 10, 5, 5});
    const auto& anchors = std::get<ExplicitAnchorSpec>(heads.anchors).anchors;
    REQUIRE(anchors.size() == 8);
    CHECK(anchors[0] == Anchor{0.25F, 0.25F, 0.4F, 0.4F});
    CHECK(anchors[3] == Anchor{0.75F, 0.25F, 0.6F, 0.3F});
    CHECK(model->recognition->card.input.size == Size{32, 32});
    CHECK(finding(*model->recognition, "anchors").certainty == Certainty::kSaid);
    CHECK(finding(*model->recognition, "pixels").certainty == Certainty::kGuessed);
    CHECK_THAT(finding(*model->recognition, "post-processing of the file").value,
               Catch::Contains("IoU 0.5, score 0.05, at most 10, all classes together"));
}

TEST_CASE("an imported network carries its card in its metadata") {
    const auto model = import_tflite(TinySsd(Storage::kUint8).finish(), {"tiny"});
    REQUIRE(model);
    const auto card = read_card(read_onnx(model->onnx).metadata.at("farsight.card"));
    REQUIRE(card);
    CHECK(*card == model->recognition->card);
    CHECK(card->name == "tiny");
}

TEST_CASE("classes without a column for the background have none") {
    TinySsd ssd(Storage::kFloat);
    ssd.classes = 3;
    const auto model = import_tflite(ssd.finish());
    REQUIRE(model);
    CHECK(model->recognition->card.heads.background == -1);

    TinySsd wrong(Storage::kFloat);
    wrong.classes = 7;
    CHECK_THAT(error_of(wrong.finish()), Catch::Contains("3 columns of scores for 7 classes"));
}

TEST_CASE(
    "a network quantized to 8 bits becomes one of QuantizeLinear and DequantizeLinear that eats bytes") {
    for (const Storage storage : {Storage::kUint8, Storage::kInt8}) {
        const auto model = import_tflite(TinySsd(storage).finish());
        INFO((model ? std::string() : model.error().message));
        REQUIRE(model);
        const OnnxModel onnx = read_onnx(model->onnx);
        CHECK(onnx.types.at("pixels") == 2);
        CHECK(onnx.types.at("boxes") == 1);
        // INT8 bytes count from -128; what is fed counts from 0.
        CHECK(onnx.initializer("pixels/zero").type == 2);
        CHECK(onnx.initializer("pixels/zero").values<std::uint8_t>() == std::vector<std::uint8_t>{128});
        const int type = storage == Storage::kUint8 ? 2 : 3;
        CHECK(onnx.initializer("features/weights/nchw/bytes").type == type);
        CHECK(onnx.initializer("features/weights/nchw/bytes").shape == std::vector<std::int64_t>{4, 3, 3, 3});
        const std::size_t scales = storage == Storage::kUint8 ? 1 : 4;
        CHECK(onnx.initializer("features/weights/scale").values<float>() ==
              std::vector<float>(scales, 0.002F));
        CHECK(onnx.initializer("features/bias/bytes").type == 6);
        // RELU6 and a range of 0 to 6 say the same, so no Clip stands between the convolution and its bytes.
        CHECK(onnx.count("Clip") == 0);
        // A reshape moves bytes: the convolution's bytes go to NHWC and into it.
        CHECK(onnx.producer("boxes/bytes").type == "Reshape");
        CHECK(onnx.count("QuantizeLinear") == 4);
        CHECK(model->recognition->card.input.type == ElementType::kUint8);
        CHECK(model->recognition->card.input.scale == std::array<float, 3>{1, 1, 1});
    }
}

TEST_CASE("labels and the range of pixels come from TFLite's metadata and the archive behind the file") {
    TinySsd ssd(Storage::kFloat);
    ssd.b.metadata_buffer = add_metadata(ssd.b, "names.txt");
    std::vector<std::byte> file = ssd.finish();
    append_zip(file, "names.txt", "cat\ndog\n");
    const auto model = import_tflite(file);
    REQUIRE(model);
    const ModelCard& card = model->recognition->card;
    CHECK(card.input.mean == std::array<float, 3>{127, 127, 127});
    CHECK(card.input.scale[0] == 1 / 128.0F);
    REQUIRE(card.labels.size() == 3);
    CHECK(card.labels[0].name == "background");
    CHECK(card.labels[1] == Label{"cat", "cat"});
    CHECK(card.labels[2] == Label{"dog", "dog"});
    CHECK(model->recognition->warnings.empty());
}

TEST_CASE("a list of labels that cannot be used is said, and the network opens without") {
    TinySsd ssd(Storage::kFloat);
    ssd.b.metadata_buffer = add_metadata(ssd.b, "names.txt");
    const std::vector<std::byte> plain = ssd.finish();
    const auto warning = [&](const std::string& text, std::uint32_t method) {
        std::vector<std::byte> file = plain;
        append_zip(file, "names.txt", text, method);
        const auto model = import_tflite(file);
        REQUIRE(model);
        REQUIRE(model->recognition->warnings.size() == 1);
        CHECK(model->recognition->card.labels[1].name == "class 1");
        return model->recognition->warnings[0];
    };
    CHECK_THAT(warning("one\ntwo\nthree\nfour\nfive\n", 0),
               Catch::Contains("5 names") && Catch::Contains("2 classes"));
    CHECK_THAT(warning("one\ntwo\n", 8), Catch::Contains("does not hold uncompressed"));
}

TEST_CASE("what is no detector is refused by saying what it is") {
    TinySsd tpu(Storage::kFloat);
    tpu.custom_code = "edgetpu-custom-op";
    CHECK_THAT(error_of(tpu.finish()), Catch::Contains("compiled for the Edge TPU"));
}

TEST_CASE("damaged options of the post-processing are refused") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4, 4});
    const int scores = b.tensor("scores", {1, 4, 2});
    b.op(Code::RELU, {in}, {scores});
    const int anchors = b.floats("anchors", {4, 4}, std::vector<float>(16, 0.5F));
    const int out = b.tensor("out", {});
    std::vector<std::uint8_t> options = TinySsd::options(1);
    options.back() = 200;
    b.op(Code::CUSTOM, {in, scores, anchors}, {out}, Options::NONE, 0, "TFLite_Detection_PostProcess",
         options);
    CHECK_THAT(error_of(b.finish({in}, {out})), Catch::Contains("damaged options"));
}

TEST_CASE("a PACK of one map and a RESHAPE are an upsampling by nearest neighbour") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 3});
    const int packed = b.tensor("packed", {1, 2, 2, 2, 3});
    const auto options = schema::CreatePackOptions(b.fbb, 2, 3);
    b.op(Code::PACK, {in, in}, {packed}, Options::PackOptions, options.Union());
    const int shape = b.integers("shape", {1, 2, 4, 3});
    const int out = b.tensor("out", {1, 2, 4, 3});
    b.op(Code::RESHAPE, {packed, shape}, {out});
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.count("Reshape") == 0);
    const OnnxNode& resize = model.only("Resize");
    CHECK(resize.texts.at("mode") == "nearest");
    CHECK(resize.texts.at("nearest_mode") == "floor");
    CHECK(model.initializer(resize.inputs[2]).values<float>() == std::vector<float>{1, 1, 1, 2});
}

TEST_CASE("a PACK of different tensors joins them along a new dimension") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 3});
    const int other = b.tensor("other", {1, 3});
    b.op(Code::RELU, {in}, {other});
    const int out = b.tensor("out", {1, 2, 3});
    const auto options = schema::CreatePackOptions(b.fbb, 2, 1);
    b.op(Code::PACK, {in, other}, {out}, Options::PackOptions, options.Union());
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.count("Unsqueeze") == 2);
    CHECK(model.only("Concat").ints.at("axis") == 1);
}

TEST_CASE("a mean over rows and columns stays in NCHW") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4, 4, 3});
    const int axes = b.integers("axes", {1, 2});
    const int mean = b.tensor("mean", {1, 1, 1, 3});
    const auto options = schema::CreateReducerOptions(b.fbb, true);
    b.op(Code::MEAN, {in, axes}, {mean}, Options::ReducerOptions, options.Union());
    const int out = b.tensor("out", {1, 4, 4, 3});
    const auto mul = schema::CreateMulOptions(b.fbb);
    b.op(Code::MUL, {in, mean}, {out}, Options::MulOptions, mul.Union());
    const OnnxModel model = imported(b.finish({in}, {out}));
    CHECK(model.only("ReduceMean").lists.at("axes") == std::vector<std::int64_t>{2, 3});
    CHECK(model.only("Mul").inputs == std::vector<std::string>{"in/nchw", "mean/nchw"});
}

TEST_CASE("slices and splits keep the batch and count their ends") {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 6, 4});
    const int begins = b.integers("begins", {0, 1, 0});
    const int ends = b.integers("ends", {1, -1, 0});
    const int steps = b.integers("steps", {1, 2, 1});
    const int part = b.tensor("part", {1, 2, 4});
    const auto options = schema::CreateStridedSliceOptions(b.fbb, 1, 0b101);
    b.op(Code::STRIDED_SLICE, {in, begins, ends, steps}, {part}, Options::StridedSliceOptions,
         options.Union());
    const int axis = b.constant<std::int32_t>("axis", {}, Type::INT32, {2});
    const int left = b.tensor("left", {1, 2, 2});
    const int right = b.tensor("right", {1, 2, 2});
    const auto split = schema::CreateSplitOptions(b.fbb, 2);
    b.op(Code::SPLIT, {axis, part}, {left, right}, Options::SplitOptions, split.Union());
    const OnnxModel model = imported(b.finish({in}, {left, right}));
    const auto& slice = model.producer("part");
    CHECK(model.initializer(slice.inputs[1]).values<std::int64_t>() == std::vector<std::int64_t>{1});
    CHECK(model.initializer(slice.inputs[2]).values<std::int64_t>() == std::vector<std::int64_t>{5});
    CHECK(model.initializer(slice.inputs[4]).values<std::int64_t>() == std::vector<std::int64_t>{2});
    CHECK(model.initializer(model.producer("right").inputs[1]).values<std::int64_t>() ==
          std::vector<std::int64_t>{2});
}

TEST_CASE(
    "UINT8 to INT8 with the zero point moved by as much changes nothing, and another scale is requantized") {
    for (const float scale : {0.5F, 0.25F}) {
        TfliteBuilder b;
        const int in = b.quantized({0.5F}, {10}, [&] { return b.tensor("in", {1, 4}, Type::UINT8); });
        const int out = b.quantized({scale}, {-118}, [&] { return b.tensor("out", {1, 4}, Type::INT8); });
        b.op(Code::QUANTIZE, {in}, {out});
        const OnnxModel model = imported(b.finish({in}, {out}));
        CHECK(model.count("QuantizeLinear") == (scale == 0.5F ? 0 : 1));
        CHECK(model.types.at("out") == 1);
    }
}
