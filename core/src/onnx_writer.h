// Writes an ONNX model, part by part, into one string of bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <protozero/pbf_writer.hpp>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace farsight::onnx {

/// Opset that ONNX Runtime and ONNX Runtime Web both run in full.
inline constexpr int kOpset = 17;

/// TensorProto.DataType.
enum class ElementType : std::int32_t { kFloat = 1, kInt64 = 7, kFloat16 = 10 };

struct Attribute {
    std::string_view name;
    std::variant<std::int64_t, std::string_view, std::vector<std::int64_t>> value;
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
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

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
    static protozero::pbf_writer& start_model(protozero::pbf_writer& model);
    void value_info(protozero::pbf_tag_type tag, std::string_view name, std::span<const std::int64_t> shape);

    std::string bytes_;
    protozero::pbf_writer model_;
    protozero::pbf_writer graph_;
    int nodes_ = 0;
};

}  // namespace farsight::onnx
