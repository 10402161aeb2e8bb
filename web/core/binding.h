// What the binding's sources share: how texts and errors reach JavaScript.
#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "farsight/box.h"
#include "farsight/image.h"
#include "farsight/lab/headline.h"
#include "farsight/lab/state.h"
#include "farsight/model.h"
#include "farsight/recognise.h"
#include "farsight/result.h"

#define FS_EXPORT extern "C" __attribute__((visibility("default"), used))

namespace farsight::web {

using Json = nlohmann::json;

/// What fs_error() and fs_error_code() tell of.
inline Error last_error{ErrorCode::kRuntime, ""};

/// A network's card, how it was understood, and what the graph says of the receptive fields.
struct Card {
    ModelCard card;
    std::vector<double> fields_px = {};      ///< By layer of anchors; empty: unknown.
    std::vector<Finding> findings = {};      ///< Empty when someone wrote the card.
    std::vector<std::string> warnings = {};  ///< About what looks wrong.
};

inline bool note(const Result<void>& result) {
    if (!result) last_error = result.error();
    return result.has_value();
}

/// Moves a value to the heap, or notes why there is none.
template <class T>
T* hold(Result<T>&& result) {
    if (result) return std::make_unique<T>(std::move(*result)).release();
    last_error = std::move(result.error());
    return nullptr;
}

inline std::string_view text_of(const char* text, std::size_t size) {
    return {text, size};
}

/// A text for JavaScript, which frees it.
inline std::string* give(std::string text) {
    return std::make_unique<std::string>(std::move(text)).release();
}
inline std::string* give(const Json& json) {
    return give(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// "full", "budget" and "classes" of a host's settings.
inline lab::SearchSettings read_search(const Json& settings) {
    lab::SearchSettings search;
    search.full = settings.value("full", search.full);
    search.budget = settings.value("budget", search.budget);
    search.classes = settings.value("classes", search.classes);
    return search;
}

inline Json corners(const Box& box) {
    return {box.x0, box.y0, box.x1, box.y1};
}

Json json_of(const lab::Headline& headline);

/// Any image as the RGBA that canvases and textures take.
Image to_rgba(const Image& image);

}  // namespace farsight::web
