#include <catch2/catch.hpp>
#include <string>

#include "farsight/annotated_pictures.h"

using namespace farsight;

namespace {

Annotations good(const std::vector<AnnotationFile>& files) {
    auto all = read_annotations(files);
    if (!all) FAIL(all.error().message);
    return std::move(*all);
}

}  // namespace

TEST_CASE("YOLO's fractions become pixels of the pictures, and pictures without labels have no box") {
    auto all = good({{"d/labels/b.txt", "1 0.5 0.5 0.25 0.5\n"}, {"d/classes.txt", "cat\ndog\n"}});
    CHECK(all.format == AnnotationFormat::kYolo);
    CHECK(all.fractions);
    const std::vector<std::string> files = {"d/images/a.jpg", "d/images/b.jpg"};
    auto places = match_pictures(all, files);
    REQUIRE(places);
    add_unlabelled_pictures(all, files, *places);
    REQUIRE(all.images.size() == 2);
    CHECK(all.images[0].file_name == "d/images/a.jpg");
    const std::vector<PictureFacts> facts = {{{10, 10}, 1}, {{200, 100}, 1}};
    REQUIRE(fit_to_pictures(all, facts));
    REQUIRE(all.truths.size() == 1);
    CHECK(all.truths[0].image == 1);
    CHECK(all.truths[0].category == 1);
    // Centre (100, 50), 50 x 50.
    CHECK(all.truths[0].box == CocoBox{75, 25, 50, 50});
    CHECK(all.truths[0].area == 2500);
}

TEST_CASE("YOLO's outlines give boxes, scores are left out, unknown classes are remarked") {
    const auto all = good({{"labels/a.txt",
                            "0 0.1 0.2 0.3 0.2 0.2 0.8\n"  // three points
                            "0 0.5 0.5 0.2 0.2 0.9\n"      // a score behind the box
                            "5 0.5 0.5 0.2 0.2\n"          // of one class
                            "0 0.5 0.5\n"},
                           {"classes.txt", "car\n"}});
    REQUIRE(all.truths.size() == 2);
    CHECK(all.truths[0].box.x == 0.1);
    CHECK(all.truths[0].box.width == Approx(0.2));
    CHECK(all.truths[0].box.height == Approx(0.6));
    CHECK(all.remarks.count(Oddity::kBoxFromOutline) == 1);
    CHECK(all.remarks.count(Oddity::kConfidence) == 1);
    CHECK(all.remarks.count(Oddity::kUnknownReference) == 1);
    CHECK(all.remarks.count(Oddity::kBoxBroken) == 1);
}

TEST_CASE("YOLO without names calls classes by their number") {
    const auto all = good({{"labels/a.txt", "2 0.5 0.5 0.1 0.1"}});
    REQUIRE(all.categories.size() == 3);
    CHECK(all.categories[2].name == "2");
    CHECK(all.remarks.count(Oddity::kNoClassNames) == 3);
}

TEST_CASE("a YOLO line that is no label is named") {
    const std::vector<AnnotationFile> files = {{"labels/a.txt", "0 0.5 0.5 0.1 0.1\n0 half 0.5 0.1 0.1\n"}};
    const auto all = read_annotations(files);
    REQUIRE(!all);
    CHECK(all.error().message.find("labels/a.txt, line 2") != std::string::npos);
}

TEST_CASE("files that hold no labels are remarked by name") {
    const auto all =
        good({{"d/a.txt", "0 0.5 0.5 0.2 0.4\n"}, {"d/README.txt", "my photos"}, {"d/b.txt", "car 1 2 3 4"}});
    CHECK(all.images.size() == 1);
    CHECK(all.remarks.count(Oddity::kFilePassedOver) == 2);
}
