// Numbers as the text that every host shows. Decimals are rounded as printf rounds them, so that a figure is
// the same in the page, the viewer and the command.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace farsight::lab {

/// "1 tile", "47 tiles", "1 class", "2 classes". Without `many` the word gets an s.
std::string count_text(std::int64_t count, std::string_view one, std::string_view many = {});

/// A share in [0, 1] as "68 %".
std::string percent_text(double share);

/// Milliseconds without their unit, to about three figures: "0.25", "12.5", "1\u202f234" with thousands set
/// apart by a narrow space.
std::string milliseconds_text(double ms);

/// A time that a person waits: "under 1 s", "12 s", "3 min", "1 h 20 min".
std::string duration_text(double seconds);

/// "about 12 s left"; empty when that is not known (not finite, or negative).
std::string time_left_text(double seconds);

/// "8.2 m", the nearest tenth.
std::string metres_text(double metres);

/// A zoom or a ratio of pixels, at most two decimals: "1.25", "2", "0.5".
std::string ratio_text(double ratio);

}  // namespace farsight::lab
