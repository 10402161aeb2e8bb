// Antialiased drawing on an RGB image.
#pragma once

#include <cstdint>

#include "farsight/box.h"
#include "farsight/image.h"

namespace farsight {

struct InkColour {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    float alpha = 1;
};

/// Draws on an RGB image that it borrows. Anything outside is clipped.
class Canvas {
public:
    /// Precondition: the image has three channels.
    explicit Canvas(Image& image) : image_(image) {}

    Size size() const { return image_.size(); }

    /// Mixes a colour into one pixel; `coverage` in [0, 1] scales its alpha.
    void blend(int x, int y, InkColour colour, float coverage);

    void fill(const Box& box, float radius_px, InkColour colour);

    /// A line of this width, centred on the box's edge.
    void stroke(const Box& box, float radius_px, float width_px, InkColour colour);

private:
    Image& image_;
};

}  // namespace farsight
