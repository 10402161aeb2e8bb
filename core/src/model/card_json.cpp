// Model cards as JSON, schema "farsight.card/1": docs/model-cards.md.
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "base/base64.h"
#include "base/json_reader.h"
#include "farsight/model.h"
#include "farsight/plain_text.h"
#include "model/visit_anchors.h"

namespace farsight {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view kSchema = "farsight.card/1";
constexpr int kDeepest = 12;
constexpr std::size_t kMostNumbers = 1024;
constexpr std::size_t kMostLayers = 64;

constexpr Word<Layout> kLayouts[] = {{"nhwc", Layout::kNhwc}, {"nchw", Layout::kNchw}};
constexpr Word<ElementType> kTypes[] = {{"float32", ElementType::kFloat32}, {"uint8", ElementType::kUint8}};
constexpr Word<ChannelOrder> kChannels[] = {{"rgb", ChannelOrder::kRgb}, {"bgr", ChannelOrder::kBgr}};
constexpr Word<Resize> kResizes[] = {{"stretch", Resize::kStretch}, {"letterbox", Resize::kLetterbox}};
constexpr Word<HeadKind> kKinds[] = {{"ssd", HeadKind::kSsd},
                                     {"yolo", HeadKind::kYolo},
                                     {"decoded", HeadKind::kDecoded},
                                     {"end_to_end", HeadKind::kEndToEnd}};
constexpr Word<BoxForm> kForms[] = {
    {"centre", BoxForm::kCentre}, {"corners", BoxForm::kCorners}, {"corners_yx", BoxForm::kCornersYx}};
constexpr Word<ScoreActivation> kActivations[] = {{"sigmoid", ScoreActivation::kSigmoid},
                                                  {"softmax", ScoreActivation::kSoftmax},
                                                  {"none", ScoreActivation::kNone}};
constexpr Word<BoxCoder> kCoders[] = {{"faster_rcnn", BoxCoder::kFasterRcnn},
                                      {"media_pipe", BoxCoder::kMediaPipe}};
enum class AnchorKind : std::uint8_t { kTfSsd, kMediaPipe, kGrid, kExplicit };
constexpr Word<AnchorKind> kAnchorKinds[] = {{"tf_ssd", AnchorKind::kTfSsd},
                                             {"media_pipe", AnchorKind::kMediaPipe},
                                             {"grid", AnchorKind::kGrid},
                                             {"explicit", AnchorKind::kExplicit}};

template <class Enum, std::size_t N>
std::string_view word_of(const Word<Enum> (&words)[N], Enum meaning) {
    for (const auto& [name, value] : words) {
        if (value == meaning) return name;
    }
    return {};
}

template <class Enum, std::size_t N>
void read_word(JsonReader& reader, std::string_view key, const Word<Enum> (&words)[N], Enum& out) {
    reader.word(key, std::span<const Word<Enum>>(words), out);
}

void read_pad(JsonReader& reader, std::array<std::uint8_t, 3>& pad) {
    std::vector<int> values(pad.begin(), pad.end());
    reader.integers("pad", 0, 255, 3, values);
    if (values.size() != 3) return reader.refuse("pad", "must be 3 whole numbers from 0 to 255");
    for (std::size_t i = 0; i < 3; ++i) pad[i] = static_cast<std::uint8_t>(values[i]);
}

void read_input(JsonReader reader, InputSpec& input) {
    reader.require("width");
    reader.require("height");
    reader.text("name", input.name);
    reader.integer("width", 1, kMaxInputSide, input.size.width);
    reader.integer("height", 1, kMaxInputSide, input.size.height);
    read_word(reader, "layout", kLayouts, input.layout);
    read_word(reader, "type", kTypes, input.type);
    read_word(reader, "channels", kChannels, input.order);
    read_word(reader, "resize", kResizes, input.resize);
    reader.exactly("mean", input.mean);
    reader.exactly("scale", input.scale);
    read_pad(reader, input.pad);
    reader.finish();
}

TfSsdAnchorSpec read_tf_ssd(JsonReader& reader) {
    TfSsdAnchorSpec spec;
    reader.integer("layers", 1, kMostLayers, spec.layers);
    reader.number("min_scale", spec.min_scale);
    reader.number("max_scale", spec.max_scale);
    reader.numbers("aspect_ratios", kMostNumbers, spec.aspect_ratios);
    reader.number("interpolated_scale_aspect_ratio", spec.interpolated_scale_aspect_ratio);
    reader.boolean("reduce_boxes_in_lowest_layer", spec.reduce_boxes_in_lowest_layer);
    reader.integers("grid_sizes", 1, kMaxInputSide, kMostLayers, spec.grid_sizes);
    return spec;
}

MediaPipeAnchorSpec read_media_pipe(JsonReader& reader) {
    MediaPipeAnchorSpec spec;
    reader.number("min_scale", spec.min_scale);
    reader.number("max_scale", spec.max_scale);
    reader.number("anchor_offset_x", spec.anchor_offset_x);
    reader.number("anchor_offset_y", spec.anchor_offset_y);
    reader.integers("strides", 1, kMaxInputSide, kMostLayers, spec.strides);
    reader.numbers("aspect_ratios", kMostNumbers, spec.aspect_ratios);
    reader.number("interpolated_scale_aspect_ratio", spec.interpolated_scale_aspect_ratio);
    reader.boolean("reduce_boxes_in_lowest_layer", spec.reduce_boxes_in_lowest_layer);
    reader.boolean("fixed_anchor_size", spec.fixed_anchor_size);
    return spec;
}

void read_sizes(JsonReader& reader, std::vector<std::pair<double, double>>& sizes) {
    const json* pairs = reader.take("sizes");
    constexpr const char* kWhat = "must be at most 1024 pairs of numbers, [width, height]";
    if (pairs == nullptr) return;
    if (!pairs->is_array() || pairs->size() > kMostNumbers) return reader.refuse("sizes", kWhat);
    for (const json& pair : *pairs) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number()) {
            return reader.refuse("sizes", kWhat);
        }
        sizes.emplace_back(pair[0].get<double>(), pair[1].get<double>());
    }
}

GridAnchorSpec read_grid(JsonReader& reader) {
    GridAnchorSpec spec;
    for (JsonReader& layer_reader : reader.objects("layers", kMostLayers)) {
        GridAnchorSpec::Layer layer;
        layer_reader.require("rows");
        layer_reader.require("columns");
        layer_reader.integer("rows", 1, kMaxInputSide, layer.rows);
        layer_reader.integer("columns", 1, kMaxInputSide, layer.columns);
        read_sizes(layer_reader, layer.sizes);
        layer_reader.finish();
        spec.layers.push_back(std::move(layer));
    }
    return spec;
}

/// Four floats an anchor, little-endian: the exact values, in a fifth of the room that decimals take.
ExplicitAnchorSpec read_explicit(JsonReader& reader) {
    static_assert(std::endian::native == std::endian::little && sizeof(Anchor) == 16);
    ExplicitAnchorSpec spec;
    reader.text("file", spec.file);
    const json* list = reader.take("base64");
    if (list == nullptr) {
        if (spec.file.empty()) reader.refuse("file", "or base64 must give the anchors");
        return spec;
    }
    const auto* text = list->get_ptr<const std::string*>();
    const auto bytes = text == nullptr ? std::nullopt : from_base64(*text);
    if (!bytes || bytes->empty() || bytes->size() % sizeof(Anchor) != 0) {
        reader.refuse("base64", "must be little-endian floats, four an anchor: cx, cy, width, height");
        return spec;
    }
    spec.anchors.resize(bytes->size() / sizeof(Anchor));
    std::memcpy(spec.anchors.data(), bytes->data(), bytes->size());
    return spec;
}

void read_anchors(JsonReader reader, AnchorSpec& anchors) {
    auto kind = AnchorKind::kTfSsd;
    reader.require("kind");
    read_word(reader, "kind", kAnchorKinds, kind);
    switch (kind) {
        case AnchorKind::kTfSsd:
            anchors = AnchorSpec(read_tf_ssd(reader));
            break;
        case AnchorKind::kMediaPipe:
            anchors = AnchorSpec(read_media_pipe(reader));
            break;
        case AnchorKind::kGrid:
            anchors = AnchorSpec(read_grid(reader));
            break;
        case AnchorKind::kExplicit:
            anchors = AnchorSpec(read_explicit(reader));
            break;
    }
    reader.finish();
}

void read_heads(JsonReader reader, HeadSpec& heads) {
    reader.require("kind");
    read_word(reader, "kind", kKinds, heads.kind);
    reader.text("boxes", heads.boxes);
    reader.text("scores", heads.scores);
    reader.text("classes", heads.classes);
    read_word(reader, "activation", kActivations, heads.activation);
    reader.integer("classes_count", 1, kMaxClasses, heads.classes_count);
    reader.integer("background", -1, kMaxClasses, heads.background);
    read_word(reader, "coder", kCoders, heads.coder);
    reader.exactly("coder_scales", heads.coder_scales);
    reader.integer("values_per_box", 4, 1024, heads.values_per_box);
    if (heads.kind == HeadKind::kSsd) reader.require("anchors");
    if (reader.has("anchors")) read_anchors(reader.object("anchors"), heads.anchors);
    reader.boolean("normalized", heads.normalized);
    reader.boolean("has_objectness", heads.has_objectness);
    reader.boolean("transposed", heads.transposed);
    read_word(reader, "form", kForms, heads.form);
    reader.boolean("undecoded", heads.undecoded);
    reader.integer("extra_values", 0, 1024, heads.extra_values);
    reader.text("count", heads.count);
    reader.boolean("batched", heads.batched);
    reader.ignore("anchors");
    reader.finish();
}

void read_labels(JsonReader& reader, std::vector<Label>& labels) {
    for (JsonReader& label_reader : reader.objects("labels", kMaxClasses)) {
        Label label;
        label_reader.require("name");
        label_reader.text("name", label.name);
        label_reader.text("coco", label.coco);
        label_reader.finish();
        label.name = plain_line(label.name);
        labels.push_back(std::move(label));
    }
    if (labels.empty()) reader.refuse("labels", "must name at least one class");
}

void read_schema(JsonReader& reader) {
    std::string schema;
    reader.require("schema");
    reader.text("schema", schema);
    if (schema != kSchema) reader.refuse("schema", "must be " + std::string(kSchema));
}

ModelCard read_document(JsonReader& reader) {
    ModelCard card;
    for (const std::string_view key : {"schema", "name", "input", "heads", "labels"}) reader.require(key);
    read_schema(reader);
    reader.text("name", card.name);
    if (card.name.empty()) reader.refuse("name", "must not be empty");
    reader.text("title", card.title);
    card.title = plain_line(card.title);
    reader.text("licence", card.licence);
    reader.text("source", card.source);
    reader.text("file", card.file);
    read_input(reader.object("input"), card.input);
    read_labels(reader, card.labels);
    card.heads.classes_count = static_cast<int>(card.labels.size());
    read_heads(reader.object("heads"), card.heads);
    reader.ignore("notes");
    reader.finish();
    return card;
}

/// Parses without exceptions and without values nested deeper than a card ever is.
Result<json> parse(std::string_view text) {
    bool too_deep = false;
    const json::parser_callback_t keep = [&](int depth, json::parse_event_t, json&) {
        if (depth > kDeepest) too_deep = true;
        return depth <= kDeepest;
    };
    json document = json::parse(text.begin(), text.end(), keep, false);
    if (too_deep) {
        return fail(ErrorCode::kInvalidModel,
                    "The model card is nested deeper than 12 levels; no card needs that.");
    }
    if (document.is_discarded()) {
        return fail(ErrorCode::kInvalidModel,
                    "The model card is not JSON; check its commas, quotes and brackets.");
    }
    return document;
}

/// The double whose shortest decimal is the float's, so that 0.1F is written as 0.1.
double decimal_of(float value) {
    double power = 1;
    for (int digits = 0; digits < 16; ++digits, power *= 10) {
        const double rounded = std::round(static_cast<double>(value) * power) / power;
        if (static_cast<float>(rounded) == value) return rounded;
    }
    return static_cast<double>(value);
}

template <std::size_t N>
ordered_json decimals_of(const std::array<float, N>& values) {
    ordered_json list = ordered_json::array();
    for (const float value : values) list.push_back(decimal_of(value));
    return list;
}

void put_text(ordered_json& object, const char* key, const std::string& text) {
    if (!text.empty()) object[key] = text;
}

ordered_json json_of(const InputSpec& input) {
    ordered_json object;
    put_text(object, "name", input.name);
    object["width"] = input.size.width;
    object["height"] = input.size.height;
    object["layout"] = word_of(kLayouts, input.layout);
    object["type"] = word_of(kTypes, input.type);
    object["channels"] = word_of(kChannels, input.order);
    object["resize"] = word_of(kResizes, input.resize);
    object["mean"] = decimals_of(input.mean);
    object["scale"] = decimals_of(input.scale);
    object["pad"] = input.pad;
    return object;
}

ordered_json json_of(const TfSsdAnchorSpec& spec) {
    ordered_json object = {{"kind", "tf_ssd"},
                           {"layers", spec.layers},
                           {"min_scale", spec.min_scale},
                           {"max_scale", spec.max_scale},
                           {"aspect_ratios", spec.aspect_ratios},
                           {"interpolated_scale_aspect_ratio", spec.interpolated_scale_aspect_ratio},
                           {"reduce_boxes_in_lowest_layer", spec.reduce_boxes_in_lowest_layer}};
    if (!spec.grid_sizes.empty()) object["grid_sizes"] = spec.grid_sizes;
    return object;
}

ordered_json json_of(const MediaPipeAnchorSpec& spec) {
    return {{"kind", "media_pipe"},
            {"min_scale", spec.min_scale},
            {"max_scale", spec.max_scale},
            {"anchor_offset_x", spec.anchor_offset_x},
            {"anchor_offset_y", spec.anchor_offset_y},
            {"strides", spec.strides},
            {"aspect_ratios", spec.aspect_ratios},
            {"interpolated_scale_aspect_ratio", spec.interpolated_scale_aspect_ratio},
            {"reduce_boxes_in_lowest_layer", spec.reduce_boxes_in_lowest_layer},
            {"fixed_anchor_size", spec.fixed_anchor_size}};
}

ordered_json json_of(const GridAnchorSpec& spec) {
    ordered_json layers = ordered_json::array();
    for (const GridAnchorSpec::Layer& layer : spec.layers) {
        layers.push_back({{"rows", layer.rows}, {"columns", layer.columns}, {"sizes", layer.sizes}});
    }
    return {{"kind", "grid"}, {"layers", layers}};
}

ordered_json json_of(const ExplicitAnchorSpec& spec) {
    if (!spec.file.empty()) return {{"kind", "explicit"}, {"file", spec.file}};
    return {{"kind", "explicit"}, {"base64", to_base64(std::as_bytes(std::span(spec.anchors)))}};
}

/// What the kind does not use is written only when it is not the default.
ordered_json json_of(const HeadSpec& heads) {
    const HeadSpec defaults;
    const bool ssd = heads.kind == HeadKind::kSsd;
    ordered_json object;
    object["kind"] = word_of(kKinds, heads.kind);
    put_text(object, "boxes", heads.boxes);
    put_text(object, "scores", heads.scores);
    put_text(object, "classes", heads.classes);
    object["activation"] = word_of(kActivations, heads.activation);
    object["classes_count"] = heads.classes_count;
    object["background"] = heads.background;
    if (ssd || heads.coder != defaults.coder) object["coder"] = word_of(kCoders, heads.coder);
    if (heads.coder_scales != defaults.coder_scales || (ssd && heads.coder == BoxCoder::kFasterRcnn)) {
        object["coder_scales"] = decimals_of(heads.coder_scales);
    }
    if (ssd || heads.values_per_box != defaults.values_per_box) {
        object["values_per_box"] = heads.values_per_box;
    }
    if (ssd || heads.anchors != defaults.anchors) {
        object["anchors"] = visit_anchors(heads.anchors, [](const auto& spec) { return json_of(spec); });
    }
    if (!ssd || heads.normalized) object["normalized"] = heads.normalized;
    if (heads.kind == HeadKind::kYolo || heads.has_objectness)
        object["has_objectness"] = heads.has_objectness;
    if (heads.kind == HeadKind::kYolo || heads.transposed) object["transposed"] = heads.transposed;
    if (heads.kind == HeadKind::kDecoded || heads.form != defaults.form) {
        object["form"] = word_of(kForms, heads.form);
    }
    if (heads.undecoded) object["undecoded"] = true;
    if (heads.extra_values > 0) object["extra_values"] = heads.extra_values;
    put_text(object, "count", heads.count);
    if (!heads.batched) object["batched"] = false;
    return object;
}

}  // namespace

Result<ModelCard> read_card(std::string_view text) {
    if (text.size() > kMaxCardBytes) {
        return fail(ErrorCode::kInvalidModel,
                    "The model card is longer than 4 MiB; is it the network itself?");
    }
    const auto document = parse(text);
    if (!document) return tl::unexpected<Error>(document.error());
    std::optional<Error> error;
    JsonReader reader(*document, "", error);
    ModelCard card = read_document(reader);
    if (error) return tl::unexpected<Error>(*error);
    if (auto valid = validate_card(card); !valid) return tl::unexpected<Error>(valid.error());
    // A list in a file of its own is not read yet.
    const auto* list = std::get_if<ExplicitAnchorSpec>(&card.heads.anchors);
    if (card.heads.kind == HeadKind::kSsd && (list == nullptr || list->file.empty())) {
        const auto grid = make_anchors(card.heads.anchors, card.input.size);
        if (!grid)
            return fail(ErrorCode::kInvalidModel, "The model card's heads.anchors: " + grid.error().message);
    }
    return card;
}

std::string write_card(const ModelCard& card) {
    ordered_json object;
    object["schema"] = kSchema;
    object["name"] = card.name;
    put_text(object, "title", card.title);
    put_text(object, "licence", card.licence);
    put_text(object, "source", card.source);
    put_text(object, "file", card.file);
    object["input"] = json_of(card.input);
    object["heads"] = json_of(card.heads);
    ordered_json labels = ordered_json::array();
    for (const Label& label : card.labels) {
        ordered_json entry = {{"name", label.name}};
        put_text(entry, "coco", label.coco);
        labels.push_back(std::move(entry));
    }
    object["labels"] = std::move(labels);
    // A name that is not UTF-8 must not throw.
    return object.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace farsight
