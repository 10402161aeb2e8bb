#include "farsight/range.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace farsight;

namespace {

/// Adds `trials` objects at a place, the first `found` of them found, each in an image of its own.
void add(std::vector<RangeTrial>& all, double place, int trials, int found) {
    for (int i = 0; i < trials; ++i) all.push_back({place, static_cast<std::int32_t>(all.size()), i < found});
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("a camera of ninety degrees has half its width as focal length") {
    CHECK(focal_length_px(1280, 90).value() == Approx(640).epsilon(1e-15));
    // 1 / (2 tan 30°) = sqrt(3) / 2
    CHECK(focal_length_px(1000, 60).value() == Approx(1000 * std::sqrt(3.0) / 2).epsilon(1e-15));
    CHECK(focal_length_px(1920, 1).value() == Approx(1920 / (2 * std::tan(0.5 * std::acos(-1.0) / 180))));
    CHECK_FALSE(focal_length_px(1280, 180));
    CHECK_FALSE(focal_length_px(0, 90));
}

TEST_CASE("apparent size and distance are each other's inverse") {
    // A person of 1.8 m at 36 m before a camera of 1000 px: 50 px.
    CHECK(apparent_size_px(1000, 1.8, 36) == Approx(50));
    CHECK(distance_at_size_m(1000, 1.8, 50) == Approx(36));
}

TEST_CASE("Wilson's interval agrees with published values") {
    // Brown, Cai and DasGupta 2001: zero of n gives the upper end z² / (n + z²).
    const double z = 1.959963984540054;
    const Interval none = wilson_interval(0, 10);
    CHECK(none.low == 0);
    CHECK(none.high == Approx(z * z / (10 + z * z)));
    const Interval all = wilson_interval(10, 10);
    CHECK(all.low == Approx(10 / (10 + z * z)));
    CHECK(all.high == 1);
    // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 15 of 148 gives 0.0624 to 0.1605.
    CHECK(wilson_interval(81, 263).low == Approx(0.2553).margin(5e-5));
    CHECK(wilson_interval(81, 263).high == Approx(0.3662).margin(5e-5));
    CHECK(wilson_interval(15, 148).low == Approx(0.0624).margin(5e-5));
    CHECK(wilson_interval(15, 148).high == Approx(0.1605).margin(5e-5));
    CHECK(std::isnan(wilson_interval(0, 0).low));
}

TEST_CASE("D50 and D90 lie on the straight lines between the bins") {
    std::vector<RangeTrial> trials;
    add(trials, 10, 10, 10);
    add(trials, 20, 10, 8);
    add(trials, 30, 10, 2);
    add(trials, 40, 10, 0);
    RangeOptions options;
    options.edges = {5, 15, 25, 35, 45};
    options.resamples = 0;
    const auto curve = range_curve(trials, options);
    REQUIRE(curve);
    CHECK(curve->points[1].recall == 0.8);
    CHECK(curve->points[1].place == 20);
    CHECK(curve->d50.place == Approx(25));  // halfway from 0.8 to 0.2
    CHECK(curve->d90.place == Approx(15));  // halfway from 1.0 to 0.8
    CHECK(std::isnan(curve->d50.interval.low));
}

TEST_CASE("a bin that runs against the trend is pooled with its neighbour") {
    std::vector<RangeTrial> trials;
    add(trials, 10, 10, 9);
    add(trials, 20, 10, 4);
    add(trials, 30, 30, 24);  // a chance rise: pooled with the bin before to 28 of 40
    add(trials, 40, 10, 1);
    RangeOptions options;
    options.edges = {5, 15, 25, 35, 45};
    options.resamples = 0;
    const auto curve = range_curve(trials, options);
    REQUIRE(curve);
    CHECK(curve->points[0].smoothed == Approx(0.9));
    CHECK(curve->points[1].smoothed == Approx(0.7));
    CHECK(curve->points[2].smoothed == Approx(0.7));
    CHECK(curve->points[3].smoothed == Approx(0.1));
    CHECK(curve->points[1].recall == 0.4);  // the measured value stays what it is
    CHECK(curve->d50.place == Approx(30 + 10 * (0.2 / 0.6)));
}

TEST_CASE("a curve that never crosses says on which side it stays") {
    std::vector<RangeTrial> trials;
    add(trials, 10, 10, 8);
    add(trials, 20, 10, 7);
    RangeOptions options;
    options.edges = {5, 15, 25};
    options.resamples = 0;
    auto curve = range_curve(trials, options);
    REQUIRE(curve);
    CHECK(curve->d50.place == kInfinity);
    CHECK(curve->d90.place == 0);
    options.trend = Trend::kRising;
    curve = range_curve(trials, options);
    REQUIRE(curve);
    CHECK(curve->d50.place == 0);
    CHECK(curve->d90.place == kInfinity);
    curve = range_curve({}, options);
    REQUIRE(curve);
    CHECK(std::isnan(curve->d50.place));
    CHECK(std::isnan(curve->points[0].recall));
}

TEST_CASE("recall that rises with apparent size is crossed from below") {
    std::vector<RangeTrial> trials;
    add(trials, 8, 10, 0);
    add(trials, 24, 10, 2);
    add(trials, 40, 10, 10);
    RangeOptions options;
    options.edges = {0, 16, 32, 48};
    options.trend = Trend::kRising;
    options.resamples = 0;
    const auto curve = range_curve(trials, options);
    REQUIRE(curve);
    CHECK(curve->d50.place == Approx(24 + 16 * (0.3 / 0.8)));
    CHECK(curve->d90.place == Approx(24 + 16 * (0.7 / 0.8)));
}

TEST_CASE("bins without trials are bridged") {
    std::vector<RangeTrial> trials;
    add(trials, 10, 4, 4);
    add(trials, 30, 4, 0);
    RangeOptions options;
    options.edges = {5, 15, 25, 35};
    options.resamples = 0;
    const auto curve = range_curve(trials, options);
    REQUIRE(curve);
    CHECK(curve->points[1].place == 20);
    CHECK(std::isnan(curve->points[1].smoothed));
    CHECK(curve->d50.place == Approx(20));
}

TEST_CASE("the interval of D50 holds it, narrows with more trials and repeats itself") {
    const auto curve_of = [](int trials_a_bin) {
        std::vector<RangeTrial> trials;
        for (int bin = 0; bin < 10; ++bin)
            add(trials, 5 + 10 * bin, trials_a_bin, trials_a_bin * (9 - bin) / 9);
        RangeOptions options;
        options.edges = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
        return range_curve(trials, options).value();
    };
    const RangeCurve few = curve_of(18);
    const RangeCurve many = curve_of(1800);
    CHECK(few.d50.place == Approx(50));
    CHECK(few.d50.interval.low < 50);
    CHECK(few.d50.interval.high > 50);
    CHECK(many.d50.interval.high - many.d50.interval.low <
          0.25 * (few.d50.interval.high - few.d50.interval.low));
    CHECK(curve_of(18).d50.interval.low == few.d50.interval.low);
    CHECK(curve_of(18).d50.interval.high == few.d50.interval.high);
}

TEST_CASE("objects of one image are drawn together") {
    // All objects of an image share its fate, so eight images of 100 objects say no more than eight objects.
    std::vector<RangeTrial> together;
    std::vector<RangeTrial> apart;
    for (int i = 0; i < 800; ++i) {
        const int image = i / 100;
        const bool far = image >= 4;
        const bool found = far ? image == 4 : image != 3;
        together.push_back({far ? 30.0 : 10.0, image, found});
        apart.push_back({far ? 30.0 : 10.0, i, found});
    }
    RangeOptions options;
    options.edges = {0, 20, 40};
    const auto wide = range_curve(together, options).value().d50;
    const auto narrow = range_curve(apart, options).value().d50;
    CHECK(wide.place == narrow.place);
    CHECK(wide.interval.high - wide.interval.low > 3 * (narrow.interval.high - narrow.interval.low));
}

TEST_CASE("trials of a matched set are its countable objects, found at the score asked for") {
    std::vector<TruthBox> truths(4);
    for (std::size_t i = 0; i < truths.size(); ++i) {
        truths[i].box = {100.0 * static_cast<double>(i), 0, 20, 20};
        truths[i].area = 400;
    }
    truths[2].ignore = true;
    const std::vector<ScoredBox> detections = {{{0, 0, 20, 20}, 0.9, 0, 0}, {{100, 0, 20, 20}, 0.2, 0, 0}};
    const EvaluationSet set{truths, detections, 1, 1};
    const std::vector<double> metres = {10, 20, 30, std::nan("")};
    const auto trials = range_trials(set, match(set, {}).value(), metres, 0.3);
    REQUIRE(trials.size() == 2);
    CHECK(trials[0].found);
    CHECK(trials[0].place == 10);
    CHECK_FALSE(trials[1].found);
}

TEST_CASE("no anchor can hold an object much smaller than itself") {
    // One anchor of 30 x 30 input pixels; a square of half its side has a quarter of its area.
    AnchorGrid grid;
    grid.anchors = {{0.5F, 0.5F, 0.1F, 0.1F}};
    const Size input{300, 300};
    const std::vector<double> heights = {15, 30, 60};
    const auto full_frame = anchor_limit(grid, input, 1, 1, 1, heights);
    CHECK(full_frame[0] == Approx(0.25));
    CHECK(full_frame[1] == Approx(1));
    CHECK(full_frame[2] == Approx(0.25));
    // Twice the zoom makes the small one fit; a narrow one of half the width fits half.
    CHECK(anchor_limit(grid, input, 2, 2, 1, heights)[0] == Approx(1));
    CHECK(anchor_limit(grid, input, 1, 1, 0.5, heights)[1] == Approx(0.5));
    grid.sized = false;
    CHECK(anchor_limit(grid, input, 1, 1, 1, heights) == std::vector<double>{0, 0, 0});
}

TEST_CASE("a range curve refuses edges out of order and negative images") {
    RangeOptions options;
    options.edges = {10, 5};
    CHECK_FALSE(range_curve({}, options));
    options.edges = {0, kInfinity};
    CHECK_FALSE(range_curve({}, options));
    options.edges = {0, 10};
    const std::vector<RangeTrial> trials = {{5, -1, true}};
    CHECK_FALSE(range_curve(trials, options));
}

TEST_CASE("the band of the fitted curve comes from drawing the images again") {
    // Four hundred images of one object, every second one found: the standard error is sqrt(1/4 / 400).
    std::vector<RangeTrial> trials;
    add(trials, 10, 400, 200);
    RangeOptions options;
    options.edges = {0, 8, 16, 32};
    options.resamples = 2000;
    const RangeCurve curve = range_curve(trials, options).value();
    CHECK(curve.points[1].smoothed_interval.low == Approx(0.5 - 1.96 * 0.025).margin(0.005));
    CHECK(curve.points[1].smoothed_interval.high == Approx(0.5 + 1.96 * 0.025).margin(0.005));
    CHECK(std::isnan(curve.points[2].smoothed_interval.low));
    options.resamples = 0;
    CHECK(std::isnan(range_curve(trials, options).value().points[1].smoothed_interval.low));
}

TEST_CASE("the band of a few images is not narrower than Wilson's interval") {
    // Two images that agree at 5 m: every resample finds two of two. Wilson: 2 / (2 + z²) = 0.342.
    const std::vector<RangeTrial> trials = {{10, 0, true}, {10, 1, false}, {5, 0, true}, {5, 1, true}};
    RangeOptions options;
    options.edges = {0, 8, 16};
    const RangeCurve curve = range_curve(trials, options).value();
    CHECK(curve.points[0].smoothed_interval.low == Approx(0.342).margin(5e-4));
    CHECK(curve.points[0].smoothed_interval.high == 1);
    CHECK(curve.points[1].smoothed_interval.low == 0);
    CHECK(curve.points[1].smoothed_interval.high == 1);
}

TEST_CASE("a curve tells from where to where objects were seen, and how many") {
    const std::vector<RangeTrial> trials = {{27, 3, true}, {36, 3, true}, {31, 8, false}, {300, 9, true}};
    RangeOptions options;
    options.edges = {5, 50, 150};
    const RangeCurve curve = range_curve(trials, options).value();
    CHECK(curve.seen == RangeSeen{3, 2, 27, 36});
    const RangeCurve empty = range_curve({}, options).value();
    CHECK(empty.seen.objects == 0);
    CHECK(std::isnan(empty.seen.from));
    CHECK(std::isnan(empty.seen.to));
}

TEST_CASE("one object and two objects say nothing about where recall crosses a level") {
    RangeOptions options;
    options.edges = {5, 20, 40, 150};
    for (const bool found : {true, false}) {
        const std::vector<RangeTrial> one = {{31, 0, found}};
        const RangeCurve curve = range_curve(one, options).value();
        CHECK(curve.d50.unknown());
        CHECK(curve.d90.unknown());
    }
    const std::vector<RangeTrial> two = {{12, 0, true}, {31, 0, false}};
    const RangeCurve curve = range_curve(two, options).value();
    CHECK(curve.d50.place > 12);
    CHECK(curve.d50.place < 31);
    CHECK(curve.d50.unknown());
    options.trend = Trend::kRising;
    CHECK(range_curve(two, options).value().d50.unknown());
}

TEST_CASE("exact bounds of the crossing follow the binomial by hand") {
    // Five of five found at 10 m and before: (1/2)^5 = 0.031 does not reject a recall of one half at 2.5 % a
    // side; six of six does (0.016). The same holds for misses.
    const auto curve_of = [](int near, int far) {
        std::vector<RangeTrial> trials;
        add(trials, 10, near, near);
        add(trials, 30, far, 0);
        RangeOptions options;
        options.edges = {5, 20, 40};
        return range_curve(trials, options).value().d50;
    };
    CHECK(curve_of(5, 5).unknown());
    CHECK(curve_of(6, 5).interval.low == 10);
    CHECK(curve_of(6, 5).interval.high == kInfinity);
    CHECK(curve_of(6, 6).interval.low == 10);
    CHECK(curve_of(6, 6).interval.high == 30);
    CHECK(curve_of(6, 6).place == 20);
}

TEST_CASE("bins are pooled to bound the crossing, and sums of any size do not underflow") {
    // Three and three found, with the trend: six of six at the nearer bin.
    std::vector<RangePoint> points(2);
    points[0].place = 10;
    points[1].place = 20;
    for (RangePoint& point : points) point.trials = point.found = 3;
    Interval bounds = crossing_bounds(points, 0.5, Trend::kFalling, 0.95);
    CHECK(bounds.low == 10);
    CHECK(bounds.high == kInfinity);
    bounds = crossing_bounds(points, 0.5, Trend::kRising, 0.95);
    CHECK(bounds.low == 0);
    CHECK(bounds.high == 20);
    // 100,000 trials: half of them is no evidence, 50,500 of them are (3.2 standard errors).
    for (RangePoint& point : points) point.trials = 100000;
    points[0].found = 50500;
    points[1].found = 1;
    bounds = crossing_bounds(points, 0.5, Trend::kFalling, 0.95);
    CHECK(bounds.low == 10);
    CHECK(bounds.high == 20);
    points[0].found = 50000;
    CHECK(crossing_bounds(points, 0.5, Trend::kFalling, 0.95).low == 0);
    CHECK(crossing_bounds({}, 0.5, Trend::kFalling, 0.95).high == kInfinity);
}

TEST_CASE("a level that all of twenty objects reach is not claimed beyond what twenty can show") {
    // 0.9^20 = 0.12: twenty of twenty found do not show a recall of 0.9, so D90 has no low end.
    std::vector<RangeTrial> trials;
    add(trials, 10, 20, 20);
    RangeOptions options;
    options.edges = {5, 20};
    const RangeCurve curve = range_curve(trials, options).value();
    CHECK(curve.d90.place == kInfinity);
    CHECK(curve.d90.unknown());
    CHECK(curve.d50.interval.low == 10);
    CHECK(curve.d50.interval.high == kInfinity);
}
