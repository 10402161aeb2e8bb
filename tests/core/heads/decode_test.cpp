#include "farsight/decode.h"

#include <cmath>
#include <limits>

#include "allocations.h"
#include "core/heads/decode_fixture.h"

using namespace farsight;
using namespace farsight::testing;

namespace {

#include "golden/decode.inc"

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNever = -20;

/// SSD MobileNet of 300 pixels.
ModelCard tf_card(int classes = 24) {
    ModelCard card;
    card.input.size = {300, 300};
    card.heads.classes_count = classes;
    card.heads.background = 0;
    return card;
}

/// One anchor in the middle of the input, a fifth of its width and two fifths of its height.
ModelCard small_card(int classes = 2) {
    ModelCard card = tf_card(classes);
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.background = -1;
    card.heads.anchors = GridAnchorSpec{{{1, 1, {{0.2, 0.4}}}}};
    return card;
}

}  // namespace

TEST_CASE("TF heads with sigmoid scores decode as the float64 formulas do") {
    for (const auto& row : kTfSigmoid) {
        Tensor boxes("boxes", {1, 1917, 4});
        Tensor scores("scores", {1, 1917, 24}, kNever);
        const int anchor = static_cast<int>(row[0]);
        for (int i = 0; i < 4; ++i) boxes.at(anchor, i) = static_cast<float>(row[1 + i]);
        scores.at(anchor, static_cast<int>(row[5])) = static_cast<float>(row[6]);
        scores.at(anchor, 0) = 5;
        const Decoded decoded = decode(tf_card(), {scores, boxes});
        const bool empty = row[7] >= row[9] || row[8] >= row[10];
        REQUIRE(decoded.candidates.size() == (empty ? 0 : 1));
        if (empty) continue;
        const Candidate& found = decoded.candidates[0];
        check_box(found.box, row[7], row[8], row[9], row[10]);
        CHECK(static_cast<double>(found.score) == Approx(row[11]).margin(1e-7));
        CHECK(found.anchor == anchor);
        CHECK(found.label == static_cast<int>(row[5]));
        CHECK(found.tile == 3);
        CHECK(found.level == 1);
    }
}

TEST_CASE("TF heads with softmax scores decode as the float64 formulas do") {
    ModelCard card = tf_card(4);
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.activation = ScoreActivation::kSoftmax;
    for (const auto& row : kTfSoftmax) {
        Tensor boxes("boxes", {1, 1917, 4});
        Tensor scores("scores", {1, 1917, 4}, -30);
        for (int anchor = 0; anchor < 1917; ++anchor) scores.at(anchor, 0) = 0;
        const int anchor = static_cast<int>(row[0]);
        for (int i = 0; i < 4; ++i) boxes.at(anchor, i) = static_cast<float>(row[1 + i]);
        for (int i = 0; i < 4; ++i) scores.at(anchor, i) = static_cast<float>(row[5 + i]);
        const Decoded decoded = decode(card, {boxes, scores}, {.min_score = 1e-6F});
        const bool empty = row[9] >= row[11] || row[10] >= row[12];
        REQUIRE(decoded.candidates.size() == (empty ? 0 : 3));
        for (const Candidate& found : decoded.candidates) {
            CHECK(found.label != 0);
            check_box(found.box, row[9], row[10], row[11], row[12]);
            CHECK(static_cast<double>(found.score) == Approx(row[13 + found.label]).margin(1e-7));
        }
    }
}

TEST_CASE("softmax drops what is under min_score and keeps what is over it") {
    ModelCard card = small_card(3);
    card.heads.activation = ScoreActivation::kSoftmax;
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 3});
    // Probabilities 0.5, 0.3 and 0.2, whatever is added to all logits.
    const float shift = GENERATE(values({0.0F, 1e4F, -50.0F}));
    scores.set_row(0, {std::log(5.0F) + shift, std::log(3.0F) + shift, std::log(2.0F) + shift});
    CHECK(decode(card, {boxes, scores}, {.min_score = 0.4F}).candidates.size() == 1);
    CHECK(decode(card, {boxes, scores}, {.min_score = 0.25F}).candidates.size() == 2);
    CHECK(decode(card, {boxes, scores}, {.min_score = 0.15F}).candidates.size() == 3);
}

TEST_CASE("MediaPipe heads decode as the float64 formulas do") {
    ModelCard card;
    card.input.size = {128, 128};
    card.heads.classes_count = 1;
    card.heads.coder = BoxCoder::kMediaPipe;
    card.heads.values_per_box = 16;
    card.heads.anchors = MediaPipeAnchorSpec{};
    for (const auto& row : kMediaPipe) {
        Tensor boxes("regressors", {1, 896, 16});
        Tensor scores("classificators", {1, 896, 1}, kNever);
        const int anchor = static_cast<int>(row[0]);
        for (int i = 0; i < 4; ++i) boxes.at(anchor, i) = static_cast<float>(row[1 + i]);
        scores.at(anchor, 0) = static_cast<float>(row[5]);
        const Decoded decoded = decode(card, {boxes, scores});
        REQUIRE(decoded.candidates.size() == 1);
        check_box(decoded.candidates[0].box, row[6], row[7], row[8], row[9]);
        CHECK(static_cast<double>(decoded.candidates[0].score) == Approx(row[10]).margin(1e-7));
    }
}

TEST_CASE("a box is laid out in the tile's region and clipped to the image") {
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 2}, kNever);
    scores.at(0, 1) = 0;
    PyramidPlan plan;
    plan.image = {640, 480};
    // The anchor spans 0.4 to 0.6 of 200 pixels from x = 500, and 0.3 to 0.7 of 100 from y = 400.
    const Decoded decoded = decode(small_card(), {boxes, scores}, {}, plan, tile_at({500, 400, 200, 100}));
    REQUIRE(decoded.candidates.size() == 1);
    check_box(decoded.candidates[0].box, 580, 430, 620, 470, 1e-4);
    CHECK(decoded.candidates[0].score == 0.5F);
    const Decoded clipped = decode(small_card(), {boxes, scores}, {}, plan, tile_at({550, 420, 200, 100}));
    REQUIRE(clipped.candidates.size() == 1);
    check_box(clipped.candidates[0].box, 630, 450, 640, 480, 1e-4);
}

TEST_CASE("a box outside the image is dropped and not counted") {
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 2}, 3);
    PyramidPlan plan;
    plan.image = {640, 480};
    const Decoded decoded = decode(small_card(), {boxes, scores}, {}, plan, tile_at({600, 400, 200, 100}));
    CHECK(decoded.candidates.empty());
    CHECK(decoded.stats == DecodeStats{});
}

TEST_CASE("a box that comes within the tolerance of an interior edge counts as cut there") {
    // At 300 network pixels the anchor's left edge lies 120 pixels in, its top 90.
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 2}, kNever);
    scores.at(0, 0) = 1;
    PyramidPlan plan;
    plan.image = {1000, 1000};
    const auto cut = [&](float tolerance, std::uint8_t interior) {
        const Decoded decoded = decode(small_card(), {boxes, scores}, {.edge_tolerance_px = tolerance}, plan,
                                       tile_at({100, 100, 300, 300}, interior));
        REQUIRE(decoded.candidates.size() == 1);
        return decoded.candidates[0].cut_edges;
    };
    const std::uint8_t all = kEdgeLeft | kEdgeTop | kEdgeRight | kEdgeBottom;
    CHECK(cut(3, all) == 0);
    CHECK(cut(89.9F, all) == 0);
    CHECK(cut(90.1F, all) == (kEdgeTop | kEdgeBottom));
    CHECK(cut(120.1F, all) == all);
    CHECK(cut(120.1F, kEdgeLeft) == kEdgeLeft);
    CHECK(cut(120.1F, 0) == 0);
    boxes.at(0, 1) = -40;  // Four anchor widths to the left: beyond the tile.
    CHECK(cut(0, all) == kEdgeLeft);
}

TEST_CASE("the background class never becomes a candidate") {
    ModelCard card = small_card(3);
    card.heads.background = 1;
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 3}, 2);
    const Decoded decoded = decode(card, {boxes, scores});
    REQUIRE(decoded.candidates.size() == 2);
    CHECK(decoded.candidates[0].label == 0);
    CHECK(decoded.candidates[1].label == 2);
}

TEST_CASE("scores that are probabilities already are taken as they are") {
    ModelCard card = small_card(3);
    card.heads.activation = ScoreActivation::kNone;
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 3});
    scores.set_row(0, {0.25F, 1.001F, 0.2F});
    const Decoded decoded = decode(card, {boxes, scores}, {.min_score = 0.25F});
    REQUIRE(decoded.candidates.size() == 2);
    CHECK(decoded.candidates[0].score == 1);
    CHECK(decoded.candidates[1].score == 0.25F);
}

TEST_CASE("candidates come best first, ties by anchor and then by label") {
    ModelCard card = small_card(3);
    card.heads.anchors = GridAnchorSpec{{{1, 3, {{0.2, 0.4}}}}};
    Tensor boxes("boxes", {1, 3, 4});
    Tensor scores("scores", {1, 3, 3}, kNever);
    scores.set_row(0, {1, kNever, 1});
    scores.set_row(1, {kNever, 4, 1});
    scores.set_row(2, {4, kNever, kNever});
    const Decoded decoded = decode(card, {boxes, scores});
    std::vector<std::pair<int, int>> order;
    for (const Candidate& found : decoded.candidates) order.emplace_back(found.anchor, found.label);
    CHECK(order == std::vector<std::pair<int, int>>{{1, 1}, {2, 0}, {0, 0}, {0, 2}, {1, 2}});
}

TEST_CASE("only the best top_k stay, and the rest is counted") {
    // Every logit differs: the best three belong to the last anchors.
    Tensor boxes("boxes", {1, 1917, 4});
    Tensor scores("scores", {1, 1917, 24}, kNever);
    for (int anchor = 0; anchor < 1917; ++anchor) scores.at(anchor, 4) = static_cast<float>(anchor) / 1000;
    const Decoded decoded = decode(tf_card(), {boxes, scores}, {.top_k = 3});
    REQUIRE(decoded.candidates.size() == 3);
    CHECK(decoded.candidates[0].anchor == 1916);
    CHECK(decoded.candidates[2].anchor == 1914);
    CHECK(decoded.stats.over_top_k == 1914);
}

TEST_CASE("a tie at the last place goes to the lower anchor and label") {
    Tensor boxes("boxes", {1, 1917, 4});
    Tensor scores("scores", {1, 1917, 24}, 1);
    const Decoded decoded = decode(tf_card(), {boxes, scores}, {.top_k = 25});
    REQUIRE(decoded.candidates.size() == 25);
    CHECK(decoded.candidates[22].anchor == 0);
    CHECK(decoded.candidates[22].label == 23);
    CHECK(decoded.candidates[24].anchor == 1);
    CHECK(decoded.candidates[24].label == 2);
    CHECK(decoded.stats.over_top_k == 1917 * 23 - 25);
}

TEST_CASE("NaN and infinite scores are dropped and counted") {
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 4});
    scores.set_row(0, {kNan, kInfinity, -kInfinity, 1});
    const Decoded decoded = decode(small_card(4), {boxes, scores});
    CHECK(decoded.candidates.size() == 1);
    CHECK(decoded.stats.non_finite == 3);
}

TEST_CASE("a softmax row that is not finite is dropped whole and counted once") {
    ModelCard card = small_card(11);
    card.heads.activation = ScoreActivation::kSoftmax;
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 11}, 1);
    const int position = GENERATE(0, 5, 10);
    const float value = GENERATE(values({kNan, kInfinity, -kInfinity}));
    CAPTURE(position, value);
    scores.at(0, position) = value;
    const Decoded decoded = decode(card, {boxes, scores});
    CHECK(decoded.candidates.empty());
    CHECK(decoded.stats.non_finite == 1);
}

TEST_CASE("NaN in a box drops the candidates that use it") {
    Tensor boxes("boxes", {1, 1, 4});
    boxes.at(0, GENERATE(0, 1, 2, 3)) = kNan;
    Tensor scores("scores", {1, 1, 3}, kNever);
    scores.at(0, 0) = scores.at(0, 2) = 1;
    const Decoded decoded = decode(small_card(3), {boxes, scores});
    CHECK(decoded.candidates.empty());
    CHECK(decoded.stats.non_finite == 2);
}

TEST_CASE("a huge size fills the image, and one beyond a double is counted as infinite") {
    Tensor boxes("boxes", {1, 1, 4});
    Tensor scores("scores", {1, 1, 2}, kNever);
    scores.at(0, 0) = 1;
    boxes.at(0, 2) = boxes.at(0, 3) = 500;
    const Decoded filled = decode(small_card(), {boxes, scores});
    REQUIRE(filled.candidates.size() == 1);
    CHECK(filled.candidates[0].box == Box{0, 0, 1, 1});
    boxes.at(0, 3) = 5000;
    const Decoded beyond = decode(small_card(), {boxes, scores});
    CHECK(beyond.candidates.empty());
    CHECK(beyond.stats.non_finite == 1);
}

TEST_CASE("each batch entry decodes its own values, appended to what is there") {
    Tensor boxes("boxes", {2, 1, 4});
    Tensor scores("scores", {2, 1, 2}, kNever);
    scores.at(0, 0) = 1;
    scores.at(1, 1) = 2;
    auto decoder = Decoder::create(small_card(), {});
    REQUIRE(decoder.has_value());
    std::vector<Candidate> out;
    const std::vector<HeadView> heads = {boxes, scores};
    REQUIRE(decoder->decode(heads, 1, unit_plan(), tile_at({0, 0, 1, 1}), out).has_value());
    REQUIRE(decoder->decode(heads, 0, unit_plan(), tile_at({0, 0, 1, 1}), out).has_value());
    REQUIRE(out.size() == 2);
    CHECK(out[0].label == 1);
    CHECK(out[1].label == 0);
}

TEST_CASE("decoding allocates nothing but room for its result") {
    const auto activation = GENERATE(ScoreActivation::kSigmoid, ScoreActivation::kSoftmax);
    ModelCard card = tf_card();
    card.heads.activation = activation;
    Tensor boxes("boxes", {1, 1917, 4});
    Tensor scores("scores", {1, 1917, 24});
    for (std::size_t i = 0; i < scores.values.size(); ++i) {
        scores.values[i] = static_cast<float>(i * 2654435761U % 1000) / 100 - 8;
    }
    constexpr int kMost = 200;
    auto decoder = Decoder::create(card, {.top_k = kMost});
    REQUIRE(decoder.has_value());
    const std::vector<HeadView> heads = {boxes, scores};
    const PyramidPlan plan = unit_plan();
    std::vector<Candidate> out;
    out.reserve(kMost);
    const std::int64_t before = allocation_count();
    const auto stats = decoder->decode(heads, 0, plan, tile_at({0, 0, 1, 1}), out);
    const std::int64_t after = allocation_count();
    REQUIRE(stats.has_value());
    CHECK(out.size() == kMost);
    CHECK(after == before);
}

TEST_CASE("heads that are not the card's are refused with what was found") {
    const Tensor boxes("boxes", {1, 1917, 4});
    const Tensor scores("scores", {1, 1917, 24});
    const Tensor other("boxes", {1, 2034, 4});
    CHECK(error_of(tf_card(), {boxes}).code == ErrorCode::kMismatch);
    CHECK(error_of(tf_card(), {other, scores}).code == ErrorCode::kMismatch);
    CHECK(error_of(tf_card(), {boxes, boxes, scores}).code == ErrorCode::kMismatch);
    CHECK(error_of(tf_card(4), {boxes, boxes}).code == ErrorCode::kMismatch);
    CHECK(error_of(tf_card(), {boxes, scores}, 1).code == ErrorCode::kMismatch);
    CHECK(error_of(tf_card(), {boxes, scores}, -1).code == ErrorCode::kMismatch);
    ModelCard named = tf_card();
    named.heads.boxes = "raw_outputs/box_encodings";
    CHECK_THAT(error_of(named, {boxes, scores}).message, Catch::Contains("raw_outputs/box_encodings"));
    named.heads.boxes = "boxes";
    CHECK_THAT(error_of(named, {other, scores}).message, Catch::Contains("1x2034x4"));
    Tensor truncated = boxes;
    truncated.values.pop_back();
    CHECK(error_of(tf_card(), {truncated, scores}).code == ErrorCode::kMismatch);
}

TEST_CASE("decode options out of range are refused") {
    const auto code_of = [](const DecodeOptions& options) {
        const auto decoder = Decoder::create(small_card(), options);
        REQUIRE_FALSE(decoder.has_value());
        return decoder.error().code;
    };
    CHECK(code_of({.min_score = 0}) == ErrorCode::kInvalidArgument);
    CHECK(code_of({.min_score = 1}) == ErrorCode::kInvalidArgument);
    CHECK(code_of({.min_score = kNan}) == ErrorCode::kInvalidArgument);
    CHECK(code_of({.top_k = 0}) == ErrorCode::kInvalidArgument);
    CHECK(code_of({.top_k = kMaxTopK + 1}) == ErrorCode::kInvalidArgument);
    CHECK(code_of({.edge_tolerance_px = -1}) == ErrorCode::kInvalidArgument);
    CHECK(code_of({.edge_tolerance_px = kNan}) == ErrorCode::kInvalidArgument);
}
