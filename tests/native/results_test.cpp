#include "results.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "farsight/runtime/files.h"
#include "scratch_folder.h"

using namespace farsight;
using nlohmann::json;

namespace {

ModelCard card() {
    ModelCard card;
    card.name = "two";
    card.labels = {{"background", ""}, {"Person", "person"}, {"Vehicle", ""}};
    return card;
}

ImageResult result(const std::string& file) {
    ImageResult result;
    result.file = file;
    result.size = {640, 480};
    result.tiles = 7;
    result.levels = 2;
    result.pixel_ratio = 7;
    result.detections = {{{10.5F, 20, 30.25F, 60}, 0.9F, 1, 3, 1, true, 0, 0.25F},
                         {{0, 0, 100, 50}, 0.3F, 2, 0, 0, false, 1, 0.3F}};
    result.on_full_frame = {0, 1};
    return result;
}

}  // namespace

TEST_CASE("JSON holds the schema, the plan, the times and every detection") {
    const json parsed = json::parse(format_json(card(), {result("a/b.jpg")}), nullptr, false);
    REQUIRE(!parsed.is_discarded());
    CHECK(parsed["schema"] == "farsight.detections/1");
    const json& image = parsed["images"][0];
    CHECK(image["file"] == "a/b.jpg");
    CHECK(image["width"] == 640);
    CHECK(image["plan"] == json{{"tiles", 7}, {"levels", 2}, {"pixel_ratio", 7.0}});
    for (const char* stage : {"total", "decode_image", "preprocess", "network", "decode_heads", "merge"}) {
        CHECK(image["timing_ms"][stage].is_number());
    }
    CHECK(image["counts"] == json{{"full_frame", 1}, {"recovered", 1}, {"total", 2}});
    const json& first = image["detections"][0];
    CHECK(first["label"] == "Person");
    CHECK(first["box"] == json{10.5, 20.0, 30.25, 60.0});
    CHECK(first["level"] == 1);
    CHECK(first["tile"] == 3);
    CHECK(first["truncated"] == true);
    CHECK(first["full_frame_score"] == 0.25);
    CHECK(first["recovered"] == true);
    // Scores are written so that the float reads back, and no longer.
    CHECK(first["score"].dump() == "0.9");
}

TEST_CASE("COCO results have x, y, width and height, and a number for a numeric stem") {
    int left_out = -1;
    const json parsed = json::parse(
        format_coco(card(), {result("x/000000000042.jpg"), result("kite.jpg")}, nullptr, left_out));
    REQUIRE(parsed.size() == 4);
    CHECK(parsed[0]["image_id"] == 42);
    CHECK(parsed[0]["category_id"] == 1);
    CHECK(parsed[0]["category_name"] == "Person");
    CHECK(parsed[0]["bbox"] == json{10.5, 20.0, 19.75, 40.0});
    CHECK(parsed[2]["image_id"] == "kite");
    CHECK(left_out == 0);
}

TEST_CASE("an annotation file's ids replace the model's, and classes it lacks are left out") {
    const farsight::tests::ScratchFolder folder;
    REQUIRE(write_file(folder / "a.json", R"({"images": [{"id": 7, "file_name": "val/kite.jpg"}],
                                              "categories": [{"id": 31, "name": "person"}]})"));
    const auto ids = read_coco_ids(folder / "a.json");
    REQUIRE(ids);
    int left_out = 0;
    const json parsed = json::parse(format_coco(card(), {result("kite.jpg")}, &*ids, left_out));
    REQUIRE(parsed.size() == 1);
    CHECK(parsed[0]["image_id"] == 7);
    CHECK(parsed[0]["category_id"] == 31);
    CHECK(parsed[0]["category_name"] == "person");
    CHECK(left_out == 1);
}

TEST_CASE("annotations of another form get words") {
    const farsight::tests::ScratchFolder folder;
    const auto text = GENERATE("", "[]", "{", "{\"categories\": 3}", "{\"categories\": [3]}",
                               "{\"categories\": [{\"id\": \"x\", \"name\": \"y\"}]}");
    REQUIRE(write_file(folder / "a.json", text));
    const auto ids = read_coco_ids(folder / "a.json");
    REQUIRE(!ids);
    CHECK(ids.error().message.find("a.json") != std::string::npos);
}

TEST_CASE("no detections give an empty array and a table of one line") {
    int left_out = 0;
    CHECK(json::parse(format_coco(card(), {}, nullptr, left_out)).empty());
    ImageResult none = result("a.jpg");
    none.detections.clear();
    none.on_full_frame.clear();
    CHECK(json::parse(format_json(card(), {none}))["images"][0]["detections"].empty());
    CHECK(format_table(card(), none).find("0 objects") != std::string::npos);
}

TEST_CASE("a table in CSV quotes what would break a line, and ends lines as RFC 4180 says") {
    ModelCard odd = card();
    odd.labels[1].name = "Person, \"far\"";
    ImageResult one;
    one.detections = {{{10.5F, 20, 30.25F, 60}, 0.5F, 1, 7, 2, true, 0, 0.25F}};
    one.mark_full_frame(std::vector{-1});
    CHECK(format_csv(odd, one) ==
          "label,score,x0,y0,x1,y1,level,tile,truncated,recovered\r\n"
          "\"Person, \"\"far\"\"\",0.5,10.5,20.0,30.25,60.0,2,7,true,true\r\n");
}

TEST_CASE("a class the card does not list still has a name") {
    CHECK(label_name(card(), 1) == "Person");
    CHECK(label_name(card(), 77) == "class 77");
}
