// Writes an ONNX model, part by part, into one string of bytes.
#pragma once

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
enum class ElementType : std::int32_t { kFloat = 1, kInt64 = 7, kFloat16 = 10 };

/// A number, a text or a list of numbers.
struct Attribute {
    enum class Kind : std::int32_t { kInt = 2, kString = 3, kInts = 7 };  ///< AttributeProto.AttributeType.

    Attribute(std::string_view its_name, std::int64_t value)
        : name(its_name), kind(Kind::kInt), number(value) {}
    Attribute(std::string_view its_name, std::string_view value)
        : name(its_name), kind(Kind::kString), text(value) {}
    Attribute(std::string_view its_name, std::vector<std::int64_t> value)
        : name(its_name), kind(Kind::kInts), numbers(std::move(value)) {}

    std::string_view name;
    Kind kind;
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

    /// Float tensors whose first dimension is the free "batch"; the others are `shape`'s.
    void input(std::string_view name, std::span<const std::int64_t> shape);
    void output(std::string_view name, std::span<const std::int64_t> shape);

    int nodes() const { return nodes_; }
    std::size_t bytes() const { return bytes_.size(); }

    /// Closes the model; the writer must not be used again.
    std::string finish();

private:
    std::string bytes_;
    std::size_t graph_ = 0;  ///< Where the open GraphProto begins.
    int nodes_ = 0;
};

}  // namespace farsight::onnx
