#include <catch2/catch.hpp>
#include <string>

#include "farsight/annotations.h"

using namespace farsight;

namespace {

Result<Annotations> read(const std::string& text) {
    const AnnotationFile file = {"annotations.xml", text};
    return read_annotations({&file, 1});
}

}  // namespace

TEST_CASE("CVAT's boxes, outlines and masks become boxes, its points and tracks are counted") {
    const auto all = read(R"(<?xml version="1.0"?><annotations><version>1.1</version>
        <meta><job><labels><label><name>person</name></label><label><name>car</name></label></labels></job></meta>
        <image id="0" name="deep/a.jpg" width="640" height="480">
          <box label="car" xtl="10.5" ytl="20" xbr="30.5" ybr="60" occluded="0"/>
          <box label="car" xtl="40" ytl="20" xbr="60" ybr="30" rotation="90"/>
          <polygon label="person" points="1,2;5,2.5;3,9"/>
          <mask label="person" left="7" top="8" width="9" height="10" rle="1"/>
          <points label="car" points="1,2"/><tag label="car"/>
        </image><image id="1" name="b.jpg" width="640" height="480"/>
        <track id="3" label="car"/></annotations>)");
    REQUIRE(all);
    CHECK(all->format == AnnotationFormat::kCvat);
    CHECK(all->categories[0].name == "person");
    CHECK(all->images[0].file_name == "deep/a.jpg");
    CHECK(all->images[1].size == Size{640, 480});
    REQUIRE(all->truths.size() == 4);
    CHECK(all->truths[0].box == CocoBox{10.5, 20, 20, 40});
    CHECK(all->truths[0].category == 1);
    // 20 x 10 about (50, 25), turned a quarter.
    CHECK(all->truths[1].box.x == Approx(45));
    CHECK(all->truths[1].box.height == Approx(20));
    CHECK(all->truths[2].box == CocoBox{1, 2, 4, 7});
    CHECK(all->truths[3].box == CocoBox{7, 8, 9, 10});
    CHECK(all->remarks.count(Oddity::kOtherShape) == 2);
    CHECK(all->remarks.count(Oddity::kBoxFromOutline) == 2);
    CHECK(all->remarks.count(Oddity::kBoxOfTurned) == 1);
}

TEST_CASE("CVAT for video has no images, and the message names the right export") {
    const auto all = read("<annotations><track id='0' label='car'><box frame='0'/></track></annotations>");
    REQUIRE(!all);
    CHECK(all.error().message.find("CVAT for images") != std::string::npos);
}

TEST_CASE("a size or a box of CVAT that cannot be is not believed") {
    const auto all = read(R"(<annotations>
        <image id="0" name="a.jpg" width="32" height="-8">
        <box label="car" xtl="-1e308" ytl="0" xbr="1e308" ybr="1"/>
        <box label="car" xtl="0" ytl="0" xbr="1e200" ybr="1e200"/>
        <box label="car" xtl="1" ytl="2" xbr="3" ybr="5"/></image>
        <image id="1" name="b.jpg" width="70000" height="8"/></annotations>)");
    REQUIRE(all);
    CHECK(all->images[0].size == Size{});
    CHECK(all->images[1].size == Size{});
    REQUIRE(all->truths.size() == 1);
    CHECK(all->truths[0].box == CocoBox{1, 2, 2, 3});
    CHECK(all->remarks.count(Oddity::kBoxBroken) == 2);
}
