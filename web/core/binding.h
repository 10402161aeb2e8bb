// What the binding's sources share: the last text and the last error, and how values reach JavaScript.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "farsight/image.h"
#include "farsight/result.h"

#define FS_EXPORT extern "C" __attribute__((visibility("default"), used))

namespace farsight::web {

/// What fs_text() gives.
inline std::string last_text;
/// What fs_error() tells of.
inline Error last_error{ErrorCode::kRuntime, ""};

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

/// Any image as the RGBA that canvases and textures take.
Image to_rgba(const Image& image);

}  // namespace farsight::web
