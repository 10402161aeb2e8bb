// The core behind plain C functions, for farsight.mjs. Handles are owned by the caller, who frees each
// with its own function. A call that fails returns null or false and leaves a sentence in fs_error().

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "binding.h"
#include "farsight/anchors.h"
#include "farsight/dolly.h"
#include "farsight/image.h"
#include "farsight/model.h"
#include "farsight/resample.h"
#include "farsight/tflite.h"
#include "run.h"

namespace farsight::web {
namespace {

using Json = nlohmann::json;

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
FS_EXPORT const char* fs_text() {
    return last_text.data();
}
FS_EXPORT std::size_t fs_text_size() {
    return last_text.size();
}
FS_EXPORT int fs_error_code() {
    return static_cast<int>(last_error.code);
}
FS_EXPORT void fs_error() {
    last_text = last_error.message;
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
    const Size size{width, height};
    const Box near = dolly_box({box[0], box[1], box[2], box[3]}, size, from, true);
    const Box moved = dolly_box(near, size, to);
    box[0] = moved.x0;
    box[1] = moved.y0;
    box[2] = moved.x1;
    box[3] = moved.y1;
}

// Models -------------------------------------------------------------------------------------------

/// The ONNX bytes of a TFLite network are then the last text; false when it cannot be imported.
FS_EXPORT bool fs_import_tflite(const std::byte* bytes, std::size_t size) {
    auto imported = import_tflite({bytes, size});
    if (!imported) {
        last_error = std::move(imported.error());
        return false;
    }
    last_text = std::move(imported->onnx);
    return true;
}

/// Gives the last text's memory back: an imported network is large.
FS_EXPORT void fs_text_clear() {
    std::string().swap(last_text);
}

FS_EXPORT ModelCard* fs_card_read(const char* json, std::size_t size) {
    return hold(read_card(text_of(json, size)));
}

FS_EXPORT ModelCard* fs_card_guess(const char* inputs, std::size_t inputs_size, const char* outputs,
                                   std::size_t outputs_size) {
    return hold(
        guess_card(read_tensors(text_of(inputs, inputs_size)), read_tensors(text_of(outputs, outputs_size))));
}

FS_EXPORT bool fs_card_check(const ModelCard* card, const char* inputs, std::size_t inputs_size,
                             const char* outputs, std::size_t outputs_size) {
    return note(check_card(*card, read_tensors(text_of(inputs, inputs_size)),
                           read_tensors(text_of(outputs, outputs_size))));
}

/// Names the classes one by one, as far as the list goes.
FS_EXPORT void fs_card_name_class(ModelCard* card, int index, const char* name, std::size_t size) {
    if (index < 0 || static_cast<std::size_t>(index) >= card->labels.size()) return;
    card->labels[static_cast<std::size_t>(index)].name = text_of(name, size);
}

/// What a host needs of a card, as JSON in the last text; write_card's own keys are for files.
FS_EXPORT bool fs_card_describe(const ModelCard* card) {
    auto anchors = make_anchors(card->heads.anchors, card->input.size);
    const bool ssd = card->heads.kind == HeadKind::kSsd;
    if (ssd && !anchors) {
        last_error = std::move(anchors.error());
        return false;
    }
    Json labels = Json::array();
    for (const Label& label : card->labels) labels.push_back(label.name);
    const Json text = {
        {"name", card->name},
        {"title", card->title},
        {"input", card->input.name},
        {"width", card->input.size.width},
        {"height", card->input.size.height},
        {"channelsFirst", card->input.layout == Layout::kNchw},
        {"bytes", card->input.type == ElementType::kUint8},
        {"blueFirst", card->input.order == ChannelOrder::kBgr},
        {"mean", card->input.mean},
        {"scale", card->input.scale},
        {"pad", card->input.pad},
        {"labels", labels},
        {"anchors", ssd ? anchors->anchors.size() : 0},
        {"smallestReachPx", ssd ? smallest_reach_px(*anchors, card->input.size, 0.5) : 0.0},
    };
    last_text = text.dump(-1, ' ', false, Json::error_handler_t::replace);
    return true;
}

FS_EXPORT void fs_card_free(ModelCard* card) {
    delete card;
}

// Runs: one image, one model, one plan -------------------------------------------------------------

FS_EXPORT Run* fs_run_create(const ModelCard* card, int width, int height, bool pyramid, int levels,
                             double finest_zoom, double overlap, const char* filter,
                             std::size_t filter_size) {
    const auto parsed = parse_filter(text_of(filter, filter_size));
    if (!parsed) {
        last_error = parsed.error();
        return nullptr;
    }
    DetectorOptions options;
    options.pyramid.enabled = pyramid;
    options.pyramid.levels = levels;
    options.pyramid.finest_zoom = finest_zoom;
    options.pyramid.overlap = overlap;
    return hold(Run::create(*card, {width, height}, options, *parsed));
}

FS_EXPORT void fs_run_free(Run* run) {
    delete run;
}

/// The plan as JSON in the last text.
FS_EXPORT void fs_run_plan(const Run* run) {
    const PyramidPlan& plan = run->plan();
    Json levels = Json::array();
    for (const Level& level : plan.levels) {
        levels.push_back({{"zoom", level.zoom()},
                          {"columns", level.columns},
                          {"rows", level.rows},
                          {"firstTile", level.first_tile}});
    }
    Json tiles = Json::array();
    for (const Tile& tile : plan.tiles) {
        for (const int side : {tile.region.x, tile.region.y, tile.region.width, tile.region.height}) {
            tiles.push_back(side);
        }
    }
    last_text = Json{{"levels", levels}, {"tiles", tiles}, {"pixelRatio", plan.pixel_ratio()}}.dump();
}

/// How many tiles to run now, the first of them in `first`; 0 while it must wait, or when done.
FS_EXPORT int fs_run_next(Run* run, int max_tiles, std::int32_t* first) {
    const auto batch = run->next(max_tiles);
    *first = batch ? batch->first_tile : 0;
    return batch ? batch->count : 0;
}

/// Fills a tile's tensor; `values` holds values_per_tile() elements of the card's type.
FS_EXPORT bool fs_run_fill(Run* run, const Image* image, int tile, void* values) {
    return note(run->fill(*image, tile, values));
}

/// A batch's tiles as shaders/preprocess.wgsl reads them, until the next call: `size` integers.
FS_EXPORT const std::int32_t* fs_run_tables(Run* run, int first, int count, std::size_t* size) {
    const auto tables = run->tables({first, count});
    *size = tables.size();
    return tables.data();
}

/// Adds a head for the next fs_run_absorb; nothing is copied but the name.
FS_EXPORT void fs_run_head(Run* run, const char* name, std::size_t name_size, const float* values,
                           std::size_t count, const std::int64_t* shape, std::size_t rank) {
    run->add_head(std::string(text_of(name, name_size)), {values, count}, {shape, rank});
}

FS_EXPORT bool fs_run_absorb(Run* run, int first, int count) {
    return note(run->absorb({first, count}));
}

FS_EXPORT bool fs_run_absorb_cached(Run* run, int tile, const Candidate* candidates, std::size_t count) {
    return note(run->absorb_cached(tile, {candidates, count}));
}

FS_EXPORT const Candidate* fs_run_candidates(const Run* run, int tile) {
    return run->candidates(tile).data();
}
FS_EXPORT std::size_t fs_run_candidate_count(const Run* run, int tile) {
    return run->candidates(tile).size();
}
FS_EXPORT int fs_run_tiles_absorbed(const Run* run) {
    return run->tiles_absorbed();
}
FS_EXPORT bool fs_run_done(const Run* run) {
    return run->done();
}
FS_EXPORT int fs_run_non_finite(const Run* run) {
    return run->stats().non_finite;
}

/// Merges what is in, the full frame alone and the whole pyramid.
FS_EXPORT bool fs_run_merge(Run* run, const char* method, std::size_t method_size, float overlap,
                            float min_score) {
    const auto parsed = parse_merge_method(text_of(method, method_size));
    if (!parsed) {
        last_error = parsed.error();
        return false;
    }
    MergeOptions options;
    options.method = *parsed;
    options.overlap = overlap;
    options.min_score = min_score;
    return note(run->merge(options));
}

FS_EXPORT const Detection* fs_run_detections(const Run* run, bool pyramid) {
    return run->detections(pyramid).data();
}
FS_EXPORT std::size_t fs_run_detection_count(const Run* run, bool pyramid) {
    return run->detections(pyramid).size();
}
/// The detection that is this object, -1 when there is none.
FS_EXPORT int fs_run_find(const Run* run, bool pyramid, int label, float x0, float y0, float x1, float y1) {
    return run->find(pyramid, label, {x0, y0, x1, y1});
}

/// Best score of any candidate for this object, under every threshold; 0 when none proposes it.
FS_EXPORT float fs_run_confidence(const Run* run, bool pyramid, int label, float x0, float y0, float x1,
                                  float y1) {
    return run->confidence(pyramid, label, {x0, y0, x1, y1});
}

}  // namespace farsight::web
