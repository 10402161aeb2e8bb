#include "farsight/closer_look.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "farsight/preprocess.h"
#include "farsight/spectrum.h"

namespace farsight {

namespace {

/// Side of the patch over the object's longer side: room to see what is around it.
constexpr float kContext = 1.5F;
/// Least side of the patch in source pixels.
constexpr float kLeastSide = 12;
/// Fine enough for 42 cycles along the object.
constexpr int kHarmonics = kMaxHarmonics;

Box square_around(const Box& box, Size image) {
    const float side = std::max({kContext * (box.x1 - box.x0), kContext * (box.y1 - box.y0), kLeastSide});
    const float cx = (box.x0 + box.x1) / 2;
    const float cy = (box.y0 + box.y1) / 2;
    const Box square{cx - side / 2, cy - side / 2, cx + side / 2, cy + side / 2};
    return {std::max(square.x0, 0.0F), std::max(square.y0, 0.0F),
            std::min(square.x1, static_cast<float>(image.width)),
            std::min(square.y1, static_cast<float>(image.height))};
}

Box box_of(const Rect& rect) {
    return {static_cast<float>(rect.x), static_cast<float>(rect.y), static_cast<float>(rect.x + rect.width),
            static_cast<float>(rect.y + rect.height)};
}

Box common(const Box& a, const Box& b) {
    return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

float area_of(const Box& box) {
    return std::max(0.0F, box.x1 - box.x0) * std::max(0.0F, box.y1 - box.y0);
}

struct Chosen {
    const Tile* tile = nullptr;  ///< Null: the plan has no tile of the level.
    bool whole = false;          ///< It holds all of the object.
};

/// The tile of a level that shows most of the object, then most of what surrounds it; the first of equals.
Chosen tile_for(const PyramidPlan& plan, int level, const Box& object, const Box& surround) {
    Chosen best;
    float most = -1;
    float around = -1;
    for (const Tile& tile : plan.tiles) {
        if (tile.level != level) continue;
        const float shown = area_of(common(box_of(tile.region), object));
        const float beside = area_of(common(box_of(tile.region), surround));
        if (shown < most || (shown == most && beside <= around)) continue;
        most = shown;
        around = beside;
        best = {&tile, shown >= 0.999F * area_of(object)};
    }
    return best;
}

/// The level as this tile shows it: regions of many sizes are rounded to source pixels each by itself.
Level level_of(const PyramidPlan& plan, const Tile& tile) {
    Level level = plan.levels[static_cast<std::size_t>(tile.level)];
    const Size input = plan.input_of(tile);
    level.zoom_x = static_cast<double>(input.width) / tile.region.width;
    level.zoom_y = static_cast<double>(input.height) / tile.region.height;
    return level;
}

/// Whole network pixels of a tile that a region covers, at least one.
Rect pixels_of(const Box& region, const Tile& tile, const Level& level, Size input) {
    const auto place = [](float at, int start, double zoom, int most) {
        const double pixel = (static_cast<double>(at) - start) * zoom;
        return std::clamp(static_cast<int>(std::lround(pixel)), 0, most);
    };
    const int x0 = std::min(place(region.x0, tile.region.x, level.zoom_x, input.width), input.width - 1);
    const int y0 = std::min(place(region.y0, tile.region.y, level.zoom_y, input.height), input.height - 1);
    const int x1 = std::max(place(region.x1, tile.region.x, level.zoom_x, input.width), x0 + 1);
    const int y1 = std::max(place(region.y1, tile.region.y, level.zoom_y, input.height), y0 + 1);
    return {x0, y0, x1 - x0, y1 - y0};
}

Box region_of(const Rect& pixels, const Tile& tile, const Level& level) {
    const auto back = [](int pixel, int start, double zoom) {
        return static_cast<float>(start + pixel / zoom);
    };
    return {back(pixels.x, tile.region.x, level.zoom_x), back(pixels.y, tile.region.y, level.zoom_y),
            back(pixels.x + pixels.width, tile.region.x, level.zoom_x),
            back(pixels.y + pixels.height, tile.region.y, level.zoom_y)};
}

/// Leaves out rows and columns that lie partly outside the bounds, as long as one is left.
Rect inside(Rect pixels, const Box& bounds, const Tile& tile, const Level& level) {
    constexpr float kTolerance = 0.01F;
    const Box region = region_of(pixels, tile, level);
    if (region.x0 < bounds.x0 - kTolerance && pixels.width > 1) {
        ++pixels.x;
        --pixels.width;
    }
    if (region.x1 > bounds.x1 + kTolerance && pixels.width > 1) --pixels.width;
    if (region.y0 < bounds.y0 - kTolerance && pixels.height > 1) {
        ++pixels.y;
        --pixels.height;
    }
    if (region.y1 > bounds.y1 + kTolerance && pixels.height > 1) --pixels.height;
    return pixels;
}

/// The tile as the network gets it, as bytes: the same resampling without normalisation.
Result<Image> patch_of(const ModelCard& card, const ImageView& image, Filter filter, const Tile& tile,
                       const Rect& pixels) {
    InputSpec bytes = card.input;
    bytes.type = ElementType::kUint8;
    bytes.layout = Layout::kNhwc;
    bytes.order = ChannelOrder::kRgb;
    if (tile.input.width > 0) bytes.size = tile.input;
    Image whole(bytes.size, 3);
    Preprocessor preprocessor(bytes, filter);
    const std::span<std::uint8_t> values(whole.data(), bytes.values_per_tile());
    if (auto filled = preprocessor.fill(image, tile, values); !filled) {
        return tl::unexpected(filled.error());
    }
    Image patch({pixels.width, pixels.height}, 3);
    for (int y = 0; y < pixels.height; ++y) {
        std::copy_n(whole.row(pixels.y + y) + 3 * pixels.x, 3 * pixels.width, patch.row(y));
    }
    return patch;
}

/// How well a level suits the object: by the best IoU of an anchor or, without sized anchors, by the zoom as
/// long as half of the input holds it.
double merit_of(const AnchorGrid& anchors, const PyramidPlan& plan, const Level& level, const Box& object) {
    const double wide = static_cast<double>(object.x1 - object.x0) * level.zoom_x;
    const double high = static_cast<double>(object.y1 - object.y0) * level.zoom_y;
    if (anchors.sized && !anchors.anchors.empty()) return best_anchor_iou(anchors, plan.input, wide, high);
    return wide <= 0.5 * plan.input.width && high <= 0.5 * plan.input.height ? level.zoom() : 0;
}

/// The level that suits best among those with a tile that holds the whole object.
int best_level(const AnchorGrid& anchors, const PyramidPlan& plan, const Box& object, const Box& surround) {
    int best = 0;
    double most = merit_of(anchors, plan, plan.levels.front(), object);
    for (std::size_t i = 1; i < plan.levels.size(); ++i) {
        const double merit = merit_of(anchors, plan, plan.levels[i], object);
        // Take a finer level only when its fit is clearly better.
        if (merit <= most + 0.01 || !tile_for(plan, static_cast<int>(i), object, surround).whole) continue;
        most = merit;
        best = static_cast<int>(i);
    }
    return best;
}

/// What the object is to the network at one level; the picture comes later.
Look measured(const AnchorGrid& anchors, const PyramidPlan& plan, const Box& box, int index) {
    const Level& level = plan.levels[static_cast<std::size_t>(index)];
    Look seen;
    seen.level = index;
    seen.zoom_x = level.zoom_x;
    seen.zoom_y = level.zoom_y;
    seen.width_px = static_cast<double>(box.x1 - box.x0) * level.zoom_x;
    seen.height_px = static_cast<double>(box.y1 - box.y0) * level.zoom_y;
    seen.anchor = nearest_anchor(anchors, plan.input, seen.width_px, seen.height_px);
    if (seen.anchor < 0) return seen;
    seen.anchor_iou = best_anchor_iou(anchors, plan.input, seen.width_px, seen.height_px);
    const Anchor& nearest = anchors.anchors[static_cast<std::size_t>(seen.anchor)];
    seen.anchor_width_px = nearest.width * static_cast<float>(plan.input.width);
    seen.anchor_height_px = nearest.height * static_cast<float>(plan.input.height);
    for (std::size_t i = 0; i < anchors.layers.size(); ++i) {
        if (anchors.layers[i].first_anchor <= seen.anchor) seen.layer = static_cast<int>(i);
    }
    return seen;
}

/// Sets the patch and its energy.
Result<void> show(Look& seen, Result<Image> patch) {
    if (!patch) return tl::unexpected(patch.error());
    auto energy = spatial_energy(patch->view(), kHarmonics);
    if (!energy) return tl::unexpected(energy.error());
    seen.patch = std::move(*patch);
    seen.energy = std::move(*energy);
    return {};
}

}  // namespace

Result<CloserLook> look_closer(const ModelCard& card, const AnchorGrid& anchors, const PyramidPlan& plan,
                               const ImageView& image, Filter filter, const Box& box) {
    const Box square = square_around(box, image.size);
    if (!(square.x1 > square.x0 && square.y1 > square.y0)) {
        return fail(ErrorCode::kInvalidArgument, "The object lies outside the picture; choose another.");
    }
    const int best = best_level(anchors, plan, box, square);
    const Tile& far_tile = plan.tiles.front();
    const Tile& near_tile = *tile_for(plan, best, box, square).tile;
    const Level far = level_of(plan, far_tile);
    const Level near = level_of(plan, near_tile);
    // Both patches show the same region: whole pixels of the coarse one, which the fine one cuts finer.
    const Box bounds = box_of(near_tile.region);
    const Rect far_pixels = inside(pixels_of(common(square, bounds), far_tile, far, plan.input_of(far_tile)),
                                   bounds, far_tile, far);
    CloserLook why;
    why.region = region_of(far_pixels, far_tile, far);
    const Rect near_pixels = pixels_of(why.region, near_tile, near, plan.input_of(near_tile));
    why.cycles_per_side = static_cast<double>((box.y1 - box.y0) / (why.region.y1 - why.region.y0));
    why.full_frame = measured(anchors, plan, box, 0);
    why.best = measured(anchors, plan, box, best);
    if (auto shown = show(why.full_frame, patch_of(card, image, filter, far_tile, far_pixels)); !shown) {
        return tl::unexpected(shown.error());
    }
    if (auto shown = show(why.best, patch_of(card, image, filter, near_tile, near_pixels)); !shown) {
        return tl::unexpected(shown.error());
    }
    return why;
}

std::vector<double> anchor_fields_px(std::span<const HeadFields> heads, const AnchorGrid& anchors) {
    std::vector<double> sides;
    for (const HeadFields& head : heads) {
        if (head.maps.size() != anchors.layers.size()) continue;
        for (const MapField& map : head.maps) sides.push_back(std::sqrt(map.x.size_px * map.y.size_px));
        break;
    }
    return sides;
}

}  // namespace farsight
