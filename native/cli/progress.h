// A progress bar on stderr, on a terminal only.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace farsight::cli {

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
    bool shown_ = false;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace farsight::cli
