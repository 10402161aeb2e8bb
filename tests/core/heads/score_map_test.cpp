#include "farsight/score_map.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

using namespace farsight;

namespace {

/// Two layers, 2 by 2 cells of two anchors each and one cell of one; background and two classes.
ModelCard two_layers(ScoreActivation activation) {
    ModelCard card;
    card.name = "two-layers";
    card.input.size = {64, 64};
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.activation = activation;
    card.heads.classes_count = 3;
    card.heads.background = 0;
    card.heads.anchors = GridAnchorSpec{{{2, 2, {{0.5, 0.5}, {0.5, 0.25}}}, {1, 1, {{1, 1}}}}};
    card.labels = {{"background", ""}, {"near", ""}, {"far", ""}};
    return card;
}

constexpr std::size_t kAnchors = 9;

/// Scores of nine anchors, all classes at `fill`.
struct Heads {
    std::vector<float> boxes = std::vector<float>(kAnchors * 4);
    std::vector<float> scores;
    std::vector<std::int64_t> box_shape = {1, kAnchors, 4};
    std::vector<std::int64_t> score_shape = {1, kAnchors, 3};

    explicit Heads(float fill) : scores(kAnchors * 3, fill) {}
    float& at(std::size_t anchor, std::size_t label) { return scores[anchor * 3 + label]; }
    std::vector<HeadView> views() const {
        return {{"boxes", boxes, box_shape}, {"scores", scores, score_shape}};
    }
};

std::vector<float> read(const ModelCard& card, const Heads& heads) {
    const auto scores = PositionScores::create(card);
    REQUIRE(scores);
    std::vector<float> best(scores->size(), -1);
    REQUIRE(scores->read(heads.views(), 0, best));
    return best;
}

/// A plan of one level whose tiles lie side by side.
PyramidPlan row_of_tiles(Size image, const std::vector<Rect>& regions) {
    PyramidPlan plan;
    plan.image = image;
    plan.levels.push_back({1, 1, static_cast<int>(regions.size()), 1, 0});
    for (const Rect& region : regions) {
        plan.tiles.push_back({static_cast<int>(plan.tiles.size()), 0, region, 0});
    }
    return plan;
}

}  // namespace

TEST_CASE("a position has the best score of its anchors and classes, background apart") {
    Heads heads(0);
    heads.at(0, 0) = 0.99F;  // background
    heads.at(0, 1) = 0.2F;
    heads.at(1, 2) = 0.4F;  // the same cell's second anchor
    heads.at(6, 1) = 0.3F;  // the last cell of the first layer
    heads.at(8, 2) = 1.5F;  // a probability over 1 counts as 1
    CHECK(read(two_layers(ScoreActivation::kNone), heads) == std::vector<float>{0.4F, 0, 0, 0.3F, 1});
}

TEST_CASE("logits become probabilities by their sigmoid or softmax") {
    Heads heads(-100);
    heads.at(0, 1) = 0;
    const std::vector<float> sigmoid = read(two_layers(ScoreActivation::kSigmoid), heads);
    CHECK(sigmoid[0] == Approx(0.5));
    CHECK(sigmoid[1] < 1e-40F);

    Heads even(2);                       // three equal logits: a third each
    even.at(2, 2) = 2 + std::log(2.0F);  // 2 / (1 + 1 + 2)
    const std::vector<float> softmax = read(two_layers(ScoreActivation::kSoftmax), even);
    CHECK(softmax[0] == Approx(1.0 / 3));
    CHECK(softmax[1] == Approx(0.5));
}

TEST_CASE("what is not finite counts as nothing") {
    for (const auto activation :
         {ScoreActivation::kNone, ScoreActivation::kSigmoid, ScoreActivation::kSoftmax}) {
        Heads heads(-1000);
        heads.at(8, 1) = std::numeric_limits<float>::quiet_NaN();
        heads.at(8, 2) = std::numeric_limits<float>::infinity();
        CHECK(read(two_layers(activation), heads)[4] == 0);
    }
}

TEST_CASE("heads without anchors have no positions, and heads of another model are refused") {
    ModelCard card = two_layers(ScoreActivation::kNone);
    const auto scores = PositionScores::create(card);
    REQUIRE(scores);
    REQUIRE(scores->size() == 5);
    std::vector<float> best(5);
    std::vector<float> few(4);
    const Heads heads(0);
    CHECK(scores->read(heads.views(), 0, few).error().code == ErrorCode::kMismatch);
    CHECK(scores->read(heads.views(), 1, best).error().code == ErrorCode::kMismatch);
    CHECK(scores->read({}, 0, best).error().code == ErrorCode::kMismatch);

    card.heads = {};
    card.heads.kind = HeadKind::kYolo;
    card.heads.classes_count = 3;
    CHECK(PositionScores::create(card).error().code == ErrorCode::kUnsupported);
}

TEST_CASE("scores are interpolated between a tile's positions, and the best layer and tile stays") {
    const std::vector<AnchorLayer> layers = {{2, 2, 1, 0}, {1, 1, 1, 4}};
    const PyramidPlan plan = row_of_tiles({80, 40}, {{0, 0, 40, 40}, {40, 0, 40, 40}});
    ScoreMap map = make_score_map(plan, 0, layers);
    // Two cells a position: 2 * 2 * 80 / 40 by 2 * 2 * 40 / 40.
    REQUIRE(map.size == Size{8, 4});
    add_tile(plan, plan.tiles[1], layers, std::vector<float>{0.1F, 0.6F, 0.2F, 0.3F, 0.25F}, map);
    // The cells' middles lie at 0, 1/4, 3/4 and 1 of the way from the first position to the second, where
    // those before the first and after the last hold. The single position's 0.25 is the least everywhere.
    const std::vector<float> expected = {
        0, 0, 0, 0, 0.25F, 0.25F, 0.475F, 0.6F,    //
        0, 0, 0, 0, 0.25F, 0.25F, 0.425F, 0.525F,  //
        0, 0, 0, 0, 0.25F, 0.25F, 0.325F, 0.375F,  //
        0, 0, 0, 0, 0.25F, 0.25F, 0.275F, 0.3F,
    };
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(map.values[i] == Approx(expected[i]));
    const std::vector<float> before = map.values;
    add_tile(plan, plan.tiles[1], layers, std::vector<float>(5, 0.2F), map);
    CHECK(map.values == before);
}

TEST_CASE("a tile that reaches beyond the image covers only what is inside") {
    const std::vector<AnchorLayer> layers = {{2, 2, 1, 0}};
    const PyramidPlan plan = row_of_tiles({20, 40}, {{0, 0, 40, 40}});
    ScoreMap map = make_score_map(plan, 0, layers);
    REQUIRE(map.size == Size{2, 4});
    // Top 0.1 to 0.9 and bottom 0.2 to 0.8; the right half is outside. 0.3 and 0.35 lie a quarter of the way.
    add_tile(plan, plan.tiles[0], layers, std::vector<float>{0.1F, 0.9F, 0.2F, 0.8F}, map);
    const std::vector<float> expected = {0.1F, 0.3F, 0.125F, 0.3125F, 0.175F, 0.3375F, 0.2F, 0.35F};
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(map.values[i] == Approx(expected[i]));
}

TEST_CASE("a map of a large image stays within its limit") {
    const std::vector<AnchorLayer> layers = {{19, 19, 1, 0}};
    const PyramidPlan plan = row_of_tiles({60000, 300}, {{0, 0, 300, 300}});
    CHECK(make_score_map(plan, 0, layers).size == Size{kMaxScoreMapSide, 38});
}
