#include "app/frame_times.h"

#include <catch2/catch.hpp>

using farsight::viewer::FrameTimes;

TEST_CASE("frame times are told by their percentiles, by the clock and on the processor") {
    FrameTimes times;
    for (int i = 1; i <= 100; ++i) times.add(i, i / 2.0, i > 90);
    CHECK(times.count() == 100);
    CHECK(
        times.report() ==
        "all frames: 100 frames, median 50.0 ms, 95 % 95.0 ms, 99 % 99.0 ms, most 100.0 ms, 17.0 % within 17 "
        "ms\n"
        "all frames, on the processor: 100 frames, median 25.0 ms, 95 % 47.5 ms, 99 % 49.5 ms, most 50.0 ms, "
        "34.0 % within 17 ms\n"
        "while the network ran: 10 frames, median 95.0 ms, 95 % 99.0 ms, 99 % 99.0 ms, most 100.0 ms, 0.0 % "
        "within "
        "17 ms\n"
        "while the network ran, on the processor: 10 frames, median 47.5 ms, 95 % 49.5 ms, 99 % 49.5 ms, "
        "most 50.0 "
        "ms, 0.0 % within 17 ms\n");
}

TEST_CASE("no frames give no figures") {
    CHECK(FrameTimes{}.report() ==
          "all frames: no frames\nall frames, on the processor: no frames\n"
          "while the network ran: no frames\nwhile the network ran, on the processor: no frames\n");
}
