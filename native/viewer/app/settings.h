// What the viewer remembers from one start to the next.
#pragma once

#include <filesystem>
#include <string>

#include "farsight/result.h"

namespace farsight::viewer {

struct Settings {
    int x = -1;  ///< Of the window, in screen pixels; negative: let the system choose.
    int y = -1;
    int width = 1440;
    int height = 900;
    bool maximized = false;
    bool dark = true;
    double scale = 0;   ///< Of the interface; 0: as the screen's density asks.
    std::string state;  ///< The query part of a link.
};

/// $XDG_CONFIG_HOME/farsight/viewer.json, or under ~/.config; empty when there is no home.
std::filesystem::path settings_file();

/// The settings, or the defaults where the file is missing or cannot be read.
Settings read_settings(const std::filesystem::path& file);

/// Fails as write_file does, and with kIo when the folder cannot be made.
Result<void> write_settings(const std::filesystem::path& file, const Settings& settings);

}  // namespace farsight::viewer
