// farsight import: a TFLite detector becomes an ONNX file.
#include <cstdio>
#include <memory>
#include <string>

#include "command.h"
#include "commands.h"
#include "farsight/free_size.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/network.h"
#include "farsight/tflite.h"
#include "outputs.h"

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

/// With height and width free, unless the network cannot do without its size, which is noted.
std::string freed(const ImportedModel& model) {
    if (!model.recognition) {
        say_note(
            "The size of its input stays fixed: its heads are not known, and recognising them takes a size.");
        return model.onnx;
    }
    auto made = free_network(std::as_bytes(std::span(model.onnx)));
    if (made && Network::load(std::as_bytes(std::span(*made)))) return std::move(*made);
    say_note("The size of its input stays fixed: " +
             (made ? "ONNX Runtime refuses it without" : made.error().message) + ".");
    return model.onnx;
}

ExitCode run_import(const std::string& file, const std::string& out, bool fixed) {
    const Output output = {"--out", out};
    if (auto good = check_outputs({output}, {file}); !good) return report(good.error());
    if (!is_standard_output(out)) {
        if (auto good = check_ending(output, "a network in ONNX", {".onnx"}); !good)
            return report(good.error());
    }
    const auto bytes = read_file(file, kMaxTfliteBytes);
    if (!bytes) return report(bytes.error());
    const auto model = import_tflite(*bytes, {std::filesystem::path(file).stem().string()});
    if (!model) return report({model.error().code, file + ": " + model.error().message});
    const std::string onnx = fixed ? model->onnx : freed(*model);
    // What ONNX Runtime refuses is not worth a file.
    const auto network = Network::load(std::as_bytes(std::span(onnx)));
    if (!network) return report({network.error().code, file + ": " + network.error().message});
    if (auto written = write_output(out, onnx); !written) return report(written.error());
    const std::string summary = summary_text(out, *model, *network);
    if (is_standard_output(out)) {
        say_note(summary);
        return kDone;
    }
    if (auto said = write_output({}, summary); !said) return report(said.error());
    return kDone;
}

}  // namespace

void add_import(CLI::App& app, int& exit_code) {
    struct Arguments {
        std::string file;
        std::string out;
        bool fixed = false;
    };
    auto arguments = std::make_shared<Arguments>();
    CLI::App& import = *app.add_subcommand("import", "Convert a TFLite detector to ONNX");
    import.add_option("FILE", arguments->file, "The .tflite file")->required();
    add_file_option(import, "-o,--out", arguments->out, "The .onnx file to write; -: standard output")
        ->required();
    import.add_flag("--fixed", arguments->fixed, "Keep the size of the input, rather than leave it free");
    import.footer("Example:\n  farsight import detector.tflite -o detector.onnx");
    import.callback([arguments, &exit_code] {
        exit_code = run_import(arguments->file, arguments->out, arguments->fixed);
});
}  // namespace farsight::cli

}  // namespace farsight::cli
