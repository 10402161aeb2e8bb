#include "app/settings.h"

#include <catch2/catch.hpp>

#include "../native/scratch_folder.h"
#include "farsight/runtime/files.h"

using namespace farsight;
using namespace farsight::viewer;

TEST_CASE("settings are read back as they were written, in a folder made for them") {
    const tests::ScratchFolder folder;
    const auto file = folder / "new" / "viewer.json";
    Settings settings;
    settings.place = Place{40, -3};
    settings.width = 1000;
    settings.dark = false;
    settings.scale = 1.5;
    settings.state = "levels=3";
    REQUIRE(write_settings(file, settings));
    const Settings read = read_settings(file);
    CHECK(read.place == Place{40, -3});
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
    REQUIRE(write_file(folder / "odd.json",
                       R"({"x": 1e300, "y": 4, "width": 3, "height": "tall", "dark": 1, "scale": 99})"));
    const Settings odd = read_settings(folder / "odd.json");
    CHECK(odd.width == 640);
    CHECK(odd.height == Settings{}.height);
    CHECK(odd.dark);
    CHECK(odd.scale == 4);
    CHECK_FALSE(odd.place);
}

namespace {

/// A window manager with a title bar of 20 pixels that puts the bar where a window asks to be.
Place put_under_bar(Place asked) {
    return {asked.x, asked.y + 20};
}

}  // namespace

TEST_CASE("a window opens where it was, start after start") {
    const Place bar{0, -20};
    Place asked{100, 50};
    for (int start = 0; start < 5; ++start) {
        const Place stands = put_under_bar(asked);
        CHECK(stands == Place{100, 70});
        asked = place_to_ask_for(asked, stands, stands, bar);
    }
    // Without a word of the bar's size, too, and where the manager puts the window itself.
    CHECK(place_to_ask_for(Place{100, 50}, {100, 70}, {100, 70}, {0, 0}) == Place{100, 50});
    CHECK(place_to_ask_for(Place{100, 50}, {100, 50}, {100, 50}, bar) == Place{100, 50});
}

TEST_CASE("a window that was moved opens where it was moved to") {
    CHECK(place_to_ask_for(Place{100, 50}, {100, 70}, {130, 60}, {0, -20}) == Place{130, 40});
    // The first time nothing was asked for, and the window stands at 300, 220 under its bar.
    const Place asked = place_to_ask_for(std::nullopt, {300, 220}, {300, 220}, {0, -20});
    CHECK(put_under_bar(asked) == Place{300, 220});
}
