// Networks without a card, each told by what sets it apart; docs/models.md has a row for each of them.
#include "farsight/recognise.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <span>

#include "farsight/decode.h"
#include "import/onnx_writer.h"

using namespace farsight;

namespace {

using Shape = std::vector<std::int64_t>;

TensorInfo tensor(const std::string& name, const Shape& shape, ElementType type = ElementType::kFloat32) {
    return {name, type, shape};
}

const TensorInfo kPicture640 = tensor("images", {1, 3, 640, 640});

struct Network {
    std::vector<TensorInfo> inputs;
    std::vector<TensorInfo> outputs;
    OnnxFacts facts;
};

Recognition recognised(const Network& network, bool with_facts = true) {
    auto recognition = recognise(network.inputs, network.outputs, with_facts ? &network.facts : nullptr);
    INFO((recognition ? std::string() : recognition.error().message));
    REQUIRE(recognition);
    CHECK(recognition->card.labels.size() == static_cast<std::size_t>(recognition->card.heads.classes_count));
    CHECK(check_card(recognition->card, network.inputs, network.outputs).has_value());
    return std::move(*recognition);
}

std::string refusal(const Network& network) {
    const auto recognition = recognise(network.inputs, network.outputs, &network.facts);
    REQUIRE_FALSE(recognition);
    CHECK(recognition.error().code == ErrorCode::kUnsupported);
    return recognition.error().message;
}

const Finding& finding(const Recognition& recognition, const std::string& subject) {
    const auto found = std::find_if(recognition.findings.begin(), recognition.findings.end(),
                                    [&](const Finding& entry) { return entry.subject == subject; });
    INFO("finding " << subject);
    REQUIRE(found != recognition.findings.end());
    return *found;
}

std::vector<std::pair<std::string, std::string>> ultralytics(const std::string& task,
                                                             const std::string& names) {
    return {{"task", task}, {"names", names}, {"stride", "32"}, {"imgsz", "[640, 640]"}};
}

}  // namespace

TEST_CASE("an SSD whose graph ends its scores in a Sigmoid has probabilities, and is not activated again") {
    Network ssd{{tensor("image", {1, 300, 300, 3})},
                {tensor("boxes", {1, 1917, 4}), tensor("scores", {1, 1917, 91})},
                {}};
    ssd.facts.outputs = {{"boxes", {"Conv"}}, {"scores", {"Sigmoid"}}};
    CHECK(recognised(ssd).card.heads.activation == ScoreActivation::kNone);
    CHECK(finding(recognised(ssd), "scores").certainty == Certainty::kSeen);
    ssd.facts.outputs[1].ends = {"Softmax"};
    CHECK(recognised(ssd).card.heads.activation == ScoreActivation::kNone);
    ssd.facts.outputs[1].ends = {"Conv"};
    CHECK(recognised(ssd).card.heads.activation == ScoreActivation::kSigmoid);
    CHECK(finding(recognised(ssd, false), "scores").certainty == Certainty::kGuessed);
}

TEST_CASE("an SSD with a feature pyramid has the anchors of TensorFlow's multiscale generator") {
    const Network ssd{{tensor("image", {1, 320, 320, 3})},
                      {tensor("boxes", {1, 12804, 4}), tensor("scores", {1, 12804, 5})},
                      {}};
    const Recognition recognition = recognised(ssd);
    const auto& anchors = std::get<ExplicitAnchorSpec>(recognition.card.heads.anchors).anchors;
    REQUIRE(anchors.size() == 12804);
    // By the generator's rule: the first cell's centre is 4 pixels in, its first anchor 32 pixels wide; the
    // last map's stride of 128 does not divide 320, so its centres start at the edge.
    CHECK(anchors[0].cx * 320 == Approx(4));
    CHECK(anchors[0].width * 320 == Approx(32));
    CHECK(anchors[2].width * 320 == Approx(45.2548));
    CHECK(anchors[2].height * 320 == Approx(22.6274));
    CHECK(anchors.back().cx * 320 == Approx(256));
    CHECK(recognition.card.heads.background == 0);
}

TEST_CASE("EfficientDet's heads are told by their 49104 rows at 512 pixels") {
    const Network net{{tensor("image", {1, 512, 512, 3})},
                      {tensor("class", {1, 49104, 90}), tensor("box", {1, 49104, 4})},
                      {}};
    const HeadSpec heads = recognised(net).card.heads;
    CHECK(heads.background == -1);
    CHECK(heads.coder_scales == std::array<float, 4>{1, 1, 1, 1});
    CHECK(heads.scores == "class");
}

TEST_CASE("boxes and scores of a YOLO's cells whose scores are activated are decoded already") {
    Network nas{{kPicture640}, {tensor("a", {1, 8400, 4}), tensor("b", {1, 8400, 80})}, {}};
    nas.facts.outputs = {{"a", {"Mul"}}, {"b", {"Sigmoid"}}};
    const HeadSpec heads = recognised(nas).card.heads;
    CHECK(heads.kind == HeadKind::kDecoded);
    CHECK(heads.form == BoxForm::kCorners);
    CHECK(heads.activation == ScoreActivation::kNone);
    CHECK(heads.classes_count == 80);
}

TEST_CASE("DETR has a softmax with no object last, RT-DETR a sigmoid a class") {
    Network detr{{tensor("pixels", {1, 3, 800, 800})},
                 {tensor("logits", {1, 100, 92}), tensor("pred_boxes", {1, 100, 4})},
                 {}};
    HeadSpec heads = recognised(detr).card.heads;
    CHECK(heads.kind == HeadKind::kDecoded);
    CHECK(heads.activation == ScoreActivation::kSoftmax);
    CHECK(heads.background == 91);
    CHECK(heads.normalized);
    CHECK(heads.form == BoxForm::kCentre);
    Network rt{{kPicture640}, {tensor("logits", {1, 300, 80}), tensor("pred_boxes", {1, 300, 4})}, {}};
    heads = recognised(rt).card.heads;
    CHECK(heads.activation == ScoreActivation::kSigmoid);
    CHECK(heads.background == -1);
}

TEST_CASE("TensorFlow's raw detections are taken before its own merging") {
    const Network tf{
        {tensor("input_tensor", {1, 320, 320, 3}, ElementType::kUint8)},
        {tensor("detection_boxes", {1, 100, 4}), tensor("detection_classes", {1, 100}),
         tensor("detection_scores", {1, 100}), tensor("num_detections", {1}),
         tensor("raw_detection_boxes", {1, 12804, 4}), tensor("raw_detection_scores", {1, 12804, 91})},
        {}};
    const ModelCard card = recognised(tf).card;
    CHECK(card.heads.kind == HeadKind::kDecoded);
    CHECK(card.heads.form == BoxForm::kCornersYx);
    CHECK(card.heads.boxes == "raw_detection_boxes");
    CHECK(card.heads.background == 0);
    CHECK(card.input.scale == std::array<float, 3>{1, 1, 1});
}

TEST_CASE("torchvision's three outputs have no batch") {
    const Network net{{tensor("image", {3, 320, 320})},
                      {tensor("boxes", {-1, 4}), tensor("labels", {-1}), tensor("scores", {-1})},
                      {}};
    const HeadSpec heads = recognised(net).card.heads;
    CHECK(heads.kind == HeadKind::kEndToEnd);
    CHECK_FALSE(heads.batched);
    CHECK(heads.classes == "labels");
    CHECK(heads.scores == "scores");
}

TEST_CASE("torchvision's labels are whole numbers, wherever they stand and whatever they are called") {
    // The SSDs' exporter gives boxes, scores, labels, and numbers for names.
    const Network net{
        {tensor("images", {1, 3, 320, 320})},
        {tensor("2148", {-1, 4}), tensor("2117", {-1}), tensor("2118", {-1}, ElementType::kUint8)},
        {}};
    const Recognition recognition = recognised(net);
    CHECK(recognition.card.heads.boxes == "2148");
    CHECK(recognition.card.heads.scores == "2117");
    CHECK(recognition.card.heads.classes == "2118");
    CHECK(finding(recognition, "heads").certainty == Certainty::kSeen);
}

TEST_CASE("an RT-DETR whose finished rows are centres is refused by name") {
    Network net{{kPicture640}, {tensor("output0", {1, 300, 6})}, {}};
    net.facts.metadata = ultralytics("detect", "{0: 'a', 1: 'b'}");
    // Two names fit 4 + 2 values, too, but 300 rows are no cells of 640 pixels.
    CHECK(recognised(net).card.heads.kind == HeadKind::kEndToEnd);
    net.facts.metadata.emplace_back("head", "RTDETRDecoder");
    CHECK_THAT(refusal(net), Catch::Contains("RT-DETR") && Catch::Contains("centres and sizes as fractions"));
}

TEST_CASE("an accelerator's four outputs count their rows") {
    const Network net{{kPicture640},
                      {tensor("num_dets", {1, 1}), tensor("det_boxes", {1, 100, 4}),
                       tensor("det_scores", {1, 100}), tensor("det_classes", {1, 100})},
                      {}};
    CHECK(recognised(net).card.heads.count == "num_dets");
}

TEST_CASE("Ultralytics' metadata name the classes, and key points and masks are no classes") {
    Network net{{kPicture640}, {tensor("output0", {1, 6, 8400})}, {}};
    net.facts.metadata = ultralytics("detect", "{0: 'cat', 1: \"potter's wheel\"}");
    Recognition recognition = recognised(net);
    CHECK(recognition.card.labels[0] == Label{"cat", "cat"});
    CHECK(recognition.card.labels[1] == Label{"potter's wheel", ""});
    CHECK(finding(recognition, "labels").certainty == Certainty::kSaid);

    Network pose{{kPicture640}, {tensor("output0", {1, 56, 8400})}, {}};
    pose.facts.metadata = ultralytics("pose", "{0: 'person'}");
    pose.facts.metadata.emplace_back("kpt_shape", "[17, 3]");
    CHECK(recognised(pose).card.heads.classes_count == 1);
    CHECK(recognised(pose).card.heads.extra_values == 51);
    CHECK(recognised(pose).warnings.empty());
    pose.facts.metadata.clear();
    CHECK(recognised(pose).card.heads.classes_count == 1);
    CHECK(recognised(pose).warnings.size() == 1);

    Network masks{
        {kPicture640}, {tensor("output0", {1, 37, 8400}), tensor("output1", {1, 32, 160, 160})}, {}};
    CHECK(recognised(masks).card.heads.classes_count == 1);
    CHECK(recognised(masks).card.heads.extra_values == 32);
}

TEST_CASE("a network of free size takes the size that its metadata say") {
    Network net{{tensor("images", {-1, 3, -1, -1})}, {tensor("output0", {-1, 6, -1})}, {}};
    net.facts.metadata = ultralytics("detect", "{0: 'a', 1: 'b'}");
    const auto recognition = recognise(net.inputs, net.outputs, &net.facts);
    // The rows are free, too: only the names tell what the six values are.
    REQUIRE_FALSE(recognition);
    net.outputs = {tensor("output0", {-1, 6, 8400})};
    CHECK(recognised(net).card.input.size == Size{640, 640});
}

TEST_CASE("YOLO 5 to 7 and 6 have objectness, YOLOX can be undecoded") {
    const Network five{{kPicture640}, {tensor("output", {1, 25200, 85})}, {}};
    CHECK(recognised(five).card.heads.has_objectness);
    const Network six{{kPicture640}, {tensor("outputs", {1, 8400, 85})}, {}};
    CHECK(recognised(six).card.heads.has_objectness);
    CHECK(recognised(six).card.heads.classes_count == 80);
    Network x{{kPicture640}, {tensor("output", {1, 8400, 85})}, {}};
    x.facts.outputs = {{"output", {"Conv", "Sigmoid"}}};
    const ModelCard card = recognised(x).card;
    CHECK(card.heads.undecoded);
    CHECK(card.input.order == ChannelOrder::kBgr);
    CHECK(card.input.scale == std::array<float, 3>{1, 1, 1});
}

TEST_CASE("a YOLOX of few classes has objectness, too, which is said") {
    Network x{{kPicture640}, {tensor("output", {1, 8400, 8})}, {}};
    x.facts.outputs = {{"output", {"Conv", "Sigmoid"}}};
    const Recognition recognition = recognised(x);
    CHECK(recognition.card.heads.has_objectness);
    CHECK(recognition.card.heads.undecoded);
    CHECK(recognition.card.heads.classes_count == 3);
    REQUIRE(recognition.warnings.size() == 1);
    CHECK_THAT(recognition.warnings[0], Catch::Contains("The fifth of 8 values a box"));
    // 84 values are those of COCO's 80 classes without it.
    x.outputs = {tensor("output", {1, 8400, 84})};
    x.facts.outputs = {{"output", {"Mul", "Sigmoid"}}};
    CHECK_FALSE(recognised(x).card.heads.has_objectness);
    CHECK(recognised(x).card.heads.classes_count == 80);
}

TEST_CASE("NanoDet's distances and rows with batch numbers are refused by name") {
    Network nano{{tensor("data", {1, 3, 320, 320})}, {tensor("output", {1, 2125, 112})}, {}};
    nano.facts.outputs = {{"output", {"Conv", "Sigmoid"}}};
    CHECK_THAT(refusal(nano), Catch::Contains("NanoDet"));
    CHECK_THAT(refusal({{kPicture640}, {tensor("output", {-1, 7})}, {}}),
               Catch::Contains("a batch number in each row"));
}

TEST_CASE("the input is recognised without the outputs") {
    Network net{{tensor("images", {-1, 3, -1, -1})}, {}, {}};
    net.facts.metadata = ultralytics("detect", "{0: 'a'}");
    const auto input = recognise_input(net.inputs, &net.facts);
    REQUIRE(input);
    CHECK(input->size == Size{640, 640});
    CHECK(input->layout == Layout::kNchw);
    CHECK_FALSE(recognise_input(net.outputs, &net.facts));
}

TEST_CASE("what is no detector, or no box of ours, is refused by name") {
    CHECK_THAT(refusal({{kPicture640}, {tensor("probabilities", {1, 1000})}, {}}),
               Catch::Contains("classifier"));
    Network obb{{kPicture640}, {tensor("output0", {1, 20, 8400})}, {}};
    obb.facts.metadata = ultralytics("obb", "{0: 'ship'}");
    CHECK_THAT(refusal(obb), Catch::Contains("oriented boxes"));
    CHECK_THAT(refusal({{kPicture640},
                        {tensor("p3", {1, 3, 80, 80, 85}), tensor("p4", {1, 3, 40, 40, 85}),
                         tensor("p5", {1, 3, 20, 20, 85})},
                        {}}),
               Catch::Contains("feature maps before decoding"));
}

TEST_CASE("the graph tells what computes an output, through all that only moves values") {
    onnx::Writer writer(1024);
    writer.input("x", Shape{1, 4});
    writer.node({.type = "Conv", .inputs = {"x", "w"}, .attributes = {}}, "boxes_raw");
    writer.node({.type = "Sigmoid", .inputs = {"x"}, .attributes = {}}, "scores_raw");
    writer.node({.type = "Transpose", .inputs = {"scores_raw"}, .attributes = {}}, "moved");
    writer.node({.type = "Concat", .inputs = {"boxes_raw", "moved"}, .attributes = {}}, "joined");
    writer.output("joined", Shape{1, 4});
    writer.metadata("names", "{0: 'a'}");
    const std::string bytes = writer.finish();
    const auto facts = read_onnx_facts(std::as_bytes(std::span(bytes)));
    REQUIRE(facts);
    REQUIRE(facts->outputs.size() == 1);
    CHECK(facts->outputs[0].ends == std::vector<std::string>{"Conv", "Sigmoid"});
    REQUIRE(facts->find("names") != nullptr);
    CHECK(*facts->find("names") == "{0: 'a'}");
    CHECK(facts->has_operator("Transpose"));
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        (void)read_onnx_facts(std::as_bytes(std::span(bytes).first(cut)));
    }
}
