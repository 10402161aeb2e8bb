#include "farsight/annotated_pictures.h"

#include <catch2/catch.hpp>
#include <string>

using namespace farsight;

namespace {

/// Images of these names and sizes, one class, no box.
Annotations images(const std::vector<AnnotatedImage>& listed) {
    Annotations all;
    all.images = listed;
    for (std::size_t i = 0; i < all.images.size(); ++i) all.images[i].id = static_cast<std::int64_t>(i) + 1;
    all.categories = {{1, "car", {}}};
    return all;
}

Annotations named(const std::vector<std::string>& names) {
    std::vector<AnnotatedImage> listed;
    for (const std::string& name : names) listed.push_back({0, name, {}, {}, {}});
    return images(listed);
}

void add_box(Annotations& all, std::int32_t image, CocoBox box) {
    all.truths.push_back({box, box.width * box.height, image, 0, false, false});
    all.distances_m.push_back(0);
    all.scores.push_back(0);
}

using Places = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("pictures of one name in two folders are told apart by the longest tail of the path") {
    auto all = named({"val/a/1.jpg", "val/b/1.jpg", "2.jpg"});
    const std::vector<std::string> files = {"photos/b/1.jpg", "photos\\a\\1.jpg", "old/2.jpg", "2.jpg"};
    CHECK(*match_pictures(all, files) == Places{1, 0, 3});
    CHECK(all.remarks.count(Oddity::kPictureNotAnnotated) == 1);
}

TEST_CASE("two pictures that match equally are an error with both names") {
    auto all = named({"1.jpg"});
    const std::vector<std::string> files = {"a/1.jpg", "b/1.jpg"};
    const auto places = match_pictures(all, files);
    REQUIRE(!places);
    CHECK(places.error().code == ErrorCode::kMismatch);
    CHECK(places.error().message.find("a/1.jpg or b/1.jpg") != std::string::npos);
}

TEST_CASE("two annotated images that are one picture are an error, unless one fits better") {
    const std::vector<std::string> files = {"photos/a/1.jpg"};
    auto equal = named({"b/1.jpg", "c/1.jpg"});
    REQUIRE(!match_pictures(equal, files));
    auto better = named({"b/1.jpg", "a/1.jpg"});
    CHECK(*match_pictures(better, files) == Places{-1, 0});
    CHECK(better.remarks.count(Oddity::kPictureMissing) == 1);
    auto same = named({"1.jpg", "1.jpg"});
    CHECK(*match_pictures(same, files) == Places{0, 0});
    CHECK(same.remarks.count(Oddity::kPictureTwice) == 1);
}

TEST_CASE("the ending and upper case decide only where the rest is equal") {
    auto all = named({"A.JPG", "b", "c.v1", "d.jpg", "e.jpg"});
    const std::vector<std::string> files = {"a.jpg", "b.png", "c.v1.jpg", "d.png", "d.jpg", "f.jpg"};
    CHECK(*match_pictures(all, files) == Places{0, 1, 2, 4, -1});
    CHECK(all.remarks.count(Oddity::kNameWithOtherEnding) == 2);
    CHECK(all.remarks.count(Oddity::kPictureMissing) == 1);
    CHECK(all.remarks.count(Oddity::kPictureNotAnnotated) == 2);
}

TEST_CASE("the name of the annotation file stands in for a wrong file name") {
    auto all = images({{0, "renamed.jpg", "labels/train/x.xml", {}, {}}});
    const std::vector<std::string> files = {"images/train/x.jpg", "images/val/x.jpg"};
    CHECK(*match_pictures(all, files) == Places{0});
}

TEST_CASE("a name that was written as an address finds its picture, unless one has that very name") {
    const std::vector<std::string> files = {"b c.jpg", "d%20e.jpg", "d e.jpg", "100%.jpg"};
    auto all = named({"b%20c.jpg", "d%20e.jpg", "100%.jpg"});
    CHECK(*match_pictures(all, files) == Places{0, 1, 3});
    CHECK(all.remarks.count(Oddity::kPictureMissing) == 0);
}

TEST_CASE("boxes of the stored orientation are turned upright") {
    // Stored 40 x 20; the box covers its first 10 columns and 5 rows. Upright it lies where EXIF puts row 0,
    // column 0.
    const auto [orientation, box] = GENERATE(table<int, CocoBox>({
        {5, {0, 0, 5, 10}},    // left, top
        {6, {15, 0, 5, 10}},   // right, top
        {7, {15, 30, 5, 10}},  // right, bottom
        {8, {0, 30, 5, 10}},   // left, bottom
    }));
    auto all = images({{0, "a.jpg", {}, {}, {40, 20}}});
    add_box(all, 0, {0, 0, 10, 5});
    const std::vector<PictureFacts> facts = {{{20, 40}, orientation}};
    REQUIRE(fit_to_pictures(all, facts));
    CAPTURE(orientation);
    CHECK(all.truths[0].box == box);
    CHECK(all.images[0].size == Size{20, 40});
    CHECK(all.remarks.count(Oddity::kTurnedBack) == 1);
}

TEST_CASE("upright boxes of a turned picture stay, and what cannot be told is said") {
    auto upright = images({{0, "a.jpg", {}, {}, {20, 40}}});
    add_box(upright, 0, {1, 2, 3, 4});
    REQUIRE(fit_to_pictures(upright, std::vector<PictureFacts>{{{20, 40}, 6}}));
    CHECK(upright.truths[0].box == CocoBox{1, 2, 3, 4});
    CHECK(upright.remarks.list().empty());

    // Upside down the size is the same, and without a size nothing is known.
    auto upside_down = images({{0, "a.jpg", {}, {}, {20, 40}}, {0, "b.jpg", {}, {}, {}}});
    REQUIRE(fit_to_pictures(upside_down, std::vector<PictureFacts>{{{20, 40}, 3}, {{20, 40}, 6}}));
    CHECK(upside_down.remarks.count(Oddity::kMaybeTurned) == 2);
}

TEST_CASE("boxes of another size are scaled when one ratio fits all") {
    auto all = images(
        {{0, "a.jpg", {}, {}, {640, 480}}, {0, "b.jpg", {}, {}, {333, 251}}, {0, "c.jpg", {}, {}, {10, 10}}});
    add_box(all, 0, {10, 20, 30, 40});
    REQUIRE(fit_to_pictures(all, std::vector<PictureFacts>{{{320, 240}, 1}, {{167, 126}, 1}, {{10, 10}, 1}}));
    CHECK(all.truths[0].box == CocoBox{5, 10, 15, 20});
    CHECK(all.truths[0].area == 300);
    CHECK(all.remarks.count(Oddity::kScaled) == 2);
}

TEST_CASE("several ratios or another shape are an error with an example") {
    auto several = images({{0, "a.jpg", {}, {}, {640, 480}}, {0, "b.jpg", {}, {}, {640, 480}}});
    const auto two = fit_to_pictures(several, std::vector<PictureFacts>{{{320, 240}, 1}, {{160, 120}, 1}});
    REQUIRE(!two);
    CHECK(two.error().code == ErrorCode::kMismatch);
    CHECK(two.error().message.find("b.jpg: is annotated at 640 x 480 pixels and has 160 x 120; a.jpg") == 0);
    auto other = images({{0, "a.jpg", {}, {}, {640, 480}}});
    const auto shape = fit_to_pictures(other, std::vector<PictureFacts>{{{480, 480}, 1}});
    REQUIRE(!shape);
    CHECK(shape.error().message.find("another shape") != std::string::npos);
}

TEST_CASE("a look finds odd boxes, classes and pictures") {
    auto all = images({{0, "a.jpg", {}, {}, {100, 100}},
                       {0, "a (1).jpg", {}, {}, {100, 100}},
                       {0, "b - Copy.jpg", {}, {}, {}},
                       {0, "B.png", {}, {}, {}},
                       {0, "photocopy.jpg", {}, {}, {}}});
    all.categories = {{1, "car", {}}, {2, "Car", {}}, {3, "dog", {}}};
    add_box(all, 0, {0, 0, 0, 5});
    add_box(all, 0, {0, 0, 1, 5});
    add_box(all, 0, {90, 90, 10.9, 10});  // within a pixel
    add_box(all, 0, {90, 90, 12, 10});
    add_box(all, 0, {90, 90, 12, 10});
    look_for_oddities(all);
    CHECK(all.remarks.count(Oddity::kBoxOfNoArea) == 1);
    CHECK(all.remarks.count(Oddity::kBoxOfOnePixel) == 1);
    CHECK(all.remarks.count(Oddity::kBoxBeyondPicture) == 2);
    CHECK(all.remarks.count(Oddity::kSameAnnotationTwice) == 1);
    CHECK(all.remarks.count(Oddity::kClassWithoutBoxes) == 2);
    CHECK(all.remarks.count(Oddity::kClassTwice) == 1);
    CHECK(all.remarks.count(Oddity::kPictureWithoutBoxes) == 4);
    CHECK(all.remarks.count(Oddity::kNearDuplicateNames) == 2);
}
