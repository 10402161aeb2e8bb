// The core behind plain C functions, for farsight.mjs. Handles are owned by the caller, who frees each
// with its own function. A call that fails returns null or false and leaves a sentence in fs_error().

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "binding.h"
#include "farsight/anchors.h"
#include "farsight/closer_look.h"
#include "farsight/dolly.h"
#include "farsight/image.h"
#include "farsight/lab/run.h"
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
    return Card{std::move(*card), {}};
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

/// The ONNX bytes of a TFLite network.
FS_EXPORT std::string* fs_import_tflite(const std::byte* bytes, std::size_t size) {
    auto imported = import_tflite({bytes, size});
    if (imported) return give(std::move(imported->onnx));
    last_error = std::move(imported.error());
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
    if (carried != nullptr) return hold(as_card(read_card(*carried)));
    auto recognition = recognise(read_tensors(text_of(inputs, inputs_size)),
                                 read_tensors(text_of(outputs, outputs_size)), facts ? &*facts : nullptr);
    if (!recognition) return hold(as_card(tl::unexpected(recognition.error())));
    return hold(as_card(std::move(recognition->card)));
}

FS_EXPORT bool fs_card_check(const Card* card, const char* inputs, std::size_t inputs_size,
                             const char* outputs, std::size_t outputs_size) {
    return note(check_card(card->card, read_tensors(text_of(inputs, inputs_size)),
                           read_tensors(text_of(outputs, outputs_size))));
}

/// Names the classes one by one, as far as the list goes.
FS_EXPORT void fs_card_name_class(Card* card, int index, const char* name, std::size_t size) {
    if (index < 0 || static_cast<std::size_t>(index) >= card->card.labels.size()) return;
    card->card.labels[static_cast<std::size_t>(index)].name = text_of(name, size);
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
    return give(Json{
        {"name", card.name},
        {"title", card.title},
        {"input", card.input.name},
        {"width", card.input.size.width},
        {"height", card.input.size.height},
        {"channelsFirst", card.input.layout == Layout::kNchw},
        {"bytes", card.input.type == ElementType::kUint8},
        {"blueFirst", card.input.order == ChannelOrder::kBgr},
        {"mean", card.input.mean},
        {"scale", card.input.scale},
        {"pad", card.input.pad},
        {"labels", labels},
        {"anchors", ssd ? anchors->anchors.size() : 0},
        {"smallestReachPx", ssd ? smallest_reach_px(*anchors, card.input.size, 0.5) : 0.0},
    });
}

/// Reads the receptive fields of the anchors' layers from the graph and keeps them; false: it does not tell.
FS_EXPORT bool fs_card_read_fields(Card* card, const std::byte* onnx, std::size_t size) {
    const auto heads = onnx_receptive_fields({onnx, size});
    const auto anchors = make_anchors(card->card.heads.anchors, card->card.input.size);
    if (!heads || !anchors) return false;
    card->fields_px = anchor_fields_px(*heads, *anchors);
    return true;
}

FS_EXPORT void fs_card_free(Card* card) {
    delete card;
}

}  // namespace farsight::web
