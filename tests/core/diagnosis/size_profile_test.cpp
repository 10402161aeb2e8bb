#include "farsight/size_profile.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

using namespace farsight;

namespace {

InputSpec input(Resize resize) {
    InputSpec made;
    made.size = {320, 192};
    made.resize = resize;
    return made;
}

/// One picture of 640 by 360 with objects of class 0.
Annotations annotations(std::vector<CocoBox> boxes) {
    Annotations made;
    made.images.push_back({1, "a.png", {}, {}, {640, 360}});
    made.categories = {{1, "car", {}}, {2, "boat", {}}};
    for (const CocoBox& box : boxes) {
        TruthBox truth;
        truth.box = box;
        truth.area = box.width * box.height;
        made.truths.push_back(truth);
    }
    return made;
}

SeenObject square(std::int32_t category, double side_px, double share = 0.01) {
    return {0, 0, category, side_px, side_px, share};
}

const std::vector<std::int32_t> kBothClasses = {0, 1};

}  // namespace

TEST_CASE("a stretched input gives each side of an object its own zoom") {
    // 640 becomes 320 and 360 becomes 192: 60 by 60 pixels become 30 by 32.
    const SeenObjects seen =
        seen_objects(annotations({{10, 10, 60, 60}}), input(Resize::kStretch), kBothClasses);
    REQUIRE(seen.objects.size() == 1);
    CHECK(seen.objects[0].width_px == Approx(30));
    CHECK(seen.objects[0].height_px == Approx(32));
    CHECK(seen.objects[0].size_px() == Approx(std::sqrt(960.0)));
    CHECK(seen.objects[0].frame_share == Approx(3600.0 / (640 * 360)));
}

TEST_CASE("a letterboxed input keeps the shape of an object") {
    const SeenObjects seen =
        seen_objects(annotations({{10, 10, 60, 60}}), input(Resize::kLetterbox), kBothClasses);
    REQUIRE(seen.objects.size() == 1);
    CHECK(seen.objects[0].width_px == Approx(30));
    CHECK(seen.objects[0].height_px == Approx(30));
}

TEST_CASE(
    "objects that do not count, of unknown classes or in pictures of unknown size are left out and counted") {
    Annotations made = annotations({{0, 0, 8, 8}, {0, 0, 8, 8}, {0, 0, 8, 8}, {0, 0, 0, 8}, {0, 0, 8, 8}});
    made.truths[1].crowd = true;
    made.truths[2].category = 1;
    made.images.push_back({2, "b.png", {}, {}, {}});
    made.truths[4].image = 1;
    const std::vector<std::int32_t> cars_only = {0, -1};
    const SeenObjects seen = seen_objects(made, input(Resize::kStretch), cars_only);
    CHECK(seen.objects.size() == 1);
    CHECK(seen.not_counted == 2);
    CHECK(seen.unknown_class == 1);
    CHECK(seen.unknown_size == 1);
}

TEST_CASE("boxes in fractions need no size of their picture where the input is stretched") {
    Annotations made = annotations({{0.25, 0.25, 0.5, 0.25}});
    made.fractions = true;
    made.images[0].size = {};
    const SeenObjects stretched = seen_objects(made, input(Resize::kStretch), kBothClasses);
    REQUIRE(stretched.objects.size() == 1);
    CHECK(stretched.objects[0].width_px == Approx(160));
    CHECK(stretched.objects[0].height_px == Approx(48));
    CHECK(stretched.objects[0].frame_share == Approx(0.125));
    CHECK(seen_objects(made, input(Resize::kLetterbox), kBothClasses).unknown_size == 1);
}

TEST_CASE("a quantile lies on the straight line between its neighbours") {
    const std::vector<double> values = {1, 2, 4, 8, 16};
    CHECK(quantile_of_sorted(values, 0) == 1);
    CHECK(quantile_of_sorted(values, 0.5) == 4);
    CHECK(quantile_of_sorted(values, 0.6) == Approx(4 + 0.4 * 4));
    CHECK(quantile_of_sorted(values, 1) == 16);
    CHECK(std::isnan(quantile_of_sorted({}, 0.5)));
}

TEST_CASE("a profile counts every object, those beyond the edges in the outermost bins") {
    const std::vector<SeenObject> objects = {square(0, 1), square(0, 10), square(0, 10, 0.3), square(0, 500)};
    const std::vector<double> edges = {2, 8, 32, 128};
    const SizeProfile profile = size_profile(objects, edges);
    CHECK(profile.counts == std::vector<std::int64_t>{1, 2, 1});
    CHECK(profile.smallest_px == 1);
    CHECK(profile.median_px == 10);
    CHECK(profile.fill_frame == 1);
    CHECK(profile.median_aspect == 1);
}

TEST_CASE("the edges of a profile are three an octave from 2 to 1024 pixels") {
    const auto edges = size_profile_edges_px();
    REQUIRE(edges.size() == 28);
    CHECK(edges.front() == 2);
    CHECK(edges[3] == Approx(4));
    CHECK(edges.back() == Approx(1024));
}

TEST_CASE("a field object is compared with the training objects of its own class") {
    std::vector<SeenObject> training;
    for (int i = 0; i <= 100; ++i) training.push_back(square(0, 20 + i));  // 5th percentile: 25.
    training.push_back(square(1, 100));
    const std::vector<SeenObject> field = {square(0, 10), square(0, 22), square(0, 30), square(1, 90),
                                           square(2, 5)};
    const SizeGap gap = size_gap(field, training);
    CHECK(gap.compared == 4);
    CHECK(gap.below_p5 == 3);        // 10, 22 and 90.
    CHECK(gap.below_smallest == 2);  // 10 and 90.
    CHECK(gap.no_training == 1);
    CHECK(gap.training_p5_px == 25);   // Of 25, 25, 25 and 100.
    CHECK(gap.training_p25_px == 45);  // Of 45, 45, 45 and 100.
}

TEST_CASE("nothing compared leaves the gap without a figure") {
    CHECK(std::isnan(size_gap({}, {}).training_p5_px));
    CHECK(std::isnan(size_gap({}, {}).training_p25_px));
}

TEST_CASE("anchors on a dense grid end at a square of half their area") {
    // One of 16 pixels every 4: an object of 11.3 lies within one wherever it stands.
    GridAnchorSpec spec;
    spec.layers.push_back({16, 16, {{0.25, 0.25}}});
    const auto grid = make_anchors(spec, {64, 64});
    REQUIRE(grid);
    CHECK(anchor_end_px(*grid, {64, 64}, 1) == Approx(16 * std::sqrt(0.5)).epsilon(0.041));
    // Nine times as wide as high, an object of the anchor's width has a ninth of its area.
    CHECK(std::isinf(anchor_end_px(*grid, {64, 64}, 9)));
}

TEST_CASE(
    "anchors that stand side by side reach a quarter of the places of their own size, so they have no end") {
    // One of 16 pixels every 16: an object of 16 at offsets a and b, in parts of 16, is reached where
    // (1 - a) (1 - b) is two thirds or more. Of all offsets up to a half that is a quarter:
    // 4 (1/3 - 2/3 ln 1.5) = 0.25.
    GridAnchorSpec spec;
    spec.layers.push_back({4, 4, {{0.25, 0.25}}});
    const auto grid = make_anchors(spec, {64, 64});
    REQUIRE(grid);
    CHECK(std::isinf(anchor_end_px(*grid, {64, 64}, 1)));
}

TEST_CASE("a grid without sizes has no end") {
    AnchorGrid grid;
    grid.anchors.push_back({0.5F, 0.5F, 1, 1});
    grid.sized = false;
    CHECK(std::isnan(anchor_end_px(grid, {64, 64}, 1)));
}

TEST_CASE("an object out of reach on the full frame is reached on the level that enlarges it") {
    GridAnchorSpec spec;
    spec.layers.push_back({4, 4, {{0.25, 0.25}}});
    const auto grid = make_anchors(spec, {64, 64});
    REQUIRE(grid);
    PyramidPlan plan;
    plan.image = {256, 256};
    plan.input = {64, 64};
    plan.levels = {{0.25, 0.25, 1, 1, 0}, {1, 1, 4, 4, 1}};
    // 16 source pixels are 4 on the full frame: 16 of the anchor's 256. At zoom 1 they are the anchor.
    const AnchorReach reach = anchor_reach(*grid, plan, 16, 16);
    CHECK(reach.full_frame == Approx(1.0 / 16));
    CHECK(reach.best == Approx(1));
}
