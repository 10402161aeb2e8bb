#include "command_line.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "farsight/runtime/model_file.h"

namespace farsight::viewer {
namespace {

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
    std::string command = "farsight detect " + shell_quoted(photo_file);
    if (!model.empty() && model != kDefaultModel) command += " --model " + shell_quoted(model);
    const State initial;
    for (const Property& property : properties()) {
        if (std::find(kFlags.begin(), kFlags.end(), property.param) == kFlags.end()) continue;
        const std::string value = property.print(state);
        if (value != property.print(initial)) command += " --" + std::string(property.param) + " " + value;
    }
    return command;
}

}  // namespace farsight::viewer
