#include "farsight/plain_text.h"

#include <catch2/catch.hpp>

#include "farsight/labels.h"

using namespace farsight;

TEST_CASE("plain text passes unchanged, whatever its script") {
    CHECK(plain_text("kite.jpg: \"Drachen\" sind 3 < 4\n\tschön") ==
          "kite.jpg: \"Drachen\" sind 3 < 4\n\tschön");
    CHECK(plain_line("日本語 🪁 \xC2\xA0") == "日本語 🪁 \xC2\xA0");
}

TEST_CASE("control characters are escaped") {
    CHECK(plain_text("a\x1B[31mb\rc\x7F") == "a\\x1b[31mb\\x0dc\\x7f");
    CHECK(plain_text(std::string_view("a\0b", 3)) == "a\\x00b");
    // U+009B, which some terminals take for ESC [.
    CHECK(plain_text("\xC2\x9B") == "\\x9b");
    CHECK(plain_line("a\nb\tc") == "a\\x0ab\\x09c");
}

TEST_CASE("what separates lines or turns the direction of writing is escaped") {
    CHECK(plain_text("a\u2028b") == "a\\u{2028}b");
    CHECK(plain_text("exe.\u202Egpj") == "exe.\\u{202e}gpj");
    CHECK(plain_text("\u2067") == "\\u{2067}");
}

TEST_CASE("bytes that are no UTF-8 are escaped one by one") {
    CHECK(plain_text("\xFF\xFE") == "\\xff\\xfe");
    CHECK(plain_text("a\x80z") == "a\\x80z");
    // Cut off, longer than needed, a surrogate, beyond U+10FFFF.
    CHECK(plain_text("\xE2\x82") == "\\xe2\\x82");
    CHECK(plain_text("\xC0\xAF") == "\\xc0\\xaf");
    CHECK(plain_text("\xED\xA0\x80") == "\\xed\\xa0\\x80");
    CHECK(plain_text("\xF4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
    CHECK(plain_text("\xF4\x8F\xBF\xBF") == "\xF4\x8F\xBF\xBF");
}

TEST_CASE("labels are plain") {
    const auto fitted = fit_labels("caf\xE9\nbar\n", 2, -1);
    REQUIRE(fitted);
    CHECK(fitted->labels[0].name == "caf\\xe9");
}
