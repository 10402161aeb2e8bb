#include "base/base64.h"

#include <catch2/catch.hpp>
#include <string>

using namespace farsight;

TEST_CASE("base64 writes and reads the examples of RFC 4648") {
    const std::pair<std::string, std::string> examples[] = {{"", ""},
                                                            {"f", "Zg=="},
                                                            {"fo", "Zm8="},
                                                            {"foo", "Zm9v"},
                                                            {"foob", "Zm9vYg=="},
                                                            {"fooba", "Zm9vYmE="},
                                                            {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, text] : examples) {
        CHECK(to_base64(std::as_bytes(std::span(plain))) == text);
        const auto bytes = from_base64(text);
        REQUIRE(bytes);
        CHECK(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) == plain);
    }
    CHECK_FALSE(from_base64("Zg"));
    CHECK_FALSE(from_base64("Z!=="));
}
