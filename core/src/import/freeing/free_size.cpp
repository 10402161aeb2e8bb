#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/onnx_proto.h"
#include "base/protobuf_reader.h"
#include "base/protobuf_writer.h"
#include "farsight/free_size.h"
#include "farsight/onnx_fields.h"
#include "import/freeing/graph.h"

namespace farsight {

namespace {

using freeing::Graph;
using freeing::GraphNode;
using Numbers = std::vector<std::int64_t>;

/// A level owns objects up to this many times the smallest anchor; its neighbour's zoom is at most half.
constexpr double kOwnedSizes = 4;
constexpr int kStrideWithoutAnchors = 32;

/// Operators whose output at a place depends on what lies near it, and that take maps of any size.
constexpr std::array<std::string_view, 36> kLocal = {"Conv",
                                                     "ConvTranspose",
                                                     "MaxPool",
                                                     "AveragePool",
                                                     "LpPool",
                                                     "BatchNormalization",
                                                     "Relu",
                                                     "LeakyRelu",
                                                     "PRelu",
                                                     "Clip",
                                                     "Elu",
                                                     "HardSwish",
                                                     "HardSigmoid",
                                                     "Sigmoid",
                                                     "Tanh",
                                                     "Softplus",
                                                     "Softmax",
                                                     "Exp",
                                                     "Add",
                                                     "Sub",
                                                     "Mul",
                                                     "Div",
                                                     "Min",
                                                     "Max",
                                                     "Concat",
                                                     "Transpose",
                                                     "Reshape",
                                                     "Squeeze",
                                                     "Pad",
                                                     "Cast",
                                                     "Identity",
                                                     "DequantizeLinear",
                                                     "QuantizeLinear",
                                                     "Constant",
                                                     "Resize",
                                                     "Dropout"};

/// Operators that see a whole map: they mean something else on a region of another size.
constexpr std::array<std::string_view, 8> kWhole = {
    "GlobalAveragePool",     "GlobalMaxPool",      "GlobalLpPool", "ReduceMean",
    "InstanceNormalization", "GroupNormalization", "Attention",    "MultiHeadAttention"};

tl::unexpected<Error> cannot(const std::string& why) {
    return fail(ErrorCode::kUnsupported, why);
}

std::string quoted(std::string_view name) {
    std::string text(1, '"');
    return text.append(name).append(1, '"');
}

/// A constant that changes from place to place fits one size of map only.
bool is_map(const freeing::GraphConstant& constant) {
    return constant.dims.size() >= 3 &&
           std::count_if(constant.dims.begin(), constant.dims.end(), [](auto side) { return side > 1; }) > 1;
}

Result<void> check_node(const Graph& graph, const GraphNode& node) {
    if (std::find(kLocal.begin(), kLocal.end(), node.type) == kLocal.end()) {
        return cannot("it has " + std::string(node.type) + ", which may see the whole picture");
    }
    const bool sizes_given = node.type == "Resize" && node.inputs.size() > 3 && !node.inputs[3].empty();
    if (sizes_given) return cannot("it resizes a map to a fixed size");
    const bool elementwise = node.type == "Add" || node.type == "Sub" || node.type == "Mul" ||
                             node.type == "Div" || node.type == "Min" || node.type == "Max";
    for (const std::string_view input : node.inputs) {
        const auto found = graph.constants.find(input);
        if (elementwise && found != graph.constants.end() && is_map(found->second)) {
            return cannot("a map of fixed size, " + quoted(input) + ", is baked in");
        }
    }
    return {};
}

/// The shape with one free dimension between the batch and the last; none when several would have to be free.
Result<Numbers> freed_shape(const GraphNode& node, Numbers dims) {
    const std::size_t last = dims.size() - 1;
    Numbers free = dims;
    if (dims[0] == -1) free[0] = 0;
    int freed = 0;
    for (std::size_t i = 1; i < std::max<std::size_t>(last, 2) && i < dims.size(); ++i) {
        if (dims[i] == 1) continue;
        free[i] = -1;
        ++freed;
    }
    if (freed > 1 || free[last] == 0 || (dims.size() > 2 && free[last] == -1)) {
        return cannot("the reshape " + quoted(node.outputs.front()) + " bakes a grid in");
    }
    return free;
}

/// What a rewritten graph has other than the old one.
struct Changes {
    std::map<std::string_view, Numbers> shapes;                        ///< By a reshape's output.
    std::map<std::string_view, std::vector<std::string_view>> inputs;  ///< By a Concat's output.
};

bool is_constant(const Graph& graph, std::string_view name) {
    return graph.constants.count(name) > 0;
}

Result<std::string_view> picture_of(const Graph& graph) {
    std::string_view picture;
    for (const std::string_view input : graph.inputs) {
        if (is_constant(graph, freeing::value_name(input))) continue;
        if (!picture.empty()) return cannot("it has several inputs");
        picture = input;
    }
    if (freeing::value_dims(picture).size() != 4) return cannot("its input is not a batch of pictures");
    return picture;
}

/// Whether only the batch and the channels are fixed.
bool is_free(std::string_view picture) {
    const Numbers dims = freeing::value_dims(picture);
    return std::count(dims.begin() + 1, dims.end(), -1) >= 2;
}

Result<void> free_reshapes(const Graph& graph, Changes& changes) {
    for (const GraphNode& node : graph.nodes) {
        if (node.outputs.empty() || is_constant(graph, node.outputs.front())) continue;
        if (auto checked = check_node(graph, node); !checked) return checked;
        if (node.type != "Reshape" || node.inputs.size() < 2) continue;
        const auto shape = graph.constants.find(node.inputs[1]);
        if (shape == graph.constants.end()) continue;
        if (shape->second.integers.size() < 2) {
            return cannot("the reshape " + quoted(node.outputs.front()) + " folds the batch away");
        }
        auto freed = freed_shape(node, shape->second.integers);
        if (!freed) return tl::unexpected(freed.error());
        if (*freed != shape->second.integers) changes.shapes[node.outputs.front()] = std::move(*freed);
    }
    return {};
}

class Rewriter {
public:
    Rewriter(std::string_view model, const Graph& graph, const Changes& changes)
        : model_(model), graph_(graph), changes_(changes) {
        for (const std::string_view output : graph.outputs) wanted_.insert(freeing::value_name(output));
        for (std::size_t i = graph.nodes.size(); i-- > 0;) mark(graph.nodes[i]);
    }

    std::string run() {
        std::string bytes;
        bytes.reserve(model_.size());
        ProtobufWriter to(bytes);
        each(model_, [&](ProtobufReader& from) {
            if (from.field() != onnx::model_proto::kGraph) return to.raw(from.raw());
            const std::size_t begin = to.open(onnx::model_proto::kGraph);
            write_graph(from.view(), to);
            to.close(begin);
        });
        return bytes;
    }

private:
    template <class On>
    static void each(std::string_view message, On&& on) {
        bool damaged = false;
        ProtobufReader from(message, damaged);
        while (from.next()) on(from);
    }

    const std::vector<std::string_view>& inputs_of(const GraphNode& node) const {
        const auto cut = changes_.inputs.find(node.outputs.front());
        return cut == changes_.inputs.end() ? node.inputs : cut->second;
    }

    bool lives(const GraphNode& node) const {
        return std::any_of(node.outputs.begin(), node.outputs.end(),
                           [&](std::string_view output) { return wanted_.count(output) > 0; });
    }

    void mark(const GraphNode& node) {
        if (node.outputs.empty() || !lives(node)) return;
        const auto& inputs = inputs_of(node);
        // A freed reshape has a shape of its own.
        const bool reshaped = changes_.shapes.count(node.outputs.front()) > 0;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (!(reshaped && i == 1)) wanted_.insert(inputs[i]);
        }
    }

    void write_graph(std::string_view message, ProtobufWriter& to) {
        for (const auto& [output, shape] : changes_.shapes) {
            if (wanted_.count(output) > 0) write_shape(output, shape, to);
        }
        std::size_t node = 0;
        each(message, [&](ProtobufReader& from) {
            switch (from.field()) {
                case onnx::graph_proto::kNode:
                    write_node(graph_.nodes[node++], from.raw(), to);
                    break;
                case onnx::graph_proto::kInitializer:
                    write_initializer(from.raw(), to);
                    break;
                case onnx::graph_proto::kInput:
                    write_value(from.view(), onnx::graph_proto::kInput, to);
                    break;
                case onnx::graph_proto::kOutput:
                    write_value(from.view(), onnx::graph_proto::kOutput, to);
                    break;
                case onnx::graph_proto::kValueInfo:
                    from.skip();  // Sizes of inner maps, for one size of input.
                    break;
                default:
                    to.raw(from.raw());
            }
        });
    }

    static std::string shape_name(std::string_view output) { return std::string(output) + "/free_shape"; }

    static void write_shape(std::string_view output, const Numbers& shape, ProtobufWriter& to) {
        to.message(onnx::graph_proto::kInitializer, [&] {
            to.integer(onnx::tensor_proto::kDims, static_cast<std::int64_t>(shape.size()));
            to.integer(onnx::tensor_proto::kDataType, 7);
            to.text(onnx::tensor_proto::kName, shape_name(output));
            to.text(onnx::tensor_proto::kRawData,
                    {reinterpret_cast<const char*>(shape.data()), shape.size() * sizeof(std::int64_t)});
        });
    }

    void write_node(const GraphNode& node, std::string_view raw, ProtobufWriter& to) const {
        if (!lives(node)) return;
        const bool reshaped = changes_.shapes.count(node.outputs.front()) > 0;
        if (!reshaped && changes_.inputs.count(node.outputs.front()) == 0) return to.raw(raw);
        to.message(onnx::graph_proto::kNode, [&] {
            std::vector<std::string> inputs;
            for (const std::string_view input : inputs_of(node)) inputs.emplace_back(input);
            if (reshaped) inputs[1] = shape_name(node.outputs.front());
            for (const std::string& input : inputs) to.text(onnx::node_proto::kInput, input);
            each(node.message, [&](ProtobufReader& from) {
                if (from.field() == onnx::node_proto::kInput) return from.skip();
                to.raw(from.raw());
            });
        });
    }

    void write_initializer(std::string_view raw, ProtobufWriter& to) const {
        std::string_view name;
        each(raw, [&](ProtobufReader& field) {
            each(field.view(), [&](ProtobufReader& from) {
                if (from.field() == onnx::tensor_proto::kName) {
                    name = from.view();
                } else {
                    from.skip();
                }
            });
        });
        if (wanted_.count(name) > 0) to.raw(raw);
    }

    /// The picture's sides, and the rows of heads: all but the batch, the channels and what is 1.
    void write_value(std::string_view value, protozero::pbf_tag_type tag, ProtobufWriter& to) const {
        const bool picture = tag == onnx::graph_proto::kInput;
        const Numbers dims = freeing::value_dims(value);
        if (picture && is_constant(graph_, freeing::value_name(value))) return to.text(tag, value);
        to.message(tag, [&] {
            each(value, [&](ProtobufReader& from) {
                if (from.field() != onnx::value_info_proto::kType) return to.raw(from.raw());
                const std::size_t type = to.open(onnx::value_info_proto::kType);
                each(from.view(), [&](ProtobufReader& inner) { write_type(inner, dims, picture, to); });
                to.close(type);
            });
        });
    }

    static void write_type(ProtobufReader& from, const Numbers& dims, bool picture, ProtobufWriter& to) {
        if (from.field() != onnx::type_proto::kTensorType) return to.raw(from.raw());
        const std::size_t tensor = to.open(onnx::type_proto::kTensorType);
        each(from.view(), [&](ProtobufReader& inner) {
            if (inner.field() != onnx::type_proto::kShape) return to.raw(inner.raw());
            const std::size_t shape = to.open(onnx::type_proto::kShape);
            std::size_t at = 0;
            each(inner.view(), [&](ProtobufReader& dim) { write_dim(dim, dims, at++, picture, to); });
            to.close(shape);
        });
        to.close(tensor);
    }

    static void write_dim(ProtobufReader& from, const Numbers& dims, std::size_t at, bool picture,
                          ProtobufWriter& to) {
        const bool side = picture ? at >= 1 && dims[at] > 3
                                  : at >= 1 && (at + 1 < dims.size() || dims.size() == 2) && dims[at] > 1;
        if (!side) return to.raw(from.raw());
        from.skip();
        to.message(onnx::type_proto::kDim, [&] {
            to.text(onnx::type_proto::kDimParam,
                    !picture ? "rows" : (at == (dims[1] > 3 ? 1U : 2U) ? "height" : "width"));
        });
    }

    std::string_view model_;
    const Graph& graph_;
    const Changes& changes_;
    std::set<std::string_view> wanted_;
};

Result<Changes> changes_of(const Graph& graph) {
    const auto picture = picture_of(graph);
    if (!picture) return tl::unexpected(picture.error());
    Changes changes;
    if (is_free(*picture)) return changes;
    if (auto freed = free_reshapes(graph, changes); !freed) return tl::unexpected(freed.error());
    return changes;
}

/// Number of anchor layers that a finer level needs: those before the first that only has large anchors.
std::size_t close_layers(const AnchorGrid& grid, Size input) {
    if (!grid.sized) return grid.layers.size();
    const auto side = [&](const Anchor& anchor) {
        return std::sqrt(static_cast<double>(anchor.width) * input.width *
                         static_cast<double>(anchor.height) * input.height);
    };
    const auto smallest_of = [&](const AnchorLayer& layer) {
        double smallest = side(grid.anchors[static_cast<std::size_t>(layer.first_anchor)]);
        for (int i = 1; i < layer.per_cell; ++i) {
            smallest =
                std::min(smallest, side(grid.anchors[static_cast<std::size_t>(layer.first_anchor + i)]));
        }
        return smallest;
    };
    double smallest = smallest_of(grid.layers.front());
    for (const AnchorLayer& layer : grid.layers) smallest = std::min(smallest, smallest_of(layer));
    std::size_t kept = 0;
    while (kept < grid.layers.size() && smallest_of(grid.layers[kept]) <= kOwnedSizes * smallest) ++kept;
    return std::max<std::size_t>(kept, 1);
}

/// The node that strings the layers of a head together, or none.
const GraphNode* joint_of(const Graph& graph, std::string_view output, std::size_t layers) {
    static constexpr std::array<std::string_view, 7> kAfterwards = {"Reshape",  "Sigmoid", "Softmax",  "Cast",
                                                                    "Identity", "Squeeze", "Transpose"};
    for (std::size_t i = graph.nodes.size(); i-- > 0;) {
        const GraphNode& node = graph.nodes[i];
        if (node.outputs.empty() || node.outputs.front() != output) continue;
        if (node.type == "Concat" && node.inputs.size() == layers) return &node;
        if (std::find(kAfterwards.begin(), kAfterwards.end(), node.type) == kAfterwards.end()) break;
        output = node.inputs.front();
    }
    return nullptr;
}

/// Strides of the layers in the order in which the boxes' head strings them together.
Result<std::vector<int>> strides_of(std::span<const std::byte> onnx, const HeadSpec& heads,
                                    const AnchorGrid& grid, Size input) {
    const auto fields = onnx_receptive_fields(onnx);
    if (!fields) return cannot(fields.error().message);
    const HeadFields* found = nullptr;
    for (const HeadFields& head : *fields) {
        const bool named =
            heads.boxes.empty() ? head.maps.size() == grid.layers.size() : head.output == heads.boxes;
        if (named && found == nullptr) found = &head;
    }
    if (found == nullptr || found->maps.size() != grid.layers.size()) {
        return cannot("its boxes are not one feature map for each anchor layer");
    }
    std::vector<int> strides;
    for (std::size_t i = 0; i < grid.layers.size(); ++i) {
        const auto stride = static_cast<int>(std::lround(found->maps[i].x.stride_px));
        const AnchorLayer& layer = grid.layers[i];
        const bool fits = stride >= 1 && found->maps[i].x.stride_px == found->maps[i].y.stride_px &&
                          std::abs(layer.columns * stride - input.width) <= stride &&
                          std::abs(layer.rows * stride - input.height) <= stride;
        strides.push_back(fits ? stride : 0);
    }
    return strides;
}

Result<FreeSize> free_size_of(std::span<const std::byte> onnx, const ModelCard& card, const Graph& graph,
                              Changes& changes) {
    auto grid = make_anchors(card.heads.anchors, card.input.size);
    if (!grid) return tl::unexpected(grid.error());
    auto strides = strides_of(onnx, card.heads, *grid, card.input.size);
    if (!strides) return tl::unexpected(strides.error());
    std::size_t kept = close_layers(*grid, card.input.size);
    if (kept < grid->layers.size()) {
        for (const std::string_view output : graph.outputs) {
            const GraphNode* joint = joint_of(graph, freeing::value_name(output), grid->layers.size());
            if (joint == nullptr) return cannot("its heads are not strung together layer by layer");
            changes.inputs[joint->outputs.front()] = {
                joint->inputs.begin(), joint->inputs.begin() + static_cast<std::ptrdiff_t>(kept)};
        }
    }
    strides->resize(kept);
    for (const int stride : *strides) {
        if (stride == 0) return cannot("the strides of its feature maps do not fit its anchors");
    }
    return FreeSize{*std::max_element(strides->begin(), strides->end()), std::move(*strides)};
}

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Of a file that leaves the size free: its operators may be of many kinds, but none may see the whole map.
Result<void> check_free(const Graph& graph) {
    for (const GraphNode& node : graph.nodes) {
        const bool whole = std::find(kWhole.begin(), kWhole.end(), node.type) != kWhole.end();
        // Of two maps: attention.
        const bool attention =
            node.type == "MatMul" && std::none_of(node.inputs.begin(), node.inputs.end(),
                                                  [&](auto input) { return is_constant(graph, input); });
        if (whole || attention)
            return cannot("it has " + std::string(node.type) + ", which sees the whole picture");
    }
    return {};
}

}  // namespace

Result<CloseNetwork> close_network(std::span<const std::byte> onnx, const ModelCard& card) {
    const auto graph = freeing::read_graph(text_of(onnx));
    if (!graph) return tl::unexpected(graph.error());
    auto changes = changes_of(*graph);
    if (!changes) return tl::unexpected(changes.error());
    if (is_free(*picture_of(*graph))) {
        if (auto local = check_free(*graph); !local) return tl::unexpected(local.error());
    }
    FreeSize free{kStrideWithoutAnchors, {}};
    if (card.heads.kind == HeadKind::kSsd) {
        auto read = free_size_of(onnx, card, *graph, *changes);
        if (!read) return tl::unexpected(read.error());
        free = std::move(*read);
    } else if (!is_free(*picture_of(*graph))) {
        return cannot("its heads have no anchors, and its file fixes the input's size");
    }
    return CloseNetwork{Rewriter(text_of(onnx), *graph, *changes).run(), std::move(free)};
}

Result<std::string> free_network(std::span<const std::byte> onnx) {
    const auto graph = freeing::read_graph(text_of(onnx));
    if (!graph) return tl::unexpected(graph.error());
    const auto changes = changes_of(*graph);
    if (!changes) return tl::unexpected(changes.error());
    return Rewriter(text_of(onnx), *graph, *changes).run();
}

}  // namespace farsight
