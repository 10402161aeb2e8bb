#include "font_data.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "farsight/runtime/files.h"
#include "scratch_folder.h"

using namespace farsight;

namespace {

/// A font of the system; empty where there is none.
std::vector<std::byte> any_font() {
    return font_data(FontStyle::kText);
}

}  // namespace

TEST_CASE("what is no font is told from one") {
    CHECK_FALSE(is_font({}));
    const std::string text = "this is no font at all, but a text that is long enough to be taken for one";
    CHECK_FALSE(is_font(std::as_bytes(std::span(text))));
    std::vector<std::byte> font = any_font();
    if (font.empty()) {
        WARN("no font is installed");
        return;
    }
    CHECK(is_font(font));
}

TEST_CASE("a font that was cut anywhere is none") {
    const std::vector<std::byte> font = any_font();
    if (font.empty()) {
        WARN("no font is installed");
        return;
    }
    for (const std::size_t size : {std::size_t{3}, std::size_t{12}, std::size_t{200}, font.size() / 2}) {
        CHECK_FALSE(is_font(std::span(font).first(size)));
    }
}

TEST_CASE("a file that FARSIGHT_FONT names in vain is told of with its name") {
    const tests::ScratchFolder folder;
    REQUIRE(write_file(folder / "broken.ttf", "no font"));
    const char* before = std::getenv("FARSIGHT_FONT");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("FARSIGHT_FONT", (folder / "broken.ttf").c_str(), 1);
    CHECK(font_complaint().find("broken.ttf: is no TrueType or OpenType font") != std::string::npos);
    ::setenv("FARSIGHT_FONT", (folder / "none.ttf").c_str(), 1);
    CHECK(font_complaint().find("none.ttf") != std::string::npos);
    ::setenv("FARSIGHT_FONT", "", 1);
    CHECK(font_complaint().empty());
    if (before != nullptr) ::setenv("FARSIGHT_FONT", kept.c_str(), 1);
    if (before == nullptr) ::unsetenv("FARSIGHT_FONT");
}
