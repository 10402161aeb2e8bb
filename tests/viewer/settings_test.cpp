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
