#include "settings.h"

#include <catch2/catch.hpp>

#include "../native/scratch_folder.h"
#include "farsight/runtime/files.h"
#include "frame_times.h"

using namespace farsight;
using namespace farsight::viewer;

TEST_CASE("settings are read back as they were written, in a folder made for them") {
    const tests::ScratchFolder folder;
    const auto file = folder / "new" / "viewer.json";
    Settings settings;
    settings.x = 40;
    settings.width = 1000;
    settings.dark = false;
    settings.scale = 1.5;
    settings.state = "levels=3";
    REQUIRE(write_settings(file, settings));
    const Settings read = read_settings(file);
    CHECK(read.x == 40);
    CHECK(read.width == 1000);
    CHECK_FALSE(read.dark);
    CHECK(read.scale == 1.5);
    CHECK(read.state == "levels=3");
}

TEST_CASE("settings that are missing, broken or absurd become the defaults or the nearest that work") {
    const tests::ScratchFolder folder;
    CHECK(read_settings(folder / "none.json").width == Settings{}.width);
    REQUIRE(write_file(folder / "broken.json", "{\"width\": "));
    CHECK(read_settings(folder / "broken.json").width == Settings{}.width);
    REQUIRE(write_file(folder / "odd.json", R"({"width": 3, "height": "tall", "dark": 1, "scale": 99})"));
    const Settings odd = read_settings(folder / "odd.json");
    CHECK(odd.width == 640);
    CHECK(odd.height == Settings{}.height);
    CHECK(odd.dark);
    CHECK(odd.scale == 4);
}

TEST_CASE("frame times are told by their percentiles") {
    FrameTimes times;
    for (int i = 1; i <= 100; ++i) times.add(i, i > 90);
    CHECK(times.report() ==
          "all frames: 100 frames, median 50.0 ms, 95 % 95.0 ms, 99 % 99.0 ms, most 100.0 ms, 17.0 % within "
          "17 ms\n"
          "while the network ran: 10 frames, median 95.0 ms, 95 % 99.0 ms, 99 % 99.0 ms, most 100.0 ms, 0.0 "
          "% within "
          "17 ms\n");
    CHECK(FrameTimes{}.report() == "all frames: no frames\nwhile the network ran: no frames\n");
}
