// What people's TFLite files carry beside the network: metadata, and an archive with the list of labels.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/import/tflite_builder.h"
#include "tflite_metadata_generated.h"

namespace farsight::testing {

/// TFLite's metadata: pixels are (pixel - 127) / 128, labels stand in `list`.
inline std::uint32_t add_metadata(TfliteBuilder& b, const std::string& list) {
    flatbuffers::FlatBufferBuilder fbb;
    const std::vector<float> mean = {127};
    const std::vector<float> deviation = {128};
    const auto range =
        tflite_metadata::CreateNormalizationOptions(fbb, fbb.CreateVector(mean), fbb.CreateVector(deviation));
    const std::vector units = {tflite_metadata::CreateProcessUnit(
        fbb, tflite_metadata::ProcessUnitOptions::NormalizationOptions, range.Union())};
    const auto units_at = fbb.CreateVector(units);
    tflite_metadata::TensorMetadataBuilder picture(fbb);
    picture.add_process_units(units_at);
    const std::vector inputs = {picture.Finish()};
    const auto name = fbb.CreateString(list);
    const std::vector files = {tflite_metadata::CreateAssociatedFile(
        fbb, name, tflite_metadata::AssociatedFileType::TENSOR_VALUE_LABELS)};
    const auto files_at = fbb.CreateVector(files);
    tflite_metadata::TensorMetadataBuilder classes(fbb);
    classes.add_associated_files(files_at);
    const std::vector outputs = {classes.Finish()};
    const auto inputs_at = fbb.CreateVector(inputs);
    const auto outputs_at = fbb.CreateVector(outputs);
    tflite_metadata::SubGraphMetadataBuilder graph(fbb);
    graph.add_input_tensor_metadata(inputs_at);
    graph.add_output_tensor_metadata(outputs_at);
    const std::vector graphs = {graph.Finish()};
    const auto graphs_at = fbb.CreateVector(graphs);
    tflite_metadata::ModelMetadataBuilder model(fbb);
    model.add_subgraph_metadata(graphs_at);
    tflite_metadata::FinishModelMetadataBuffer(fbb, model.Finish());
    return b.add_buffer({fbb.GetBufferPointer(), fbb.GetBufferPointer() + fbb.GetSize()});
}

inline void put(std::string& bytes, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 255U);
}

/// A zip archive of one stored entry behind the file, as zip's own `-A` would leave it.
inline void append_zip(std::vector<std::byte>& file, const std::string& name, const std::string& text,
                       std::uint32_t method = 0) {
    const auto start = static_cast<std::uint32_t>(file.size());
    const auto size = static_cast<std::uint32_t>(text.size());
    std::string zip;
    const auto common = [&] {
        put(zip, 0, 2);  // Flags.
        put(zip, method, 2);
        put(zip, 0, 8);  // Time, date and checksum.
        put(zip, size, 4);
        put(zip, size, 4);
        put(zip, static_cast<std::uint32_t>(name.size()), 2);
        put(zip, 0, 2);
    };
    put(zip, 0x04034b50, 4);
    put(zip, 20, 2);
    common();
    zip += name + text;
    const auto directory = static_cast<std::uint32_t>(zip.size());
    put(zip, 0x02014b50, 4);
    put(zip, 20, 2);
    put(zip, 20, 2);
    common();
    put(zip, 0, 2);  // Comment.
    put(zip, 0, 4);
    put(zip, 0, 4);
    put(zip, start, 4);
    zip += name;
    const auto length = static_cast<std::uint32_t>(zip.size()) - directory;
    put(zip, 0x06054b50, 4);
    put(zip, 0, 4);
    put(zip, 1, 2);
    put(zip, 1, 2);
    put(zip, length, 4);
    put(zip, start + directory, 4);
    put(zip, 0, 2);
    const auto bytes = std::as_bytes(std::span(zip));
    file.insert(file.end(), bytes.begin(), bytes.end());
}

}  // namespace farsight::testing
