// The command line of farsight-viewer.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace farsight::viewer {

struct Arguments {
    std::vector<std::string> inputs;  ///< Photos, models and folders.
    std::string model;
    std::optional<std::string> state;
    std::string screenshot;
    std::vector<std::string> exports;
    std::string size;
    std::optional<double> scale;
    std::string theme;
    std::string gl = "auto";
    int threads = 0;
    int frames = 0;
    int measure = 0;  ///< Scenes of a range study; 0: none is begun.
    bool frame_times = false;
    bool events = false;
    bool fresh = false;

    /// Runs without a person: nothing is remembered, nothing is waited for.
    bool unattended() const { return !screenshot.empty() || !exports.empty() || frames > 0 || events; }
};

/// Reads the command line. An exit code instead when there is nothing to show: help was asked for and
/// printed, or the line makes no sense and was told so.
std::optional<int> parse_arguments(int argc, char** argv, Arguments& arguments);

}  // namespace farsight::viewer
