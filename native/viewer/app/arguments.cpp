#include "app/arguments.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "farsight/lab/study.h"
#include "farsight/runtime/model_file.h"
#include "farsight/runtime/picture_list.h"
#include "farsight/version.h"
#include "option_checks.h"
#include "output_files.h"
#include "plain_help.h"
#include "suggestion.h"

namespace farsight::viewer {
namespace {

constexpr int kFailed = 1;
constexpr int kMisused = 2;

constexpr const char* kExample =
    "Examples:\n"
    "  farsight-viewer photos/\n"
    "  farsight-viewer street.jpg --state 'finest-zoom=1.5&tiles=on'\n"
    "  farsight-viewer street.jpg --state 'versus=on&other-model=multi-scale'\n"
    "  farsight-viewer street.jpg --screenshot street-lab.png --export street.json\n\n"
    "Photos, folders and models can also be dropped on the window; F1 lists the keys.\n"
    "Exit codes: 0 done, 1 failed, 2 misused.";

void add_options(CLI::App& app, Arguments& arguments) {
    app.add_option(
        "FILE", arguments.inputs,
        "Photos, folders of photos, and models (.onnx, .tflite or a card); the demo photos by default");
    app.add_option("--model", arguments.model,
                   "A model's name, or a .onnx, .tflite or card file (" + std::string(kDefaultModel) + ")")
        ->check(not_empty());
    app.add_option("--state", arguments.state,
                   "The query part of one of the page's links, for example 'levels=3&score=0.5'");
    app.add_option("--threads", arguments.threads, "Tiles run at a time; 0: one a processor")
        ->check(within(0, 256))
        ->capture_default_str();
    app.add_option("--theme", arguments.theme, "dark or light; what was last chosen by default")
        ->check(one_of({"dark", "light"}));
    app.add_option("--scale", arguments.scale,
                   "Size of the interface, 0.5 to 4; the screen's density by default")
        ->check(within(0.5, 4.0));
    app.add_option("--size", arguments.size, "Size of the window, for example 1440x900");
    app.add_option("--gl", arguments.gl, "auto, core (OpenGL 3.3) or es (OpenGL ES 3.0)")
        ->check(one_of({"auto", "core", "es"}))
        ->capture_default_str();
    app.add_flag("--fresh", arguments.fresh, "Neither use nor write what is remembered from the last time");
}

void add_unattended_options(CLI::App& app, Arguments& arguments) {
    app.add_option("--screenshot", arguments.screenshot,
                   "Write the window as a PNG once everything is found, and exit; needs no display")
        ->check(not_empty());
    app.add_option(
           "--export", arguments.exports,
           "Write .png, .photo.png (no boxes), .csv or .json once everything is found, and exit; may be "
           "repeated; .b.json and its like: of side B of a comparison; .configurations.csv: what --measure "
           "measured")
        ->check(not_empty());
    app.add_option(
           "--measure", arguments.measure,
           "Measure how far the detector sees on this many scenes of the proving ground; --screenshot "
           "and --export wait for them")
        ->check(within(1, lab::kStudyScenes));
    app.add_option("--frames", arguments.frames, "Draw this many frames without a pause, and exit")
        ->check(within(0, 1'000'000));
    app.add_flag("--frame-times", arguments.frame_times,
                 "Draw sixty frames a second and print how long they took to standard error at the end");
    app.add_flag("--events", arguments.events,
                 "For scripts: print what happens and where the controls stand, one JSON object a line; read "
                 "'drop FILE', 'drop-begin', 'drop-end' and 'quit' from standard input");
}

/// Everything that the viewer would read.
std::vector<std::string> inputs_of(const Arguments& arguments) {
    std::vector<std::string> inputs;
    std::error_code ignored;
    add_model_files(inputs, arguments.model.empty() ? kDefaultModel : std::string_view{arguments.model}, {});
    for (const std::string& input : arguments.inputs) {
        if (std::filesystem::is_directory(input, ignored)) {
            const auto inside = pictures_in(input);
            if (inside) inputs.insert(inputs.end(), inside->begin(), inside->end());
        } else {
            inputs.push_back(input);
            add_model_files(inputs, input, {});
        }
    }
    return inputs;
}

/// What can be told before any work.
Result<void> check_arguments(const Arguments& arguments) {
    std::vector<Output> outputs;
    for (const std::string& file : arguments.exports) {
        outputs.push_back({"--export", file});
        if (auto good = check_ending(outputs.back(), "an export", {".png", ".csv", ".json"}); !good)
            return good;
    }
    if (!arguments.screenshot.empty()) {
        outputs.push_back({"--screenshot", arguments.screenshot});
        if (auto good = check_ending(outputs.back(), "a screenshot", {".png"}); !good) return good;
    }
    for (const Output& output : outputs) {
        if (!is_standard_output(output.file)) continue;
        return fail(ErrorCode::kInvalidArgument, output.option + " " + output.file +
                                                     ": nothing is written to standard output; name a file.");
    }
    return check_outputs(outputs, inputs_of(arguments));
}

}  // namespace

std::optional<int> parse_arguments(int argc, char** argv, Arguments& arguments) {
    CLI::App app("The lab as a desktop program: shows what a detector sees, near and far.",
                 "farsight-viewer");
    app.set_version_flag("--version", "farsight-viewer " + std::string(kVersion));
    app.footer(kExample);
    app.formatter(plain_help());
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    add_options(app, arguments);
    add_unattended_options(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // Help and version are printed on stdout; every other text is an error message.
        if (error.get_exit_code() == 0) return app.exit(error);
        std::cerr << "farsight-viewer: " << misuse_words(app, error, argc, argv)
                  << "\nTry: farsight-viewer --help\n";
        return kMisused;
    }
    if (const auto checked = check_arguments(arguments); !checked) {
        std::cerr << "farsight-viewer: " << checked.error().message << "\n";
        return checked.error().code == ErrorCode::kInvalidArgument ? kMisused : kFailed;
    }
    return std::nullopt;
}

}  // namespace farsight::viewer
