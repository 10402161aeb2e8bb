#include "farsight/decode.h"

#include <limits>

#include "core/heads/decode_fixture.h"

using namespace farsight;
using namespace farsight::testing;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

ModelCard yolo_card(int classes) {
    ModelCard card;
    card.input.size = {100, 200};
    card.heads.kind = HeadKind::kYolo;
    card.heads.activation = ScoreActivation::kNone;
    card.heads.classes_count = classes;
    return card;
}

}  // namespace

TEST_CASE("YOLO columns of pixels decode to boxes around their centres") {
    ModelCard card = yolo_card(2);
    Tensor head("output0", {1, 6, 3});
    // Value by value, three boxes wide: cx, cy, w, h, class 0, class 1.
    head.set_row(0, {50, 10, 90});
    head.set_row(1, {100, 20, 150});
    head.set_row(2, {20, 8, 40});
    head.set_row(3, {40, 8, 40});
    head.set_row(4, {0.9F, 0.001F, 0});
    head.set_row(5, {0.3F, 0.001F, 0.5F});
    const Decoded decoded = decode(card, {head});
    REQUIRE(decoded.candidates.size() == 3);
    CHECK(decoded.candidates[0].score == 0.9F);
    CHECK(decoded.candidates[0].label == 0);
    check_box(decoded.candidates[0].box, 0.4, 0.4, 0.6, 0.6);
    CHECK(decoded.candidates[1].anchor == 2);
    check_box(decoded.candidates[1].box, 0.7, 0.65, 1, 0.85);
    CHECK(decoded.candidates[2].label == 1);
    CHECK(decoded.candidates[2].anchor == 0);
}

TEST_CASE("YOLO rows with objectness multiply it into the class scores") {
    ModelCard card = yolo_card(2);
    card.heads.has_objectness = true;
    card.heads.transposed = true;
    card.heads.normalized = true;
    Tensor head("output", {1, 2, 7});
    head.set_row(0, {0.5F, 0.5F, 0.2F, 0.4F, 0.5F, 0.5F, 0.03F});
    head.set_row(1, {0.5F, 0.5F, 0.2F, 0.4F, 0.01F, 1, 1});
    const Decoded decoded = decode(card, {head});
    REQUIRE(decoded.candidates.size() == 1);
    CHECK(decoded.candidates[0].score == 0.25F);
    check_box(decoded.candidates[0].box, 0.4, 0.3, 0.6, 0.7);
}

TEST_CASE("YOLO layouts of the same numbers decode alike") {
    ModelCard card = yolo_card(70);
    card.heads.activation = ScoreActivation::kSigmoid;
    card.heads.has_objectness = GENERATE(false, true);
    const int values = 4 + (card.heads.has_objectness ? 1 : 0) + 70;
    Tensor columns("output", {1, values, 150});
    for (std::size_t i = 0; i < columns.values.size(); ++i) {
        columns.values[i] = static_cast<float>(i * 2654435761U % 1000) / 50 - 8;
    }
    Tensor rows("output", {1, 150, values});
    for (int row = 0; row < 150; ++row) {
        for (int value = 0; value < values; ++value) rows.at(row, value) = columns.at(value, row);
    }
    PyramidPlan plan;
    plan.image = {100, 200};
    const Tile tile = tile_at({0, 0, 100, 200});
    const Decoded from_columns = decode(card, {columns}, {.top_k = 50}, plan, tile);
    card.heads.transposed = true;
    const Decoded from_rows = decode(card, {rows}, {.top_k = 50}, plan, tile);
    CHECK(from_rows.candidates.size() == 50);
    CHECK(from_rows.candidates == from_columns.candidates);
    CHECK(from_rows.stats.non_finite == from_columns.stats.non_finite);
    CHECK(from_rows.stats.over_top_k > 50);
}

TEST_CASE("an objectness that is not finite drops its row and counts once") {
    ModelCard card = yolo_card(2);
    card.heads.has_objectness = true;
    card.heads.transposed = true;
    Tensor head("output", {1, 1, 7});
    head.set_row(0, {50, 50, 20, 40, kNan, 0.5F, 0.5F});
    const Decoded decoded = decode(card, {head});
    CHECK(decoded.candidates.empty());
    CHECK(decoded.stats.non_finite == 1);
}

TEST_CASE("finished detections in one tensor are corners, score and class") {
    ModelCard card = yolo_card(3);
    card.heads.kind = HeadKind::kEndToEnd;
    Tensor head("output", {1, 5, 6});
    head.set_row(0, {10, 20, 50, 100, 0.75F, 2});
    head.set_row(1, {10, 20, 50, 100, 0.5F, 3});
    head.set_row(2, {10, 20, 50, 100, 0.5F, 0.5F});
    head.set_row(3, {10, 20, 50, 100, kNan, 0});
    const Decoded decoded = decode(card, {head});
    REQUIRE(decoded.candidates.size() == 1);
    CHECK(decoded.candidates[0].label == 2);
    CHECK(decoded.candidates[0].score == 0.75F);
    check_box(decoded.candidates[0].box, 0.1, 0.1, 0.5, 0.5);
    CHECK(decoded.stats.unknown_label == 2);
    CHECK(decoded.stats.non_finite == 1);
}

TEST_CASE("separate finished boxes read y first as fractions and x first in pixels") {
    ModelCard card = yolo_card(3);
    card.heads.kind = HeadKind::kEndToEnd;
    card.heads.boxes = "detection_boxes";
    card.heads.scores = "detection_scores";
    card.heads.classes = "detection_classes";
    Tensor boxes("detection_boxes", {1, 2, 4});
    Tensor scores("detection_scores", {1, 2});
    Tensor classes("detection_classes", {1, 2});
    scores.values = {0.9F, 0};
    classes.values = {1, 0};
    card.heads.normalized = true;
    boxes.set_row(0, {0.1F, 0.2F, 0.5F, 0.8F});
    const Decoded fractions = decode(card, {scores, boxes, classes});
    REQUIRE(fractions.candidates.size() == 1);
    CHECK(fractions.candidates[0].label == 1);
    check_box(fractions.candidates[0].box, 0.2, 0.1, 0.8, 0.5);
    card.heads.normalized = false;
    boxes.set_row(0, {20, 20, 80, 100});
    const Decoded pixels = decode(card, {scores, boxes, classes});
    REQUIRE(pixels.candidates.size() == 1);
    check_box(pixels.candidates[0].box, 0.2, 0.1, 0.8, 0.5);
}
