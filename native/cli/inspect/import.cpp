// farsight import: a TFLite detector becomes an ONNX file.
#include <cstdio>
#include <memory>
#include <string>

#include "command.h"
#include "commands.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/network.h"
#include "farsight/tflite.h"

namespace farsight::cli {
namespace {

std::string shape_text(const TensorInfo& tensor) {
    std::string text = tensor.name + " ";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        text += (i == 0 ? "" : "x") + (tensor.shape[i] < 0 ? "N" : std::to_string(tensor.shape[i]));
    }
    return text;
}

std::string summary_text(const std::string& file, const ImportedModel& model, const Network& network) {
    std::string text = file + ": " + std::to_string(model.summary.operators) + " operators became " +
                       std::to_string(model.summary.nodes) + " nodes, " +
                       std::to_string(model.summary.weight_bytes / 1024) + " KiB of weights\n";
    for (const TensorInfo& tensor : network.inputs()) text += "  input   " + shape_text(tensor) + "\n";
    for (const TensorInfo& tensor : network.outputs()) text += "  output  " + shape_text(tensor) + "\n";
    return text;
}

ExitCode run_import(const std::string& file, const std::string& out) {
    if (auto good = check_output_folder(out); !good) return report(good.error());
    const auto bytes = read_file(file, kMaxTfliteBytes);
    if (!bytes) return report(bytes.error());
    const auto model = import_tflite(*bytes);
    if (!model) return report({model.error().code, file + ": " + model.error().message});
    // What ONNX Runtime refuses is not worth a file.
    const auto network = Network::load(std::as_bytes(std::span(model->onnx)));
    if (!network) return report({network.error().code, file + ": " + network.error().message});
    if (auto written = write_file(out, model->onnx); !written) return report(written.error());
    if (auto said = write_output({}, summary_text(out, *model, *network)); !said) return report(said.error());
    return kDone;
}

}  // namespace

void add_import(CLI::App& app, int& exit_code) {
    struct Arguments {
        std::string file;
        std::string out;
    };
    auto arguments = std::make_shared<Arguments>();
    CLI::App& import = *app.add_subcommand("import", "Convert a TFLite detector to ONNX");
    import.add_option("FILE", arguments->file, "The .tflite file")->required();
    import.add_option("-o,--out", arguments->out, "The .onnx file to write")->required();
    import.footer("Example:\n  farsight import detector.tflite -o detector.onnx");
    import.callback([arguments, &exit_code] { exit_code = run_import(arguments->file, arguments->out);
});
}  // namespace farsight::cli

}  // namespace farsight::cli
