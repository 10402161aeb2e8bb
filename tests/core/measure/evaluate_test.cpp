#include "farsight/evaluate.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace farsight;

namespace {

TruthBox object(int image, CocoBox box, int category = 0) {
    TruthBox truth;
    truth.box = box;
    truth.area = box.width * box.height;
    truth.image = image;
    truth.category = category;
    return truth;
}

struct Case {
    int images;
    int categories;
    std::vector<TruthBox> truths;
    std::vector<ScoredBox> detections;
    std::vector<double> figures;

    EvaluationSet set() const { return {truths, detections, images, categories}; }
};

CocoBox box_at(const nlohmann::json& row, std::size_t first) {
    return {row[first], row[first + 1], row[first + 2], row[first + 3]};
}

std::vector<Case> golden_cases() {
    std::ifstream file(FARSIGHT_GOLDEN_DIR "/evaluate.json");
    const nlohmann::json golden = nlohmann::json::parse(file, nullptr, false);
    std::vector<Case> cases;
    for (const auto& entry : golden["cases"]) {
        Case c{entry["images"], entry["categories"], {}, {}, entry["figures"]};
        for (const auto& row : entry["truths"]) {
            TruthBox truth = object(row[0], box_at(row, 3), row[1]);
            truth.crowd = row[2] == 1;
            truth.area = row[7];
            c.truths.push_back(truth);
        }
        for (const auto& row : entry["detections"]) {
            c.detections.push_back({box_at(row, 3), row[2], row[0], row[1]});
        }
        cases.push_back(std::move(c));
    }
    return cases;
}

}  // namespace

TEST_CASE("overlap is intersection over union, and over the detection alone for a crowd") {
    const CocoBox detection{0, 0, 2, 2};
    const CocoBox truth{1, 0, 2, 2};
    CHECK(coco_iou(detection, truth, false) == 2.0 / 6.0);
    CHECK(coco_iou(detection, truth, true) == 0.5);
    CHECK(coco_iou(detection, {2, 0, 2, 2}, false) == 0);
}

TEST_CASE("the twelve figures equal pycocotools' on 300 random cases") {
    const std::vector<Case> cases = golden_cases();
    REQUIRE(cases.size() == 300);
    double worst = 0;
    for (const Case& c : cases) {
        const auto result = coco_figures(c.set());
        REQUIRE(result);
        for (std::size_t i = 0; i < 12; ++i) {
            CAPTURE(&c - cases.data(), kCocoFigureNames[i]);
            worst = std::max(worst, std::abs(result->figures[i] - c.figures[i]));
            CHECK(std::abs(result->figures[i] - c.figures[i]) <= 1e-9);
        }
    }
    CHECK(worst <= 1e-12);
}

TEST_CASE("nothing annotated gives minus one everywhere") {
    const std::vector<ScoredBox> detections = {{{0, 0, 10, 10}, 0.9, 0, 0}};
    const auto result = coco_figures({{}, detections, 1, 1});
    REQUIRE(result);
    for (const double figure : result->figures) CHECK(figure == -1);
    CHECK(result->ap_by_category == std::vector<double>{-1});
}

TEST_CASE("average precision of one category does not depend on the others") {
    const std::vector<TruthBox> truths = {object(0, {0, 0, 10, 10}, 0), object(0, {50, 50, 10, 10}, 2)};
    const std::vector<ScoredBox> detections = {{{0, 0, 10, 10}, 0.9, 0, 0}, {{50, 50, 10, 10}, 0.9, 0, 1}};
    const auto result = coco_figures({truths, detections, 1, 3});
    REQUIRE(result);
    CHECK(result->ap50_by_category[0] == Approx(1));
    CHECK(result->ap50_by_category[1] == -1);
    CHECK(result->ap50_by_category[2] == 0);
    CHECK(result->figures[1] == Approx(0.5));
}

TEST_CASE("an index or a number that makes no sense is named") {
    std::vector<TruthBox> truths = {object(0, {0, 0, 10, 10})};
    std::vector<ScoredBox> detections = {{{0, 0, 10, 10}, std::nan(""), 0, 0}};
    const auto nan_score = coco_figures({truths, detections, 1, 1});
    REQUIRE_FALSE(nan_score);
    CHECK(nan_score.error().code == ErrorCode::kInvalidArgument);
    CHECK(nan_score.error().message.find("Detection 0") == 0);
    truths[0].image = 1;
    const auto far_image = match({truths, {}, 1, 1}, {});
    REQUIRE_FALSE(far_image);
    CHECK(far_image.error().message.find("Ground truth 0 belongs to image 1 of 1") == 0);
}

TEST_CASE("the best score chooses first and takes the larger overlap") {
    const std::vector<TruthBox> truths = {object(0, {0, 0, 10, 10}), object(0, {2, 0, 10, 10})};
    const std::vector<ScoredBox> detections = {{{0, 0, 10, 10}, 0.5, 0, 0}, {{1.5, 0, 10, 10}, 0.8, 0, 0}};
    const auto matching = match({truths, detections, 1, 1}, {});
    REQUIRE(matching);
    CHECK(matching->ranked == std::vector<std::int32_t>{1, 0});
    CHECK(matching->truth_of == std::vector<std::int32_t>{0, 1});
    CHECK(matching->detection_of == std::vector<std::int32_t>{0, 1});
}

TEST_CASE("an object that counts goes before an ignored one of larger overlap") {
    std::vector<TruthBox> truths = {object(0, {0, 0, 10, 10}), object(0, {2, 0, 10, 10})};
    truths[0].ignore = true;
    const std::vector<ScoredBox> detections = {{{0, 0, 10, 10}, 0.9, 0, 0}};
    const auto matching = match({truths, detections, 1, 1}, {});
    REQUIRE(matching);
    CHECK(matching->truth_of[0] == 1);
}

TEST_CASE("a crowd takes any number of detections, an ignored object one") {
    std::vector<TruthBox> truths = {object(0, {0, 0, 100, 100})};
    const std::vector<ScoredBox> detections = {{{0, 0, 99, 100}, 0.9, 0, 0}, {{0, 0, 100, 99}, 0.8, 0, 0}};
    truths[0].crowd = true;
    auto matching = match({truths, detections, 1, 1}, {});
    REQUIRE(matching);
    CHECK(matching->truth_of == std::vector<std::int32_t>{0, 0});
    truths[0].crowd = false;
    truths[0].ignore = true;
    matching = match({truths, detections, 1, 1}, {});
    REQUIRE(matching);
    CHECK(matching->truth_of == std::vector<std::int32_t>{0, Matching::kNone});
}

TEST_CASE("detections beyond the limit are as if they were not there") {
    const std::vector<TruthBox> truths = {object(0, {0, 0, 10, 10})};
    const std::vector<ScoredBox> detections = {
        {{0, 0, 10, 10}, 0.5, 0, 0}, {{50, 0, 10, 10}, 0.9, 0, 0}, {{70, 0, 10, 10}, 0.8, 0, 0}};
    MatchOptions options;
    options.max_detections = 2;
    const auto matching = match({truths, detections, 1, 1}, options);
    REQUIRE(matching);
    CHECK(matching->truth_of == std::vector<std::int32_t>{Matching::kCut, Matching::kNone, Matching::kNone});
    CHECK(matching->ranked == std::vector<std::int32_t>{1, 2});
}

// Two small people (one found, one found too weakly), one large found by a box of medium size, and
// errors: one small strong, one medium weak. Worked out by hand.
TEST_CASE("recall, precision and AP by size, bins decided after matching") {
    const std::vector<TruthBox> truths = {object(0, {0, 0, 20, 20}), object(1, {0, 0, 20, 20}),
                                          object(1, {200, 200, 100, 100})};
    const std::vector<ScoredBox> detections = {
        {{0, 0, 20, 20}, 0.9, 0, 0},
        {{0, 0, 20, 20}, 0.2, 1, 0},
        {{200, 200, 80, 80}, 0.8, 1, 0},  // IoU 0.64, itself of medium size
        {{400, 400, 10, 10}, 0.7, 0, 0},
        {{400, 400, 50, 50}, 0.1, 1, 0}};
    const auto bins = measure_sizes({truths, detections, 2, 1}, {});
    REQUIRE(bins);
    REQUIRE(bins->size() == 4);
    const BinFigures& small = (*bins)[0];
    CHECK(small.truths == 2);
    CHECK(small.found == 1);
    CHECK(small.false_positives == 1);
    CHECK(small.recall == 0.5);
    CHECK(small.precision == 0.5);
    CHECK(small.false_positives_per_image == 0.5);
    // Ranked hit, error, hit: precision 1 up to recall 0.5 (51 samples), then 2/3 (50 samples).
    CHECK(small.ap == Approx((51 + 50 * 2.0 / 3) / 101));
    const BinFigures& medium = (*bins)[1];
    CHECK(medium.truths == 0);
    CHECK(medium.false_positives == 0);
    CHECK(std::isnan(medium.recall));
    CHECK(std::isnan(medium.precision));
    const BinFigures& large = (*bins)[2];
    CHECK(large.recall == 1);
    CHECK(large.ap == Approx(1));
    const BinFigures& all = (*bins)[3];
    CHECK(all.truths == 3);
    CHECK(all.found == 2);
    CHECK(all.recall == Approx(2.0 / 3));
    CHECK(all.precision == Approx(2.0 / 3));
    CHECK(all.low == 0);
    CHECK(std::isinf(all.high));
}

TEST_CASE("over all sizes and one category AP50 by bins is COCO's AP50") {
    for (const Case& c : golden_cases()) {
        if (c.categories != 1) continue;
        const auto bins = measure_sizes(c.set(), {});
        REQUIRE(bins);
        const double ap = bins->back().ap;
        CHECK((std::isnan(ap) ? -1 : ap) == Approx(c.figures[1]).margin(1e-12));
    }
}

TEST_CASE("any axis can be binned, and what lies nowhere on it counts nowhere") {
    const std::vector<TruthBox> truths = {object(0, {0, 0, 20, 20}), object(0, {50, 0, 20, 20})};
    const std::vector<ScoredBox> detections = {{{0, 0, 20, 20}, 0.9, 0, 0}, {{90, 90, 20, 20}, 0.9, 0, 0}};
    const EvaluationSet set{truths, detections, 1, 1};
    const auto matching = match(set, {});
    REQUIRE(matching);
    const BinAxis metres{{10, 20, 40}, {10, 40}, {std::nan(""), std::nan("")}};
    const auto bins = measure_bins(set, *matching, metres, {});
    REQUIRE(bins);
    CHECK((*bins)[0].truths == 1);  // 10 m lies in [10, 20)
    CHECK((*bins)[0].found == 1);
    CHECK((*bins)[1].truths == 0);  // 40 m lies beyond [20, 40)
    CHECK((*bins)[2].false_positives == 0);
}

TEST_CASE("the bootstrap repeats itself and has the width that theory says") {
    // 400 images of one object, every second one found: recall 1/2, standard error sqrt(1/4 / 400) = 0.025.
    std::vector<TruthBox> truths;
    std::vector<ScoredBox> detections;
    for (int image = 0; image < 400; ++image) {
        truths.push_back(object(image, {0, 0, 20, 20}));
        if (image % 2 == 0) detections.push_back({{0, 0, 20, 20}, 0.9, image, 0});
    }
    const EvaluationSet set{truths, detections, 400, 1};
    BinOptions options;
    options.resamples = 2000;
    const auto first = measure_sizes(set, options);
    const auto second = measure_sizes(set, options);
    REQUIRE(first);
    REQUIRE(second);
    const Interval recall = first->back().recall_interval;
    CHECK(recall.low == Approx(0.5 - 1.96 * 0.025).margin(0.005));
    CHECK(recall.high == Approx(0.5 + 1.96 * 0.025).margin(0.005));
    CHECK(second->back().recall_interval.low == recall.low);
    CHECK(second->back().recall_interval.high == recall.high);
    CHECK(first->back().precision_interval.low == 1);
    // Every hit ranks before every miss, so AP is recall's share of the 101 samples.
    CHECK(first->back().ap_interval.low == Approx(recall.low).margin(0.011));
}

TEST_CASE("the intervals of a few images hold Wilson's, and are not known where nothing else would be") {
    // Two images, an object each, both found: 2 / (2 + z²) = 0.342.
    const std::vector<TruthBox> truths = {object(0, {0, 0, 20, 20}), object(1, {0, 0, 20, 20})};
    const std::vector<ScoredBox> detections = {{{0, 0, 20, 20}, 0.9, 0, 0}, {{0, 0, 20, 20}, 0.8, 1, 0}};
    BinOptions options;
    options.resamples = 200;
    const auto all = measure_sizes({truths, detections, 2, 1}, options).value().back();
    CHECK(all.recall_interval.low == Approx(0.342).margin(5e-4));
    CHECK(all.recall_interval.high == 1);
    CHECK(all.precision_interval.low == Approx(0.342).margin(5e-4));
    CHECK(all.ap == 1);
    CHECK(std::isnan(all.ap_interval.low));
    CHECK(std::isnan(all.false_positives_per_image_interval.high));
}

TEST_CASE("bins that contradict themselves are refused") {
    const std::vector<TruthBox> truths = {object(0, {0, 0, 20, 20})};
    const EvaluationSet set{truths, {}, 1, 1};
    const auto matching = match(set, {});
    REQUIRE(matching);
    CHECK_FALSE(measure_bins(set, *matching, size_axis(set, {0}), {}));
    CHECK_FALSE(measure_bins(set, *matching, size_axis(set, {0, 5, 5}), {}));
    CHECK_FALSE(measure_bins(set, *matching, BinAxis{{0, 1}, {}, {}}, {}));
    BinOptions options;
    options.category = 1;
    CHECK_FALSE(measure_bins(set, *matching, size_axis(set, {0, 5}), options));
}
