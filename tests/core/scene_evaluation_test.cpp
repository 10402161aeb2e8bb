#include "farsight/scene_evaluation.h"

#include <catch2/catch.hpp>

using namespace farsight;

TEST_CASE("labels stand for scene classes by name or by COCO category") {
    const std::vector<Label> labels = {
        {"Background", ""}, {"Automobile", "car"}, {"PERSON", ""}, {"Stop sign", ""}, {"Vehicle", ""}};
    CHECK(scene_classes_of(labels) == std::vector<std::int32_t>{-1, 0, 1, 4, -1});
}

TEST_CASE("hidden objects and classes the model does not know are ignored, and ids stay places") {
    GroundTruth truth;
    ObjectTruth car;
    car.scene_class = SceneClass::kCar;
    car.visible = {10, 20, 40, 30};
    car.visible_px = 250;
    car.visible_fraction = 0.5;
    ObjectTruth hidden = car;
    hidden.visible_fraction = 0.49;
    ObjectTruth cone = car;
    cone.scene_class = SceneClass::kTrafficCone;
    truth.objects = {car, hidden, cone};
    const std::vector<std::int32_t> knows_cars = {-1, 0};
    std::vector<TruthBox> boxes;
    append_truths(truth, knows_cars, 0.5, 7, boxes);
    REQUIRE(boxes.size() == 3);
    CHECK(boxes[0].box == CocoBox{10, 20, 30, 10});
    CHECK(boxes[0].area == 250);
    CHECK(boxes[0].image == 7);
    CHECK_FALSE(boxes[0].ignore);
    CHECK(boxes[1].ignore);
    CHECK(boxes[2].ignore);
    CHECK(boxes[2].category == 3);
}

TEST_CASE("what is out of sight is ignored even where everything visible counts") {
    GroundTruth truth;
    truth.objects.resize(1);
    std::vector<TruthBox> boxes;
    append_truths(truth, std::vector<std::int32_t>{0}, 0, 0, boxes);
    REQUIRE(boxes.size() == 1);
    CHECK(boxes[0].ignore);
}

TEST_CASE("detections of other classes are left out, and the rest keep their places") {
    std::vector<Detection> found(3);
    found[0].label = 2;
    found[1].label = 0;
    found[2].label = 1;
    found[2].score = 0.75F;
    found[2].box = {1, 2, 4, 8};
    const SceneDetections kept = scene_detections(found, std::vector<std::int32_t>{-1, 0, -1}, 3);
    REQUIRE(kept.boxes.size() == 1);
    CHECK(kept.places == std::vector<std::int32_t>{2});
    CHECK(kept.boxes[0].box == CocoBox{1, 2, 3, 6});
    CHECK(kept.boxes[0].score == 0.75);
    CHECK(kept.boxes[0].image == 3);
    CHECK(kept.boxes[0].category == 0);
}
