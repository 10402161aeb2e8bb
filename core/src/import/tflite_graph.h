// A TFLite file as a checked graph: tensors, and operators in the order they run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/result.h"
#include "tflite_generated.h"

namespace farsight::tflite {

using Shape = std::vector<std::int64_t>;

struct TfliteTensor {
    std::string_view name;
    tflite_schema::TensorType type = tflite_schema::TensorType::FLOAT32;
    Shape shape;
    std::span<const std::byte> data;  ///< Row-major values of a constant; empty for a computed tensor.
    bool sparse = false;
    bool variable = false;
    /// real = scale * (stored - zero_point): one pair, or one for each index of dimension `scale_axis`. No
    /// scales: the values are real ones.
    std::span<const float> scales;
    std::span<const std::int64_t> zero_points;
    int scale_axis = 0;

    bool constant() const { return !data.empty(); }
    bool quantized() const { return !scales.empty(); }
};

struct TfliteOperator {
    int index = 0;  ///< Position in the file, for messages.
    tflite_schema::BuiltinOperator code = tflite_schema::BuiltinOperator::CUSTOM;
    std::string_view custom_code;
    std::vector<int> inputs;  ///< Tensors; -1 is an optional one left out.
    std::vector<int> outputs;
    const tflite_schema::Operator* table = nullptr;  ///< For the options.

    /// The tensor of an input; -1 when it is left out.
    int input(std::size_t position) const { return position < inputs.size() ? inputs[position] : -1; }
    std::string name() const;  ///< For example "CONV_2D" or "CUSTOM Foo".
};

/// Views into the file's bytes, which must outlive it.
struct TfliteGraph {
    std::vector<TfliteTensor> tensors;
    std::vector<TfliteOperator> operators;
    std::vector<int> inputs;
    std::vector<int> outputs;
    /// The buffer called TFLITE_METADATA; empty: none.
    std::span<const std::byte> metadata;
};

/// Verifies the FlatBuffer and that every index in it is in range. Precondition: `bytes` starts at a
/// multiple of 8. Fails with kInvalidModel, kUnsupported (version, several subgraphs) or kTooLarge.
Result<TfliteGraph> read_tflite(std::span<const std::byte> bytes);

/// Checks what indices alone do not tell: shapes, sizes of constants, that operators stand in an
/// order in which they can run, and that each tensor has one origin.
Result<void> check_tflite(const TfliteGraph& graph);

/// Fails with kInvalidModel when the scales of a quantized tensor are not finite or not as many as its axis
/// has indices, or a zero point is not of its type.
Result<void> check_quantization(const TfliteTensor& tensor);

/// Values a shape holds; -1 when a dimension is not positive or they are over 2^28.
std::int64_t element_count(const Shape& shape);

/// Bytes a value; 0 when the type has no fixed whole number of them.
std::size_t element_bytes(tflite_schema::TensorType type);

/// For messages, for example "INT8".
std::string name_of(tflite_schema::TensorType type);

/// For messages: printable ASCII, at most 80 characters, quoted.
std::string quoted(std::string_view name);

}  // namespace farsight::tflite
