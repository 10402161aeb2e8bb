// A progress bar on stderr, on a terminal only.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace farsight::cli {

/// The bar's line, at most `columns` wide by display width and without control characters: the end of `what`,
/// a bar, the numbers and the unit. What does not fit goes: first the unit, then of the bar and of the name.
std::string progress_line(std::string_view what, int done, int total, std::string_view unit, int columns);

/// With NO_COLOR or TERM=dumb it needs no escape sequence of the terminal.
class ProgressBar {
public:
    ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar() { clear(); }

    /// Draws at most twenty times a second. `unit` is what is counted, in the plural.
    void show(std::string_view what, int done, int total, std::string_view unit = "tiles");
    /// Takes the bar away, so that a message can stand in its line.
    void clear();

private:
    bool on_terminal_;
    bool plain_;
    int shown_columns_ = 0;
    bool shown_ = false;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace farsight::cli
