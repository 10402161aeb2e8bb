// Where each TFLite tensor's values stand in the ONNX graph that is being written, and in which order.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "farsight/result.h"
#include "import/onnx_writer.h"
#include "import/tflite_graph.h"

namespace farsight::tflite {

/// Order of a tensor's dimensions in ONNX. TFLite keeps channels last, ONNX's convolutions want them
/// second. A value is put in the other order only when an operator asks for it, and then once: so
/// transposes stand at the borders and before reshapes, and nowhere else.
enum class Layout : std::uint8_t {
    kStored,  ///< As TFLite has it.
    kNchw,    ///< NHWC becomes NCHW, and weights OHWI become OIHW. Constants of lower rank get ones in front.
    kDepthwise,  ///< Weights 1HWO become O1HW.
};

/// What an operator writes.
struct Computed {
    onnx::Node node;
    Layout layout = Layout::kStored;  ///< Of the node's output.
    Shape shape;                      ///< In TFLite's order; must be what the file declares.
    tflite_schema::ActivationFunctionType activation = tflite_schema::ActivationFunctionType::NONE;
    bool moves_bytes = false;  ///< The node's operands and result are quantized values as they are stored.
    std::size_t output = 0;    ///< Position in the operator's outputs.
};

/// Writes a network in ONNX. A quantized tensor becomes QuantizeLinear and DequantizeLinear around the
/// operator that computes it ("QDQ"): a runtime that knows 8-bit kernels fuses the three, and any other
/// computes in float what the file means.

class Conversion {
public:
    /// Both must outlive the conversion.
    Conversion(const TfliteGraph& graph, onnx::Writer& writer);

    /// Declares the network's inputs: float, or bytes where the file has quantized ones. Fails when they are
    /// of another type or disagree on the batch.
    Result<void> start();
    /// Brings the outputs into TFLite's order and declares them. Fails when one is a constant.
    Result<void> finish();

    const Shape& shape(int tensor) const { return source(tensor).shape; }
    tflite_schema::TensorType type(int tensor) const { return source(tensor).type; }
    /// A constant of the file, also behind DEQUANTIZE.
    bool constant(int tensor) const { return source(tensor).constant(); }
    /// The tensor whose bytes a constant has.
    const TfliteTensor& source(int tensor) const;
    /// Values of an INT32 constant; none when there are over 16, more than any shape or padding needs.
    std::vector<std::int64_t> integers(int tensor) const;

    /// kNchw when all computed inputs have rank 4 and one of them already stands so.
    Layout common_layout(std::span<const int> inputs) const;

    /// Name of the ONNX value with this tensor's real values in this order; writes what is needed to get it.
    std::string value(int tensor, Layout layout);
    /// True when the operator's first output has the quantization of all these inputs, so that moving their
    /// bytes moves their values.
    bool same_quantization(const TfliteOperator& op, std::span<const int> inputs) const;
    /// value(), or the bytes of a quantized tensor as they are stored.
    std::string operand(int tensor, Layout layout, bool bytes);
    /// The operator that alone reads this tensor; null when several or none do.
    const TfliteOperator* sole_reader(int tensor) const;
    /// Whether an operator before has written this tensor already.
    bool written(int tensor) const;
    /// A scalar with the byte that stands for zero in a quantized tensor.
    std::string zero_byte(int tensor);
    /// Writes a parameter of a node that has no tensor in the file.
    std::string parameter(int output, std::string_view role, std::span<const std::int64_t> values);
    std::string parameter(int output, std::string_view role, std::span<const float> values);

    /// Writes a node between an operator's inputs and its own; returns the name of its value.
    std::string inner(int output, std::string_view role, const onnx::Node& node);

    /// Writes the operator's node and its fused activation. Fails when the shape is not the declared one.
    Result<void> compute(const TfliteOperator& op, const Computed& computed);
    /// Node of an activation other than NONE.
    Result<onnx::Node> activation_node(const TfliteOperator& op,
                                       tflite_schema::ActivationFunctionType activation, std::string input);
    /// The output has the real values of the input, in another type.
    void alias(int output, int input);
    /// True when both tensors are quantized with one step and stand for the same values.
    bool same_codes(int a, int b) const;

    /// Bytes of weights written so far.
    std::size_t weight_bytes() const { return weight_bytes_; }
    std::vector<std::string> input_names() const { return names(graph_.inputs); }
    std::vector<std::string> output_names() const { return names(graph_.outputs); }

private:
    struct Slot {
        std::string name;                      ///< Empty until someone asks.
        std::array<std::string, 3> in_layout;  ///< By Layout; empty: not there.
        std::array<std::string, 3> bytes_in;   ///< The same for quantized values as they are stored.
        std::string scale;                     ///< Names of the quantization's parameters.
        std::string zero_point;
        int source = -1;         ///< See alias().
        int reader = kNoReader;  ///< Position of the operator that reads it.
        bool input = false;      ///< Of the network.
    };
    static constexpr int kNoReader = -1;
    static constexpr int kSeveralReaders = -2;

    Slot& slot(int tensor) { return slots_[static_cast<std::size_t>(tensor)]; }
    const Slot& slot(int tensor) const { return slots_[static_cast<std::size_t>(tensor)]; }
    std::vector<std::string> names(std::span<const int> tensors) const;
    std::string unique(std::string_view wanted, int tensor);
    const std::string& name(int tensor);
    std::string name_in(int tensor, Layout layout);
    std::string bytes_name(int tensor, Layout layout);
    std::string bytes(int tensor, Layout layout);
    void write_constant(int tensor, Layout layout, const std::string& name);
    void write_initializer(int tensor, Layout layout, const std::string& name);
    void write_transpose(const std::string& from, Layout to, const std::string& name);
    onnx::Node quantization_node(std::string_view type, std::string value, int tensor);
    void name_quantization(int tensor);
    Result<void> start_input(int input);
    Result<void> write_real(const TfliteOperator& op, const Computed& computed, const std::string& name);
    bool activation_idle(int tensor, tflite_schema::ActivationFunctionType activation) const;
    std::string clip_bound(float bound);

    const TfliteGraph& graph_;
    onnx::Writer& writer_;
    std::vector<Slot> slots_;
    std::unordered_set<std::string> taken_;
    std::map<std::string, std::string> clip_bounds_;
    std::vector<std::byte> permuted_;
    std::vector<float> scales_;
    std::int64_t batch_ = 1;
    std::size_t weight_bytes_ = 0;
};

/// Errors that say which operator is wrong, and how: kInvalidModel and kUnsupported.
tl::unexpected<Error> invalid_operator(const TfliteOperator& op, std::string_view what);
tl::unexpected<Error> unsupported_operator(const TfliteOperator& op, std::string_view what);

}  // namespace farsight::tflite
