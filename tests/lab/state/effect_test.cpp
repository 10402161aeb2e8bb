#include "farsight/lab/effect.h"

#include <catch2/catch.hpp>

#include "farsight/lab/link.h"

using namespace farsight::lab;

namespace {

Effect effect(const char* before, const char* after) {
    return effect_of(from_query(before).state, from_query(after).state);
}

std::string part(const char* query, Effect effect) {
    return to_query(part_of(from_query(query).state, effect));
}

}  // namespace

TEST_CASE("a change asks for no more than it needs") {
    CHECK(effect("", "") == Effect::kNone);
    CHECK(effect("", "tiles=on") == Effect::kView);
    CHECK(effect("", "score=0.5") == Effect::kDecide);
    CHECK(effect("", "finest-zoom=2") == Effect::kDetect);
    CHECK(effect("score=0.5&tiles=on", "score=0.5&pyramid=off") == Effect::kDetect);
}

TEST_CASE("what does not act asks for nothing") {
    CHECK(effect("seed=3", "seed=4") == Effect::kNone);
    CHECK(effect("source=scene&seed=3", "source=scene&seed=4") == Effect::kDetect);
    CHECK(effect("source=scene", "source=scene&distance=3") == Effect::kNone);
    CHECK(effect("pyramid=off", "pyramid=off&overlap=0.5") == Effect::kNone);
    CHECK(effect("", "other-pyramid=auto") == Effect::kNone);
    CHECK(effect("versus=on", "versus=on&other-pyramid=auto") == Effect::kView);
}

TEST_CASE("states that need the same run have equal parts") {
    CHECK(part("photo=kite&distance=2&seed=4&score=0.5&tiles=on&levels=3", Effect::kDetect) ==
          "photo=kite&distance=2&levels=3");
    CHECK(part("source=scene&photo=kite&distance=2&seed=4&moves=0:60&pyramid=off&levels=3",
               Effect::kDetect) == "source=scene&seed=4&moves=0:60&pyramid=off");
    CHECK(part("score=0.5&iou=0.6&seed=4", Effect::kDecide) == "score=0.5&iou=0.6");
}

TEST_CASE("a study depends on the detector, the weather and the place, on a photo, too") {
    const State state =
        from_query("photo=kite&distance=3&seed=4&weather=rain&subject=person&model=tiny&score=0.5&tiles=on")
            .state;
    CHECK(to_query(studied_part(state)) == "weather=rain&model=tiny&score=0.5");
}

TEST_CASE("the second detector has a model and a pyramid of its own, and the rest of the first") {
    const State second = second_of(
        from_query("model=tiny&levels=3&overlap=0.5&score=0.5&other-pyramid=auto&other-finest-zoom=2").state);
    CHECK(second.model == "tiny");
    CHECK(second.pyramid.enabled);
    CHECK(second.pyramid.levels == 0);
    CHECK(second.pyramid.finest_zoom == 2);
    CHECK(second.pyramid.overlap == 0.5);
    CHECK(second.merging.min_score == 0.5F);
    CHECK(second_of(from_query("model=tiny&other-model=fpn").state).model == "fpn");
}

TEST_CASE("a sweep over distance has thirteen steps, even in the logarithm, from 1 to 8 times") {
    CHECK(distance_of_step(0) == 1);
    CHECK(distance_of_step(4) == 2);
    CHECK(distance_of_step(8) == 4);
    CHECK(distance_of_step(kDistanceSteps - 1) == 8);
}
