// Small TFLite files, right or wrong on purpose, for tests and fuzz seeds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "tflite_generated.h"

namespace farsight::testing {

namespace schema = tflite_schema;

class TfliteBuilder {
public:
    using Code = schema::BuiltinOperator;
    using Type = schema::TensorType;

    flatbuffers::FlatBufferBuilder fbb;
    std::uint32_t version = 3;
    int subgraphs = 1;

    TfliteBuilder() { add_buffer({}); }

    int tensor(const std::string& name, const std::vector<int>& shape, Type type = Type::FLOAT32,
               std::uint32_t buffer = 0) {
        const auto name_at = fbb.CreateString(name);
        const auto shape_at = fbb.CreateVector(shape);
        flatbuffers::Offset<schema::QuantizationParameters> quantization_at;
        if (!scales.empty()) {
            const auto scales_at = fbb.CreateVector(scales);
            const auto zeros_at = fbb.CreateVector(zero_points);
            quantization_at = schema::CreateQuantizationParameters(fbb, scales_at, zeros_at, scale_axis);
        }
        schema::TensorBuilder table(fbb);
        if (!scales.empty()) table.add_quantization(quantization_at);
        table.add_name(name_at);
        table.add_shape(shape_at);
        table.add_type(type);
        table.add_buffer(buffer);
        table.add_is_variable(variable);
        tensors_.push_back(table.Finish());
        return static_cast<int>(tensors_.size()) - 1;
    }

    template <class Value>
    int constant(const std::string& name, const std::vector<int>& shape, Type type,
                 const std::vector<Value>& values) {
        std::vector<std::uint8_t> bytes(values.size() * sizeof(Value));
        if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
        return tensor(name, shape, type, add_buffer(bytes));
    }
    int floats(const std::string& name, const std::vector<int>& shape, const std::vector<float>& values) {
        return constant(name, shape, Type::FLOAT32, values);
    }
    int integers(const std::string& name, const std::vector<std::int32_t>& values) {
        return constant(name, {static_cast<int>(values.size())}, Type::INT32, values);
    }

    /// The tensor that `add` adds is quantized: real = scale * (stored - zero).
    template <class Add>
    int quantized(const std::vector<float>& its_scales, const std::vector<std::int64_t>& zeros,
                  const Add& add, int axis = 0) {
        scales = its_scales;
        zero_points = zeros;
        scale_axis = axis;
        const int tensor = add();
        scales.clear();
        return tensor;
    }

    std::uint32_t add_buffer(const std::vector<std::uint8_t>& bytes) {
        fbb.ForceVectorAlignment(bytes.size(), 1, 16);
        const auto data = fbb.CreateVector(bytes);
        schema::BufferBuilder table(fbb);
        if (!bytes.empty()) {
            table.add_data(data);
        }
        buffers_.push_back(table.Finish());
        return static_cast<std::uint32_t>(buffers_.size()) - 1;
    }

    std::uint32_t add_outside_buffer(std::uint64_t offset, std::uint64_t size) {
        buffers_.push_back(schema::CreateBuffer(fbb, 0, offset, size));
        return static_cast<std::uint32_t>(buffers_.size()) - 1;
    }

    void op(Code code, const std::vector<int>& inputs, const std::vector<int>& outputs,
            schema::BuiltinOptions kind = schema::BuiltinOptions::NONE, flatbuffers::Offset<void> options = 0,
            const std::string& custom = "", const std::vector<std::uint8_t>& custom_options = {}) {
        const auto custom_at = fbb.CreateString(custom);
        constexpr int kLastOldCode = 127;
        codes_.push_back(schema::CreateOperatorCode(
            fbb, static_cast<std::int8_t>(std::min(static_cast<int>(code), kLastOldCode)),
            custom.empty() ? 0 : custom_at, 1, code));
        const auto inputs_at = fbb.CreateVector(inputs);
        const auto outputs_at = fbb.CreateVector(outputs);
        const auto custom_options_at = fbb.CreateVector(custom_options);
        operators_.push_back(schema::CreateOperator(fbb, static_cast<std::uint32_t>(codes_.size()) - 1,
                                                    inputs_at, outputs_at, kind, options,
                                                    custom_options.empty() ? 0 : custom_options_at));
    }

    std::vector<std::byte> finish(const std::vector<int>& inputs, const std::vector<int>& outputs) {
        const auto tensors_at = fbb.CreateVector(tensors_);
        const auto inputs_at = fbb.CreateVector(inputs);
        const auto outputs_at = fbb.CreateVector(outputs);
        const auto operators_at = fbb.CreateVector(operators_);
        const auto subgraph = schema::CreateSubGraph(fbb, tensors_at, inputs_at, outputs_at, operators_at);
        const std::vector all(static_cast<std::size_t>(subgraphs), subgraph);
        const auto subgraphs_at = fbb.CreateVector(all);
        const auto codes_at = fbb.CreateVector(codes_);
        std::vector<flatbuffers::Offset<schema::Metadata>> metadata;
        if (metadata_buffer > 0) {
            metadata.push_back(
                schema::CreateMetadata(fbb, fbb.CreateString("TFLITE_METADATA"), metadata_buffer));
        }
        const auto metadata_at = fbb.CreateVector(metadata);
        const auto buffers_at = fbb.CreateVector(buffers_);
        schema::FinishModelBuffer(
            fbb, schema::CreateModel(fbb, version, codes_at, subgraphs_at, 0, buffers_at, metadata_at));
        const auto bytes = std::as_bytes(std::span(fbb.GetBufferPointer(), fbb.GetSize()));
        return {bytes.begin(), bytes.end()};
    }

    bool variable = false;      ///< Marks tensors added from now on.
    std::vector<float> scales;  ///< Of tensors added from now on; empty: not quantized.
    std::vector<std::int64_t> zero_points;
    int scale_axis = 0;
    std::uint32_t metadata_buffer = 0;  ///< The buffer called TFLITE_METADATA; 0: none.

private:
    std::vector<flatbuffers::Offset<schema::Tensor>> tensors_;
    std::vector<flatbuffers::Offset<schema::Buffer>> buffers_;
    std::vector<flatbuffers::Offset<schema::OperatorCode>> codes_;
    std::vector<flatbuffers::Offset<schema::Operator>> operators_;
};

}  // namespace farsight::testing
