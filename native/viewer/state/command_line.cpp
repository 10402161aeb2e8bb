#include "state/command_line.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "farsight/runtime/model_file.h"

namespace farsight::viewer {
namespace {

/// What `farsight sweep` takes: it measures with and without the pyramid at once.
constexpr std::array<std::string_view, 8> kSweepFlags = {"weather", "place", "levels", "finest-zoom",
                                                         "overlap", "score", "merge",  "iou"};
constexpr std::array<std::string_view, 8> kFlags = {"pyramid", "levels", "finest-zoom", "overlap",
                                                    "filter",  "score",  "merge",       "iou"};

}  // namespace

std::string shell_quoted(const std::string& word) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+-";
    if (!word.empty() && word[0] != '-' && word.find_first_not_of(kPlain) == std::string::npos) return word;
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string command_for(const State& state, const std::string& photo_file, const std::string& model) {
    // A scene is nothing to be read from a file: the command measures on scenes.
    const auto& flags = state.on_scene ? kSweepFlags : kFlags;
    std::string command = state.on_scene ? "farsight sweep" : "farsight detect " + shell_quoted(photo_file);
    if (!model.empty() && model != kDefaultModel) command += " --model " + shell_quoted(model);
    const State initial;
    for (const Property& property : properties()) {
        if (std::find(flags.begin(), flags.end(), property.param) == flags.end()) continue;
        const std::string value = property.print(state);
        if (value != property.print(initial)) command += " --" + std::string(property.param) + " " + value;
    }
    return command;
}

}  // namespace farsight::viewer
