#include "progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "command.h"
#include "display_text.h"
#include "farsight/plain_text.h"

namespace farsight::cli {
namespace {

constexpr int kWidestBar = 24;
constexpr int kNarrowestBar = 4;
constexpr int kWidestName = 32;

/// Of the terminal; the last one stays free, since some begin a new line after it.
int terminal_columns() {
    winsize size{};
    const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return (known ? size.ws_col : 80) - 1;
}

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && value[0] != '\0';
}

bool is_plain() {
    const char* terminal = std::getenv("TERM");
    return is_set("NO_COLOR") || (terminal != nullptr && std::string_view(terminal) == "dumb");
}

}  // namespace

std::string progress_line(std::string_view what, int done, int total, std::string_view unit, int columns) {
    const std::string numbers = std::to_string(done) + "/" + std::to_string(total);
    std::string end = numbers + " " + std::string(unit);
    const std::string shown = plain_line(what);
    int left = columns - display_width(end);
    const int wanted = std::min(display_width(shown), kWidestName) + 1 + kNarrowestBar + 1;
    if (left < wanted && columns - display_width(numbers) > left) {
        end = numbers;
        left = columns - display_width(numbers);
    }
    if (left < 0) return end_of_text(numbers, columns);
    // The name gives way to the narrowest bar, then the bar takes what is left.
    const int name_room = std::clamp(left - kNarrowestBar - 2, 0, kWidestName);
    const std::string name = end_of_text(shown, name_room);
    const std::string before = name.empty() ? "" : name + " ";
    const int bar = std::min(left - display_width(before) - 1, kWidestBar);
    std::string line = before;
    const int filled = bar > 0 ? static_cast<int>(static_cast<long>(bar) * done / total) : 0;
    for (int i = 0; i < bar; ++i) line += i < filled ? "━" : "╌";
    if (bar > 0) line += " ";
    return line + end;
}

ProgressBar::ProgressBar() : on_terminal_(::isatty(STDERR_FILENO) == 1), plain_(is_plain()) {}

void ProgressBar::show(std::string_view what, int done, int total, std::string_view unit) {
    if (!on_terminal_ || is_quiet() || total <= 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (shown_ && done < total && now - last_ < std::chrono::milliseconds(50)) return;
    last_ = now;
    const std::string line = progress_line(what, std::clamp(done, 0, total), total, unit, terminal_columns());
    clear();
    std::fputs(line.c_str(), stderr);
    std::fflush(stderr);
    shown_ = true;
    shown_columns_ = display_width(line);
}

void ProgressBar::clear() {
    if (!shown_) return;
    if (plain_) {
        std::fprintf(stderr, "\r%*s\r", shown_columns_, "");
    } else {
        std::fputs("\r\x1b[K", stderr);
    }
    std::fflush(stderr);
    shown_ = false;
}

}  // namespace farsight::cli
