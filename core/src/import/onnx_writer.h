// Writes an ONNX model, part by part, into one string of bytes.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace farsight::onnx {

/// Opset that ONNX Runtime and ONNX Runtime Web both run in full.
inline constexpr int kOpset = 17;

/// TensorProto.DataType.
enum class ElementType : std::int32_t {
    kFloat = 1,
    kUint8 = 2,
    kInt8 = 3,
    kInt32 = 6,
    kInt64 = 7,
    kFloat16 = 10
};

/// A number, a text or a list of whole numbers.
struct Attribute {
    enum class Kind : std::int32_t {
        kFloat = 1,
        kInt = 2,
        kString = 3,
        kInts = 7
    };  ///< AttributeProto.AttributeType.

    Attribute(std::string_view its_name, std::int64_t value)
        : name(its_name), kind(Kind::kInt), number(value) {}
    Attribute(std::string_view its_name, std::string_view value)
        : name(its_name), kind(Kind::kString), text(value) {}
    Attribute(std::string_view its_name, std::vector<std::int64_t> value)
        : name(its_name), kind(Kind::kInts), numbers(std::move(value)) {}

    template <std::same_as<float> Real>
    Attribute(std::string_view its_name, Real value) : name(its_name), kind(Kind::kFloat), real(value) {}

    std::string_view name;
    Kind kind;
    float real = 0;
    std::int64_t number = 0;
    std::string_view text;
    std::vector<std::int64_t> numbers;
};

/// One operator with one output. An empty input name is an optional input left out.
struct Node {
    std::string_view type;
    std::vector<std::string> inputs;
    std::vector<Attribute> attributes;
};

/// Nodes must come in an order in which they can run; everything else in any.
class Writer {
public:
    explicit Writer(std::size_t expected_bytes);

    void initializer(std::string_view name, ElementType type, std::span<const std::int64_t> shape,
                     std::span<const std::byte> values);
    void initializer(std::string_view name, std::span<const std::int64_t> values);
    void initializer(std::string_view name, std::span<const float> values);

    /// The node bears the name of its output.
    void node(const Node& node, std::string_view output);

    /// Tensors whose first dimension is the free "batch"; the others are `shape`'s. Outputs are float.
    void input(std::string_view name, std::span<const std::int64_t> shape,
               ElementType type = ElementType::kFloat);
    void output(std::string_view name, std::span<const std::int64_t> shape);

    int nodes() const { return nodes_; }
    std::size_t bytes() const { return bytes_.size(); }

    /// Adds an entry of the model's metadata, and ends the graph: only metadata may follow.
    void metadata(std::string_view key, std::string_view value);

    /// Ends the model; the writer must not be used again.
    std::string finish();

private:
    void close_graph();

    std::string bytes_;
    std::size_t graph_ = 0;  ///< Where the open GraphProto begins; 0 once it is closed.
    int nodes_ = 0;
};

}  // namespace farsight::onnx
