// How long frames take: from looking at the events until the picture is handed to the screen.
#pragma once

#include <string>
#include <vector>

namespace farsight::viewer {

class FrameTimes {
public:
    /// `ms` by the clock, of which the window's thread was `busy_ms` on a processor: the difference is what
    /// it waited. `working`: the network ran during this frame.
    void add(double ms, double busy_ms, bool working);

    std::size_t count() const { return all_.clock.size(); }

    /// Two lines each for all frames and for those during which the network ran, by the clock and on the
    /// processor: number, median, 95th and 99th percentile, maximum, and the share within 17 ms.
    std::string report() const;

private:
    struct Series {
        std::vector<double> clock;
        std::vector<double> busy;
    };
    Series all_;
    Series working_;
};

}  // namespace farsight::viewer
