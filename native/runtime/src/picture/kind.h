// What a file is, by its first bytes: a kind of picture that is read, or something people take for one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "farsight/result.h"

namespace farsight {

enum class PictureKind : std::uint8_t { kNone, kJpeg, kPng, kBmp, kGif, kPnm, kWebp, kTiff, kHeic, kAvif };

PictureKind picture_kind(std::span<const std::byte> file);

/// The error of a file that is no picture that can be read: its kind and what to do where that is known.
tl::unexpected<Error> not_a_picture(std::span<const std::byte> file);

/// The error of a kind that this build has no library for.
tl::unexpected<Error> kind_left_out(std::string_view kind, std::string_view library);

}  // namespace farsight
