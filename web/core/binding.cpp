// The core behind plain C functions, for farsight.mjs. Handles are owned by the caller, who frees each
// with its own function. A call that fails returns null or false and leaves a sentence in fs_error().

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "binding.h"
#include "farsight/anchors.h"
#include "farsight/closer_look.h"
#include "farsight/dolly.h"
#include "farsight/free_size.h"
#include "farsight/image.h"
#include "farsight/lab/run.h"
#include "farsight/labels.h"
#include "farsight/model.h"
#include "farsight/onnx_facts.h"
#include "farsight/onnx_fields.h"
#include "farsight/recognise.h"
#include "farsight/tflite.h"

namespace farsight::web {
namespace {

/// Reads [{"name": ..., "type": "float32"|"uint8", "shape": [...]}, ...].
std::vector<TensorInfo> read_tensors(std::string_view json) {
    std::vector<TensorInfo> tensors;
    const Json list = Json::parse(json, nullptr, false);
    if (!list.is_array()) return tensors;
    for (const Json& entry : list) {
        TensorInfo info;
        info.name = entry.value("name", "");
        info.type = entry.value("type", "") == "uint8" ? ElementType::kUint8 : ElementType::kFloat32;
        for (const Json& dimension : entry.value("shape", Json::array())) {
            info.shape.push_back(dimension.is_number_integer() ? dimension.get<std::int64_t>() : -1);
        }
        tensors.push_back(std::move(info));
    }
    return tensors;
}

Result<Card> as_card(Result<ModelCard>&& card) {
    if (!card) return tl::unexpected(card.error());
    return Card{std::move(*card)};
}

Card as_card(Recognition&& recognition) {
    return {
        std::move(recognition.card), {}, std::move(recognition.findings), std::move(recognition.warnings)};
}

Json describe_input(const InputSpec& input) {
    return {{"input", input.name},
            {"width", input.size.width},
            {"height", input.size.height},
            {"channelsFirst", input.layout == Layout::kNchw},
            {"bytes", input.type == ElementType::kUint8}};
}

/// Null where the card needs no list of anchors from a file.
ExplicitAnchorSpec* awaited_anchors(ModelCard& card) {
    auto* list = std::get_if<ExplicitAnchorSpec>(&card.heads.anchors);
    return list != nullptr && !list->file.empty() && list->anchors.empty() ? list : nullptr;
}

}  // namespace

Image to_rgba(const Image& image) {
    Image out(image.size(), 4);
    const auto pixels =
        static_cast<std::size_t>(image.size().width) * static_cast<std::size_t>(image.size().height);
    const auto channels = static_cast<std::size_t>(image.channels());
    for (std::size_t i = 0; i < pixels; ++i) {
        std::copy_n(image.data() + channels * i, 3, out.data() + 4 * i);
        out.data()[4 * i + 3] = 255;
    }
    return out;
}

// Memory, texts and errors -------------------------------------------------------------------------

FS_EXPORT void* fs_alloc(std::size_t bytes) {
    return std::malloc(bytes);
}
FS_EXPORT void fs_free(void* memory) {
    std::free(memory);
}
/// Every text that a function returns is the caller's, who frees it with fs_text_free.
FS_EXPORT const char* fs_text_data(const std::string* text) {
    return text->data();
}
FS_EXPORT std::size_t fs_text_size(const std::string* text) {
    return text->size();
}
FS_EXPORT void fs_text_free(std::string* text) {
    delete text;
}
/// Of the last call that failed.
FS_EXPORT int fs_error_code() {
    return static_cast<int>(last_error.code);
}
FS_EXPORT std::string* fs_error() {
    return give(last_error.message);
}

// Images -------------------------------------------------------------------------------------------

FS_EXPORT Image* fs_image_create(int width, int height) {
    if (!note(check_size({width, height}))) return nullptr;
    return std::make_unique<Image>(Size{width, height}, 4).release();
}
FS_EXPORT void fs_image_free(Image* image) {
    delete image;
}
FS_EXPORT std::uint8_t* fs_image_pixels(Image* image) {
    return image->data();
}
FS_EXPORT int fs_image_width(const Image* image) {
    return image->size().width;
}
FS_EXPORT int fs_image_height(const Image* image) {
    return image->size().height;
}

FS_EXPORT Image* fs_image_dolly(const Image* photo, double distance) {
    auto moved = dolly(photo->view(), distance);
    if (!moved) return hold(std::move(moved));
    return hold(Result<Image>(to_rgba(*moved)));
}

/// Moves x0, y0, x1, y1 from one distance to another, in place.
FS_EXPORT void fs_dolly_box(float* box, int width, int height, double from, double to) {
    const lab::Followed followed{0, {box[0], box[1], box[2], box[3]}, from};
    const Box moved = followed.at({width, height}, to);
    box[0] = moved.x0;
    box[1] = moved.y0;
    box[2] = moved.x1;
    box[3] = moved.y1;
}

// Models -------------------------------------------------------------------------------------------

/// A TFLite network as ONNX, and what its file says of it.
FS_EXPORT ImportedModel* fs_import_tflite(const std::byte* bytes, std::size_t size) {
    return hold(import_tflite({bytes, size}));
}
/// The ONNX bytes. They leave the import: a second call gives none.
FS_EXPORT std::string* fs_imported_onnx(ImportedModel* imported) {
    return give(std::exchange(imported->onnx, {}));
}
/// Null, without an error: the file does not look like a detector that is known.
FS_EXPORT Card* fs_imported_card(const ImportedModel* imported) {
    if (!imported->recognition) return nullptr;
    return std::make_unique<Card>(as_card(Recognition(*imported->recognition))).release();
}
FS_EXPORT void fs_imported_free(ImportedModel* imported) {
    delete imported;
}

/// Names of the files with weights that the network needs, as a JSON array. Fails for bytes that are no ONNX.
FS_EXPORT std::string* fs_onnx_external_files(const std::byte* onnx, std::size_t size) {
    const auto facts = read_onnx_facts({onnx, size});
    if (facts) return give(Json(facts->external_files));
    last_error = facts.error();
    return nullptr;
}

FS_EXPORT Card* fs_card_read(const char* json, std::size_t size) {
    return hold(as_card(read_card(text_of(json, size))));
}

/// The card that the ONNX file carries in its metadata, or else what its tensors and its graph give away.
FS_EXPORT Card* fs_card_recognise(const std::byte* onnx, std::size_t onnx_size, const char* inputs,
                                  std::size_t inputs_size, const char* outputs, std::size_t outputs_size) {
    const auto facts = read_onnx_facts({onnx, onnx_size});
    const std::string* carried = facts ? facts->find(kCardKey) : nullptr;
    if (carried != nullptr) {
        auto card = as_card(read_card(*carried));
        if (card)
            card->findings = {
                {"card", card->card.name, "the file carries it in its metadata", Certainty::kSaid}};
        return hold(std::move(card));
    }
    auto recognition = recognise(read_tensors(text_of(inputs, inputs_size)),
                                 read_tensors(text_of(outputs, outputs_size)), facts ? &*facts : nullptr);
    if (!recognition) return hold(as_card(tl::unexpected(recognition.error())));
    return hold(Result<Card>(as_card(std::move(*recognition))));
}

/// The input of a network whose outputs have free shapes, as JSON.
FS_EXPORT std::string* fs_recognise_input(const std::byte* onnx, std::size_t onnx_size, const char* inputs,
                                          std::size_t inputs_size) {
    const auto facts = read_onnx_facts({onnx, onnx_size});
    const auto input = recognise_input(read_tensors(text_of(inputs, inputs_size)), facts ? &*facts : nullptr);
    if (input) return give(describe_input(*input));
    last_error = input.error();
    return nullptr;
}

FS_EXPORT bool fs_card_check(const Card* card, const char* inputs, std::size_t inputs_size,
                             const char* outputs, std::size_t outputs_size) {
    return note(check_card(card->card, read_tensors(text_of(inputs, inputs_size)),
                           read_tensors(text_of(outputs, outputs_size))));
}

/// Takes the person's own list of class names.
FS_EXPORT bool fs_card_fit_labels(Card* card, const char* list, std::size_t size) {
    auto fitted = fit_labels(text_of(list, size), card->card.heads);
    if (!fitted) return note(tl::unexpected(fitted.error()));
    card->card.labels = std::move(fitted->labels);
    std::erase_if(card->findings, [](const Finding& finding) { return finding.subject == "labels"; });
    card->findings.push_back({"labels", fitted->how, "the list given", Certainty::kSaid});
    for (std::string& warning : fitted->warnings) card->warnings.push_back(std::move(warning));
    return true;
}

/// The file of anchors that the card names and does not have yet; empty: none.
FS_EXPORT std::string* fs_card_anchor_file(Card* card) {
    const ExplicitAnchorSpec* list = awaited_anchors(card->card);
    return give(list == nullptr ? std::string() : list->file);
}

/// Takes the text of the file of anchors.
FS_EXPORT bool fs_card_take_anchors(Card* card, const char* text, std::size_t size) {
    auto anchors = read_anchors(text_of(text, size));
    if (!anchors) return note(tl::unexpected(anchors.error()));
    if (ExplicitAnchorSpec* list = awaited_anchors(card->card)) list->anchors = std::move(*anchors);
    return true;
}

/// What a host needs of a card, as JSON; write_card's own keys are for files.
FS_EXPORT std::string* fs_card_describe(const Card* described) {
    const ModelCard& card = described->card;
    auto anchors = make_anchors(card.heads.anchors, card.input.size);
    const bool ssd = card.heads.kind == HeadKind::kSsd;
    if (ssd && !anchors) {
        last_error = std::move(anchors.error());
        return nullptr;
    }
    Json labels = Json::array();
    for (const Label& label : card.labels) labels.push_back(label.name);
    Json findings = Json::array();
    for (const Finding& finding : described->findings) {
        findings.push_back({{"subject", finding.subject},
                            {"value", finding.value},
                            {"how", finding.how},
                            {"certainty", name_of(finding.certainty)}});
    }
    Json json = describe_input(card.input);
    json.update({
        {"name", card.name},
        {"title", card.title},
        {"blueFirst", card.input.order == ChannelOrder::kBgr},
        {"mean", card.input.mean},
        {"scale", card.input.scale},
        {"pad", card.input.pad},
        {"labels", labels},
        {"findings", findings},
        {"warnings", described->warnings},
        {"anchors", ssd ? anchors->anchors.size() : 0},
        {"smallestReachPx", ssd ? smallest_reach_px(*anchors, card.input.size, 0.5) : 0.0},
    });
    return give(json);
}

/// Reads the receptive fields of the anchors' layers from the graph and keeps them; false: it does not tell.
FS_EXPORT bool fs_card_read_fields(Card* card, const std::byte* onnx, std::size_t size) {
    const auto heads = onnx_receptive_fields({onnx, size});
    const auto anchors = make_anchors(card->card.heads.anchors, card->card.input.size);
    if (!heads || !anchors) return false;
    card->fields_px = anchor_fields_px(*heads, *anchors);
    return true;
}

/// The network that looks at the levels beyond the full frame, as ONNX bytes; the card's runs then take
/// regions of free size. Null, with the reason in fs_error(): they take tiles.
FS_EXPORT std::string* fs_card_close_network(Card* card, const std::byte* onnx, std::size_t size) {
    auto made = close_network({onnx, size}, card->card);
    if (!made) {
        last_error = std::move(made.error());
        return nullptr;
    }
    card->card.free = std::move(made->free);
    return give(std::move(made->onnx));
}

/// Runs of this card take tiles of its size again.
FS_EXPORT void fs_card_keep_tiles(Card* card) {
    card->card.free.reset();
}

FS_EXPORT void fs_card_free(Card* card) {
    delete card;
}

}  // namespace farsight::web
