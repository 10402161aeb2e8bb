#include "farsight/search.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "pyramid/region_cover.h"
#include "pyramid/share_inside.h"

namespace farsight {

namespace {

/// A tile of fixed size reaches objects up to this share of its side.
constexpr double kTileReach = 0.6;
constexpr double kLargestBudget = 1e6;

/// A place where a finer level should look.
struct Wanted {
    Box box;
    float score = 0;
};

/// Proposals of the coarser levels that this level may see better, best first.
std::vector<Wanted> wanted_on(const PyramidPlan& full, const Level& level, const SearchOptions& options,
                              std::span<const Candidate> candidates) {
    const double most_px =
        full.free ? full.free->owned_px
                  : kTileReach * std::sqrt(static_cast<double>(full.input.width) * full.input.height);
    std::vector<Wanted> wanted;
    for (const Candidate& candidate : candidates) {
        if (candidate.score < kProposalScore || !options.asks_for(candidate.label)) continue;
        const double side_px = std::sqrt(static_cast<double>(candidate.box.width()) * level.zoom_x *
                                         static_cast<double>(candidate.box.height()) * level.zoom_y);
        if (side_px <= most_px) wanted.push_back({candidate.box, candidate.score});
    }
    std::stable_sort(wanted.begin(), wanted.end(),
                     [](const Wanted& a, const Wanted& b) { return a.score > b.score; });
    return wanted;
}

Rect level_rect(const Box& box, double zoom_x, double zoom_y) {
    const int x0 = static_cast<int>(std::floor(static_cast<double>(box.x0) * zoom_x));
    const int y0 = static_cast<int>(std::floor(static_cast<double>(box.y0) * zoom_y));
    const int x1 = static_cast<int>(std::ceil(static_cast<double>(box.x1) * zoom_x));
    const int y1 = static_cast<int>(std::ceil(static_cast<double>(box.y1) * zoom_y));
    return {x0, y0, std::max(1, x1 - x0), std::max(1, y1 - y0)};
}

/// Regions of free size around what is wanted.
std::vector<Tile> free_regions(const PyramidPlan& full, int index, std::span<const Wanted> wanted) {
    const Level& level = full.levels[static_cast<std::size_t>(index)];
    const RegionFrame frame(full.image, full.input, *full.free, level.zoom_x);
    std::vector<Rect> places;
    for (const Wanted& want : wanted) places.push_back(level_rect(want.box, level.zoom_x, level.zoom_y));
    std::vector<Tile> tiles;
    for (const Rect& region : cover_some(frame, places)) tiles.push_back(frame.tile(region, 0, index));
    return tiles;
}

/// Tiles of the level's grid: for each wanted box that none chosen holds, the one that holds most of it in
/// its middle.
std::vector<Tile> grid_tiles(const std::vector<Tile>& grid, std::span<const Wanted> wanted) {
    constexpr double kHeld = 0.95;
    std::vector<Tile> tiles;
    for (const Wanted& want : wanted) {
        if (std::any_of(tiles.begin(), tiles.end(),
                        [&](const Tile& tile) { return share_inside(want.box, tile.region) >= kHeld; })) {
            continue;
        }
        const Tile* best = nullptr;
        double most = 0;
        double nearest = std::numeric_limits<double>::max();
        for (const Tile& tile : grid) {
            const double share = std::min(share_inside(want.box, tile.region), kHeld);
            const double dx =
                tile.region.x + tile.region.width / 2.0 - static_cast<double>(want.box.x0 + want.box.x1) / 2;
            const double dy =
                tile.region.y + tile.region.height / 2.0 - static_cast<double>(want.box.y0 + want.box.y1) / 2;
            const double distance = dx * dx + dy * dy;
            if (share < most || (share == most && distance >= nearest) || share == 0) continue;
            best = &tile;
            most = share;
            nearest = distance;
        }
        if (best != nullptr) tiles.push_back(*best);
    }
    return tiles;
}

std::vector<Tile> full_level(const PyramidPlan& full, int level) {
    std::vector<Tile> tiles;
    for (const Tile& tile : full.tiles) {
        if (tile.level == level) tiles.push_back(tile);
    }
    return tiles;
}

double cost_of(const PyramidPlan& plan, std::span<const Tile> tiles) {
    double sum = 0;
    for (const Tile& tile : tiles) sum += plan.cost(tile);
    return sum;
}

/// The regions of most gain for their price that the budget allows. A region's gain is the sum of the scores
/// of the proposals that it holds.
std::vector<Tile> affordable(const PyramidPlan& plan, std::vector<Tile> tiles, std::span<const Wanted> wanted,
                             double budget) {
    std::vector<std::pair<double, std::size_t>> worth;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        double gain = 0;
        for (const Wanted& want : wanted) {
            if (share_inside(want.box, tiles[i].region) > 0.5) gain += static_cast<double>(want.score);
        }
        worth.emplace_back(gain / plan.cost(tiles[i]), i);
    }
    std::stable_sort(worth.begin(), worth.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Tile> chosen;
    for (const auto& [unused, i] : worth) {
        const double cost = plan.cost(tiles[i]);
        if (cost > budget) continue;
        budget -= cost;
        chosen.push_back(tiles[i]);
    }
    return chosen;
}

}  // namespace

bool SearchOptions::asks_for(std::int32_t label) const {
    return classes.empty() || std::find(classes.begin(), classes.end(), label) != classes.end();
}

Result<void> check_search_options(const SearchOptions& options) {
    if (options.budget != 0 && !(options.budget >= 1 && options.budget <= kLargestBudget)) {
        return fail(
            ErrorCode::kInvalidArgument,
            "The budget counts full frames, the full frame itself included: 1 to 1000000, or 0 for no "
            "limit.");
    }
    if (options.region &&
        !(options.region->x1 > options.region->x0 && options.region->y1 > options.region->y0)) {
        return fail(ErrorCode::kInvalidArgument,
                    "The region to search has no area; give x0, y0, x1, y1 in pixels with x1 over x0 and y1 "
                    "over y0.");
    }
    return {};
}

std::vector<Tile> plan_wave(const PyramidPlan& full, int level, const SearchOptions& options,
                            std::span<const Candidate> candidates, double budget) {
    std::vector<Wanted> wanted =
        wanted_on(full, full.levels[static_cast<std::size_t>(level)], options, candidates);
    const Box picture{0, 0, static_cast<float>(full.image.width), static_cast<float>(full.image.height)};
    if (options.region && !intersection(*options.region, picture).empty()) {
        wanted.insert(wanted.begin(), {intersection(*options.region, picture), 1.0F});
    }
    std::vector<Tile> all = full_level(full, level);
    std::vector<Tile> tiles = all;
    if (options.coarse_to_fine) {
        tiles = full.free ? free_regions(full, level, wanted) : grid_tiles(all, wanted);
        // Pieces may cost more than all.
        if (cost_of(full, tiles) >= cost_of(full, all)) tiles = std::move(all);
    }
    if (options.budget > 0) tiles = affordable(full, std::move(tiles), wanted, budget);
    std::stable_sort(tiles.begin(), tiles.end(), [](const Tile& a, const Tile& b) {
        if (a.input != b.input) {
            const std::int64_t area_a = std::int64_t{a.input.width} * a.input.height;
            const std::int64_t area_b = std::int64_t{b.input.width} * b.input.height;
            return area_a != area_b ? area_a > area_b : a.input.width > b.input.width;
        }
        return a.region.y != b.region.y ? a.region.y < b.region.y : a.region.x < b.region.x;
    });
    return tiles;
}

}  // namespace farsight
