// Heads whose boxes are decoded already, finished, counted or without a batch. Expected boxes are by hand.
#include <catch2/catch.hpp>

#include "farsight/decode.h"

using namespace farsight;

namespace {

using Shape = std::vector<std::int64_t>;

ModelCard card_of(HeadKind kind) {
    ModelCard card;
    card.input.size = {100, 100};
    card.heads.kind = kind;
    card.heads.activation = ScoreActivation::kNone;
    card.heads.classes_count = 2;
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    return card;
}

std::vector<Candidate> decoded(const ModelCard& card, const std::vector<HeadView>& outputs) {
    const auto plan = plan_pyramid({100, 100}, {card.input.size, Resize::kStretch, 7}, {.enabled = false});
    REQUIRE(plan);
    auto decoder = Decoder::create(card, {});
    INFO((decoder ? std::string() : decoder.error().message));
    REQUIRE(decoder);
    std::vector<Candidate> out;
    const auto stats = decoder->decode(outputs, 0, *plan, plan->tiles.front(), out);
    INFO((stats ? std::string() : stats.error().message));
    REQUIRE(stats);
    return out;
}

}  // namespace

TEST_CASE("decoded boxes are centres, corners or corners with y first") {
    ModelCard card = card_of(HeadKind::kDecoded);
    const Shape box_shape = {1, 1, 4};
    const Shape score_shape = {1, 1, 2};
    const std::vector<float> scores = {0.125F, 0.75F};
    const auto box = [&](BoxForm form, bool normalized, const std::vector<float>& values) {
        card.heads.form = form;
        card.heads.normalized = normalized;
        const auto found = decoded(card, {{"boxes", values, box_shape}, {"scores", scores, score_shape}});
        REQUIRE(found.size() == 2);
        CHECK(found[0].label == 1);
        CHECK(found[0].score == 0.75F);
        CHECK(found[1].score == 0.125F);
        return found[0].box;
    };
    const Box expected = {10, 20, 30, 60};
    CHECK(box(BoxForm::kCentre, false, {20, 40, 20, 40}) == expected);
    CHECK(box(BoxForm::kCorners, false, {10, 20, 30, 60}) == expected);
    CHECK(box(BoxForm::kCornersYx, false, {20, 10, 60, 30}) == expected);
    const Box quarter = box(BoxForm::kCorners, true, {0.25F, 0.25F, 0.5F, 0.75F});
    CHECK(quarter == Box{25, 25, 50, 75});
}

TEST_CASE("decoded heads may want a softmax with the background last") {
    ModelCard card = card_of(HeadKind::kDecoded);
    card.heads.classes_count = 3;
    card.heads.background = 2;
    card.heads.activation = ScoreActivation::kSoftmax;
    const std::vector<float> boxes = {50, 50, 20, 20};
    // e^0 / (e^0 + e^0 + e^0): a third each.
    const auto found = decoded(
        card, {{"boxes", boxes, Shape{1, 1, 4}}, {"scores", std::vector<float>{1, 1, 1}, Shape{1, 1, 3}}});
    REQUIRE(found.size() == 2);
    CHECK(found[0].score == Approx(1 / 3.0));
}

TEST_CASE("heads without a row have found nothing") {
    const std::vector<float> none;
    CHECK(decoded(card_of(HeadKind::kDecoded),
                  {{"boxes", none, Shape{1, 0, 4}}, {"scores", none, Shape{1, 0, 2}}})
              .empty());
    ModelCard card = card_of(HeadKind::kEndToEnd);
    card.heads.scores.clear();
    CHECK(decoded(card, {{"boxes", none, Shape{1, 0, 6}}}).empty());
}

TEST_CASE("rows beyond the count are padding") {
    ModelCard card = card_of(HeadKind::kEndToEnd);
    card.heads.classes = "classes";
    card.heads.count = "count";
    const std::vector<float> boxes = {10, 20, 30, 60, 40, 40, 60, 60};
    const auto found = decoded(card, {{"boxes", boxes, Shape{1, 2, 4}},
                                      {"scores", std::vector<float>{0.75F, 0.5F}, Shape{1, 2}},
                                      {"classes", std::vector<float>{1, 0}, Shape{1, 2}},
                                      {"count", std::vector<float>{1}, Shape{1, 1}}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].box == Box{10, 20, 30, 60});
}

TEST_CASE("outputs without a batch are those of one picture") {
    ModelCard card = card_of(HeadKind::kEndToEnd);
    card.heads.classes = "classes";
    card.heads.batched = false;
    const std::vector<float> boxes = {10, 20, 30, 60};
    const auto found = decoded(card, {{"boxes", boxes, Shape{1, 4}},
                                      {"scores", std::vector<float>{0.75F}, Shape{1}},
                                      {"classes", std::vector<float>{1}, Shape{1}}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].label == 1);
}

TEST_CASE("YOLOX's boxes count in strides from their cell") {
    ModelCard card = card_of(HeadKind::kYolo);
    card.input.size = {32, 32};
    card.heads.scores.clear();
    card.heads.classes_count = 1;
    card.heads.has_objectness = true;
    card.heads.transposed = true;
    card.heads.undecoded = true;
    // Strides 8, 16 and 32 of 32 pixels: 16 + 4 + 1 cells. Row 6 is the cell of column 2, row 1, stride 8;
    // row 20 the one of stride 32.
    std::vector<float> values(21 * 6, 0);
    const auto set = [&](std::size_t row, float x, float y) {
        values[row * 6] = x;
        values[row * 6 + 1] = y;
        values[row * 6 + 4] = 1;
        values[row * 6 + 5] = 0.5F;
    };
    set(6, 0.5F, 0.5F);
    const auto plan = plan_pyramid({32, 32}, {card.input.size, Resize::kStretch, 7}, {.enabled = false});
    auto decoder = Decoder::create(card, {});
    REQUIRE((plan && decoder));
    std::vector<Candidate> out;
    const Shape shape = {1, 21, 6};
    REQUIRE(
        decoder->decode(std::vector<HeadView>{{"boxes", values, shape}}, 0, *plan, plan->tiles.front(), out));
    REQUIRE(out.size() == 1);
    // Centre (2.5, 1.5) strides, one stride wide and high.
    CHECK(out[0].box == Box{16, 8, 24, 16});
}

TEST_CASE("values after the classes are not read") {
    ModelCard card = card_of(HeadKind::kYolo);
    card.heads.scores.clear();
    card.heads.classes_count = 1;
    card.heads.extra_values = 2;
    const std::vector<float> columns = {20, 40, 20, 40, 0.75F, 0.9F, 0.9F};
    const auto found = decoded(card, {{"boxes", columns, Shape{1, 7, 1}}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].score == 0.75F);
    CHECK(found[0].label == 0);
}

TEST_CASE("plain NMS compares boxes before they are clipped to the image") {
    ModelCard card = card_of(HeadKind::kDecoded);
    const std::vector<float> boxes = {-40, 0, 20, 10};
    card.heads.form = BoxForm::kCorners;
    card.heads.classes_count = 1;
    const auto found =
        decoded(card, {{"boxes", boxes, Shape{1, 1, 4}}, {"scores", std::vector<float>{0.5F}, Shape{1, 1}}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].box == Box{0, 0, 20, 10});
    CHECK(found[0].unclipped == Box{-40, 0, 20, 10});
}
