#include "app/frame_times.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace farsight::viewer {
namespace {

/// Sixty frames a second.
constexpr double kGoalMs = 17;

std::string line(const std::string& name, std::vector<double> times) {
    char text[160];
    if (times.empty()) {
        std::snprintf(text, sizeof text, "%s: no frames\n", name.c_str());
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
                  name.c_str(), times.size(), at(0.5), at(0.95), at(0.99), times.back(),
                  100.0 * static_cast<double>(within) / static_cast<double>(times.size()), kGoalMs);
    return text;
}

}  // namespace

void FrameTimes::add(double ms, double busy_ms, bool working) {
    for (Series* series : {&all_, &working_}) {
        if (series == &working_ && !working) continue;
        series->clock.push_back(ms);
        series->busy.push_back(busy_ms);
    }
}

std::string FrameTimes::report() const {
    std::string text;
    for (const auto& [name, series] :
         {std::pair{"all frames", &all_}, std::pair{"while the network ran", &working_}}) {
        text += line(name, series->clock);
        text += line(std::string(name) + ", on the processor", series->busy);
    }
    return text;
}

}  // namespace farsight::viewer
