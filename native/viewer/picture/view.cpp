#include "picture/view.h"

#include <algorithm>

namespace farsight::viewer {
namespace {

constexpr float kMargin = 16;
constexpr float kMostScale = 32;

/// Moves the least so that the photo covers the picture's centre.
float kept(float position, float size, float room) {
    return std::min(room / 2, std::max(room / 2 - size, position));
}

View keep_in_sight(const View& view, Size photo, Point picture) {
    return {view.scale, kept(view.x, static_cast<float>(photo.width) * view.scale, picture.x),
            kept(view.y, static_cast<float>(photo.height) * view.scale, picture.y)};
}

}  // namespace

View fit(Size photo, Point picture) {
    const float margin = std::min({kMargin, picture.x / 20, picture.y / 20});
    const auto width = static_cast<float>(photo.width);
    const auto height = static_cast<float>(photo.height);
    const float scale =
        std::max(1e-4F, std::min((picture.x - 2 * margin) / width, (picture.y - 2 * margin) / height));
    return {scale, (picture.x - width * scale) / 2, (picture.y - height * scale) / 2};
}

View zoom_at(const View& view, Point at, float factor, Size photo, Point picture) {
    const float least = std::min(fit(photo, picture).scale * 0.5F, kMostScale);
    const float scale = std::min(kMostScale, std::max(least, view.scale * factor));
    const float ratio = scale / view.scale;
    return keep_in_sight({scale, at.x - (at.x - view.x) * ratio, at.y - (at.y - view.y) * ratio}, photo,
                         picture);
}

View pan(const View& view, float dx, float dy, Size photo, Point picture) {
    return keep_in_sight({view.scale, view.x + dx, view.y + dy}, photo, picture);
}

}  // namespace farsight::viewer
