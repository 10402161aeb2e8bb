// Writes the seeds of tflite_fuzz: small networks that together use every operator the importer knows.
//   cmake --build --preset fuzz --target make_tflite_seeds
//   build/fuzz/bin/make_tflite_seeds tests/fuzz/corpus/tflite
#include <cstdio>
#include <fstream>
#include <string>

#include "core/import/tiny_metadata.h"
#include "core/import/tiny_ssd.h"

namespace {

using namespace farsight::testing;
using Code = schema::BuiltinOperator;
using Options = schema::BuiltinOptions;
using Padding = schema::Padding;
using Type = schema::TensorType;
using Activation = schema::ActivationFunctionType;
using File = std::vector<std::byte>;

/// A convolution with float16 weights, a depthwise one, a sum.
File convolutions() {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4, 4, 2});
    const int half = b.constant("half", {2, 3, 3, 2}, Type::FLOAT16, std::vector<std::uint16_t>(36, 0x3C00));
    const int weights = b.tensor("weights", {2, 3, 3, 2});
    const int bias = b.floats("bias", {2}, {1, 2});
    const int conv = b.tensor("conv;norm", {1, 2, 2, 2});
    const int depth = b.floats("depth", {1, 2, 2, 2}, std::vector<float>(8));
    const int deep = b.tensor("deep", {1, 2, 2, 2});
    const int out = b.tensor("out", {1, 2, 2, 2});
    b.op(Code::DEQUANTIZE, {half}, {weights});
    b.op(Code::CONV_2D, {in, weights, bias}, {conv}, Options::Conv2DOptions,
         schema::CreateConv2DOptions(b.fbb, Padding::SAME, 2, 2, Activation::RELU6).Union());
    b.op(Code::DEPTHWISE_CONV_2D, {conv, depth}, {deep}, Options::DepthwiseConv2DOptions,
         schema::CreateDepthwiseConv2DOptions(b.fbb, Padding::SAME, 1, 1, 1, Activation::RELU, 2, 2).Union());
    b.op(Code::ADD, {deep, conv}, {out}, Options::AddOptions,
         schema::CreateAddOptions(b.fbb, Activation::RELU_N1_TO_1).Union());
    return b.finish({in}, {out});
}

/// Heads of a detector: reshapes, a concatenation, a sigmoid.
File heads() {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 2, 2, 4});
    const int shape = b.integers("shape", {1, -1, 2});
    const int left = b.tensor("left", {1, 8, 2});
    const int right = b.tensor("right", {1, 8, 2});
    const int both = b.tensor("both", {1, 16, 2});
    const int out = b.tensor("out", {1, 16, 2});
    const std::vector<int> target = {1, 8, -1};
    b.op(Code::RESHAPE, {in, shape}, {left});
    b.op(Code::RESHAPE, {in}, {right}, Options::ReshapeOptions,
         schema::CreateReshapeOptions(b.fbb, b.fbb.CreateVector(target)).Union());
    b.op(Code::CONCATENATION, {left, right}, {both}, Options::ConcatenationOptions,
         schema::CreateConcatenationOptions(b.fbb, 1).Union());
    b.op(Code::LOGISTIC, {both}, {out});
    return b.finish({in}, {out, both});
}

/// Pools, padding, resizing and activations.
File shapes() {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4, 4, 1});
    const int most = b.tensor("most", {1, 2, 2, 1});
    const int mean = b.tensor("mean", {1, 2, 2, 1});
    const int pads = b.constant<std::int32_t>("pads", {4, 2}, Type::INT32, {0, 0, 0, 0, 0, 0, 0, 1});
    const int wide = b.tensor("wide", {1, 2, 2, 2});
    const int size = b.integers("size", {3, 5});
    const int large = b.tensor("large", {1, 3, 5, 2});
    const int slope = b.floats("slope", {1, 1, 2}, {0.5F, 0.25F});
    const int bent = b.tensor("bent", {1, 3, 5, 2});
    const int scale = b.floats("scale", {2}, {1, 2});
    const int scaled = b.tensor("scaled", {1, 3, 5, 2});
    const int a = b.tensor("a", {1, 3, 5, 2});
    const int c = b.tensor("c", {1, 3, 5, 2});
    const int out = b.tensor("out", {1, 3, 5, 2});
    const auto pool = [&] { return schema::CreatePool2DOptions(b.fbb, Padding::SAME, 2, 2, 2, 2).Union(); };
    b.op(Code::MAX_POOL_2D, {in}, {most}, Options::Pool2DOptions, pool());
    b.op(Code::AVERAGE_POOL_2D, {in}, {mean}, Options::Pool2DOptions, pool());
    b.op(Code::PAD, {most, pads}, {wide});
    b.op(Code::RESIZE_BILINEAR, {wide, size}, {large}, Options::ResizeBilinearOptions,
         schema::CreateResizeBilinearOptions(b.fbb, false, true).Union());
    b.op(Code::PRELU, {large, slope}, {bent});
    b.op(Code::MUL, {bent, scale}, {scaled}, Options::MulOptions, schema::CreateMulOptions(b.fbb).Union());
    b.op(Code::RELU, {scaled}, {a});
    b.op(Code::RELU6, {a}, {c});
    b.op(Code::RELU_N1_TO_1, {c}, {out});
    return b.finish({in}, {out, mean});
}

/// Well formed, but with operators nobody knows.
File unknown() {
    TfliteBuilder b;
    const int in = b.tensor("in", {1, 4});
    const int out = b.tensor("out", {1, 4});
    b.op(static_cast<Code>(25), {in}, {out});
    b.op(Code::CUSTOM, {in}, {out}, Options::NONE, 0, "Other");
    return b.finish({in}, {out});
}

/// Weights behind the FlatBuffer, as files over 2 GB keep them.
File outside() {
    const auto file = [](std::uint64_t offset) {
        TfliteBuilder b;
        const int in = b.tensor("in", {1, 2});
        const int scale = b.tensor("scale", {2}, Type::FLOAT32, b.add_outside_buffer(offset, 8));
        const int out = b.tensor("out", {1, 2});
        b.op(Code::MUL, {in, scale}, {out});
        return b.finish({in}, {out});
    };
    const std::size_t end = file(2).size();
    File whole = file(end);
    whole.resize(end + 8);
    return whole;
}

/// A detector as people have it: with its post-processing, and for floats with metadata and labels.
File detector(Storage storage) {
    TinySsd ssd(storage);
    if (storage == Storage::kFloat) ssd.b.metadata_buffer = add_metadata(ssd.b, "labelmap.txt");
    File file = ssd.finish();
    append_zip(file, "labelmap.txt", "???\ncat\ndog\n");
    return file;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: make_tflite_seeds FOLDER\n", stderr);
        return 2;
    }
    const std::string folder = arguments[1];
    const auto write = [&](const char* name, const File& file) {
        std::ofstream(folder + "/" + name, std::ios::binary)
            .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
    };
    write("convolutions", convolutions());
    write("heads", heads());
    write("shapes", shapes());
    write("unknown", unknown());
    write("outside", outside());
    write("detector_float", detector(Storage::kFloat));
    write("detector_uint8", detector(Storage::kUint8));
    write("detector_int8", detector(Storage::kInt8));
    return 0;
}
