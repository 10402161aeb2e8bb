#include "farsight/read_results.h"

#include <catch2/catch.hpp>
#include <string>

#include "farsight/annotated_pictures.h"

using namespace farsight;

namespace {

Annotations truth() {
    const AnnotationFile file = {"truth.json", R"({"images": [
        {"id": 1, "file_name": "a/7.jpg", "width": 64, "height": 48},
        {"id": 7, "file_name": "b/7.jpg", "width": 64, "height": 48},
        {"id": 9, "file_name": "b/street.jpg", "width": 32, "height": 20}],
        "categories": [{"id": 3, "name": "car"}, {"id": 8, "name": "Traffic, light"}]})"};
    return *read_annotations({&file, 1});
}

Result<ReadResults> read(const std::string& text, const std::string& path = "found.csv") {
    const AnnotationFile file = {path, text};
    return read_results({&file, 1}, truth());
}

ReadResults good(const std::string& text, const std::string& path = "found.csv") {
    auto results = read(text, path);
    if (!results) FAIL(results.error().message);
    return std::move(*results);
}

}  // namespace

TEST_CASE("the CSV that detect writes is read, with names in quotes and columns in any order") {
    const auto all = good(
        "file,label,score,x0,y0,x1,y1,level,tile,truncated,recovered\r\n"
        "photos/b/street.jpg,CAR,0.5,1,2,11.5,12,0,0,false,true\r\n"
        "\"a/7.jpg\",\"traffic, light\",0.25,0,0,4,5,1,3,true,false\r\n");
    REQUIRE(all.detections.size() == 2);
    CHECK(all.detections[0].image == 2);
    CHECK(all.detections[0].category == 0);
    CHECK(all.detections[0].score == 0.5);
    CHECK(all.detections[0].box == CocoBox{1, 2, 10.5, 10});
    CHECK(all.detections[1].image == 0);
    CHECK(all.detections[1].category == 1);
    const auto turned = good("x0,y0,x1,y1,score,label,file\n1,2,3,5,0.5,car,b/7.jpg\n");
    REQUIRE(turned.detections.size() == 1);
    CHECK(turned.detections[0].box == CocoBox{1, 2, 2, 3});
    CHECK(good("file,label,score,x0,y0,x1,y1\r\n").detections.empty());
}

TEST_CASE("CSV that is broken is named with its line") {
    const std::string head = "file,label,score,x0,y0,x1,y1\n";
    CHECK(read(head + "a/7.jpg,car,0.5,1,2,3,4\nb/7.jpg,car,high,1,2,3,4\n").error().message.find("line 3") !=
          std::string::npos);
    CHECK(read(head + "a/7.jpg,car,0.5,1,2,3\n").error().message.find("line 2") != std::string::npos);
    CHECK(read(head + "a/7.jpg,car,nan,1,2,3,4\n").error().message.find("line 2") != std::string::npos);
    CHECK(read("label,score,x0,y0,x1,y1\n").error().message.find("no column \"file\"") != std::string::npos);
}

TEST_CASE("JSON lines with a schema on each are pictures one by one") {
    const std::string line = R"({"schema":"farsight.detections/1","file":"a/7.jpg","width":64,"height":48,
"detections":[{"label":"car","score":0.5,"box":[1,2,3,4]}]})";
    std::string one_line;
    for (const char c : line) one_line += c == '\n' ? ' ' : c;
    const auto all = good(one_line + "\n" + one_line + "\n", "found.jsonl");
    CHECK(all.detections.size() == 2);
}

TEST_CASE("results of pictures of another size than annotated are refused, with both sizes") {
    const auto turned = read(R"({"schema":"farsight.detections/1","images":[{"file":"a/7.jpg","width":48,
        "height":64,"detections":[]}]})");
    REQUIRE(!turned);
    CHECK(turned.error().code == ErrorCode::kMismatch);
    CHECK(turned.error().message.find("48 x 64") != std::string::npos);
    CHECK(turned.error().message.find("64 x 48") != std::string::npos);
    CHECK(turned.error().message.find("farsight convert") != std::string::npos);
}

TEST_CASE("results beyond their picture are kept and counted") {
    const auto all =
        good("file,label,score,x0,y0,x1,y1\na/7.jpg,car,0.5,0,0,64.5,48\nb/7.jpg,car,0.5,0,0,48,64\n");
    CHECK(all.detections.size() == 2);
    CHECK(all.beyond_pictures == 1);
    CHECK(all.beyond_picture_example == "b/7.jpg");
}

TEST_CASE(
    "a COCO result whose class id is not listed goes by its name, and an id that is also a file name is "
    "counted") {
    const auto all = good(R"([
        {"image_id": 9, "category_id": 0, "category_name": "Car", "bbox": [1, 2, 3, 4], "score": 0.5},
        {"image_id": "a/7.jpg", "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.5}])");
    REQUIRE(all.detections.size() == 2);
    CHECK(all.detections[0].category == 0);
    CHECK(all.detections[1].image == 0);
    CHECK(all.unlike_ids == 0);
    const AnnotationFile swapped = {"truth.json", R"({"images": [
        {"id": 1, "file_name": "2.jpg"}, {"id": 2, "file_name": "1.jpg"}],
        "categories": [{"id": 3, "name": "car"}]})"};
    const auto annotations = read_annotations({&swapped, 1});
    const AnnotationFile file = {
        "r.json", R"([{"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.5}])"};
    const auto results = read_results({&file, 1}, *annotations);
    REQUIRE(results);
    CHECK(results->detections[0].image == 0);
    CHECK(results->unlike_ids == 1);
}

TEST_CASE("YOLO results without names are classes of YOLO annotations by number") {
    const std::vector<AnnotationFile> files = {{"labels/a.txt", "1 0.5 0.5 0.5 0.5\n"},
                                               {"labels/classes.txt", "cat\ndog\n"}};
    auto annotations = read_annotations(files);
    REQUIRE(annotations);
    const std::vector<PictureFacts> facts = {{{100, 50}, 1}};
    REQUIRE(fit_to_pictures(*annotations, facts));
    const AnnotationFile found = {"predicted/a.txt", "1 0.5 0.5 0.2 0.4 0.75\n"};
    const auto results = read_results({&found, 1}, *annotations);
    REQUIRE(results);
    REQUIRE(results->detections.size() == 1);
    CHECK(annotations->categories[static_cast<std::size_t>(results->detections[0].category)].name == "dog");
    CHECK(results->detections[0].box.x == Approx(40));
    CHECK(results->detections[0].box.height == Approx(20));
    CHECK(results->remarks.list().empty());
}
