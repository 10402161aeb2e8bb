// Verdicts and cures on synthetic inputs: networks of which it is known why they fail.
#include "farsight/lab/diagnosis.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "farsight/lab/diagnosis_words.h"

using namespace farsight;
using namespace farsight::lab;

namespace {

constexpr Size kInput = {320, 192};

/// Square anchors of this side, one every two pixels: they end at a square of side / sqrt(2).
AnchorGrid anchors_of(double side_px) {
    GridAnchorSpec spec;
    spec.layers.push_back({96, 160, {{side_px / kInput.width, side_px / kInput.height}}});
    auto grid = make_anchors(spec, kInput);
    REQUIRE(grid);
    return std::move(*grid);
}

SeenObject square(double size_px) {
    return {0, 0, 0, size_px, size_px, 0.01};
}

/// What a network does with a probe: true when it finds it.
using Network = std::function<bool(const Probe&)>;

/// Twenty-five photos with one object each, of 200 source pixels, probed at every size.
DiagnosisData data_of(double anchor_px, const Network& network) {
    DiagnosisData data;
    data.model = "stand-in";
    data.input = kInput;
    data.anchors = anchors_of(anchor_px);
    data.classes = {"car"};
    data.resamples = 100;
    data.has_field = data.has_pictures = true;
    data.field_images = 25;
    data.probe_sizes_px = ProbeOptions{}.sizes_px;
    for (std::int32_t i = 0; i < 25; ++i) {
        data.probe_objects.push_back({i, 0, {400, 200, 600, 400}, {1280, 768}});
    }
    InputSpec input;
    input.size = kInput;
    auto prober = Prober::create(input, data.probe_objects, {});
    REQUIRE(prober);
    const std::vector<std::int32_t> categories = {0};
    while (const auto place = prober->next()) {
        const Box box{10, 10, 20, 20};
        Detection found;
        found.box = box;
        found.score = network(prober->probes()[*place]) ? 0.9F : 0.0F;
        prober->absorb(*place, box, {&found, 1}, categories);
    }
    data.probe_answers = prober->answers();
    data.probe_counts = prober->counts();
    return data;
}

/// Training objects of 40 to 100 pixels: their 5th percentile is 43.
void train_near(DiagnosisData& data) {
    data.has_training = true;
    for (int i = 0; i <= 60; ++i) data.training.objects.push_back(square(40 + i));
}

/// A photo of one object that the full frame misses and the pyramid finds or not.
void add_photo(DiagnosisData& data, double size_px, double reach, bool full_frame, bool pyramid) {
    DiagnosedObject object;
    object.seen = square(size_px);
    object.reach = {reach, 1};
    object.found = {full_frame ? std::uint8_t{1} : std::uint8_t{0},
                    pyramid ? std::uint8_t{1} : std::uint8_t{0}};
    object.cause = {MissCause::kNeverProposed, MissCause::kUnderThreshold};
    DiagnosedPhoto photo;
    photo.objects.push_back(object);
    photo.tiles = 5;
    photo.pixel_ratio = 5;
    data.photos.push_back(photo);
    data.field.objects.push_back(object.seen);
}

Diagnosis diagnosed(DiagnosisData data) {
    auto made = diagnose(std::move(data));
    REQUIRE(made);
    return std::move(*made);
}

bool sharp_from(const Probe& probe, double size_px) {
    return probe.kind != ProbeKind::kSize || probe.size_px >= size_px;
}

double gain_of(const Diagnosis& diagnosis, CureKind kind) {
    for (const Cure& cure : diagnosis.cures) {
        if (cure.kind == kind) return cure.gain;
    }
    return std::nan("");
}

/// The verdict's sentences, as the table has them before it breaks lines.
std::string verdict_text(const Diagnosis& diagnosis) {
    const auto sections = diagnosis_sections(diagnosis);
    std::string text;
    for (const std::string& sentence : sections.front().sentences) text += sentence + " ";
    return text;
}

std::string all_text(const Diagnosis& diagnosis) {
    return diagnosis_table(diagnosis);
}

}  // namespace

TEST_CASE("failing where training ended and far above the anchors' end is scale bias of the data") {
    // As near-only: half are found from 40, the middle of 32 and 48; the anchors end at 12.7.
    DiagnosisData data = data_of(18, [](const Probe& probe) { return sharp_from(probe, 48); });
    train_near(data);
    add_photo(data, 10, 0.3, false, false);
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().by_size.curve.d50.place == Approx(40));
    CHECK(made.all().anchor_end_px == Approx(18 / std::sqrt(2.0)).epsilon(0.041));
    CHECK(made.all().gap.training_p5_px == Approx(43));
    CHECK(made.all().limit == Limit::kData);
}

TEST_CASE("finer anchors do not move the verdict where the data lacks small objects") {
    // As fpn-near: the same failure with anchors that end at 5.7.
    DiagnosisData data = data_of(8, [](const Probe& probe) { return sharp_from(probe, 48); });
    train_near(data);
    add_photo(data, 10, 0.7, false, false);
    CHECK(diagnosed(std::move(data)).all().limit == Limit::kData);
}

TEST_CASE("failing where the anchors end is the anchors' affair whatever training showed") {
    // As multi-scale: half are found from 14, the middle of 12 and 16; the anchors end at 12.7.
    DiagnosisData data = data_of(18, [](const Probe& probe) { return sharp_from(probe, 16); });
    train_near(data);
    add_photo(data, 10, 0.3, false, false);
    CHECK(diagnosed(std::move(data)).all().limit == Limit::kAnchors);
}

TEST_CASE("failing where anchors and training both end names both") {
    // Half are found from 40; anchors of 54 pixels end at 38.2, and training's 5th percentile is 43.
    DiagnosisData data = data_of(54, [](const Probe& probe) { return sharp_from(probe, 48); });
    train_near(data);
    add_photo(data, 10, 0.3, false, false);
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().anchor_end_px == Approx(54 / std::sqrt(2.0)).epsilon(0.041));
    CHECK(made.all().limit == Limit::kBoth);
}

TEST_CASE("failing at a size of which training showed many is no matter of the data") {
    // Training of 10 to 100 pixels: a quarter is under 32.5, and half are found from 56 only.
    DiagnosisData data = data_of(8, [](const Probe& probe) { return sharp_from(probe, 64); });
    data.has_training = true;
    for (int i = 0; i <= 90; ++i) data.training.objects.push_back(square(10 + i));
    add_photo(data, 10, 0.7, false, false);
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().gap.training_p25_px == Approx(32.5));
    CHECK(made.all().by_size.curve.d50.place == Approx(56));
    CHECK(made.all().limit == Limit::kFeatures);
    CHECK(verdict_text(made).find("training showed more than a quarter of its objects") != std::string::npos);
}

TEST_CASE("a network that goes on below its anchors' end is told so") {
    // Half are found from 7, the middle of 6 and 8; the anchors end at 25.5.
    DiagnosisData data = data_of(36, [](const Probe& probe) { return sharp_from(probe, 8); });
    train_near(data);
    add_photo(data, 10, 0.3, false, false);
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().limit == Limit::kAnchors);
    CHECK(verdict_text(made).find("It goes on below its anchors' end") != std::string::npos);
}

TEST_CASE("failing above the anchors' end and below what training showed is a matter of the features") {
    DiagnosisData data = data_of(8, [](const Probe& probe) { return sharp_from(probe, 24); });
    train_near(data);
    add_photo(data, 10, 0.7, false, false);
    // 20 is 3.5 times the anchors' end, and 43 is 2.2 times 20.
    CHECK(diagnosed(std::move(data)).all().limit == Limit::kFeatures);
}

TEST_CASE("without training data the verdict names what the network learned, and what would tell more") {
    DiagnosisData data = data_of(18, [](const Probe& probe) { return sharp_from(probe, 48); });
    add_photo(data, 10, 0.3, false, false);
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().limit == Limit::kLearned);
    CHECK(all_text(made).find("--training ANNOTATIONS") != std::string::npos);
}

TEST_CASE("failing as much when only fine detail lacks is a matter of detail, not of size") {
    DiagnosisData data = data_of(18, [](const Probe& probe) {
        return (probe.kind == ProbeKind::kSize ? probe.size_px : probe.detail_px) >= 32;
    });
    train_near(data);
    add_photo(data, 10, 0.3, false, false);
    CHECK(diagnosed(std::move(data)).all().limit == Limit::kDetail);
}

TEST_CASE("a network that finds nothing at any size has another trouble than scale") {
    DiagnosisData data = data_of(18, [](const Probe&) { return false; });
    add_photo(data, 10, 0.3, false, false);
    CHECK(diagnosed(std::move(data)).all().limit == Limit::kNotScale);
}

TEST_CASE("objects that cannot be shown large are not held against a network that misses small ones") {
    DiagnosisData data = data_of(18, [](const Probe& probe) { return sharp_from(probe, 48); });
    train_near(data);
    add_photo(data, 10, 0.3, false, false);
    // Thirty more, of 32 pixels at most: found at no size, as any object of that size.
    for (std::int32_t i = 25; i < 55; ++i) {
        data.probe_objects.push_back({i, 0, {400, 200, 432, 232}, {1280, 768}});
        for (const double size : {8.0, 16.0, 32.0})
            data.probe_answers.push_back({{i, ProbeKind::kSize, size, 0}, 0});
    }
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().probed == 55);
    CHECK(made.all().large == 25);
    CHECK(made.all().ever_found == 25);
    CHECK(made.all().limit == Limit::kData);
}

TEST_CASE("a network that finds all at the least size is not limited by size") {
    DiagnosisData data = data_of(18, [](const Probe&) { return true; });
    add_photo(data, 10, 0.3, false, false);
    CHECK(diagnosed(std::move(data)).all().limit == Limit::kNone);
}

TEST_CASE("three photos are too few for a verdict, and the text says so") {
    DiagnosisData data = data_of(18, [](const Probe& probe) { return sharp_from(probe, 48); });
    std::erase_if(data.probe_answers, [](const ProbeAnswer& answer) { return answer.probe.object >= 3; });
    for (int i = 0; i < 3; ++i) add_photo(data, 10, 0.3, false, false);
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().limit == Limit::kTooFew);
    CHECK(all_text(made).find("3 objects of 64 px or more") != std::string::npos);
}

TEST_CASE("the cures share out the misses, and the pyramid is measured") {
    // Large objects are found while they keep the detail of 12 pixels.
    DiagnosisData data = data_of(18, [](const Probe& probe) {
        return probe.kind == ProbeKind::kSize ? probe.size_px >= 48 : probe.detail_px >= 12;
    });
    train_near(data);
    add_photo(data, 60, 0.9, true, true);
    add_photo(data, 12, 0.4, false, true);    // Beyond the anchors, with detail enough.
    add_photo(data, 20, 0.8, false, true);    // Within them, with detail enough.
    add_photo(data, 6, 0.1, false, false);    // Beyond them, without detail.
    add_photo(data, 200, 0.9, false, false);  // Missed though large.
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(gain_of(made, CureKind::kPyramid) == Approx(2.0 / 5));
    CHECK(gain_of(made, CureKind::kAnchors) == Approx(1.0 / 5));
    CHECK(gain_of(made, CureKind::kMultiScale) == Approx(1.0 / 5));
    CHECK(gain_of(made, CureKind::kMorePixels) == Approx(1.0 / 5));
    CHECK(gain_of(made, CureKind::kVariedData) == Approx(1.0 / 5));
    CHECK(made.cures.front().kind == CureKind::kPyramid);
    CHECK(made.cures.front().measured);
    CHECK_FALSE(made.cures.back().measured);
    CHECK(made.all().beyond_anchors[0] == 2);
    CHECK(made.all().causes[0][static_cast<std::size_t>(MissCause::kNeverProposed)] == 4);
    CHECK(made.all().causes[1][static_cast<std::size_t>(MissCause::kUnderThreshold)] == 2);
}

TEST_CASE("training and model alone give sizes and anchors, and say what photos would add") {
    DiagnosisData data;
    data.model = "stand-in";
    data.input = kInput;
    data.anchors = anchors_of(18);
    data.classes = {"car"};
    train_near(data);
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().limit == Limit::kNotMeasured);
    CHECK(made.all().training.objects == 61);
    CHECK(made.all().anchor_end_px == Approx(18 / std::sqrt(2.0)).epsilon(0.041));
    CHECK(made.cures.empty());
    CHECK(all_text(made).find("--images DIR --annotations FILE") != std::string::npos);
}

TEST_CASE("a network without anchors is told what that means") {
    DiagnosisData data = data_of(18, [](const Probe& probe) { return sharp_from(probe, 48); });
    data.anchors = {};
    train_near(data);
    add_photo(data, 10, 0, false, false);
    const Diagnosis made = diagnosed(std::move(data));
    CHECK(made.all().limit == Limit::kData);
    CHECK(std::isnan(made.all().anchor_end_px));
    CHECK(made.all().beyond_anchors[0] == 0);
    CHECK(std::isnan(gain_of(made, CureKind::kAnchors)));
    CHECK(all_text(made).find("no anchors of known sizes") != std::string::npos);
}

TEST_CASE("a diagnosis as JSON holds the verdict, the cures and every group") {
    DiagnosisData data = data_of(18, [](const Probe& probe) { return sharp_from(probe, 48); });
    train_near(data);
    add_photo(data, 10, 0.3, false, true);
    const auto json = nlohmann::json::parse(diagnosis_json(diagnosed(std::move(data))));
    CHECK(json.at("schema") == "farsight.diagnosis/1");
    CHECK(json.at("limit") == "data");
    CHECK(json.at("cures").at(0).at("cure") == "pyramid");
    CHECK(json.at("cures").at(0).at("gain_recall") == 1.0);
    CHECK(json.at("groups").at(0).at("measured").at("by_probe_size").at("d50").at("place") == Approx(40.0));
    CHECK(json.at("groups").at(0).at("training").at("objects") == 61);
}

TEST_CASE("labels of one COCO category are one class, found by either name") {
    ModelCard card;
    card.heads.background = 0;
    card.labels = {{"???", ""}, {"Car", "car"}, {"Vehicle", "car"}, {"Person", "person"}, {"Tower", ""}};
    const auto classes = DiagnosisClasses::create(card, {});
    REQUIRE(classes);
    CHECK(classes->names() == std::vector<std::string>{"car", "person", "Tower"});
    CHECK(classes->of_label() == std::vector<std::int32_t>{-1, 0, 0, 1, 2});
    Annotations annotations;
    annotations.categories = {{1, "PERSON", {}}, {2, "vehicle", {}}, {3, "zebra", {}}, {4, "tower", {}}};
    CHECK(classes->of_places(annotations) == std::vector<std::int32_t>{1, 0, -1, 2});
}

TEST_CASE("only wanted classes are diagnosed, and one that the network does not know is refused") {
    ModelCard card;
    card.labels = {{"Car", "car"}, {"Person", "person"}};
    const auto classes = DiagnosisClasses::create(card, std::vector<std::string>{"person"});
    REQUIRE(classes);
    CHECK(classes->names() == std::vector<std::string>{"person"});
    CHECK(classes->of_label() == std::vector<std::int32_t>{-1, 0});
    const auto refused = DiagnosisClasses::create(card, std::vector<std::string>{"zebra"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::kInvalidArgument);
    CHECK(refused.error().message.find("zebra") != std::string::npos);
}
