#include "farsight/model.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

using namespace farsight;

namespace {

using nlohmann::json;

const char* const kSsd = "ssd_mobilenet_v2_oidv4";

std::string card_text(const std::string& name) {
    std::ifstream file(FARSIGHT_GOLDEN_DIR "/../../assets/cards/" + name + ".json");
    REQUIRE(file.good());
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

ModelCard card_of(const std::string& text) {
    const auto card = read_card(text);
    INFO((card ? "" : card.error().message));
    REQUIRE(card.has_value());
    return *card;
}

std::string refusal(std::string_view text) {
    const auto card = read_card(text);
    REQUIRE_FALSE(card.has_value());
    CHECK(card.error().code == ErrorCode::kInvalidModel);
    return card.error().message;
}

/// The SSD's card with the value at a JSON pointer replaced.
std::string with(const std::string& pointer, const json& value) {
    json card = json::parse(card_text(kSsd));
    card[json::json_pointer(pointer)] = value;
    return card.dump();
}

std::string without(const std::string& parent, const std::string& key) {
    json card = json::parse(card_text(kSsd));
    card[json::json_pointer(parent)].erase(key);
    return card.dump();
}

TensorInfo tensor(std::string name, std::vector<std::int64_t> shape) {
    return {std::move(name), ElementType::kFloat32, std::move(shape)};
}

const TensorInfo kInput = tensor("normalized_input_image_tensor", {1, 300, 300, 3});
const TensorInfo kBoxes = tensor("raw_outputs/box_encodings", {1, 1917, 4});
const TensorInfo kScores = tensor("raw_outputs/class_predictions", {1, 1917, 24});

std::string mismatch(const ModelCard& card, const std::vector<TensorInfo>& inputs,
                     const std::vector<TensorInfo>& outputs) {
    const auto checked = check_card(card, inputs, outputs);
    REQUIRE_FALSE(checked.has_value());
    CHECK(checked.error().code == ErrorCode::kMismatch);
    return checked.error().message;
}

ModelCard guess(const std::vector<TensorInfo>& inputs, const std::vector<TensorInfo>& outputs) {
    const auto card = guess_card(inputs, outputs);
    INFO((card ? "" : card.error().message));
    REQUIRE(card.has_value());
    CHECK(card->labels.size() == static_cast<std::size_t>(card->heads.classes_count));
    CHECK(check_card(*card, inputs, outputs).has_value());
    return *card;
}

std::string unguessable(const std::vector<TensorInfo>& inputs, const std::vector<TensorInfo>& outputs) {
    const auto card = guess_card(inputs, outputs);
    REQUIRE_FALSE(card.has_value());
    CHECK(card.error().code == ErrorCode::kUnsupported);
    CHECK_THAT(card.error().message, Catch::Contains("Write a card"));
    return card.error().message;
}

}  // namespace

TEST_CASE("the SSD's card says what the network eats and what its heads mean") {
    const ModelCard card = card_of(card_text(kSsd));
    CHECK(card.name == kSsd);
    CHECK(card.input.size == Size{300, 300});
    CHECK(card.input.scale[0] == 1 / 127.5F);
    CHECK(card.heads.kind == HeadKind::kSsd);
    CHECK(card.heads.classes_count == 24);
    CHECK(card.heads.background == 0);
    CHECK(card.heads.anchors == AnchorSpec{TfSsdAnchorSpec{}});
    REQUIRE(card.labels.size() == 24);
    CHECK(card.labels[4] == Label{"Person", "person"});
    CHECK(card.labels[18] == Label{"Vehicle", ""});
    CHECK(card.labels[23] == Label{"Car", "car"});
    const std::vector<TensorInfo> inputs = {kInput};
    const std::vector<TensorInfo> outputs = {kBoxes, kScores};
    CHECK(check_card(card, inputs, outputs).has_value());
}

TEST_CASE("the face cards lay out as many anchors as their networks have rows") {
    const auto [name, rows] = GENERATE(table<std::string, std::size_t>(
        {{"face_detection_short_range", 896}, {"face_detection_full_range", 2304}}));
    const ModelCard card = card_of(card_text(name));
    const auto grid = make_anchors(card.heads.anchors, card.input.size);
    REQUIRE(grid.has_value());
    CHECK(grid->anchors.size() == rows);
}

TEST_CASE("a card that is written reads back equal") {
    const std::string name =
        GENERATE(as<std::string>{}, kSsd, "face_detection_short_range", "face_detection_full_range");
    const ModelCard card = card_of(card_text(name));
    CHECK(card_of(write_card(card)) == card);
}

TEST_CASE("a card whose every field is unusual reads back equal") {
    ModelCard card;
    card.name = "modell-ü";
    card.title = "quotes \" and \\ backslashes";
    card.licence = "MIT";
    card.source = "here";
    card.file = "sub/model.onnx";
    card.input = {"images",
                  {320, 192},
                  Layout::kNchw,
                  ElementType::kUint8,
                  ChannelOrder::kBgr,
                  Resize::kLetterbox,
                  {0.1F, 1 / 3.0F, 1e-20F},
                  {1 / 255.0F, -2, 3e10F},
                  {1, 2, 255}};
    card.heads.kind = GENERATE(HeadKind::kSsd, HeadKind::kEndToEnd);
    card.heads.boxes = "b";
    card.heads.scores = "s";
    card.heads.classes = "c";
    card.heads.activation = ScoreActivation::kNone;
    card.heads.classes_count = 2;
    card.heads.background = 1;
    card.heads.coder = BoxCoder::kMediaPipe;
    card.heads.coder_scales = {1, 2.5F, 3, 4};
    card.heads.values_per_box = 18;
    card.heads.anchors = GridAnchorSpec{{{2, 3, {{0.1, 0.2}, {0.3, 1.0 / 3}}}, {1, 1, {{1, 1}}}}};
    card.heads.normalized = card.heads.has_objectness = card.heads.transposed = true;
    card.labels = {{"a", "person"}, {"b", ""}};
    CHECK(card_of(write_card(card)) == card);
}

TEST_CASE("optional keys have defaults, and classes_count is the number of labels") {
    const ModelCard card =
        card_of(R"({"schema": "farsight.card/1", "name": "y", "input": {"width": 64, "height": 32},
        "heads": {"kind": "yolo"}, "labels": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        "notes": {"trained": ["anything", {"goes": null}]}})");
    CHECK(card.input.layout == Layout::kNhwc);
    CHECK(card.heads.classes_count == 3);
    CHECK(card.heads.background == -1);
}

TEST_CASE("a missing key is named") {
    const auto [parent, key, path] = GENERATE(
        table<std::string, std::string, std::string>({{"", "schema", "\"schema\""},
                                                      {"", "name", "\"name\""},
                                                      {"", "input", "\"input\""},
                                                      {"", "heads", "\"heads\""},
                                                      {"", "labels", "\"labels\""},
                                                      {"/input", "width", "\"input.width\""},
                                                      {"/input", "height", "\"input.height\""},
                                                      {"/heads", "kind", "\"heads.kind\""},
                                                      {"/heads", "anchors", "\"heads.anchors\""},
                                                      {"/heads/anchors", "kind", "\"heads.anchors.kind\""},
                                                      {"/labels/3", "name", "\"labels[3].name\""}}));
    CHECK_THAT(refusal(without(parent, key)), Catch::Contains(path) && Catch::Contains("missing"));
}

TEST_CASE("a wrong value is refused and its key named") {
    const auto [pointer, value, key] = GENERATE(table<std::string, json, std::string>(
        {{"/schema", "farsight.card/2", "schema"},
         {"/schema", 1, "schema"},
         {"/name", "", "name"},
         {"/name", nullptr, "name"},
         {"/title", "escape \x1b[2J", "title"},
         {"/file", std::string(5000, 'x'), "file"},
         {"/input", 7, "input"},
         {"/input/width", 0, "input.width"},
         {"/input/width", -300, "input.width"},
         {"/input/width", 300.5, "input.width"},
         {"/input/width", "300", "input.width"},
         {"/input/width", 18446744073709551615ULL, "input.width"},
         {"/input/height", 4097, "input.height"},
         {"/input/layout", "hwc", "input.layout"},
         {"/input/type", 3, "input.type"},
         {"/input/mean", json::array({1, 2}), "input.mean"},
         {"/input/mean", json::array({1, 2, "3"}), "input.mean"},
         {"/input/mean", json::array({1, 2, 1e300}), "input.mean"},
         {"/input/scale", json::array({1, 0, 1}), "input.scale"},
         {"/input/pad", json::array({1, 2, 256}), "input.pad"},
         {"/input/pad", json::array({1, 2}), "input.pad"},
         {"/heads/kind", "rcnn", "heads.kind"},
         {"/heads/boxes", json::array(), "heads.boxes"},
         {"/heads/classes_count", 23, "classes_count"},
         {"/heads/classes_count", 1 << 20, "heads.classes_count"},
         {"/heads/background", 24, "heads.background"},
         {"/heads/background", -2, "heads.background"},
         {"/heads/coder_scales", json::array({10, 10, 5, 0}), "heads.coder_scales"},
         {"/heads/coder_scales", json::array({10, 10, 5, 1e-60}), "heads.coder_scales"},
         {"/heads/values_per_box", 3, "heads.values_per_box"},
         {"/heads/normalized", 1, "heads.normalized"},
         {"/heads/anchors/kind", "yolo", "heads.anchors.kind"},
         {"/heads/anchors/layers", 1000000000, "heads.anchors.layers"},
         {"/heads/anchors/min_scale", -1, "heads.anchors"},
         {"/heads/anchors/aspect_ratios", json::array(), "aspect_ratios"},
         {"/heads/anchors/aspect_ratios", json(std::vector<int>(1025, 1)), "heads.anchors.aspect_ratios"},
         {"/heads/anchors/grid_sizes", json::array({4096, 4096, 4096, 4096, 4096, 4096}), "heads.anchors"},
         {"/labels", json::object(), "labels"},
         {"/labels", json::array(), "labels"},
         {"/labels/2", "Boot", "labels[2]"},
         {"/labels/2/coco", 2, "labels[2].coco"},
         {"/heads/clases_count", 24, "heads.clases_count"},
         {"/lables", 24, "lables"}}));
    INFO(pointer << " = " << value);
    // With no other ratio to fall back on, an empty list leaves no anchor.
    std::string text = with(pointer, value);
    if (pointer == "/heads/anchors/aspect_ratios" && value.empty()) {
        json card = json::parse(text);
        card["heads"]["anchors"]["interpolated_scale_aspect_ratio"] = 0;
        text = card.dump();
    }
    CHECK_THAT(refusal(text), Catch::Contains(key));
}

TEST_CASE("grid anchors that are no grid are refused") {
    const auto grid = [](const json& layers) {
        return with("/heads/anchors", {{"kind", "grid"}, {"layers", layers}});
    };
    CHECK_THAT(refusal(grid(json::array())), Catch::Contains("layers"));
    CHECK_THAT(refusal(grid({{{"rows", 1}}})), Catch::Contains("heads.anchors.layers[0].columns"));
    CHECK_THAT(refusal(grid({{{"rows", 1}, {"columns", 1}, {"sizes", {{1, 2, 3}}}}})),
               Catch::Contains("heads.anchors.layers[0].sizes"));
    CHECK_THAT(refusal(grid({{{"rows", 4096}, {"columns", 4096}, {"sizes", {{1, 1}}}}})),
               Catch::Contains("1048576"));
}

TEST_CASE("text that is no card is refused") {
    CHECK_THAT(refusal(""), Catch::Contains("not JSON"));
    CHECK_THAT(refusal("[]"), Catch::Contains("object"));
    CHECK_THAT(refusal("{\"schema\": \"farsight.card/1\","), Catch::Contains("not JSON"));
    CHECK_THAT(refusal("{\"schema\": NaN}"), Catch::Contains("not JSON"));
    CHECK_THAT(refusal("{\"schema\": 1e999}"), Catch::Contains("not JSON"));
    CHECK_THAT(refusal("{\"schema\": \"\xff\xfe\"}"), Catch::Contains("not JSON"));
    CHECK_THAT(refusal(std::string(500'000, '[')), Catch::Contains("deeper"));
    CHECK_THAT(refusal("{\"notes\": " + std::string(100, '[') + std::string(100, ']') + "}"),
               Catch::Contains("deeper"));
    CHECK_THAT(refusal(std::string(kMaxCardBytes + 1, ' ')), Catch::Contains("4 MiB"));
    CHECK_THAT(refusal(card_text(kSsd) + "{}"), Catch::Contains("not JSON"));
}

TEST_CASE("a card that contradicts itself is refused") {
    ModelCard card = card_of(card_text(kSsd));
    const auto code_of = [](const ModelCard& wrong) {
        const auto valid = validate_card(wrong);
        REQUIRE_FALSE(valid.has_value());
        return valid.error().code;
    };
    ModelCard wrong = card;
    wrong.heads.classes_count = 0;
    CHECK(code_of(wrong) == ErrorCode::kInvalidModel);
    wrong = card;
    wrong.input.mean[1] = std::nanf("");
    CHECK(code_of(wrong) == ErrorCode::kInvalidModel);
    wrong = card;
    wrong.labels.resize(1);
    wrong.heads.classes_count = 1;
    CHECK(code_of(wrong) == ErrorCode::kInvalidModel);
    wrong = card;
    wrong.heads.kind = HeadKind::kYolo;
    CHECK(code_of(wrong) == ErrorCode::kInvalidModel);
    wrong.heads.scores.clear();
    wrong.heads.activation = ScoreActivation::kSoftmax;
    CHECK(code_of(wrong) == ErrorCode::kInvalidModel);
    wrong = card;
    wrong.heads.kind = HeadKind::kEndToEnd;
    wrong.heads.scores.clear();
    wrong.heads.classes = "classes";
    CHECK(code_of(wrong) == ErrorCode::kInvalidModel);
    card.labels.clear();
    CHECK(validate_card(card).has_value());
}

TEST_CASE("a network that is not the card's is refused with what differs") {
    const ModelCard card = card_of(card_text(kSsd));
    CHECK_THAT(mismatch(card, {tensor("image", {1, 300, 300, 3})}, {kBoxes, kScores}),
               Catch::Contains("normalized_input_image_tensor"));
    CHECK_THAT(mismatch(card, {tensor(kInput.name, {1, 320, 320, 3})}, {kBoxes, kScores}),
               Catch::Contains("1x320x320x3"));
    CHECK_THAT(mismatch(card, {tensor(kInput.name, {1, 3, 300, 300})}, {kBoxes, kScores}),
               Catch::Contains("nhwc"));
    TensorInfo bytes = kInput;
    bytes.type = ElementType::kUint8;
    CHECK_THAT(mismatch(card, {bytes}, {kBoxes, kScores}), Catch::Contains("uint8"));
    CHECK_THAT(mismatch(card, {kInput}, {kBoxes}), Catch::Contains("class_predictions"));
    CHECK_THAT(mismatch(card, {kInput}, {tensor(kBoxes.name, {1, 2034, 4}), kScores}),
               Catch::Contains("1917 rows"));
    TensorInfo byte_scores = kScores;
    byte_scores.type = ElementType::kUint8;
    CHECK_THAT(mismatch(card, {kInput}, {kBoxes, byte_scores}), Catch::Contains("float32"));
    ModelCard nameless = card;
    nameless.input.name.clear();
    CHECK_THAT(mismatch(nameless, {kInput, kInput}, {kBoxes, kScores}), Catch::Contains("2 inputs"));
}

TEST_CASE("free dimensions fit any card") {
    const ModelCard card = card_of(card_text(kSsd));
    const std::vector<TensorInfo> inputs = {tensor(kInput.name, {-1, -1, -1, 3})};
    const std::vector<TensorInfo> outputs = {tensor(kBoxes.name, {-1, -1, 4}),
                                             tensor(kScores.name, {-1, 1917, -1})};
    CHECK(check_card(card, inputs, outputs).has_value());
}

TEST_CASE("the real networks' shapes are guessed as their cards say") {
    const ModelCard ssd = card_of(card_text(kSsd));
    const ModelCard guessed = guess({kInput}, {kScores, kBoxes});
    CHECK(guessed.input == ssd.input);
    CHECK(guessed.heads == ssd.heads);
    CHECK(guessed.labels[0].name == "background");
    CHECK(guessed.labels[4].name == "class 4");

    const ModelCard near = card_of(card_text("face_detection_short_range"));
    CHECK(guess({tensor("input", {1, 128, 128, 3})},
                {tensor("regressors", {1, 896, 16}), tensor("classificators", {1, 896, 1})})
              .heads == near.heads);
    const ModelCard far = card_of(card_text("face_detection_full_range"));
    CHECK(guess({tensor("input", {1, 192, 192, 3})}, {tensor("reshaped_regressor_face_4", {1, 2304, 16}),
                                                      tensor("reshaped_classifier_face_4", {1, 2304, 1})})
              .heads == far.heads);
    CHECK(guess({tensor("x", {-1, 320, 320, 3})}, {tensor("a", {-1, 2034, 4}), tensor("b", {-1, 2034, 91})})
              .heads.classes_count == 91);
}

TEST_CASE("YOLO heads are told apart by their rows") {
    const std::vector<TensorInfo> image = {tensor("images", {1, 3, 640, 640})};
    // 80 * 80 + 40 * 40 + 20 * 20 = 8400 cells; version 5 has three anchors in each.
    const ModelCard v8 = guess(image, {tensor("output0", {1, 84, 8400})});
    CHECK(v8.heads.kind == HeadKind::kYolo);
    CHECK(v8.heads.classes_count == 80);
    CHECK_FALSE(v8.heads.has_objectness);
    CHECK_FALSE(v8.heads.transposed);
    CHECK(v8.input.layout == Layout::kNchw);
    CHECK(v8.input.resize == Resize::kLetterbox);
    CHECK(v8.input.scale[0] == 1 / 255.0F);
    const ModelCard v5 = guess(image, {tensor("output", {1, 25200, 85})});
    CHECK(v5.heads.classes_count == 80);
    CHECK(v5.heads.has_objectness);
    CHECK(v5.heads.transposed);
    CHECK(guess(image, {tensor("output", {1, 25200, 6})}).heads.kind == HeadKind::kYolo);
}

TEST_CASE("finished detections are recognised in one tensor or apart") {
    const ModelCard one = guess({tensor("images", {1, 3, 640, 640})}, {tensor("output0", {1, 300, 6})});
    CHECK(one.heads.kind == HeadKind::kEndToEnd);
    CHECK(one.heads.scores.empty());
    TensorInfo image = tensor("image", {1, 320, 320, 3});
    image.type = ElementType::kUint8;
    const ModelCard apart = guess({image}, {tensor("boxes", {1, 10, 4}), tensor("x", {1, 10}),
                                            tensor("y", {1, 10}), tensor("count", {1})});
    CHECK(apart.heads.classes == "x");
    CHECK(apart.heads.scores == "y");
    CHECK(apart.heads.normalized);
    CHECK(apart.input.scale[0] == 1);
    const ModelCard named = guess({image}, {tensor("detection_boxes", {1, 10, 4}), tensor("scores", {1, 10}),
                                            tensor("classes", {1, 10})});
    CHECK(named.heads.classes == "classes");
    CHECK(named.heads.scores == "scores");
}

TEST_CASE("a network that is no known detector is refused with its shapes") {
    const std::vector<TensorInfo> input = {kInput};
    const std::vector<TensorInfo> logits = {tensor("logits", {1, 1000})};
    CHECK_THAT(guess_card(input, logits).error().message,
               Catch::Contains("logits 1x1000") && Catch::Contains("classifier"));
    CHECK_THAT(unguessable({kInput}, {tensor("a", {1, 1918, 4}), tensor("b", {1, 1918, 24})}),
               Catch::Contains("1x1918x4"));
    CHECK_THAT(unguessable({tensor("x", {1, -1, -1, 3})}, {kBoxes, kScores}), Catch::Contains("free"));
    CHECK_THAT(unguessable({tensor("x", {1, 300, 300, 1})}, {kBoxes, kScores}), Catch::Contains("channels"));
    CHECK_THAT(unguessable({tensor("ids", {1, 128})}, {kBoxes, kScores}), Catch::Contains("picture"));
    CHECK_THAT(unguessable({}, {}), Catch::Contains("none"));
}
