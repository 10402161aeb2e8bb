// What the viewer remembers from one start to the next.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "farsight/result.h"

namespace farsight::viewer {

/// A window's top left corner on the screen.
struct Place {
    int x = 0;
    int y = 0;

    bool operator==(const Place&) const = default;
};

/// What to ask for next time, so that the window opens where it is: a window manager that draws a title bar
/// may put the bar or what is under it where it was asked to. `asked` is what was asked for this time,
/// `first` where the window then stood, `last` where it stands; `bar` is the title bar's corner seen from the
/// window's, as far as it is known.
Place place_to_ask_for(std::optional<Place> asked, Place first, Place last, Place bar);

struct Settings {
    std::optional<Place> place;  ///< None: let the system choose.
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
