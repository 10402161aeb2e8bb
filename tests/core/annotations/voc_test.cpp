#include <catch2/catch.hpp>
#include <string>

#include "farsight/annotations.h"
#include "farsight/read_results.h"

using namespace farsight;

namespace {

std::string object(const std::string& name, const std::string& box, const std::string& more = "") {
    return "<object><name>" + name + "</name>" + more + box + "</object>";
}

std::string bndbox(const char* x0, const char* y0, const char* x1, const char* y1) {
    return std::string("<bndbox><xmin>") + x0 + "</xmin><ymin>" + y0 + "</ymin><xmax>" + x1 +
           "</xmax><ymax>" + y1 + "</ymax></bndbox>";
}

std::string picture(const std::string& objects) {
    return "<annotation><folder>VOC2012</folder><filename>a.jpg</filename><size><width>100</width>"
           "<height>50</height><depth>3</depth></size>" +
           objects + "</annotation>";
}

Annotations good(const std::vector<AnnotationFile>& files) {
    auto all = read_annotations(files);
    if (!all) FAIL(all.error().message);
    return std::move(*all);
}

}  // namespace

TEST_CASE("VOC files become pictures, classes and boxes that count from 0") {
    const std::string a = picture(object("car", bndbox("10", "20", "40", "50")) +
                                  object("dog", bndbox(" 1.5 ", "2", "3", "4"), "<part><bndbox/></part>"));
    const std::string b = "<?xml version='1.0'?>\n<annotation><filename>b.png</filename></annotation>";
    const auto all = good({{"x/a.xml", a}, {"x/b.xml", b}, {"x/notes.txt", "nothing"}});
    CHECK(all.format == AnnotationFormat::kVoc);
    REQUIRE(all.images.size() == 2);
    CHECK(all.images[0].file_name == "VOC2012/a.jpg");
    CHECK(all.images[0].other_name == "x/a.xml");
    CHECK(all.images[0].size == Size{100, 50});
    CHECK(all.images[1].size == Size{});
    CHECK(all.categories[0].name == "car");
    CHECK(all.categories[1].name == "dog");
    REQUIRE(all.truths.size() == 2);
    CHECK(all.truths[0].box == CocoBox{10, 20, 30, 30});
    CHECK(all.truths[1].box == CocoBox{1.5, 2, 1.5, 2});
    CHECK(all.remarks.count(Oddity::kVocCountsFromZero) == 1);
}

TEST_CASE("one VOC coordinate at width or height plus 1 makes all of them count from 1") {
    const std::string a =
        picture(object("car", bndbox("1", "1", "101", "20")) + object("car", bndbox("11", "21", "31", "41")));
    const auto all = good({{"a.xml", a}});
    CHECK(all.truths[0].box == CocoBox{0, 0, 100, 19});
    CHECK(all.truths[1].box == CocoBox{10, 20, 20, 20});
    CHECK(all.remarks.count(Oddity::kVocCountsFromOne) == 1);
    CHECK(all.remarks.count(Oddity::kVocCountsFromZero) == 0);
}

TEST_CASE("VOC's difficult objects are ignored, swapped corners mirrored, boxes without numbers left out") {
    const std::string a = picture(object("car", bndbox("1", "2", "3", "4"), "<difficult>1</difficult>") +
                                  object("car", bndbox("9", "8", "5", "6")) +
                                  object("car", bndbox("x", "2", "3", "4")) + object("car", ""));
    const auto all = good({{"a.xml", a}});
    REQUIRE(all.truths.size() == 2);
    CHECK(all.truths[0].ignore);
    CHECK(all.truths[1].box == CocoBox{5, 6, 4, 2});
    CHECK(all.remarks.count(Oddity::kDifficult) == 1);
    CHECK(all.remarks.count(Oddity::kBoxMirrored) == 1);
    CHECK(all.remarks.count(Oddity::kBoxBroken) == 1);
    CHECK(all.remarks.count(Oddity::kNoBox) == 1);
}

TEST_CASE("a turned VOC box gives the upright box around it") {
    // A quarter turn swaps the sides: 20 x 10 about (50, 25) becomes 10 x 20.
    const std::string a = picture(object("car",
                                         "<robndbox><cx>50</cx><cy>25</cy><w>20</w><h>10</h>"
                                         "<angle>1.5707963267948966</angle></robndbox>"));
    const auto all = good({{"a.xml", a}});
    REQUIRE(all.truths.size() == 1);
    CHECK(all.truths[0].box.x == Approx(45));
    CHECK(all.truths[0].box.y == Approx(15));
    CHECK(all.truths[0].box.width == Approx(10));
    CHECK(all.truths[0].box.height == Approx(20));
    CHECK(all.remarks.count(Oddity::kBoxOfTurned) == 1);
}

TEST_CASE("a class list beside VOC files gives the order of classes") {
    const std::string a = picture(object("dog", bndbox("1", "2", "3", "4")));
    const auto all = good({{"x/classes.txt", "cat\r\ndog\n"}, {"x/a.xml", a}});
    REQUIRE(all.categories.size() == 2);
    CHECK(all.categories[1].name == "dog");
    CHECK(all.truths[0].category == 1);
}

TEST_CASE("a VOC file that is no XML is named") {
    const std::string cut = "<annotation><filename>a.jpg";
    const AnnotationFile file = {"a.xml", cut};
    const auto all = read_annotations({&file, 1});
    REQUIRE(!all);
    CHECK(all.error().message.find("a.xml") != std::string::npos);
}

TEST_CASE("what is odd in VOC files of results is remarked") {
    const AnnotationFile truth = {"truth.json", R"({"images": [{"id": 1, "file_name": "street.jpg"}],
        "categories": [{"id": 3, "name": "car"}]})"};
    const auto annotations = read_annotations({&truth, 1});
    REQUIRE(annotations);
    const AnnotationFile file = {
        "street.xml",
        "<annotation><filename>street.jpg</filename><object><name>car</name><confidence>0.5</confidence>"
        "<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>x</xmax><ymax>9</ymax></bndbox></object></annotation>"};
    const auto results = read_results({&file, 1}, *annotations);
    REQUIRE(results);
    CHECK(results->detections.empty());
    CHECK(results->remarks.count(Oddity::kBoxBroken) == 1);
}

TEST_CASE("an outline stands in where a VOC object has no box") {
    const std::string numbered =
        "<polygon><x1>1</x1><y1>9</y1><x2>10</x2><y2>2</y2><x3>5</x3><y3>4</y3></polygon>";
    const std::string points =
        "<polygon><username>me</username><pt><x>3</x><y>4</y></pt><pt><x>8</x><y>6</y></pt></polygon>";
    const auto all = good({{"a.xml", picture(object("car", numbered) + object("car", points) +
                                             object("car", "<polygon></polygon>") +
                                             object("car", bndbox("1", "2", "3", "4"), points))}});
    REQUIRE(all.truths.size() == 3);
    CHECK(all.truths[0].box == CocoBox{1, 2, 9, 7});
    CHECK(all.truths[1].box == CocoBox{3, 4, 5, 2});
    CHECK(all.truths[2].box == CocoBox{1, 2, 2, 2});
    CHECK(all.remarks.count(Oddity::kBoxFromOutline) == 2);
    CHECK(all.remarks.count(Oddity::kNoBox) == 1);
}
