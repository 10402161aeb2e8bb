#include "model_options.h"

#include "command.h"
#include "option_checks.h"

namespace farsight::cli {
namespace {

/// "pixels -1 to 1, resize stretched": what another reading is possible of.
std::string guesses(const Model& model) {
    std::string text;
    for (const Finding& finding : model.findings) {
        if (finding.certainty != Certainty::kGuessed) continue;
        text += (text.empty() ? "" : ", ") + finding.subject + " " + finding.value;
    }
    return text;
}

}  // namespace

void add_model_file_options(CLI::App& command, ModelFiles& files) {
    command.add_option_function<std::string>(
        "--card", [&files](const std::string& file) { files.card = file; },
        "A card to use in place of the model's own");
    command.add_option_function<std::string>(
        "--labels", [&files](const std::string& file) { files.labels = file; },
        "A list of class names, one a line, or a TensorFlow label map (.pbtxt)");
}

void add_model_options(CLI::App& command, std::string& model, ModelFiles& files) {
    command.add_option("--model", model, "A model's name, or a .onnx, .tflite or card file")
        ->capture_default_str();
    add_model_file_options(command, files);
}

void add_result_options(CLI::App& command, MergeOptions& merging) {
    command.add_flag("--class-agnostic", merging.class_agnostic,
                     "Merge boxes of different classes too, the best class counting");
    command
        .add_option("--max-detections", merging.max_detections,
                    "Most detections of a picture, the best first; what is left out is said")
        ->check(within(1, 1'000'000))
        ->capture_default_str();
}

Result<Model> open_model(const std::string& name, const ModelFiles& files) {
    auto model = load_model(name, files);
    if (!model) return model;
    const std::string file = model->network_file.string();
    for (const std::string& warning : model->warnings) {
        say_warning(std::string(file).append(": ").append(warning));
    }
    if (const std::string guessed = guesses(*model); !guessed.empty()) {
        say_warning(file + ": has no card; guessed: " + guessed + ". See farsight inspect.");
    }
    return model;
}

}  // namespace farsight::cli
