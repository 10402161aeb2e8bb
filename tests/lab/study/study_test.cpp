#include "farsight/lab/study.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "lab/model_cards.h"

using namespace farsight;
using namespace farsight::lab;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::shared_ptr<StudyResult> study(const char* model, bool pyramid) {
    auto made = std::make_shared<StudyResult>();
    made->settings.model = model;
    made->settings.pyramid.enabled = pyramid;
    made->scenes = 12;
    made->tiles = pyramid ? 47 : 1;
    made->ms = 342.6;
    made->curves[0].d50 = {0.5, 11.625, {9.5, kInfinity}};
    made->curves[1].d50 = {0.5, 34, {std::nan(""), std::nan("")}};
    return made;
}

}  // namespace

TEST_CASE("distances are told in whole metres from 20 on, and as bounds outside what was measured") {
    const RangeSeen seen{300, 40, 5.3, 148.9};
    const auto text = [&](double place) { return crossing_m_text({0.5, place, {}}, seen); };
    CHECK(text(std::nan("")) == "–");
    CHECK(text(kInfinity) == "> 148");
    CHECK(text(0) == "< 6");
    CHECK(text(8.25) == "8.2");
    CHECK(text(33.7) == "34");
    CHECK(interval_m_text({0.5, 11, {9.5, kInfinity}}, seen) == "9.5 to > 148");
    CHECK(interval_m_text({0.5, 11, {}}, seen).empty());
}

TEST_CASE("too few objects give no distance") {
    const RangeSeen one{1, 1, 31.2, 31.2};
    const Crossing beyond{0.5, kInfinity, {0, kInfinity}};
    CHECK(crossing_m_text(beyond, one) == "–");
    CHECK(interval_m_text(beyond, one) == "too few objects");
    CHECK(crossing_m_text({0.5, 15.7, {0, kInfinity}}, {2, 1, 12.3, 19.1}) == "15.7");
}

TEST_CASE("a setting is told by what differs from the first one") {
    StudySettings settings;
    CHECK(setting_text(settings) == "pyramid");
    settings.pyramid.levels = 3;
    settings.pyramid.finest_zoom = 1.5;
    settings.pyramid.overlap = 0.5;
    settings.merging.method = MergeMethod::kNms;
    settings.merging.min_score = 0.45F;
    settings.merging.overlap = 0.6F;
    settings.weather = Weather::kRain;
    CHECK(setting_text(settings) ==
          "pyramid, 3 levels, to 1.5×, overlap 50 %, score 45 %, nms, IoU 0.6, rain");
    settings = {};
    settings.pyramid.enabled = false;
    settings.pyramid.levels = 3;
    CHECK(setting_text(settings) == "full frame only");
}

TEST_CASE("studies of other settings are others") {
    const Studies studies = {study("near-only", true), study("near-only", false)};
    StudySettings wanted;
    wanted.model = "near-only";
    CHECK(study_of(studies, wanted) == studies[0].get());
    wanted.pyramid.enabled = false;
    CHECK(study_of(studies, wanted) == studies[1].get());
    wanted.place = Place::kSquare;
    CHECK(study_of(studies, wanted) == nullptr);
}

TEST_CASE("a study's scenes are those of a sweep over the same distances") {
    StudySettings settings;
    settings.weather = Weather::kDusk;
    settings.place = Place::kSquare;
    const auto recipe = parse_recipe(settings.recipe());
    REQUIRE(recipe);
    CHECK(recipe->fixed.min_distance_m == 5);
    CHECK(recipe->fixed.max_distance_m == 150);
    CHECK(recipe->seed == 1);
    CHECK(recipe->weathers == std::vector{Weather::kDusk});
    CHECK(recipe->places == std::vector{Place::kSquare});
    settings.merging.min_score = 0.45F;
    CHECK(settings.detector({}).value().score == 0.45);
}

TEST_CASE("the table has a line a configuration, and nothing where nothing is known") {
    const Studies studies = {study("near-only", true), study("fpn", false)};
    const std::vector<std::string> models = {"Near, only", "fpn"};
    CHECK(configurations_csv(studies, models) ==
          "model,setting,scenes,tiles,ms,d50_full_frame_m,d50_full_frame_low_m,d50_full_frame_high_m,"
          "d50_pyramid_m,d50_pyramid_low_m,d50_pyramid_high_m\r\n"
          "\"Near, only\",pyramid,12,47,343,11.62,9.50,inf,34.00,,\r\n"
          "fpn,full frame only,12,1,343,11.62,9.50,inf,,,\r\n");
}

TEST_CASE("the anchor limit falls to nothing far away, and later with the pyramid") {
    const auto limit = distance_limit(farsight::tests::card_named("near-only"), {}, {});
    REQUIRE(limit);
    REQUIRE(limit->distances.front() == 5);
    REQUIRE(limit->distances.back() == Approx(150));
    const auto& [full_frame, pyramid] = limit->iou;
    // At 150 m a person of 1.7 m spans 1203.7 * 1.7 / 150 = 13.64 pixels, and a quarter of them on the full
    // frame; the SSD's smallest anchors cover 18 x 18 = 324 network pixels.
    CHECK(full_frame.back() == Approx(13.64 * 0.4 * 13.64 / 16 / 324).epsilon(0.002));
    CHECK(pyramid.back() > 5 * full_frame.back());
}
