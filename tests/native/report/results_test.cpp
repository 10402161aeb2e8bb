#include "results.h"

#include <catch2/catch.hpp>

#include "farsight/runtime/files.h"
#include "scratch_folder.h"

using namespace farsight;

TEST_CASE("an annotation file's ids are read by name") {
    const farsight::tests::ScratchFolder folder;
    REQUIRE(write_file(folder / "a.json", R"({"images": [{"id": 7, "file_name": "val/kite.jpg"}],
                                              "categories": [{"id": 31, "name": "person"}]})"));
    const auto ids = read_coco_ids(folder / "a.json");
    REQUIRE(ids);
    std::string name;
    CHECK(ids->category("person", name)->number == 31);
    CHECK(ids->image("kite.jpg")->number == 7);
}

TEST_CASE("annotations of another form get words") {
    const farsight::tests::ScratchFolder folder;
    const auto text = GENERATE("", "[]", "{", "{\"categories\": 3}", "{\"categories\": [3]}",
                               "{\"categories\": [{\"name\": \"y\"}]}");
    REQUIRE(write_file(folder / "a.json", text));
    const auto ids = read_coco_ids(folder / "a.json");
    REQUIRE(!ids);
    CHECK(ids.error().code == ErrorCode::kBadData);
    CHECK(ids.error().message.find("a.json") != std::string::npos);
}
