// How long frames take: from looking at the events until the picture is handed to the screen.
#pragma once

#include <string>
#include <vector>

namespace farsight::viewer {

class FrameTimes {
public:
    /// `working`: the network ran during this frame.
    void add(double ms, bool working);

    std::size_t count() const { return all_.size(); }

    /// One line each for all frames and for those during which the network ran: number, median, 95th and
    /// 99th percentile, maximum, and the share within 17 ms.
    std::string report() const;

private:
    std::vector<double> all_;
    std::vector<double> working_;
};

}  // namespace farsight::viewer
