// Where system fonts stand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace farsight {

enum class FontStyle : std::uint8_t {
    kBold,        ///< A bold sans-serif, for labels on pictures.
    kText,        ///< A sans-serif for interfaces.
    kStrongText,  ///< The same, semi-bold.
    kMono,
};

/// Files to try, the best first; some may not exist. $FARSIGHT_FONT, where it is set, is the only one.
std::vector<std::string> font_files(FontStyle style);

}  // namespace farsight
