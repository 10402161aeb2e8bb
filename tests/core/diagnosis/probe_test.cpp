#include "farsight/probe.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace farsight;

namespace {

/// Stretched to 100 by 100.
InputSpec input() {
    InputSpec made;
    made.size = {100, 100};
    return made;
}

/// Of 40 by 40 in a photo of 200 by 200: 20 by 20 network pixels on the full frame.
ProbeObject object(std::int32_t image = 0, std::int32_t category = 0) {
    return {image, category, {60, 80, 100, 120}, {200, 200}};
}

ProbeOptions options() {
    ProbeOptions made;
    made.sizes_px = {5, 10, 20, 40, 80};
    made.detail_at_px = 40;
    made.coarse_cut_px = 10;
    return made;
}

Image plain(Size size, std::uint8_t value) {
    Image image(size, 3);
    std::fill_n(image.data(), Image::bytes(size, 3), value);
    return image;
}

Prober prober(std::span<const ProbeObject> objects, const ProbeOptions& asked = options()) {
    auto made = Prober::create(input(), objects, asked);
    REQUIRE(made);
    return std::move(*made);
}

/// What a network gives that finds an object of class 0 exactly, with this score.
std::vector<Detection> found(const Box& box, float score) {
    Detection detection;
    detection.box = box;
    detection.score = score;
    return {detection};
}

const std::vector<std::int32_t> kCategories = {0};

/// Runs all probes through a network that finds what `sees` says.
template <class Sees>
void answer_all(Prober& made, Sees sees) {
    while (const auto place = made.next()) {
        const Probe& probe = made.probes()[*place];
        const Box box{10, 10, 20, 20};
        if (sees(probe)) {
            made.absorb(*place, box, found(box, 0.8F), kCategories);
        } else {
            made.absorb(*place, box, {}, kCategories);
        }
    }
}

}  // namespace

TEST_CASE("an object is brought to every size up to that of its own pixels") {
    const std::vector<ProbeObject> objects = {object()};
    const Prober made = prober(objects);
    std::vector<double> sizes;
    std::vector<double> fine;
    std::vector<double> coarse;
    for (const Probe& probe : made.probes()) {
        if (probe.kind == ProbeKind::kSize) sizes.push_back(probe.size_px);
        if (probe.kind == ProbeKind::kFineRemoved) fine.push_back(probe.detail_px);
        if (probe.kind == ProbeKind::kCoarseRemoved) coarse.push_back(probe.detail_px);
    }
    CHECK(sizes == std::vector<double>{5, 10, 20, 40});
    CHECK(fine == std::vector<double>{5, 10, 20});
    CHECK(coarse == std::vector<double>{10});
}

TEST_CASE("a nearer probe is the photo's own pixels around the object") {
    const std::vector<ProbeObject> objects = {object()};
    const Prober made = prober(objects);
    Image photo = plain({200, 200}, 50);
    photo.row(80)[3 * 60] = 200;  // The object's upper left pixel.
    // 40 network pixels are twice the full frame's: half of the photo's side, around the object's middle.
    const auto picture = made.picture(3, photo.view());
    REQUIRE(picture);
    CHECK(picture->image.size() == Size{100, 100});
    CHECK(picture->box == Box{30, 30, 70, 70});
    CHECK(picture->image.row(30)[3 * 30] == 200);
}

TEST_CASE("a crop stays within the photo") {
    ProbeObject beside = object();
    beside.box = {2, 80, 42, 120};
    const Prober made = prober(std::vector<ProbeObject>{beside});
    const auto picture = made.picture(3, plain({200, 200}, 50).view());
    REQUIRE(picture);
    CHECK(picture->box == Box{2, 30, 42, 70});
}

TEST_CASE("a farther probe is the whole photo moved away in a frame of its own size") {
    const std::vector<ProbeObject> objects = {object()};
    const Prober made = prober(objects);
    const auto picture = made.picture(1, plain({200, 200}, 50).view());
    REQUIRE(picture);
    CHECK(picture->image.size() == Size{200, 200});
    // Half as large, around the photo's middle: 60 becomes 100 + (60 - 100) / 2.
    CHECK(picture->box == Box{80, 90, 100, 110});
}

TEST_CASE("an object at the photo's edge is left out, and one with too few pixels") {
    ProbeObject cut = object();
    cut.box = {0, 80, 40, 120};
    ProbeObject tiny = object();
    tiny.box = {60, 60, 64, 64};
    const std::vector<ProbeObject> objects = {cut, tiny, object()};
    const Prober made = prober(objects);
    CHECK(made.counts().at_edge == 1);
    CHECK(made.counts().few_pixels == 1);
    CHECK(made.counts().chosen == 1);
}

TEST_CASE("of many objects those of most pixels are taken, the classes in turn") {
    std::vector<ProbeObject> objects = {object(0, 0), object(1, 0), object(2, 0), object(3, 1)};
    objects[1].box = {60, 80, 110, 130};
    objects[2].box = {60, 80, 120, 140};
    ProbeOptions few = options();
    few.max_objects = 2;
    const Prober made = prober(objects, few);
    std::set<std::int32_t> taken;
    for (const Probe& probe : made.probes()) taken.insert(probe.object);
    CHECK(taken == std::set<std::int32_t>{2, 3});
    CHECK(made.counts().beyond_most == 2);
}

TEST_CASE("a detection of another class or beside the object is no answer") {
    const std::vector<ProbeObject> objects = {object()};
    Prober made = prober(objects);
    const Box box{10, 10, 20, 20};
    auto other = found(box, 0.9F);
    other[0].label = 1;
    made.absorb(0, box, other, std::vector<std::int32_t>{0, 1});
    made.absorb(1, box, found({18, 10, 28, 20}, 0.9F), kCategories);
    made.absorb(2, box, found({10, 10, 20, 18}, 0.7F), kCategories);  // IoU 0.8.
    const auto answers = made.answers();
    REQUIRE(answers.size() == 3);
    CHECK(answers[0].score == 0);
    CHECK(answers[1].score == 0);
    CHECK(answers[2].score == 0.7F);
    CHECK_FALSE(made.done());
}

TEST_CASE("a network whose recall falls between 10 and 20 pixels crosses one half in their middle") {
    std::vector<ProbeObject> objects;
    for (int i = 0; i < 25; ++i) objects.push_back(object(i));
    Prober made = prober(objects);
    answer_all(made, [](const Probe& probe) { return probe.size_px >= 20; });
    CHECK(made.done());
    const auto curve =
        probe_curve(made.answers(), objects, ProbeKind::kSize, options().sizes_px, 0.3, 200, 1);
    REQUIRE(curve);
    CHECK(curve->curve.d50.place == Approx(15));
    CHECK(curve->peak_recall == 1);
    CHECK(curve->curve.points[0].trials == 25);
    CHECK(curve->mean_scores[0] == 0);
    CHECK(curve->mean_scores[2] == Approx(0.8));
    CHECK(std::isnan(curve->mean_scores[4]));
}

TEST_CASE("objects that are too large for a network do not pull down where it begins to see") {
    std::vector<ProbeObject> objects;
    for (int i = 0; i < 25; ++i) objects.push_back(object(i));
    Prober made = prober(objects);
    answer_all(made, [](const Probe& probe) { return probe.size_px == 20; });
    const auto curve = probe_curve(made.answers(), objects, ProbeKind::kSize, options().sizes_px, 0.3, 0, 1);
    REQUIRE(curve);
    CHECK(curve->peak_px == 20);
    CHECK(curve->curve.d50.place == Approx(15));
    // Shown, but not part of the fit.
    CHECK(curve->curve.points[3].trials == 25);
    CHECK(curve->curve.points[3].found == 0);
    CHECK(std::isnan(curve->curve.points[3].smoothed));
}

TEST_CASE("recall between two sizes lies on the line between them, outside it is the nearest's") {
    std::vector<ProbeObject> objects;
    for (int i = 0; i < 20; ++i) objects.push_back(object(i));
    Prober made = prober(objects);
    answer_all(made, [](const Probe& probe) { return probe.size_px >= 20; });
    const auto curve = probe_curve(made.answers(), objects, ProbeKind::kSize, options().sizes_px, 0.3, 0, 1);
    REQUIRE(curve);
    CHECK(recall_at(*curve, 1) == 0);
    CHECK(recall_at(*curve, 12.5) == Approx(0.25));
    CHECK(recall_at(*curve, 1000) == 1);
    CHECK(std::isnan(recall_at({}, 12)));
}

TEST_CASE("a size that few objects reach is no peak") {
    std::vector<ProbeObject> objects;
    for (int i = 0; i < 50; ++i) objects.push_back(object(i));
    for (int i = 0; i < 40; ++i) objects[static_cast<std::size_t>(i)].box = {60, 80, 80, 100};
    Prober made = prober(objects);
    // Ten of fifty have the pixels for 40: less than a quarter.
    answer_all(made, [](const Probe& probe) { return probe.size_px >= 40 || probe.object % 2 == 0; });
    const auto curve = probe_curve(made.answers(), objects, ProbeKind::kSize, options().sizes_px, 0.3, 0, 1);
    REQUIRE(curve);
    CHECK(curve->peak_px == 20);
    CHECK(curve->peak_recall == 0.5);
}

TEST_CASE("a curve of some objects leaves out the others") {
    const std::vector<ProbeObject> objects = {object(0), object(1)};
    Prober made = prober(objects);
    answer_all(made, [](const Probe&) { return true; });
    const std::vector<std::uint8_t> second = {0, 1};
    const auto curve =
        probe_curve(made.answers(), objects, ProbeKind::kSize, options().sizes_px, 0.3, 0, 1, second);
    REQUIRE(curve);
    CHECK(curve->curve.points[0].trials == 1);
    // One trial is no peak.
    CHECK(std::isnan(curve->peak_px));
}

TEST_CASE("a picture without fine detail loses stripes finer than it keeps, and no brightness") {
    Image stripes({64, 64}, 3);
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64; ++x) std::fill_n(stripes.row(y) + 3 * x, 3, x % 2 == 0 ? 100 : 200);
    }
    const auto coarse = without_fine_detail(stripes.view(), 8);
    REQUIRE(coarse);
    CHECK(coarse->size() == Size{64, 64});
    for (int x = 8; x < 56; ++x) CHECK(std::abs(coarse->row(32)[3 * x] - 150) <= 2);
    // What is left is the stripes around middle grey.
    const auto fine = without_coarse_detail(stripes.view(), 8);
    REQUIRE(fine);
    for (int x = 8; x < 56; ++x) CHECK(std::abs(fine->row(32)[3 * x] - (x % 2 == 0 ? 78 : 178)) <= 2);
}

TEST_CASE("a reduction of 1 leaves a picture as it is, and nothing without its coarse detail") {
    Image picture({9, 7}, 3);
    for (std::size_t i = 0; i < Image::bytes({9, 7}, 3); ++i) {
        picture.data()[i] = static_cast<std::uint8_t>(i);
    }
    const auto same = without_fine_detail(picture.view(), 1);
    REQUIRE(same);
    CHECK(std::equal(picture.data(), picture.data() + Image::bytes({9, 7}, 3), same->data()));
    const auto nothing = without_coarse_detail(picture.view(), 1);
    REQUIRE(nothing);
    CHECK(std::all_of(nothing->data(), nothing->data() + Image::bytes({9, 7}, 3),
                      [](std::uint8_t value) { return value == 128; }));
}

TEST_CASE("probes refuse sizes that do not rise, no objects and an IoU of 0") {
    const std::vector<ProbeObject> objects = {object()};
    ProbeOptions bad = options();
    bad.sizes_px = {10, 10};
    CHECK(Prober::create(input(), objects, bad).error().code == ErrorCode::kInvalidArgument);
    bad = options();
    bad.max_objects = 0;
    CHECK(Prober::create(input(), objects, bad).error().code == ErrorCode::kInvalidArgument);
    bad = options();
    bad.iou = 0;
    CHECK(Prober::create(input(), objects, bad).error().code == ErrorCode::kInvalidArgument);
}
