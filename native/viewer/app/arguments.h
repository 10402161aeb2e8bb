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

    /// Runs without a person: no settings are saved, and the program ends by itself.
    bool unattended() const { return !screenshot.empty() || !exports.empty() || frames > 0 || events; }
};

/// Reads the command line. Returns an exit code when no window is needed: help was asked for and
/// printed, or the line is wrong and a message says why.
std::optional<int> parse_arguments(int argc, char** argv, Arguments& arguments);

}  // namespace farsight::viewer
