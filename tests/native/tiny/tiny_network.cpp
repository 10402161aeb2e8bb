#include "tiny_network.h"

#include <cstdint>
#include <protozero/pbf_writer.hpp>
#include <span>

namespace farsight::tests {
namespace {

using Writer = protozero::pbf_writer;

// Field numbers of onnx.proto.
enum : protozero::pbf_tag_type {
    kModelIrVersion = 1,
    kModelGraph = 7,
    kModelOpset = 8,
    kOpsetVersion = 2,
    kGraphNode = 1,
    kGraphName = 2,
    kGraphInitializer = 5,
    kGraphInput = 11,
    kGraphOutput = 12,
    kNodeInput = 1,
    kNodeOutput = 2,
    kNodeOperator = 4,
    kNodeAttribute = 5,
    kAttributeName = 1,
    kAttributeInteger = 3,
    kAttributeIntegers = 8,
    kAttributeType = 20,
    kTensorDims = 1,
    kTensorType = 2,
    kTensorFloats = 4,
    kTensorIntegers = 7,
    kTensorName = 8,
    kValueName = 1,
    kValueType = 2,
    kTypeTensor = 1,
    kTensorTypeElement = 1,
    kTensorTypeShape = 2,
    kShapeDim = 1,
    kDimValue = 1,
    kDimParam = 2,
};
constexpr int kFloat = 1;
constexpr int kInt64 = 7;
/// A dimension without a number; to Reshape it says: as in the input.
constexpr std::int64_t kFreeBatch = 0;

template <class Write>
std::string message(Write&& write) {
    std::string bytes;
    Writer writer(bytes);
    write(writer);
    return bytes;
}

std::string value(const std::string& name, const std::vector<std::int64_t>& shape) {
    const std::string dims = message([&](Writer& w) {
        for (const auto dim : shape) {
            w.add_message(kShapeDim, message([&](Writer& d) {
                              if (dim == kFreeBatch) {
                                  d.add_string(kDimParam, "batch");
                              } else {
                                  d.add_int64(kDimValue, dim);
                              }
                          }));
        }
    });
    const std::string tensor = message([&](Writer& w) {
        w.add_int32(kTensorTypeElement, kFloat);
        w.add_message(kTensorTypeShape, dims);
    });
    return message([&](Writer& w) {
        w.add_string(kValueName, name);
        w.add_message(kValueType, message([&](Writer& t) { t.add_message(kTypeTensor, tensor); }));
    });
}

std::string floats(const std::string& name, const std::vector<std::int64_t>& shape,
                   const std::vector<float>& values) {
    return message([&](Writer& w) {
        w.add_packed_int64(kTensorDims, shape.begin(), shape.end());
        w.add_int32(kTensorType, kFloat);
        w.add_packed_float(kTensorFloats, values.begin(), values.end());
        w.add_string(kTensorName, name);
    });
}

std::string integers(const std::string& name, const std::vector<std::int64_t>& values) {
    const std::vector<std::int64_t> shape = {static_cast<std::int64_t>(values.size())};
    return message([&](Writer& w) {
        w.add_packed_int64(kTensorDims, shape.begin(), shape.end());
        w.add_int32(kTensorType, kInt64);
        w.add_packed_int64(kTensorIntegers, values.begin(), values.end());
        w.add_string(kTensorName, name);
    });
}

std::string node(const std::string& name, const std::vector<std::string>& inputs, const std::string& output,
                 const std::string& attribute = {}) {
    return message([&](Writer& w) {
        for (const auto& input : inputs) w.add_string(kNodeInput, input);
        w.add_string(kNodeOutput, output);
        w.add_string(kNodeOperator, name);
        if (!attribute.empty()) w.add_message(kNodeAttribute, attribute);
    });
}

std::string axes_attribute(const std::vector<std::int64_t>& axes) {
    constexpr int kIntegers = 7;
    return message([&](Writer& w) {
        w.add_string(kAttributeName, "axes");
        w.add_packed_int64(kAttributeIntegers, axes.begin(), axes.end());
        w.add_int32(kAttributeType, kIntegers);
    });
}

}  // namespace

std::string TinyNetwork::onnx() const {
    const std::int64_t batch = free_batch ? kFreeBatch : 1;
    const std::string graph = message([&](Writer& w) {
        // mean: [1, 1, 1]; boxes = mean * 0 + constants; scores = mean * gains + biases.
        w.add_message(kGraphNode, node("ReduceMean", {"image"}, "mean4", axes_attribute({1, 2, 3})));
        w.add_message(kGraphNode, node("Reshape", {mean_source, "mean_shape"}, "mean"));
        w.add_message(kGraphNode, node("Mul", {"mean", "zeros"}, "no_offsets"));
        w.add_message(kGraphNode, node("Add", {"no_offsets", "offsets"}, "boxes"));
        w.add_message(kGraphNode, node("Mul", {"mean", "gains"}, "scaled"));
        w.add_message(kGraphNode, node("Add", {"scaled", "biases"}, "scores"));
        w.add_string(kGraphName, "tiny");
        w.add_message(kGraphInitializer, integers("mean_shape", {batch, 1, 1}));
        w.add_message(kGraphInitializer,
                      floats("zeros", claimed_shape, std::vector<float>(4 * kTinyAnchors, 0.0F)));
        w.add_message(kGraphInitializer, floats("offsets", {1, kTinyAnchors, 4}, boxes));
        w.add_message(kGraphInitializer, floats("gains", {1, kTinyAnchors, 1}, gains));
        w.add_message(kGraphInitializer, floats("biases", {1, kTinyAnchors, 1}, biases));
        w.add_message(kGraphInput, value("image", {batch, 8, 8, 3}));
        w.add_message(kGraphOutput, value("boxes", {batch, kTinyAnchors, 4}));
        w.add_message(kGraphOutput, value("scores", {batch, kTinyAnchors, 1}));
    });
    return message([&](Writer& w) {
        w.add_int64(kModelIrVersion, 7);
        w.add_message(kModelGraph, graph);
        w.add_message(kModelOpset, message([](Writer& o) { o.add_int64(kOpsetVersion, 11); }));
    });
}

ModelCard tiny_card() {
    ModelCard card;
    card.name = "tiny";
    card.input.size = {8, 8};
    card.input.mean = {0, 0, 0};
    card.input.scale = {1 / 255.0F, 1 / 255.0F, 1 / 255.0F};
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.activation = ScoreActivation::kNone;
    card.heads.classes_count = 1;
    card.heads.anchors = GridAnchorSpec{{{2, 2, {{0.5, 0.5}}}}};
    card.labels = {{"patch", ""}};
    return card;
}

Result<Model> tiny_model(const TinyNetwork& network) {
    const std::string onnx = network.onnx();
    auto loaded = Network::load(std::as_bytes(std::span(onnx)));
    if (!loaded) return tl::unexpected(loaded.error());
    ModelCard card = tiny_card();
    if (auto good = check_card(card, loaded->inputs(), loaded->outputs()); !good)
        return tl::unexpected(good.error());
    return Model{std::move(card), std::move(*loaded), "tiny.onnx", "tiny.json", {}, {}};
}

}  // namespace farsight::tests
