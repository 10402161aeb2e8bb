// Heads of one run that fit their card, and heads that do not: each warning by a case of its own.
#include "farsight/head_check.h"

#include <array>
#include <catch2/catch.hpp>
#include <limits>

using namespace farsight;

namespace {

using Shape = std::vector<std::int64_t>;

constexpr int kRows = 32;

/// Of two classes, whose scores are probabilities.
ModelCard card_of(HeadKind kind) {
    ModelCard card;
    card.input.size = {100, 100};
    card.heads.kind = kind;
    card.heads.activation = ScoreActivation::kNone;
    card.heads.classes_count = 2;
    return card;
}

/// Decoded heads with 32 rows of two classes.
struct Heads {
    ModelCard card = card_of(HeadKind::kDecoded);
    std::vector<float> boxes;
    std::vector<float> scores;

    Heads() {
        card.heads.form = BoxForm::kCorners;
        card.heads.boxes = "boxes";
        card.heads.scores = "scores";
        card.labels = {{"bolt", ""}, {"nut", ""}};
        for (int row = 0; row < kRows; ++row) {
            const auto x = static_cast<float>(row);
            boxes.insert(boxes.end(), {x, 10, x + 20, 40});
            scores.insert(scores.end(), {x / 64, 0.5F - x / 128});
        }
    }

    HeadCheck check() const {
        const Shape box_shape = {1, kRows, 4};
        const Shape score_shape = {1, kRows, 2};
        const std::vector<HeadView> views = {{"boxes", boxes, box_shape}, {"scores", scores, score_shape}};
        auto checked = check_heads(card, views);
        REQUIRE(checked);
        return std::move(*checked);
    }

    /// The only warning.
    std::string warning() const {
        const HeadCheck checked = check();
        REQUIRE(checked.warnings.size() == 1);
        return checked.warnings.front();
    }
};

}  // namespace

TEST_CASE("heads that fit their card have ranges and no warning") {
    const HeadCheck checked = Heads().check();
    CHECK(checked.warnings.empty());
    REQUIRE(checked.ranges.size() == 2);
    CHECK(checked.ranges[0].name == "boxes");
    CHECK(checked.ranges[0].values == 128);
    CHECK(checked.ranges[0].least == 0);
    CHECK(checked.ranges[0].most == 51);
    // Means of x0, y0, x1, y1: 15.5, 10, 35.5, 40.
    CHECK(checked.ranges[0].mean == Approx(25.25));
    CHECK(checked.ranges[1].most == 0.5F);
}

TEST_CASE("scores that are all one half, or all equal, say nothing") {
    Heads heads;
    heads.scores.assign(heads.scores.size(), 0.5F);
    CHECK_THAT(heads.warning(), Catch::StartsWith("All scores are one half"));
    heads.card.heads.activation = ScoreActivation::kSigmoid;
    heads.scores.assign(heads.scores.size(), 0.0F);
    CHECK_THAT(heads.warning(), Catch::StartsWith("All scores are one half"));
    heads.scores.assign(heads.scores.size(), -4.0F);
    CHECK_THAT(heads.warning(), Catch::StartsWith("All scores are -4"));
}

TEST_CASE("scores outside 0 to 1 are no probabilities, and scores inside may be") {
    Heads heads;
    heads.scores[5] = 3.5F;
    CHECK_THAT(heads.warning(),
               Catch::Contains("Scores reach from 0 to 3.5") && Catch::Contains("heads.activation"));
    heads = Heads();
    heads.card.heads.activation = ScoreActivation::kSigmoid;
    CHECK_THAT(heads.warning(), Catch::Contains("before their sigmoid"));
    heads.scores[5] = -3.5F;
    CHECK(heads.check().warnings.empty());
}

TEST_CASE("a class that is certain nearly everywhere is a background") {
    Heads heads;
    for (int row = 0; row < kRows; ++row) heads.scores[static_cast<std::size_t>(2 * row)] = 0.95F;
    heads.scores[0] = 0.1F;
    CHECK(heads.warning() ==
          "Class 0 (bolt) is certain in 96.9 % of the rows, as only a background is: heads.background should "
          "be 0, "
          "and the labels may be off by one.");
    heads.card.heads.background = 0;
    CHECK(heads.check().warnings.empty());
}

TEST_CASE("a class with one score in every row is never found") {
    Heads heads;
    for (int row = 0; row < kRows; ++row) heads.scores[static_cast<std::size_t>(2 * row + 1)] = 0.25F;
    CHECK(heads.warning() == "Class 1 (nut) has the same score in every row: the network cannot find them.");
}

TEST_CASE("boxes under two pixels may be fractions, and boxes beyond the input may be pixels") {
    Heads heads;
    for (float& value : heads.boxes) value /= 100;
    CHECK_THAT(heads.warning(), Catch::StartsWith("The best boxes are under two pixels"));
    heads.card.heads.normalized = true;
    CHECK(heads.check().warnings.empty());
    for (float& value : heads.boxes) value *= 100;
    CHECK_THAT(heads.warning(), Catch::StartsWith("The best boxes are far larger"));
}

TEST_CASE("values that are not finite are counted") {
    Heads heads;
    heads.boxes[0] = std::numeric_limits<float>::quiet_NaN();
    CHECK(heads.warning() == "Output \"boxes\" has 1 values that are not finite (NaN or infinity).");
    CHECK(heads.check().ranges[0].non_finite == 1);
}

TEST_CASE("the same is seen in one output of all values, whichever way it lies") {
    ModelCard card = card_of(HeadKind::kYolo);
    std::vector<float> columns(6 * kRows);
    std::vector<float> rows(6 * kRows);
    for (int row = 0; row < kRows; ++row) {
        const auto x = static_cast<float>(row);
        const std::array<float, 6> values = {50, 50, 1, 1, x / 64, 0.5F - x / 128};
        for (int i = 0; i < 6; ++i) {
            columns[static_cast<std::size_t>(i * kRows + row)] = values[static_cast<std::size_t>(i)];
            rows[static_cast<std::size_t>(row * 6 + i)] = values[static_cast<std::size_t>(i)];
        }
    }
    const Shape column_shape = {1, 6, kRows};
    const Shape row_shape = {1, kRows, 6};
    const auto lying = check_heads(card, std::vector<HeadView>{{"o", columns, column_shape}});
    REQUIRE(lying);
    REQUIRE(lying->warnings.size() == 1);
    CHECK_THAT(lying->warnings[0], Catch::StartsWith("The best boxes are under two pixels"));
    card.heads.transposed = true;
    const auto standing = check_heads(card, std::vector<HeadView>{{"o", rows, row_shape}});
    REQUIRE(standing);
    CHECK(standing->warnings == lying->warnings);
}

TEST_CASE("finished rows of padding are no tiny boxes, and another head is refused") {
    const ModelCard card = card_of(HeadKind::kEndToEnd);
    const std::vector<float> rows(6 * 10, 0.0F);
    const Shape shape = {1, 10, 6};
    const auto checked = check_heads(card, std::vector<HeadView>{{"o", rows, shape}});
    REQUIRE(checked);
    CHECK(checked->warnings.empty());
    const Shape none = {1, 0, 6};
    CHECK(check_heads(card, std::vector<HeadView>{{"o", {}, none}}));
    const Shape other = {1, 60};
    CHECK_FALSE(check_heads(card, std::vector<HeadView>{{"o", rows, other}}));
}
