#include "farsight/lab/export.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lab/stand_in_network.h"

using namespace farsight;
using namespace farsight::lab;
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
    result.full_pixel_ratio = 47;
    result.regions = {{0, 0, {0, 0, 640, 480}, 0}, {1, 1, {-8, 24, 300, 300}, 0}};
    result.cached_tiles = 2;
    result.warnings = {"1 candidate was dropped."};
    result.full_frame_alone = 3;
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
    CHECK(image["plan"] == json{{"tiles", 7},
                                {"levels", 2},
                                {"pixel_ratio", 7.0},
                                {"full_pixel_ratio", 47.0},
                                {"regions", {{0, 0, 0, 640, 480}, {1, -8, 24, 292, 324}}}});
    CHECK(image["score_kind"] == "rule");
    CHECK(image["warnings"] == json{"1 candidate was dropped."});
    CHECK(image["timing_ms"]["cached_tiles"] == 2);
    for (const char* stage : {"total", "decode_image", "preprocess", "network", "decode_heads", "merge"}) {
        CHECK(image["timing_ms"][stage].is_number());
    }
    CHECK(image["counts"] ==
          json{{"full_frame", 1}, {"recovered", 1}, {"total", 2}, {"full_frame_alone", 3}});
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
    CHECK(first["rule_score"] == first["score"]);
}

TEST_CASE("what is not known is null") {
    ImageResult refused = result("a.jpg");
    refused.full_pixel_ratio = std::nan("");
    const json parsed = json::parse(format_json(card(), {refused}));
    CHECK(parsed["images"][0]["plan"]["full_pixel_ratio"].is_null());
}

TEST_CASE("a line of JSON lines is a picture of the same schema") {
    const std::string line = format_json_line(card(), result("a.jpg"));
    CHECK(line.find('\n') == line.size() - 1);
    json parsed = json::parse(line);
    CHECK(parsed["schema"] == "farsight.detections/1");
    parsed.erase("schema");
    CHECK(parsed == json::parse(format_json(card(), {result("a.jpg")}))["images"][0]);
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
    const auto ids = parse_coco_ids(R"({"images": [{"id": 7, "file_name": "val/kite.jpg"}],
                                        "categories": [{"id": 31, "name": "person"}]})",
                                    "a.json");
    REQUIRE(ids);
    int left_out = 0;
    const json parsed = json::parse(format_coco(card(), {result("kite.jpg")}, &*ids, left_out));
    REQUIRE(parsed.size() == 1);
    CHECK(parsed[0]["image_id"] == 7);
    CHECK(parsed[0]["category_id"] == 31);
    CHECK(parsed[0]["category_name"] == "person");
    CHECK(left_out == 1);
}

TEST_CASE("no detections give an empty array and a table of one line") {
    int left_out = 0;
    CHECK(json::parse(format_coco(card(), {}, nullptr, left_out)).empty());
    ImageResult none = result("a.jpg");
    none.detections.clear();
    none.on_full_frame.clear();
    CHECK(json::parse(format_json(card(), {none}))["images"][0]["detections"].empty());
    CHECK(format_table(card(), none).find("0 boxes") != std::string::npos);
}

TEST_CASE("a table in CSV quotes what would break a line, and ends lines as RFC 4180 says") {
    ModelCard odd = card();
    odd.labels[1].name = "Person, \"far\"";
    ImageResult one;
    one.detections = {{{10.5F, 20, 30.25F, 60}, 0.5F, 1, 7, 2, true, 0, 0.25F}};
    one.on_full_frame = {0};
    CHECK(format_csv(odd, one) ==
          "label,score,x0,y0,x1,y1,level,tile,truncated,recovered\r\n"
          "\"Person, \"\"far\"\"\",0.5,10.5,20.0,30.25,60.0,2,7,true,true\r\n");
}

TEST_CASE("many pictures in CSV have their file in front") {
    ImageResult one;
    one.file = "a,b.jpg";
    one.detections = {{{10.5F, 20, 30.25F, 60}, 0.5F, 1, 7, 2, false, 0, 0.25F}};
    one.on_full_frame = {1};
    CHECK(csv_head_of_pictures() == "file,label,score,x0,y0,x1,y1,level,tile,truncated,recovered\r\n");
    CHECK(csv_lines_of_picture(card(), one) ==
          "\"a,b.jpg\",Person,0.5,10.5,20.0,30.25,60.0,2,7,false,false\r\n");
}

TEST_CASE("a table counts in words, and one of a thing is not called by its plural") {
    ImageResult one = result("a.jpg");
    one.detections.resize(1);
    one.on_full_frame.resize(1);
    one.tiles = one.levels = 1;
    one.total_ms = 12.4;
    const std::string table = format_table(card(), one);
    CHECK(table.substr(0, table.find('\n')) ==
          "a.jpg  640 x 480  1 box: 0 on the full frame, 1 recovered; the full frame alone lists 3  "
          "(1 tile, 1 level, 12 ms)");
    CHECK(format_table(card(), result("a.jpg")).find("2 boxes: 1 on the full frame, 1 recovered; ") !=
          std::string::npos);
}

TEST_CASE("a class the card does not list still has a name") {
    CHECK(label_name(card(), 1) == "Person");
    CHECK(label_name(card(), 77) == "class 77");
}

namespace {

std::string golden(const std::string& name) {
    std::ifstream file(std::string(FARSIGHT_GOLDEN_DIR) + "/" + name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// A picture of 128 by 128 on two levels: the full frame sees an object at (0, 0), the last tile a small one.
ImageResult stand_in_result(const ModelCard& stand_in) {
    DetectorOptions options;
    options.pyramid.levels = 2;
    options.pyramid.finest_zoom = 1;
    auto run = Run::create(stand_in, {128, 128}, options);
    REQUIRE(run);
    while (const auto batch = run->detector().next_batch(1)) {
        farsight::tests::StandInHeads heads;
        if (batch->first_tile == 0) heads.score(0, 0.6F);
        if (batch->first_tile + 1 == run->tiles()) heads.score(15, 0.8F);
        REQUIRE(run->detector().absorb(*batch, heads.views()));
    }
    REQUIRE(run->decide({}));
    ImageResult result;
    result.file = "street.png";
    result.size = {128, 128};
    result.take(*run);
    result.decode_image_ms = 1.5;
    result.stages = {2.25, 1234.5678, 0.125};
    result.merge_ms = 0.0625;
    result.total_ms = 700;
    return result;
}

}  // namespace

TEST_CASE("a stand-in network gives the exports that the page gives, byte for byte") {
    // tests/web/core.test.mjs compares the page's with the same files.
    const ModelCard stand_in = farsight::tests::stand_in_card();
    CHECK(write_card(stand_in) == golden("export_card.json"));
    const ImageResult result = stand_in_result(stand_in);
    CHECK(result.counts() == Counts{1, 1, 2, 1});
    CHECK(format_json(stand_in, {result}) == golden("export.json"));
    CHECK(format_csv(stand_in, result) == golden("export.csv"));
}
