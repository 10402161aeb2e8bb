#include "farsight/tflite.h"

#include <cstdint>

#include "import/onnx_writer.h"
#include "import/tflite_conversion.h"
#include "import/tflite_graph.h"
#include "import/tflite_operators.h"

namespace farsight {
namespace {

/// FlatBuffers reads numbers where they stand.
constexpr std::uintptr_t kAlignment = 8;

/// A real file's ONNX is about as large as itself. Tables of a hostile one may share their weights
/// and names, and so ask for far more.
std::size_t most_bytes(std::size_t file_bytes) {
    return 4 * file_bytes + (std::size_t{4} << 20);
}

Result<void> convert(const tflite::TfliteGraph& graph, tflite::Conversion& conversion,
                     const onnx::Writer& writer, std::size_t file_bytes) {
    if (auto started = conversion.start(); !started) {
        return started;
    }
    for (const tflite::TfliteOperator& op : graph.operators) {
        if (auto converted = tflite::convert_operator(conversion, op); !converted) {
            return converted;
        }
        if (writer.bytes() > most_bytes(file_bytes)) {
            return fail(ErrorCode::kTooLarge,
                        "The TFLite file shares its weights so often that its ONNX would be more "
                        "than four times its size.");
        }
    }
    return conversion.finish();
}

Result<ImportedModel> import_aligned(std::span<const std::byte> bytes) {
    const auto graph = tflite::read_tflite(bytes);
    if (!graph) {
        return tl::unexpected(graph.error());
    }
    // First, so that someone with a network of another kind learns that rather than a detail of it.
    if (auto known = tflite::check_operators_known(*graph); !known) {
        return tl::unexpected(known.error());
    }
    if (auto checked = tflite::check_tflite(*graph); !checked) {
        return tl::unexpected(checked.error());
    }
    onnx::Writer writer(bytes.size() + bytes.size() / 16);
    tflite::Conversion conversion(*graph, writer);
    if (auto converted = convert(*graph, conversion, writer, bytes.size()); !converted) {
        return tl::unexpected(converted.error());
    }
    ImportedModel model;
    model.summary = {.operators = static_cast<int>(graph->operators.size()),
                     .nodes = writer.nodes(),
                     .weight_bytes = conversion.weight_bytes(),
                     .inputs = conversion.input_names(),
                     .outputs = conversion.output_names()};
    model.onnx = writer.finish();
    return model;
}

}  // namespace

Result<ImportedModel> import_tflite(std::span<const std::byte> bytes) {
    if (bytes.size() > kMaxTfliteBytes) {
        return fail(ErrorCode::kTooLarge,
                    "The TFLite file has more than 512 MiB; Farsight imports detectors up to that.");
    }
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment == 0) {
        return import_aligned(bytes);
    }
    const std::vector<std::byte> copy(bytes.begin(), bytes.end());
    return import_aligned(copy);
}

}  // namespace farsight
