#include <catch2/catch.hpp>
#include <string>

#include "farsight/annotations.h"

using namespace farsight;

namespace {

Result<Annotations> read(const std::string& text) {
    const AnnotationFile file = {"export.json", text};
    return read_annotations({&file, 1});
}

std::string rectangle(const std::string& more) {
    return R"({"type": "rectanglelabels", "original_width": 200, "original_height": 100,
               "value": {"x": 10, "y": 20, "width": 50, "height": 40, "rectanglelabels": ["Car"])" +
           more + "}}";
}

}  // namespace

TEST_CASE("Label Studio's percents become pixels") {
    const auto all = read(R"([{"id": 1, "data": {"image": "/data/upload/3/1a2b3c4d-a%20b.jpg"},
        "annotations": [{"was_cancelled": true, "result": []}, {"result": [)" +
                          rectangle("") + R"(,
          {"type": "polygonlabels", "original_width": 200, "original_height": 100,
           "value": {"points": [[0, 0], [10, 0], [5, 50]], "polygonlabels": ["Road"]}},
          {"type": "brushlabels", "value": {"brushlabels": ["Road"]}},
          {"type": "choices", "value": {"choices": ["good"]}}]}, {"result": []}]}])");
    REQUIRE(all);
    CHECK(all->format == AnnotationFormat::kLabelStudio);
    CHECK(all->images[0].file_name == "/data/upload/3/1a2b3c4d-a b.jpg");
    CHECK(all->images[0].other_name == "a b.jpg");
    CHECK(all->images[0].size == Size{200, 100});
    REQUIRE(all->truths.size() == 2);
    CHECK(all->truths[0].box == CocoBox{20, 20, 100, 40});
    CHECK(all->truths[1].box == CocoBox{0, 0, 20, 50});
    CHECK(all->categories[1].name == "Road");
    CHECK(all->remarks.count(Oddity::kOtherShape) == 1);
    CHECK(all->remarks.count(Oddity::kSeveralAnnotators) == 1);
}

TEST_CASE("Label Studio turns boxes about their top left corner") {
    const auto all = read(R"([{"data": {"image": "s3://bucket/a.jpg"}, "annotations": [{"result": [)" +
                          rectangle(R"(, "rotation": 90)") + "]}]}]");
    REQUIRE(all);
    CHECK(all->images[0].file_name == "bucket/a.jpg");
    // 100 x 40 at (20, 20), a quarter turn clockwise about that corner: x from -20 to 20, y from 20 to 120.
    CHECK(all->truths[0].box.x == Approx(-20));
    CHECK(all->truths[0].box.y == Approx(20));
    CHECK(all->truths[0].box.width == Approx(40));
    CHECK(all->truths[0].box.height == Approx(100));
}

TEST_CASE("Label Studio's JSON-MIN has the boxes beside the picture") {
    const auto all = read(R"([{"image": "/data/local-files/?d=photos/a.jpg", "id": 1, "label": [
        {"x": 10, "y": 20, "width": 50, "height": 40, "rotation": 0, "rectanglelabels": ["Car"],
         "original_width": 200, "original_height": 100}]}])");
    REQUIRE(all);
    CHECK(all->images[0].file_name == "photos/a.jpg");
    REQUIRE(all->truths.size() == 1);
    CHECK(all->truths[0].box == CocoBox{20, 20, 100, 40});
}

TEST_CASE("Label Studio's rectangle and label may be two results of one id") {
    const auto all = read(R"([{"data": {"image": "a.jpg"}, "annotations": [{"result": [
        {"id": "x", "type": "rectangle", "original_width": 200, "original_height": 100,
         "value": {"x": 10, "y": 20, "width": 50, "height": 40}},
        {"id": "x", "type": "labels", "original_width": 200, "original_height": 100,
         "value": {"x": 10, "y": 20, "width": 50, "height": 40, "labels": ["Car"]}},
        {"id": "y", "type": "rectangle", "original_width": 200, "original_height": 100,
         "value": {"x": 0, "y": 0, "width": 50, "height": 40}}]}]}])");
    REQUIRE(all);
    REQUIRE(all->truths.size() == 1);
    CHECK(all->truths[0].box == CocoBox{20, 20, 100, 40});
    CHECK(all->categories[0].name == "Car");
    CHECK(all->remarks.count(Oddity::kOtherShape) == 1);
}
