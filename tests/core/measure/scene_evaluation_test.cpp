#include "farsight/scene_evaluation.h"

#include <array>
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

TEST_CASE("a verdict tells who counts, who was found by which detection, and why not") {
    const std::vector<Label> labels = {{"car", ""}};
    GroundTruth truth;
    ObjectTruth car;
    car.scene_class = SceneClass::kCar;
    car.visible_fraction = 1;
    for (const float x : {0.0F, 100.0F, 200.0F}) {
        car.visible = {x, 0, x + 50, 50};
        truth.objects.push_back(car);
    }
    truth.objects[2].visible_fraction = 0.2;
    std::vector<Detection> detections(1);
    detections[0].box = {100, 0, 150, 50};
    detections[0].score = 0.9F;
    std::vector<Candidate> candidates(1);
    candidates[0].box = {0, 0, 50, 40};
    candidates[0].score = 0.1F;
    const auto verdict = judge_scene(truth, {labels, candidates, detections, {}}, 0.3);
    REQUIRE(verdict);
    CHECK(verdict->detection_of == std::vector<std::int32_t>{-1, 0, -1});
    CHECK(verdict->truths[2].ignore);
    REQUIRE(verdict->misses.size() == 1);
    CHECK(verdict->misses[0].truth == 0);
    CHECK(verdict->misses[0].cause == MissCause::kUnderThreshold);
    CHECK(verdict->misses[0].iou == Approx(0.8));
}

TEST_CASE("each detection is found, false, on an object that does not count, or of another class") {
    const std::vector<Label> labels = {{"car", ""}, {"shoe", ""}};
    GroundTruth truth;
    ObjectTruth car;
    car.scene_class = SceneClass::kCar;
    car.visible_fraction = 1;
    for (const float x : {0.0F, 100.0F}) {
        car.visible = {x, 0, x + 50, 50};
        truth.objects.push_back(car);
    }
    truth.objects[1].visible_fraction = 0.1;
    // A hit, a second look at the same car, one on the hidden car, one on nothing, and a shoe.
    std::vector<Detection> detections(5);
    const std::array<float, 5> left = {0, 2, 100, 300, 400};
    for (std::size_t i = 0; i < detections.size(); ++i) {
        detections[i].box = {left[i], 0, left[i] + 50, 50};
        detections[i].score = 0.9F - 0.1F * static_cast<float>(i);
    }
    detections[4].label = 1;
    const auto verdict = judge_scene(truth, {labels, {}, detections, {}}, 0.3);
    REQUIRE(verdict);
    CHECK(verdict->use_of == std::vector<DetectionUse>{DetectionUse::kFound, DetectionUse::kFalse,
                                                       DetectionUse::kIgnored, DetectionUse::kFalse,
                                                       DetectionUse::kOther});
}
