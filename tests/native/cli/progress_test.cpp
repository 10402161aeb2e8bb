#include "progress.h"

#include <catch2/catch.hpp>
#include <string>

#include "display_text.h"
#include "farsight/plain_text.h"

using namespace farsight;
using cli::progress_line;

TEST_CASE("a line of progress fits its terminal, however narrow and whatever the file's name") {
    const std::string names[] = {
        "a.jpg", std::string(200, 'x') + ".jpg",
        // Twelve characters of two columns each.
        "\u5199\u771f\u5199\u771f\u5199\u771f\u5199\u771f\u5199\u771f\u5199\u771f.jpg", ""};
    for (const std::string& name : names) {
        for (const int columns : {1, 5, 12, 29, 30, 79, 200}) {
            for (const int done : {0, 17, 3779}) {
                const std::string line = progress_line(name, done, 3779, "tiles", columns);
                CHECK(display_width(line) <= columns);
                CHECK(line.find('\n') == std::string::npos);
            }
        }
    }
}

TEST_CASE("at thirty columns the numbers are whole and the name has what is left") {
    const std::string line = progress_line("street.jpg", 20, 40, "tiles", 29);
    CHECK(line.find("20/40 tiles") != std::string::npos);
    CHECK(line.starts_with("street.jpg "));
}

TEST_CASE("no file name can move the cursor, colour the line or end it") {
    const std::string line = progress_line("a\x1b[31m\r\nb.jpg", 1, 2, "tiles", 79);
    for (const char c : line) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
    CHECK(line.find("\\x1b") != std::string::npos);
    CHECK(display_width("\u5199\u771f") == 4);
    CHECK(plain_line("\n").find("x0a") != std::string::npos);
}
