#include "farsight/tflite.h"

#include <cstdint>

#include "import/detection/account.h"
#include "import/detection/metadata.h"
#include "import/detection/post_process.h"
#include "import/onnx_writer.h"
#include "import/tflite_conversion.h"
#include "import/tflite_graph.h"
#include "import/tflite_operators.h"

namespace farsight {
namespace {

/// FlatBuffers reads numbers where they stand.
constexpr std::uintptr_t kAlignment = 8;

/// The ONNX of a real file is about as large as the file. Tables of a hostile file may share their weights
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

/// Files compiled for the Edge TPU hold its own code in one custom operator.
Result<void> refuse_edge_tpu(const tflite::TfliteGraph& graph) {
    for (const tflite::TfliteOperator& op : graph.operators) {
        if (op.custom_code == "edgetpu-custom-op") {
            return fail(
                ErrorCode::kUnsupported,
                "This TFLite file was compiled for the Edge TPU: its operators are that chip's own code. "
                "Take the file it was compiled from, which usually has no \"_edgetpu\" in its name.");
        }
    }
    return {};
}

/// The card of a network that ends in the post-processing operator, or what its shapes give away.
Result<std::optional<Recognition>> recognise_tflite(const tflite::TfliteGraph& graph,
                                                    const std::optional<tflite::PostProcess>& post,
                                                    const tflite::Conversion& conversion) {
    if (post) {
        const auto outputs = conversion.output_names();
        auto account =
            tflite::account_of(graph, *post, {conversion.input_names()[0], outputs[0], outputs[1]});
        if (!account) return tl::unexpected(account.error());
        return std::optional(std::move(*account));
    }
    const auto tensors = [&](const std::vector<int>& indices, const std::vector<std::string>& names) {
        std::vector<TensorInfo> infos;
        for (std::size_t i = 0; i < indices.size(); ++i) {
            const auto& tensor = graph.tensors[static_cast<std::size_t>(indices[i])];
            const bool bytes = tensor.quantized() && infos.empty();
            infos.push_back({names[i], bytes ? ElementType::kUint8 : ElementType::kFloat32, tensor.shape});
        }
        return infos;
    };
    const std::vector<TensorInfo> inputs = tensors(graph.inputs, conversion.input_names());
    std::vector<TensorInfo> outputs = tensors(graph.outputs, conversion.output_names());
    for (TensorInfo& output : outputs) output.type = ElementType::kFloat32;
    auto recognition = recognise(inputs, outputs, nullptr);
    if (!recognition) return std::optional<Recognition>();
    return std::optional(std::move(*recognition));
}

Result<ImportedModel> import_aligned(std::span<const std::byte> bytes, const ImportOptions& options) {
    auto graph = tflite::read_tflite(bytes);
    if (!graph) {
        return tl::unexpected(graph.error());
    }
    if (auto other = refuse_edge_tpu(*graph); !other) {
        return tl::unexpected(other.error());
    }
    const auto post = tflite::take_post_process(*graph);
    if (!post) {
        return tl::unexpected(post.error());
    }
    // First, so that the message for another kind of network says that, not a detail.
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
    auto recognition = recognise_tflite(*graph, *post, conversion);
    if (!recognition) {
        return tl::unexpected(recognition.error());
    }
    model.recognition = std::move(*recognition);
    if (model.recognition) {
        tflite::add_metadata(tflite::read_metadata(*graph, bytes), *model.recognition);
        model.recognition->card.name = options.name.empty() ? "network" : options.name;
        writer.metadata(kCardKey, write_card(model.recognition->card));
    }
    model.summary = {.operators = static_cast<int>(graph->operators.size()),
                     .nodes = writer.nodes(),
                     .weight_bytes = conversion.weight_bytes(),
                     .inputs = conversion.input_names(),
                     .outputs = conversion.output_names()};
    model.onnx = writer.finish();
    return model;
}

}  // namespace

Result<ImportedModel> import_tflite(std::span<const std::byte> bytes, const ImportOptions& options) {
    if (bytes.size() > kMaxTfliteBytes) {
        return fail(ErrorCode::kTooLarge,
                    "The TFLite file has more than 512 MiB; Farsight imports detectors up to that.");
    }
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment == 0) {
        return import_aligned(bytes, options);
    }
    const std::vector<std::byte> copy(bytes.begin(), bytes.end());
    return import_aligned(copy, options);
}

}  // namespace farsight
