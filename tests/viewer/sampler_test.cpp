#include "engine/sampler.h"

#include <atomic>
#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::viewer;

namespace {

constexpr auto kPatience = std::chrono::seconds(120);

lab::StudySettings full_frame_of(const char* model) {
    lab::StudySettings settings;
    settings.model = model;
    settings.pyramid.enabled = false;
    return settings;
}

StudyWant want(std::vector<lab::StudySettings> studies, int scenes) {
    StudyWant wanted;
    wanted.studies = std::move(studies);
    wanted.scenes = scenes;
    wanted.threads = 1;
    return wanted;
}

bool wait_until(const std::function<bool()>& there) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!there()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace

TEST_CASE("a study stands back while the viewer works, and ends with its scenes") {
    std::atomic<bool> busy = true;
    std::atomic<int> wakes = 0;
    Sampler sampler([&] { ++wakes; }, [&] { return busy.load(); });
    sampler.want(want({full_frame_of("near-only")}, 2));
    sampler.run(true);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK(sampler.told().studies.empty());
    CHECK(sampler.told().running);
    busy = false;
    REQUIRE(wait_until([&] { return !sampler.told().running; }));
    const StudyTold told = sampler.told();
    REQUIRE(told.studies.size() == 1);
    CHECK(told.studies[0]->scenes == 2);
    CHECK(told.studies[0]->tiles == 1);
    CHECK(told.studies[0]->curves[1].points.empty());
    CHECK_FALSE(told.error);
    REQUIRE(told.limits.size() == 1);
    CHECK(told.limits[0] != nullptr);
    CHECK(wakes >= 3);
}

TEST_CASE("two configurations are shown the same scenes, turn by turn") {
    Sampler sampler([] {}, [] { return false; });
    lab::StudySettings strict = full_frame_of("near-only");
    strict.merging.min_score = 0.99F;
    sampler.want(want({full_frame_of("near-only"), strict}, 2));
    sampler.run(true);
    REQUIRE(wait_until([&] { return !sampler.told().running; }));
    const lab::Studies studies = sampler.told().studies;
    REQUIRE(studies.size() == 2);
    std::int64_t trials = 0;
    for (std::size_t bin = 0; bin < studies[0]->curves[0].points.size(); ++bin) {
        const RangePoint& a = studies[0]->curves[0].points[bin];
        const RangePoint& b = studies[1]->curves[0].points[bin];
        CHECK(a.trials == b.trials);
        CHECK(a.found >= b.found);
        trials += a.trials;
    }
    CHECK(trials > 10);
}

TEST_CASE("the latest wins, and a study that was begun goes on where it stopped") {
    Sampler sampler([] {}, [] { return false; });
    const auto scenes_of = [&](const char* model) {
        const StudyTold told = sampler.told();
        const lab::StudyResult* study = lab::study_of(told.studies, full_frame_of(model));
        return study == nullptr ? 0 : study->scenes;
    };
    sampler.want(want({full_frame_of("near-only")}, 200));
    sampler.run(true);
    REQUIRE(wait_until([&] { return scenes_of("near-only") >= 1; }));
    sampler.want(want({full_frame_of("fpn")}, 200));
    REQUIRE(wait_until([&] { return scenes_of("fpn") >= 1; }));
    const int begun = scenes_of("near-only");
    sampler.want(want({full_frame_of("near-only")}, begun + 1));
    REQUIRE(wait_until([&] { return !sampler.told().running; }));
    CHECK(scenes_of("near-only") == begun + 1);
    const int other = scenes_of("fpn");
    sampler.run(false);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(scenes_of("fpn") == other);
}

TEST_CASE("a model that cannot be had stops the study with words") {
    Sampler sampler([] {}, [] { return false; });
    sampler.want(want({full_frame_of("no-such-model")}, 2));
    sampler.run(true);
    REQUIRE(wait_until([&] { return sampler.told().error.has_value(); }));
    CHECK_FALSE(sampler.told().running);
    CHECK(sampler.take_error()->find("no-such-model") != std::string::npos);
    CHECK_FALSE(sampler.take_error());
}

TEST_CASE("closing ends a study between two tiles") {
    Sampler sampler([] {}, [] { return true; });
    sampler.want(want({full_frame_of("near-only")}, 2));
    sampler.run(true);
    CHECK(sampler.close(kPatience));
}
