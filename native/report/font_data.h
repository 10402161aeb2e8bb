// Fonts that are known to be whole: what draws them does not look.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "font_files.h"

namespace farsight {

/// Whether the bytes are a TrueType or OpenType font whose tables all lie inside of them.
bool is_font(std::span<const std::byte> bytes);

/// The first of the style's files that is a font; empty where there is none.
std::vector<std::byte> font_data(FontStyle style);

/// What is wrong with the file that $FARSIGHT_FONT names, in a sentence; empty: nothing, or none is named.
std::string font_complaint();

}  // namespace farsight
