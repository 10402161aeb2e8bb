#include "farsight/lab/diagnosis_data.h"

#include <catch2/catch.hpp>

#include "lab/stand_in_network.h"

using namespace farsight;
using namespace farsight::lab;
using namespace farsight::tests;

namespace {

/// A photo of 64 by 64, so that the stand-in's anchors are quarters of 16 pixels; objects of class car.
Annotations annotated(std::vector<CocoBox> boxes) {
    Annotations made;
    made.images.push_back({1, "a.png", {}, {}, {64, 64}});
    made.categories = {{1, "car", {}}};
    for (const CocoBox& box : boxes) {
        TruthBox truth;
        truth.box = box;
        truth.area = box.width * box.height;
        made.truths.push_back(truth);
        made.distances_m.push_back(12);
    }
    return made;
}

struct Photo {
    Annotations annotations;
    std::vector<std::int32_t> truths;
    SeenObjects seen;
    DiagnosisClasses classes;

    explicit Photo(std::vector<CocoBox> boxes) : annotations(annotated(std::move(boxes))) {
        const ModelCard card = stand_in_card();
        auto made = DiagnosisClasses::create(card, {});
        REQUIRE(made);
        classes = std::move(*made);
        seen = seen_objects(annotations, card.input, classes.of_places(annotations));
        for (std::size_t i = 0; i < annotations.truths.size(); ++i) {
            truths.push_back(static_cast<std::int32_t>(i));
        }
    }

    DiagnosedPhoto diagnosed(const StandInHeads& heads) const {
        DetectorOptions options;
        options.pyramid.enabled = false;
        auto run = Run::create(stand_in_card(), {64, 64}, diagnosed_options(options));
        REQUIRE(run);
        const auto batch = run->detector().next_batch(1);
        REQUIRE(batch);
        REQUIRE(run->detector().absorb(*batch, heads.views()));
        auto photo = diagnose_photo(annotations, truths, seen.objects, classes, {}, 0.3, *run);
        REQUIRE(photo);
        return std::move(*photo);
    }
};

}  // namespace

TEST_CASE("of two objects one is found and the other's miss is explained") {
    // Anchors stand in rows of four: number 0 at (0, 0), number 1 at (16, 0).
    const Photo photo({{0, 0, 16, 16}, {16, 0, 16, 16}});
    const DiagnosedPhoto made = photo.diagnosed(StandInHeads().score(0, 0.9F).score(1, 0.2F));
    REQUIRE(made.objects.size() == 2);
    CHECK(made.objects[0].found[0] == 1);
    CHECK(made.objects[1].found[0] == 0);
    CHECK(made.objects[1].cause[0] == MissCause::kUnderThreshold);
    CHECK(made.objects[0].reach.full_frame == Approx(1));
    CHECK(made.objects[0].height == 16);
    CHECK(made.objects[0].distance_m == 12);
    CHECK(made.false_positives[0] == 0);
}

TEST_CASE("a detection of nothing is a false positive, one of a crowd is not") {
    Photo photo({{0, 0, 16, 16}, {32, 0, 16, 16}});
    photo.annotations.truths[1].crowd = true;
    photo.seen = seen_objects(photo.annotations, stand_in_card().input, std::vector<std::int32_t>{0});
    const DiagnosedPhoto made =
        photo.diagnosed(StandInHeads().score(0, 0.9F).score(2, 0.8F).score(15, 0.7F).score(14, 0.1F));
    CHECK(made.objects.size() == 1);
    CHECK(made.false_positives[0] == 1);
}
