// The links of tests/golden/links.tsv; tests/web/lab.test.ts reads them through lab.wasm.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "farsight/lab/command.h"
#include "farsight/lab/link.h"

using namespace farsight::lab;

TEST_CASE("a thousand links give the golden query, complaint and command") {
    std::ifstream file(std::string(FARSIGHT_GOLDEN_DIR) + "/links.tsv");
    std::string link;
    int links = 0;
    while (std::getline(file, link, '\t')) {
        std::string query;
        std::string said;
        std::string command;
        std::getline(file, query, '\t');
        std::getline(file, said, '\t');
        std::getline(file, command);
        const ParsedQuery parsed = from_query(link);
        const bool same = to_query(parsed.state) == query && complaint(parsed, "The link", false) == said &&
                          command_for(parsed.state, "build/assets/kite.jpg", {"near-only"}) == command;
        CAPTURE(link);
        CHECK(same);
        const ParsedQuery again = from_query(query);
        CHECK((again.state == parsed.state && complaint(again, "", true).empty()));
        ++links;
    }
    CHECK(links == 1100);
}
