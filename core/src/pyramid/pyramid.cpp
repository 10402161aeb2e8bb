#include "farsight/pyramid.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "pyramid/region_cover.h"

namespace farsight {

namespace {

constexpr int kMaxLevels = 8;
constexpr double kMinZoom = 0.01;
constexpr double kMaxZoom = 8;
constexpr double kMaxOverlap = 0.75;
/// `auto` enlarges no further: interpolated pixels carry no new detail.
constexpr double kMaxAutoZoom = 2;
/// `auto` lets neighbouring levels differ by no more than this.
constexpr double kMaxAutoLevelRatio = 2;
/// A level nearer than this to the full frame would only repeat it.
constexpr double kLeastGain = 1.05;

std::string text_of(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

Result<void> check_range(const char* option, double value, double low, double high) {
    if (value >= low && value <= high) return {};
    return fail(ErrorCode::kInvalidArgument, std::string(option) + " is " + text_of(value) +
                                                 "; it must be from " + text_of(low) + " to " +
                                                 text_of(high) + ".");
}

Result<void> check_options(const PyramidInput& input, const PyramidOptions& options) {
    if (input.input.width <= 0 || input.input.height <= 0) {
        return fail(ErrorCode::kInvalidArgument,
                    "The network's input has no pixels; check the model's card.");
    }
    if (auto ok = check_range("levels", options.levels, 0, kMaxLevels); !ok) return ok;
    if (options.finest_zoom != 0) {
        if (auto ok = check_range("finest zoom", options.finest_zoom, kMinZoom, kMaxZoom); !ok) return ok;
    }
    if (auto ok = check_range("overlap", options.overlap, 0, kMaxOverlap); !ok) return ok;
    if (auto ok = check_range("smallest object", options.smallest_object_px, 1, 1e6); !ok) return ok;
    return check_range("max tiles", options.max_tiles, 1, 1 << 24);
}

/// The n-th root by Newton's method: unlike std::pow, the same bits with every C library.
double nth_root(double value, int n) {
    double root = std::max(1.0, value);
    for (int i = 0; i < 200; ++i) {
        double power = 1;
        for (int k = 1; k < n; ++k) power *= root;
        const double next = ((n - 1) * root + value / power) / n;
        if (next == root || std::fabs(next - root) <= 1e-15 * root) return next;
        root = next;
    }
    return root;
}

int rounded(double value) {
    return static_cast<int>(std::floor(value + 0.5));
}

/// The zoom at which the whole image just fits the input.
double fitting_zoom(Size image, Size input) {
    return std::min(static_cast<double>(input.width) / image.width,
                    static_cast<double>(input.height) / image.height);
}

/// Tile starts along one axis: evenly spaced, neighbours share at least `overlap` of a tile.
/// A tile longer than the axis hangs over both ends evenly.
struct Axis {
    int length;
    int tile;
    int count = 1;

    Axis(int axis_length, int tile_length, double overlap) : length(axis_length), tile(tile_length) {
        if (tile >= length) return;
        const int stride = std::max(1, static_cast<int>(std::floor(tile * (1 - overlap))));
        count = (length - tile + stride - 1) / stride + 1;
    }

    int start(int i) const {
        if (count == 1) return -((tile - length) / 2);
        return static_cast<int>(std::int64_t{i} * (length - tile) / (count - 1));
    }
};

struct Zooms {
    double finest;
    int levels;
};

/// Zooms until the smallest anchor reaches the smallest object, in steps of at most an octave.
Zooms choose_zooms(double fitting, const PyramidInput& input, const PyramidOptions& options) {
    double finest = options.finest_zoom;
    if (finest == 0) finest = std::min(kMaxAutoZoom, input.smallest_reach_px / options.smallest_object_px);
    int levels = options.levels;
    if (levels == 0) {
        levels = 1;
        for (double zoom = fitting; zoom * kLeastGain < finest && levels < kMaxLevels;
             zoom *= kMaxAutoLevelRatio) {
            ++levels;
        }
    }
    return {finest, levels};
}

class Planner {
public:
    Planner(Size image, const PyramidInput& input, double overlap) : input_(input), overlap_(overlap) {
        plan_.image = image;
        plan_.input = input.input;
        plan_.free = input.free;
    }

    void add_full_frame() {
        Rect region{0, 0, plan_.image.width, plan_.image.height};
        if (input_.resize == Resize::kLetterbox) {
            const double zoom = fitting_zoom(plan_.image, plan_.input);
            region.width = std::max(region.width, rounded(plan_.input.width / zoom));
            region.height = std::max(region.height, rounded(plan_.input.height / zoom));
        }
        add_level(region, 1, 1);
        plan_.tiles.push_back({0, 0, region, 0});
    }

    /// False when the plan would grow beyond max_tiles.
    bool add_grid(double zoom, int max_tiles) {
        if (plan_.free) return add_regions(zoom, max_tiles);
        const Size tile{std::max(1, rounded(plan_.input.width / zoom)),
                        std::max(1, rounded(plan_.input.height / zoom))};
        const Axis across(plan_.image.width, tile.width, overlap_);
        const Axis down(plan_.image.height, tile.height, overlap_);
        const std::int64_t total =
            static_cast<std::int64_t>(plan_.tiles.size()) + std::int64_t{across.count} * down.count;
        if (total > max_tiles) return false;
        add_level({0, 0, tile.width, tile.height}, across.count, down.count);
        for (int row = 0; row < down.count; ++row) {
            for (int column = 0; column < across.count; ++column) {
                add_tile({across.start(column), down.start(row), tile.width, tile.height});
            }
        }
        return true;
    }

    PyramidPlan take() { return std::move(plan_); }

private:
    bool add_regions(double zoom, int max_tiles) {
        const RegionFrame frame(plan_.image, plan_.input, *plan_.free, zoom);
        const RegionGrid grid = cover_all(frame);
        const std::int64_t total =
            static_cast<std::int64_t>(plan_.tiles.size()) + static_cast<std::int64_t>(grid.regions.size());
        if (total > max_tiles) return false;
        plan_.levels.push_back({zoom, zoom, grid.columns, grid.rows, static_cast<int>(plan_.tiles.size())});
        const int level = static_cast<int>(plan_.levels.size()) - 1;
        for (const Rect& region : grid.regions) {
            plan_.tiles.push_back(frame.tile(region, static_cast<int>(plan_.tiles.size()), level));
        }
        return true;
    }

    void add_level(Rect region, int columns, int rows) {
        plan_.levels.push_back({static_cast<double>(plan_.input.width) / region.width,
                                static_cast<double>(plan_.input.height) / region.height, columns, rows,
                                static_cast<int>(plan_.tiles.size())});
    }

    void add_tile(Rect region) {
        plan_.tiles.push_back({static_cast<int>(plan_.tiles.size()),
                               static_cast<int>(plan_.levels.size()) - 1, region,
                               interior_edges(region, plan_.image)});
    }

    PyramidInput input_;
    double overlap_;
    PyramidPlan plan_;
};

/// Nothing when the plan would grow beyond max_tiles.
std::optional<PyramidPlan> try_plan(Size image, const PyramidInput& input, const PyramidOptions& options,
                                    Zooms zooms) {
    Planner planner(image, input, options.overlap);
    planner.add_full_frame();
    const double fitting = fitting_zoom(image, input.input);
    if (options.enabled && zooms.levels > 1 && zooms.finest > fitting * kLeastGain) {
        const double step = nth_root(zooms.finest / fitting, zooms.levels - 1);
        double zoom = fitting;
        for (int level = 1; level < zooms.levels; ++level) {
            zoom = level == zooms.levels - 1 ? zooms.finest : zoom * step;
            if (zoom < fitting * kLeastGain) continue;
            if (!planner.add_grid(zoom, options.max_tiles)) return std::nullopt;
        }
    }
    return planner.take();
}

}  // namespace

double Level::zoom() const {
    return std::sqrt(zoom_x * zoom_y);
}

double PyramidPlan::cost(const Tile& tile) const {
    const Size own = input_of(tile);
    return static_cast<double>(std::int64_t{own.width} * own.height) /
           static_cast<double>(std::int64_t{input.width} * input.height);
}

double PyramidPlan::pixel_ratio() const {
    double sum = 0;
    for (const Tile& tile : tiles) sum += cost(tile);
    return sum;
}

Result<PyramidPlan> plan_pyramid(Size image, const PyramidInput& input, const PyramidOptions& options) {
    if (auto ok = check_size(image); !ok) return tl::unexpected(ok.error());
    if (auto ok = check_options(input, options); !ok) return tl::unexpected(ok.error());
    const double fitting = fitting_zoom(image, input.input);
    Zooms zooms = choose_zooms(fitting, input, options);
    const bool may_shrink = options.finest_zoom == 0;
    for (;;) {
        if (auto plan = try_plan(image, input, options, zooms)) return *std::move(plan);
        if (!may_shrink) break;
        PyramidOptions coarser = options;
        coarser.finest_zoom = std::max(kMinZoom, zooms.finest * 0.9);
        if (coarser.finest_zoom == zooms.finest) break;
        zooms = choose_zooms(fitting, input, coarser);
    }
    return fail(ErrorCode::kTooLarge, "A pyramid of " + std::to_string(zooms.levels) + " levels up to zoom " +
                                          text_of(zooms.finest) + " needs more than " +
                                          std::to_string(options.max_tiles) +
                                          " tiles; lower the finest zoom or the overlap.");
}

}  // namespace farsight
