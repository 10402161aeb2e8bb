#include "farsight/xml_text.h"

#include <catch2/catch.hpp>

using farsight::xml_text;

TEST_CASE("text in XML has entities for what tags and attributes are made of") {
    CHECK(xml_text("a < b & c > \"d\"") == "a &lt; b &amp; c &gt; &quot;d&quot;");
    CHECK(xml_text("ärger\tund\nZeilen") == "ärger\tund\nZeilen");
}

TEST_CASE("control characters that XML does not have are left out") {
    CHECK(xml_text(std::string_view("a\0b\x01\x1F"
                                    "c",
                                    6)) == "abc");
}
