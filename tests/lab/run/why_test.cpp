#include "farsight/lab/why.h"

#include <catch2/catch.hpp>

#include "farsight/lab/judgement.h"

using namespace farsight;
using namespace farsight::lab;

namespace {

/// Three cars: the first found on both sides, the second by the pyramid, the third hidden.
Judgement judgement() {
    Judgement made;
    made.full_frame.truths.resize(3);
    made.full_frame.truths[2].ignore = true;
    made.pyramid.truths = made.full_frame.truths;
    made.full_frame.detection_of = {1, -1, -1};
    made.pyramid.detection_of = {0, 1, -1};
    made.full_frame.misses.push_back({1, MissCause::kUnderThreshold, {}, 0.125F, 0, 0.75});
    return made;
}

ObjectTruth car(int id, double visible = 1) {
    ObjectTruth object;
    object.id = id;
    object.scene_class = SceneClass::kCar;
    object.visible = {100, 50, 120, 60};
    object.visible_fraction = visible;
    object.distance_m = 42.25;
    object.apparent_height_px = 10.4;
    return object;
}

std::vector<Detection> scored(std::initializer_list<float> scores) {
    std::vector<Detection> detections;
    for (const float score : scores) detections.emplace_back().score = score;
    return detections;
}

ObjectStory about(int id, double visible = 1, bool pyramid_on = true) {
    const std::vector<Detection> full_frame = scored({0.2F, 0.5F});
    const std::vector<Detection> pyramid = scored({0.9F, 0.7F});
    return story_of(judgement(), car(id, visible), {full_frame, pyramid}, pyramid_on);
}

/// Anchors of 30 pixels in an input of 100 by 50.
ModelCard card() {
    ModelCard made;
    made.input.size = {100, 50};
    GridAnchorSpec spec;
    spec.layers.push_back({5, 10, {{0.3, 0.6}}});
    made.heads.anchors = spec;
    made.heads.boxes = "boxes";
    made.heads.scores = "scores";
    made.heads.classes_count = 2;
    made.heads.background = 0;
    made.labels = {{"background", ""}, {"car", ""}};
    return made;
}

}  // namespace

TEST_CASE("an object seen on the full frame has the scores of both sides") {
    CHECK(about(0).title == "Why is this car seen?");
    CHECK(about(0).sentence ==
          "Already the full frame shows enough of it: score 50 %. The pyramid gives 90 %.");
    CHECK(about(0, 1, false).sentence == "Already the full frame shows enough of it: score 50 %.");
}

TEST_CASE("an object that the pyramid recovers tells why the full frame missed it") {
    CHECK(about(1).title == "Why is this car recovered?");
    CHECK(
        about(1).sentence ==
        "On the full frame: it was proposed, but its score stayed under the threshold (best box: score 13 %, "
        "IoU 75 %). Enlarged by the pyramid it is found, with a score of 70 %.");
    CHECK(about(1, 1, false).title == "Why is this car missed?");
}

TEST_CASE("an object that does not count says whether it is hidden or unknown") {
    CHECK(about(2, 0.2).title == "Why does this car not count?");
    CHECK(about(2, 0.2).sentence ==
          "Only 20 % of it is in sight; less than a quarter is too little to ask for.");
    CHECK(about(2, 1).sentence == "The model has no class \"car\".");
}

TEST_CASE("sizes and places are rounded as printf does: halves to even") {
    CHECK(about(0).place == "42.2 m away, 10 px high");
    CHECK(pixels_text(9.94) == "9.9");
    CHECK(pixels_text(10.4) == "10");
    Look look;
    look.zoom_x = 0.234;
    look.zoom_y = 0.4167;
    CHECK(zoom_text(look) == "0.23 × 0.42");
    look.zoom_y = 0.2345;
    CHECK(zoom_text(look) == "0.23×");
}

TEST_CASE("a closer look takes the pyramid's best zoom also while the pyramid is off") {
    const Image image({400, 200}, 3);
    const ModelCard model = card();
    DetectorOptions options;
    options.pyramid.enabled = false;
    const auto detector = TiledDetector::create(model, image.size(), options);
    REQUIRE(detector);
    const std::vector<double> fields = {60};
    const auto why = explain({model, *detector, options.pyramid, Filter::kTriangle, image.view(), fields},
                             car(0).visible, 0);
    REQUIRE(why);
    // Twenty by ten pixels at a quarter of the size; the anchor has 30 by 30: 12.5 of 900.
    CHECK(why->look.full_frame.width_px == 5);
    CHECK(why->look.full_frame.height_px == 2.5);
    CHECK(why->look.full_frame.anchor_iou == Approx(12.5 / 900));
    CHECK(why->look.best.zoom_x > 0.5);
    CHECK(why->field_full_frame_px == 60);
    // In the picture all are four times as large, around the object's middle at (110, 55).
    const ReachBoxes reach = reach_of(*why);
    REQUIRE(reach.anchor);
    REQUIRE(reach.field);
    CHECK(reach.anchor->x0 == Approx(50));
    CHECK(reach.anchor->y1 == Approx(115));
    CHECK(*reach.field == Box{-10, -65, 230, 175});
}

TEST_CASE("what is out of sight has no closer look, and a graph that does not tell no field") {
    const Image image({400, 200}, 3);
    const ModelCard model = card();
    const auto detector = TiledDetector::create(model, image.size(), {});
    REQUIRE(detector);
    const WhySubject subject{model, *detector, {}, Filter::kTriangle, image.view(), {}};
    ObjectTruth hidden = car(0);
    hidden.visible = {};
    CHECK_FALSE(explain(subject, hidden.visible));
    const auto why = explain(subject, car(0).visible);
    REQUIRE(why);
    CHECK_FALSE(reach_of(*why).field);
    CHECK(reach_of(*why).anchor);
}

TEST_CASE("the verdict of an object is one of four, and a miss says its cause") {
    CHECK(about(0).verdict == "seen");
    CHECK(about(1).verdict == "recovered");
    CHECK(about(2, 0.2).verdict == "does not count");
    Judgement missed = judgement();
    missed.pyramid.detection_of[1] = -1;
    CHECK(story_of(missed, car(1), {}, true).verdict == "missed");
    missed.pyramid.misses.push_back({1, MissCause::kUnderThreshold, {}, 0.25F, 0, 0.5});
    CHECK(story_of(missed, car(1), {}, true).verdict == "missed: under threshold");
}

TEST_CASE("the stories of a scene stand in the order of its objects") {
    GroundTruth truth;
    truth.objects = {car(0), car(1)};
    const auto stories = stories_of(judgement(), truth, {}, true);
    REQUIRE(stories.size() == 2);
    CHECK(stories[0].title == "Why is this car seen?");
    CHECK(stories[1].title == "Why is this car recovered?");
}
