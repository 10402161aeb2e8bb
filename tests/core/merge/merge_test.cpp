#include "farsight/merge.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>

#include "allocations.h"
#include "core/merge/candidate.h"

using namespace farsight;

namespace {

/// A 600 by 600 image: the full frame at zoom 1/2, and 3 by 3 tiles of 300 at zoom 1, starting at 0, 150,
/// 300.
PyramidPlan plan_of_two_levels() {
    const PyramidPlan plan = two_level_plan(0.5);
    REQUIRE(plan.tiles.size() == 10);
    return plan;
}

MergeOptions options_of(MergeMethod method, float overlap = 0.5F) {
    MergeOptions options;
    options.method = method;
    options.overlap = overlap;
    options.min_score = 0;
    return options;
}

std::vector<Detection> merged(const std::vector<Candidate>& candidates, const MergeOptions& options,
                              const PyramidPlan& plan = plan_of_two_levels()) {
    REQUIRE(check_merge_options(options));
    Merger merger;
    std::vector<Detection> detections;
    merger.merge(candidates, plan, options, detections);
    return detections;
}

/// A crowd of overlapping boxes of all sizes in all tiles.
std::vector<Candidate> crowd(const PyramidPlan& plan, int count, std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto unit = [&] { return static_cast<float>(random() >> 8) / 16777216.0F; };
    std::vector<Candidate> candidates;
    for (int i = 0; i < count; ++i) {
        const float side = 4 + 200 * unit() * unit();
        const float x = unit() * (600 - side);
        const float y = unit() * (600 - side);
        const int tile = static_cast<int>(unit() * static_cast<float>(plan.tiles.size()));
        Candidate made = candidate({x, y, x + side * (0.5F + 0.5F * unit()), y + side}, 0.03F + 0.9F * unit(),
                                   tile, static_cast<std::int32_t>(random() % 3));
        made.anchor = i;
        made.cut_edges = unit() < 0.1F ? 1 : 0;
        candidates.push_back(made);
    }
    return candidates;
}

/// Greedy NMS written out, comparing every pair.
std::vector<std::int32_t> plain_nms(const std::vector<Candidate>& candidates, const MergeOptions& options) {
    std::vector<std::int32_t> order(candidates.size());
    std::iota(order.begin(), order.end(), 0);
    const auto at = [&](std::int32_t i) -> const Candidate& {
        return candidates[static_cast<std::size_t>(i)];
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int32_t a, std::int32_t b) { return at(a).score > at(b).score; });
    std::vector<std::int32_t> kept;
    for (const std::int32_t i : order) {
        const bool free = std::none_of(kept.begin(), kept.end(), [&](std::int32_t k) {
            const float common =
                options.metric == OverlapMetric::kIou ? iou(at(k).box, at(i).box) : ios(at(k).box, at(i).box);
            return (options.class_agnostic || at(k).label == at(i).label) && common >= options.overlap;
        });
        if (free) kept.push_back(i);
    }
    return kept;
}

/// SAHI drops a member that the grown box no longer overlaps; ours then stands by itself, overlapping
/// nothing.
void leave_out_what_sahi_drops(std::vector<Detection>& found, std::size_t wanted) {
    for (std::size_t i = found.size(); i-- > 0 && found.size() > wanted;) {
        const bool alone = std::none_of(found.begin(), found.end(), [&](const Detection& other) {
            return &other != &found[i] && other.label == found[i].label &&
                   ios(other.box, found[i].box) >= 0.5F;
        });
        if (alone) found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

/// Each case of merge.json that another program made with the method called `name`.
void check_against_golden(const char* name, MergeMethod method, double tolerance) {
    std::ifstream file(FARSIGHT_GOLDEN_DIR "/merge.json");
    const nlohmann::json golden = nlohmann::json::parse(file, nullptr, false);
    REQUIRE(golden["cases"].size() == 10);
    for (const auto& entry : golden["cases"]) {
        std::vector<Candidate> candidates;
        for (const auto& row : entry["candidates"]) {
            candidates.push_back(candidate({row[0], row[1], row[2], row[3]}, row[4], row[6], row[5]));
        }
        auto found = merged(candidates, options_of(method));
        CAPTURE(name, candidates.size());
        if (method == MergeMethod::kUnion) leave_out_what_sahi_drops(found, entry[name].size());
        REQUIRE(found.size() == entry[name].size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            const auto& expected = entry[name][i];
            CHECK(found[i].label == expected[5]);
            CHECK(found[i].score == Approx(expected[4].get<double>()).margin(tolerance));
            const Box& box = found[i].box;
            const std::array<float, 4> corners = {box.x0, box.y0, box.x1, box.y1};
            for (std::size_t k = 0; k < 4; ++k) {
                CHECK(corners[k] == Approx(expected[k].get<double>()).margin(tolerance));
            }
        }
    }
}

const std::vector<MergeMethod> kAll = {MergeMethod::kKeepBest, MergeMethod::kSoftNms, MergeMethod::kUnion,
                                       MergeMethod::kWbf, MergeMethod::kNms};

}  // namespace

TEST_CASE("merge methods are known by name") {
    for (const MergeMethod method : kAll) CHECK(parse_merge_method(name_of(method)) == method);
    const auto unknown = parse_merge_method("best");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().message ==
          "No merge method is called \"best\"; choose one of keep-best, soft-nms, union, wbf, nms.");
}

TEST_CASE("NMS and union give what SAHI gives, weighted box fusion what its authors' program gives") {
    check_against_golden("nms", MergeMethod::kNms, 1e-6);
    check_against_golden("union", MergeMethod::kUnion, 1e-6);
    // The authors' program keeps a fused box in single precision.
    check_against_golden("wbf", MergeMethod::kWbf, 1e-3);
}

TEST_CASE("merge options out of range are refused") {
    const auto refused = [](auto change) {
        MergeOptions options;
        change(options);
        return !check_merge_options(options);
    };
    CHECK(refused([](auto& o) { o.overlap = 0; }));
    CHECK(refused([](auto& o) { o.overlap = 1.1F; }));
    CHECK(refused([](auto& o) { o.overlap = std::nanf(""); }));
    CHECK(refused([](auto& o) { o.min_score = -0.1F; }));
    CHECK(refused([](auto& o) { o.soft_sigma = 0; }));
    CHECK(refused([](auto& o) { o.max_detections = 0; }));
    CHECK_FALSE(refused([](auto&) {}));
}

TEST_CASE("nothing merges to nothing") {
    for (const MergeMethod method : kAll) CHECK(merged({}, options_of(method)).empty());
}

TEST_CASE("a lone box on the full frame stays as it is, whatever the method") {
    for (const MergeMethod method : kAll) {
        if (method == MergeMethod::kWbf) continue;  // It lowers what only one of two levels saw.
        PyramidOptions off;
        off.enabled = false;
        const auto plan = plan_pyramid({600, 600}, {{300, 300}, Resize::kStretch, 21}, off);
        const auto found = merged({candidate({100, 100, 200, 300}, 0.75F, 0)}, options_of(method), *plan);
        REQUIRE(found.size() == 1);
        CHECK(found[0].box == Box{100, 100, 200, 300});
        CHECK(found[0].score == Approx(0.75F).epsilon(1e-6));
        CHECK(found[0].full_frame_score == 0.75F);
        CHECK(found[0].level == 0);
    }
}

TEST_CASE("NMS keeps the better of two boxes that overlap, and tells what the full frame gave") {
    // IoU of the two is 90 / 110.
    const auto found = merged({candidate({0, 0, 10, 10}, 0.6F, 0), candidate({1, 0, 11, 10}, 0.8F, 1)},
                              options_of(MergeMethod::kNms));
    REQUIRE(found.size() == 1);
    CHECK(found[0].box == Box{1, 0, 11, 10});
    CHECK(found[0].score == 0.8F);
    CHECK(found[0].level == 1);
    CHECK(found[0].candidate == 1);
    CHECK(found[0].full_frame_score == 0.6F);
}

TEST_CASE("boxes of two classes merge only when asked to") {
    const std::vector<Candidate> two = {candidate({0, 0, 10, 10}, 0.6F, 0, 1),
                                        candidate({0, 0, 10, 10}, 0.8F, 0, 2)};
    MergeOptions options = options_of(MergeMethod::kNms);
    CHECK(merged(two, options).size() == 2);
    options.class_agnostic = true;
    CHECK(merged(two, options).size() == 1);
}

TEST_CASE("NMS through the grid keeps what comparing every pair keeps") {
    const PyramidPlan plan = plan_of_two_levels();
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        const std::vector<Candidate> candidates = crowd(plan, 700, seed);
        for (const OverlapMetric metric : {OverlapMetric::kIou, OverlapMetric::kIos}) {
            for (const float overlap : {0.05F, 0.3F, 0.5F, 0.9F}) {
                MergeOptions options = options_of(MergeMethod::kNms, overlap);
                options.metric = metric;
                options.class_agnostic = seed % 2 == 0;
                std::vector<std::int32_t> kept;
                for (const Detection& detection : merged(candidates, options, plan)) {
                    kept.push_back(detection.candidate);
                }
                CHECK(kept == plain_nms(candidates, options));
            }
        }
    }
}

TEST_CASE("soft-NMS lowers a neighbour by the Gaussian of its overlap") {
    // IoU 1/3: the second is lowered by exp(-(1/9) / 0.5) = 0.8007374.
    const auto found = merged({candidate({0, 0, 10, 10}, 0.9F, 0), candidate({5, 0, 15, 10}, 0.5F, 0)},
                              options_of(MergeMethod::kSoftNms));
    REQUIRE(found.size() == 2);
    CHECK(found[0].score == 0.9F);
    CHECK(found[1].score == Approx(0.5 * 0.8007374).epsilon(1e-6));
}

TEST_CASE("soft-NMS drops what has decayed to nothing") {
    std::vector<Candidate> pile;
    for (int i = 0; i < 8; ++i) pile.push_back(candidate({0, 0, 10, 10}, 0.9F, 0));
    // Each equal box before it lowers a score by exp(-2): 0.9 exp(-2 k) is over 0.001 for k up to 3.
    CHECK(merged(pile, options_of(MergeMethod::kSoftNms)).size() == 4);
}

TEST_CASE("union grows the best box over those that overlap it") {
    const auto found = merged({candidate({0, 0, 10, 10}, 0.9F, 0), candidate({2, 0, 12, 10}, 0.5F, 1)},
                              options_of(MergeMethod::kUnion));
    REQUIRE(found.size() == 1);
    CHECK(found[0].box == Box{0, 0, 12, 10});
    CHECK(found[0].score == 0.9F);
}

TEST_CASE("union takes in what lies inside, as SAHI does by intersection over the smaller box") {
    // IoU 0.1, IoS 1.
    const std::vector<Candidate> nested = {candidate({0, 0, 10, 10}, 0.9F, 0),
                                           candidate({2, 2, 4, 7}, 0.8F, 1)};
    CHECK(merged(nested, options_of(MergeMethod::kUnion)).size() == 1);
    CHECK(merged(nested, options_of(MergeMethod::kNms)).size() == 2);
}

TEST_CASE("union leaves a member alone that the grown box no longer overlaps enough") {
    // IoU with the seed is 2/3 for both; the first grows it to 12 wide.
    MergeOptions by_iou = options_of(MergeMethod::kUnion, 0.6F);
    by_iou.metric = OverlapMetric::kIou;
    const auto found = merged({candidate({2, 0, 12, 10}, 0.9F, 0), candidate({4, 0, 14, 10}, 0.5F, 0),
                               candidate({0, 0, 10, 10}, 0.4F, 0)},
                              by_iou);
    REQUIRE(found.size() == 2);
    // The seed and the first make {2..14}; the second overlaps that by 8 / 14 < 0.6.
    CHECK(found[0].box == Box{2, 0, 14, 10});
    CHECK(found[1].box == Box{0, 0, 10, 10});
    CHECK(found[1].score == 0.4F);
}

TEST_CASE("weighted box fusion averages by score and lowers what few levels support") {
    const auto found = merged({candidate({0, 0, 10, 10}, 0.6F, 0), candidate({1, 0, 11, 10}, 0.3F, 1),
                               candidate({400, 400, 420, 420}, 0.5F, 9)},
                              options_of(MergeMethod::kWbf));
    REQUIRE(found.size() == 2);
    CHECK(found[0].box.x0 == Approx(0.3 / 0.9));
    CHECK(found[0].box.x1 == Approx((6.0 + 3.3) / 0.9));
    CHECK(found[0].score == Approx(0.45F));  // Mean of 0.6 and 0.3, two boxes for two levels.
    CHECK(found[1].score == Approx(0.25F));  // One box for two levels.
}

TEST_CASE("keep-best believes an object that every tile which holds it has seen") {
    // Tiles at 0, 150 and 300: the box at 310..370 is held by tiles starting at 150 and 300 on each axis,
    // that is 4 tiles, and by the full frame. Its side is 60: a fifth of a tile, a tenth of the frame,
    // so that every view weighs 1.
    const Box box{310, 310, 370, 370};
    std::vector<Candidate> all = {candidate(box, 0.4F, 0)};
    for (const int tile : {5, 6, 8, 9}) all.push_back(candidate(box, 0.8F, tile));
    const auto found = merged(all, options_of(MergeMethod::kKeepBest));
    REQUIRE(found.size() == 1);
    // Mean (0.4 + 4 * 0.8) / 5 = 0.72, best 0.8: sqrt(0.72 * 0.8).
    CHECK(found[0].score == Approx(std::sqrt(0.72 * 0.8)).epsilon(1e-5));
    CHECK(found[0].full_frame_score == 0.4F);
    CHECK(found[0].level == 1);
}

TEST_CASE("keep-best outvotes what one tile of five claims") {
    const Box box{310, 310, 370, 370};
    const auto found = merged({candidate(box, 0.8F, 5)}, options_of(MergeMethod::kKeepBest));
    REQUIRE(found.size() == 1);
    // Mean 0.8 / 5 = 0.16.
    CHECK(found[0].score == Approx(std::sqrt(0.16 * 0.8)).epsilon(1e-5));
}

TEST_CASE("keep-best does not blame the full frame for missing what it cannot see") {
    // A side of 12 is 0.02 of the frame, which weighs 0.2, and 0.04 of a tile, which weighs 0.4.
    const Box box{20, 20, 32, 32};  // Held by tile 1 alone.
    const auto found = merged({candidate(box, 0.5F, 1)}, options_of(MergeMethod::kKeepBest));
    REQUIRE(found.size() == 1);
    const double mean = 0.4 * 0.5 / (0.4 + 0.2);
    CHECK(found[0].score == Approx(std::sqrt(mean * 0.5)).epsilon(1e-5));
}

TEST_CASE("keep-best leaves large objects to the full frame") {
    // 285 of a tile's 300 pixels, over nine tenths: the tile's word is void.
    const auto found = merged({candidate({5, 5, 290, 290}, 0.99F, 1), candidate({10, 10, 295, 300}, 0.5F, 0)},
                              options_of(MergeMethod::kKeepBest));
    REQUIRE(found.size() == 1);
    CHECK(found[0].level == 0);
    CHECK(found[0].box == Box{10, 10, 295, 300});
}

TEST_CASE("keep-best prefers a whole box to a higher-scored cut one") {
    Candidate cut = candidate({240, 40, 300, 160}, 0.9F, 1);
    cut.cut_edges = kEdgeRight;
    const auto found =
        merged({cut, candidate({240, 40, 320, 160}, 0.6F, 2)}, options_of(MergeMethod::kKeepBest));
    REQUIRE(found.size() == 1);
    CHECK_FALSE(found[0].truncated);
    CHECK(found[0].tile == 2);
    CHECK(merged({cut}, options_of(MergeMethod::kKeepBest))[0].truncated);
}

TEST_CASE("keep-best lowers a part of a more certain object of a coarser level, and no neighbour") {
    const Box whole{200, 100, 400, 500};
    const Box sleeve{210, 200, 260, 300};
    const Box neighbour{120, 200, 190, 300};
    const auto score_beside = [&](const Box& small, bool with_whole) {
        std::vector<Candidate> candidates = {candidate(small, 0.6F, 5)};
        if (with_whole) candidates.push_back(candidate(whole, 0.9F, 0));
        for (const Detection& found : merged(candidates, options_of(MergeMethod::kKeepBest))) {
            if (found.level == 1) return found.score;
        }
        return 0.0F;
    };
    // The whole scores 0.9 alone: tiles of 300 are no judges of a box of 283 pixels across (geometric mean).
    CHECK(score_beside(sleeve, true) == Approx(score_beside(sleeve, false) * (1 - 0.5 * 0.9)).epsilon(1e-4));
    CHECK(score_beside(neighbour, true) == score_beside(neighbour, false));
}

TEST_CASE("keep-best does not thin a crowd whose people overlap less than the threshold") {
    std::vector<Candidate> people;
    for (int i = 0; i < 8; ++i) {
        const float x = 160 + 20 * static_cast<float>(i);  // 30 wide, 10 shared: IoU 1/5.
        for (const int tile : {0, 5}) people.push_back(candidate({x, 200, x + 30, 280}, 0.8F, tile));
    }
    CHECK(merged(people, options_of(MergeMethod::kKeepBest)).size() == 8);
}

TEST_CASE("the order in which equal sets of candidates come does not change what is found") {
    const PyramidPlan plan = plan_of_two_levels();
    std::vector<Candidate> candidates = crowd(plan, 500, 7);
    for (const MergeMethod method : kAll) {
        const auto before = merged(candidates, options_of(method), plan);
        auto shuffled = candidates;
        std::reverse(shuffled.begin(), shuffled.end());
        const auto after = merged(shuffled, options_of(method), plan);
        REQUIRE(before.size() == after.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            CHECK(before[i].box == after[i].box);
            CHECK(before[i].score == after[i].score);
        }
    }
}

TEST_CASE("the score cut and the cap only shorten the list") {
    const PyramidPlan plan = plan_of_two_levels();
    const std::vector<Candidate> candidates = crowd(plan, 400, 3);
    for (const MergeMethod method : kAll) {
        const auto all = merged(candidates, options_of(method), plan);
        MergeOptions options = options_of(method);
        options.min_score = 0.4F;
        options.max_detections = 5;
        const auto few = merged(candidates, options, plan);
        REQUIRE(few.size() <= 5);
        REQUIRE(few.size() <= all.size());
        CHECK(std::equal(few.begin(), few.end(), all.begin()));
        CHECK(std::all_of(few.begin(), few.end(), [](const Detection& d) { return d.score >= 0.4F; }));
        CHECK(std::is_sorted(all.begin(), all.end(),
                             [](const Detection& a, const Detection& b) { return a.score > b.score; }));
    }
}

TEST_CASE("a second merge of as many candidates does not allocate") {
    const PyramidPlan plan = plan_of_two_levels();
    const std::vector<Candidate> candidates = crowd(plan, 500, 5);
    Merger merger;
    std::vector<Detection> detections;
    const MergeOptions options = options_of(MergeMethod::kKeepBest);
    merger.merge(candidates, plan, options, detections);
    const auto before = allocation_count();
    merger.merge(candidates, plan, options, detections);
    CHECK(allocation_count() == before);
}

TEST_CASE("every candidate that overlaps no detection is one, whatever the method") {
    const PyramidPlan plan = plan_of_two_levels();
    for (const MergeMethod method : {MergeMethod::kKeepBest, MergeMethod::kSoftNms, MergeMethod::kUnion,
                                     MergeMethod::kWbf, MergeMethod::kNms}) {
        for (const float overlap : {0.3F, 0.5F, 0.8F}) {
            for (std::uint32_t seed = 1; seed <= 20; ++seed) {
                const auto candidates = crowd(plan, 300, seed);
                MergeOptions options = options_of(method, overlap);
                options.max_detections = 100'000;
                const auto detections = merged(candidates, options, plan);
                for (const Candidate& candidate : candidates) {
                    const bool kept =
                        std::any_of(detections.begin(), detections.end(), [&](const Detection& detection) {
                            const float common = method == MergeMethod::kUnion
                                                     ? ios(detection.box, candidate.box)
                                                     : iou(detection.box, candidate.box);
                            return detection.label == candidate.label && common >= overlap;
                        });
                    INFO(name_of(method) << " " << overlap << " " << seed);
                    CHECK(kept);
                }
            }
        }
    }
}

TEST_CASE("a tile that has not run does not deny an object") {
    const PyramidPlan plan = plan_of_two_levels();
    // The middle tile, 150 to 450, sees an object of 60 pixels; the full frame has it at 30.
    const std::vector<Candidate> candidates = {candidate({250, 250, 310, 310}, 0.6F, 0)};
    Merger merger;
    std::vector<std::uint8_t> looked(plan.tiles.size(), 1);
    std::vector<Detection> denied;
    merger.merge(candidates, plan, options_of(MergeMethod::kKeepBest), denied, looked);
    std::fill(looked.begin() + 1, looked.end(), std::uint8_t{0});
    std::vector<Detection> alone;
    merger.merge(candidates, plan, options_of(MergeMethod::kKeepBest), alone, looked);
    REQUIRE(denied.size() == 1);
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].score == Approx(0.6F));
    // Four tiles hold it, those that start at 0 and at 150 on each axis do not all: x 150 and x 0 end at 300.
    CHECK(denied[0].score < 0.5F);
}
