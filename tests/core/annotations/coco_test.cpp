#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "farsight/annotations.h"

using namespace farsight;

namespace {

Result<Annotations> read(const std::string& text, const std::string& path = "a.json") {
    const AnnotationFile file = {path, text};
    return read_annotations({&file, 1});
}

/// One picture, one class, and this as its annotations.
std::string with_annotations(const std::string& annotations) {
    return R"({"images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 50}],
               "categories": [{"id": 7, "name": "car"}], "annotations": )" +
           annotations + "}";
}

Annotations good(const std::string& text) {
    auto all = read(text);
    if (!all) FAIL(all.error().message);
    return std::move(*all);
}

}  // namespace

TEST_CASE("a plain COCO file is read as it stands") {
    const auto all = good(with_annotations(
        R"([{"id": 3, "image_id": 1, "category_id": 7, "bbox": [1, 2, 30, 40.5], "area": 600, "iscrowd": 1}])"));
    CHECK(all.format == AnnotationFormat::kCoco);
    CHECK(all.images[0].file_name == "a.jpg");
    CHECK(all.images[0].size == Size{100, 50});
    REQUIRE(all.truths.size() == 1);
    CHECK(all.truths[0].box == CocoBox{1, 2, 30, 40.5});
    CHECK(all.truths[0].area == 600);
    CHECK(all.truths[0].crowd);
    CHECK(std::isnan(all.distances_m[0]));
    CHECK(all.remarks.list().empty());
}

TEST_CASE("COCO ids may be whole floats, text of digits, large, and with gaps") {
    const auto all =
        good(R"({"images": [{"id": 5000000000.0, "file_name": "b.jpg"}, {"id": "12", "file_name": "a.jpg"}],
        "categories": [{"id": 90, "name": "car"}],
        "annotations": [{"image_id": 12, "category_id": "90", "bbox": [0, 0, 1, 1]},
                        {"image_id": "5000000000", "category_id": 90.0, "bbox": [0, 0, 2, 2]}]})");
    CHECK(all.images[0].id == 12);
    CHECK(all.images[1].id == 5000000000);
    REQUIRE(all.truths.size() == 2);
    CHECK(all.truths[0].image == 0);
    CHECK(all.truths[1].image == 1);
    CHECK(all.remarks.count(Oddity::kIdsOfText) == 3);
}

TEST_CASE("COCO ids that are other text are numbered in the order of the texts") {
    const auto all =
        good(R"({"images": [{"id": "b", "file_name": "b.jpg"}, {"id": "a", "file_name": "a.jpg"}],
        "categories": [{"id": 1, "name": "car"}],
        "annotations": [{"image_id": "b", "category_id": 1, "bbox": [0, 0, 1, 1]}]})");
    CHECK(all.images[0].id_text == "a");
    CHECK(all.images[1].id == 2);
    CHECK(all.truths[0].image == 1);
    CHECK(all.image_place("b") == 1);
    CHECK(all.image_place("c") == -1);
}

TEST_CASE("COCO fields may be missing, text, or true and false") {
    const auto all = good(with_annotations(R"([
        {"image_id": 1, "category_id": 7, "bbox": [0, 0, 4, 5]},
        {"image_id": 1, "category_id": 7, "bbox": ["0", "0", "4", "5"], "area": "6", "iscrowd": "1"},
        {"image_id": 1, "category_id": 7, "bbox": [0, 0, 4, 5], "iscrowd": true},
        {"image_id": 1, "category_id": 7, "bbox": [0, 0, 4, 5], "iscrowd": "0"}])"));
    REQUIRE(all.truths.size() == 4);
    CHECK(all.truths[0].area == 20);
    CHECK(!all.truths[0].crowd);
    CHECK(all.truths[1].area == 6);
    CHECK(all.truths[1].box == CocoBox{0, 0, 4, 5});
    CHECK(all.truths[1].crowd);
    CHECK(all.truths[2].crowd);
    CHECK(!all.truths[3].crowd);
}

TEST_CASE("COCO annotations may be an object keyed by id") {
    const auto all =
        good(with_annotations(R"({"31": {"image_id": 1, "category_id": 7, "bbox": [0, 0, 4, 5]}})"));
    CHECK(all.truths.size() == 1);
    CHECK(all.remarks.count(Oddity::kSectionKeyedById) == 1);
}

TEST_CASE("LVIS has addresses instead of file names, and other tools write backslashes") {
    const auto all = good(R"({"images": [{"id": 1, "coco_url": "http://images.example/train2017/00042.jpg"},
                                         {"id": 2, "file_name": "train\\deep\\b.jpg"}],
        "categories": [{"id": 1, "name": "car"}], "annotations": []})");
    CHECK(all.images[0].file_name == "00042.jpg");
    CHECK(all.images[1].file_name == "train/deep/b.jpg");
    CHECK(all.remarks.count(Oddity::kImageNameFromUrl) == 1);
}

TEST_CASE("a byte order mark before COCO is skipped, and UTF-16 gets words") {
    CHECK(read("\xEF\xBB\xBF" + with_annotations("[]")));
    CHECK(read(std::string("\xFF\xFE{\0", 4)).error().message.find("UTF-16") != std::string::npos);
}

TEST_CASE("an outline stands in for a missing COCO box") {
    const auto all = good(with_annotations(R"([
        {"image_id": 1, "category_id": 7, "segmentation": [[10, 20, 30, 20, 30, 45], [5, 30, 6, 31, 7, 30]]},
        {"image_id": 1, "category_id": 7, "segmentation": {"counts": "abc", "size": [50, 100]}},
        {"image_id": 1, "category_id": 7, "bbox": [1, 2]}])"));
    REQUIRE(all.truths.size() == 1);
    CHECK(all.truths[0].box == CocoBox{5, 20, 25, 25});
    CHECK(all.remarks.count(Oddity::kBoxFromOutline) == 1);
    CHECK(all.remarks.count(Oddity::kNoBox) == 1);
    CHECK(all.remarks.count(Oddity::kBoxBroken) == 1);
}

TEST_CASE("COCO boxes with negative sides are mirrored, and those of unknown images left out") {
    const auto all = good(with_annotations(R"([
        {"id": 8, "image_id": 1, "category_id": 7, "bbox": [30, 40, -10, -20]},
        {"id": 9, "image_id": 2, "category_id": 7, "bbox": [0, 0, 1, 1]},
        {"id": 10, "image_id": 1, "category_id": 8, "bbox": [0, 0, 1, 1]}])"));
    REQUIRE(all.truths.size() == 1);
    CHECK(all.truths[0].box == CocoBox{20, 20, 10, 20});
    const auto remarks = all.remarks.list();
    REQUIRE(remarks.size() == 2);
    CHECK(remarks[0] == Remark{Oddity::kUnknownReference, 2, {"image 2", "category 8"}});
    CHECK(remarks[1] == Remark{Oddity::kBoxMirrored, 1, {"annotation 8"}});
}

TEST_CASE("one COCO id for two pictures is an error, for one picture twice a remark") {
    const auto images = [](const char* second) {
        return std::string(R"({"images": [{"id": 1, "file_name": "a/x.jpg"}, {"id": 1, "file_name": ")") +
               second + R"("}], "categories": [{"id": 1, "name": "car"}], "annotations": []})";
    };
    CHECK(read(images("b/x.jpg")).error().message == "a.json: has two images of id 1.");
    const auto all = good(images("a/x.jpg"));
    CHECK(all.images.size() == 1);
    CHECK(all.remarks.count(Oddity::kSameImageTwice) == 1);
}

TEST_CASE("COCO that cannot be read says where") {
    CHECK(read(R"({"images": [)").error().message.find("byte") != std::string::npos);
    CHECK(read(R"({"images": [{"id": 1.5}], "categories": []})").error().message.find("images entry 0") !=
          std::string::npos);
    CHECK(read(R"({"images": [], "annotations": []})").error().message.find("\"images\"") !=
          std::string::npos);
    CHECK(read(R"([{"image_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}])")
              .error()
              .message.find("no annotations") != std::string::npos);
    CHECK(read("some words").error().code == ErrorCode::kBadData);
}

TEST_CASE("a mask stands in for a missing COCO box") {
    // Height 10, width 8: columns 2 and 3, rows 4 to 6. Runs down the columns: 24 off, 3 on, 7 off, 3 on.
    const std::string list = R"([{"id": 1, "image_id": 1, "category_id": 7, "iscrowd": 1,
        "segmentation": {"size": [10, 8], "counts": [24, 3, 7, 3, 43]}}])";
    // The same as pycocotools packs it: mask.encode of that mask.
    const std::string packed = R"([{"id": 1, "image_id": 1, "category_id": 7, "iscrowd": 1,
        "segmentation": {"size": [10, 8], "counts": "h0370T1"}}])";
    for (const std::string& annotations : {list, packed}) {
        const auto all = good(with_annotations(annotations));
        REQUIRE(all.truths.size() == 1);
        CHECK(all.truths[0].box == CocoBox{2, 4, 2, 3});
        CHECK(all.truths[0].crowd);
        CHECK(all.remarks.count(Oddity::kBoxFromOutline) == 1);
    }
    // A run over the end of a column has the whole height: 5 off, then 10 on.
    const auto tall = good(with_annotations(
        R"([{"image_id": 1, "category_id": 7, "segmentation": {"counts": [5, 10, 65], "size": [10, 8]}}])"));
    CHECK(tall.truths[0].box == CocoBox{0, 0, 2, 10});
}

TEST_CASE("a COCO mask that is empty or contradicts itself is no box") {
    for (const char* mask :
         {R"({"size": [10, 8], "counts": [80]})", R"({"size": [10, 8], "counts": [0, 99]})",
          R"({"size": [10], "counts": [0, 9]})", R"({"size": [10, 8], "counts": "~~~"})",
          R"({"size": [-1, 8], "counts": [1, 2]})", R"({"counts": [1, 2]})"}) {
        const auto all = good(with_annotations(
            std::string(R"([{"image_id": 1, "category_id": 7, "segmentation": )") + mask + "}]"));
        CAPTURE(mask);
        CHECK(all.truths.empty());
        CHECK(all.remarks.count(Oddity::kNoBox) == 1);
    }
}

TEST_CASE("NaN and Infinity, which Python writes into JSON, count as missing") {
    const auto all = good(with_annotations(
        R"([{"image_id": 1, "category_id": 7, "bbox": [1, 2, NaN, 4]},
            {"image_id": 1, "category_id": 7, "bbox": [1, 2, 3, 4], "area": -Infinity, "note": "NaN is \" a word"}])"));
    REQUIRE(all.truths.size() == 1);
    CHECK(all.truths[0].area == 12);
    CHECK(all.remarks.count(Oddity::kBoxBroken) == 1);
    CHECK(all.remarks.count(Oddity::kNotANumber) == 2);
}

TEST_CASE("a COCO class that is listed twice with one id and one name is taken once") {
    const auto all = good(
        R"({"images": [{"id": 1}], "categories": [{"id": 7, "name": "car"}, {"id": 7, "name": "car"}]})");
    CHECK(all.categories.size() == 1);
    CHECK(all.remarks.count(Oddity::kClassTwice) == 1);
    CHECK(!read(
        R"({"images": [{"id": 1}], "categories": [{"id": 7, "name": "car"}, {"id": 7, "name": "bus"}]})"));
}

TEST_CASE("a COCO box whose corner or area is no number is broken") {
    const auto all = good(with_annotations(
        R"([{"image_id": 1, "category_id": 7, "bbox": [0, 0, 1e200, 1e200]},
            {"image_id": 1, "category_id": 7, "bbox": [-1e308, 0, -1e308, 0.1]},
            {"image_id": 1, "category_id": 7, "bbox": [1, 2, 3, 4]}])"));
    CHECK(all.truths.size() == 1);
    CHECK(all.remarks.count(Oddity::kBoxBroken) == 2);
}

TEST_CASE("each oddity has its words for one and for many") {
    CHECK(words_of(Oddity::kBoxOfNoArea, 1) == "box has no area; nothing can be found there");
    CHECK(words_of(Oddity::kBoxOfNoArea, 2) == "boxes have no area; nothing can be found there");
    CHECK(words_of(Oddity::kUnknownReference, 1) ==
          "annotation of an image or category that is not listed was left out");
    for (int i = 0; i < kOddities; ++i) {
        for (const std::int64_t count : {0, 1, 2}) {
            const std::string words = words_of(static_cast<Oddity>(i), count);
            CHECK(words.size() > 10);
            CHECK(words.find_first_of("{|}") == std::string::npos);
        }
    }
}
