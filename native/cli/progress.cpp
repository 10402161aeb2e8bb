#include "progress.h"

#include <unistd.h>

#include <cstdio>

namespace farsight::cli {

ProgressBar::ProgressBar() : on_terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressBar::show(std::string_view what, int done, int total, std::string_view unit) {
    constexpr int kWidth = 24;
    constexpr std::size_t kMaxName = 32;
    if (!on_terminal_ || total <= 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (shown_ && done < total && now - last_ < std::chrono::milliseconds(50)) return;
    last_ = now;
    shown_ = true;
    const int filled = static_cast<int>(static_cast<long>(kWidth) * done / total);
    std::string bar;
    for (int i = 0; i < kWidth; ++i) bar += i < filled ? "━" : "╌";
    if (what.size() > kMaxName) what.remove_prefix(what.size() - kMaxName);
    std::fprintf(stderr, "\r\x1b[K%.*s %s %d/%d %.*s", static_cast<int>(what.size()), what.data(),
                 bar.c_str(), done, total, static_cast<int>(unit.size()), unit.data());
    std::fflush(stderr);
}

void ProgressBar::clear() {
    if (!shown_) return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
    shown_ = false;
}

}  // namespace farsight::cli
