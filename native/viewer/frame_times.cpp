#include "frame_times.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace farsight::viewer {
namespace {

/// Sixty frames a second.
constexpr double kGoalMs = 17;

std::string line(const char* name, std::vector<double> times) {
    char text[160];
    if (times.empty()) {
        std::snprintf(text, sizeof text, "%s: no frames\n", name);
        return text;
    }
    std::sort(times.begin(), times.end());
    const auto at = [&](double fraction) {
        return times[static_cast<std::size_t>(std::floor(fraction * static_cast<double>(times.size() - 1)))];
    };
    const auto within = std::upper_bound(times.begin(), times.end(), kGoalMs) - times.begin();
    std::snprintf(text, sizeof text,
                  "%s: %zu frames, median %.1f ms, 95 %% %.1f ms, 99 %% %.1f ms, most %.1f ms, %.1f %% "
                  "within %.0f ms\n",
                  name, times.size(), at(0.5), at(0.95), at(0.99), times.back(),
                  100.0 * static_cast<double>(within) / static_cast<double>(times.size()), kGoalMs);
    return text;
}

}  // namespace

void FrameTimes::add(double ms, bool working) {
    all_.push_back(ms);
    if (working) working_.push_back(ms);
}

std::string FrameTimes::report() const {
    return line("all frames", all_) + line("while the network ran", working_);
}

}  // namespace farsight::viewer
