#include "farsight/write_annotations.h"

#include <catch2/catch.hpp>
#include <limits>
#include <string>

#include "farsight/annotated_pictures.h"

using namespace farsight;

namespace {

Annotations two_boxes() {
    Annotations all;
    all.images = {{3, "deep/a.jpg", {}, {}, {200, 100}}};
    all.categories = {{1, "cat & \"dog\"", {}}, {5, "ärger", {}}};
    all.truths = {{{20, 10, 100, 50}, 4000, 0, 1, true, false},
                  {{0.1, 0.2, 0.7, 0.4}, 0.28, 0, 0, false, true}};
    all.distances_m = {12.5, std::numeric_limits<double>::quiet_NaN()};
    return all;
}

}  // namespace

TEST_CASE("COCO that was written reads back exactly") {
    const Annotations all = two_boxes();
    const std::string text = write_coco(all);
    const AnnotationFile file = {"a.json", text};
    const auto again = read_annotations({&file, 1});
    REQUIRE(again);
    CHECK(again->images[0].id == 3);
    CHECK(again->images[0].file_name == "deep/a.jpg");
    CHECK(again->images[0].size == Size{200, 100});
    CHECK(again->categories[0].name == "cat & \"dog\"");
    CHECK(again->categories[1].id == 5);
    REQUIRE(again->truths.size() == 2);
    CHECK(again->truths[0].box == all.truths[0].box);
    CHECK(again->truths[0].area == 4000);
    CHECK(again->truths[0].crowd);
    CHECK(again->truths[1].box == all.truths[1].box);
    CHECK(again->distances_m[0] == 12.5);
    CHECK(again->remarks.list().empty());
}

TEST_CASE("VOC says folder, size and corners, and escapes names") {
    const auto text = write_voc(two_boxes(), 0, std::vector<std::int32_t>{0, 1});
    CHECK(text.find("<folder>deep</folder>") != std::string::npos);
    CHECK(text.find("<filename>a.jpg</filename>") != std::string::npos);
    CHECK(text.find("<width>200</width><height>100</height>") != std::string::npos);
    CHECK(text.find("<xmin>20.0</xmin><ymin>10.0</ymin><xmax>120.0</xmax><ymax>60.0</ymax>") !=
          std::string::npos);
    CHECK(text.find("<name>cat &amp; &quot;dog&quot;</name><difficult>1</difficult>") != std::string::npos);
}

TEST_CASE("YOLO says centre and size as fractions, and its classes in order") {
    // Centre (70, 35) of 200 x 100.
    const auto text = write_yolo_labels(two_boxes(), 0, std::vector<std::int32_t>{0});
    CHECK(text == "1 0.35 0.35 0.5 0.5\n");
    CHECK(write_yolo_names(two_boxes()) ==
          "# Training wants path, train and val here too: where the pictures are.\nnames:\n  0: \"cat & "
          "\\\"dog\\\"\"\n  1: \"ärger\"\n");
    CHECK(write_class_list(two_boxes()) == "cat & \"dog\"\närger\n");
}
