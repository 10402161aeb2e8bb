// Where the photo stands in the picture: screen pixels = photo pixels * scale + (x, y).
#pragma once

#include "farsight/box.h"
#include "farsight/image.h"

namespace farsight::viewer {

struct Point {
    float x = 0;
    float y = 0;
};

struct View {
    float scale = 1;
    float x = 0;
    float y = 0;

    Point to_photo(Point screen) const { return {(screen.x - x) / scale, (screen.y - y) / scale}; }
    Point to_screen(Point photo) const { return {photo.x * scale + x, photo.y * scale + y}; }
    Box to_screen(const Box& box) const {
        return {box.x0 * scale + x, box.y0 * scale + y, box.x1 * scale + x, box.y1 * scale + y};
    }
};

/// The whole photo, centred in a picture of this size.
View fit(Size photo, Point picture);

/// Zooms by a factor; the photo's point under `at` stays there as far as the photo stays in sight.
View zoom_at(const View& view, Point at, float factor, Size photo, Point picture);

View pan(const View& view, float dx, float dy, Size photo, Point picture);

}  // namespace farsight::viewer
