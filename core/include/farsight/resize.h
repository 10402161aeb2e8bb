// How a whole picture is fitted into a network's input.
#pragma once

#include <cstdint>

namespace farsight {

/// How a picture of another shape comes to the input's size.
enum class Resize : std::uint8_t {
    kStretch,    ///< Both axes fill the input; the aspect ratio is lost.
    kLetterbox,  ///< The aspect ratio is kept, the rest is padding at the right and the bottom.
};

}  // namespace farsight
