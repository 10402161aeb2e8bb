#include "farsight/score_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/portable_math.h"
#include "farsight/region_anchors.h"
#include "heads/activation.h"
#include "model/head_match.h"

namespace farsight {

namespace {

/// Best raw value of the classes that are objects; lowest when none is finite.
float best_raw(const float* row, const HeadSpec& heads) {
    float best = std::numeric_limits<float>::lowest();
    for (int label = 0; label < heads.classes_count; ++label) {
        if (label != heads.background && std::isfinite(row[label])) best = std::max(best, row[label]);
    }
    return best;
}

double softmax_score(const float* row, const HeadSpec& heads) {
    const int count = heads.classes_count;
    if (!std::all_of(row, row + count, [](float raw) { return std::isfinite(raw); })) return 0;
    const auto largest = static_cast<double>(*std::max_element(row, row + count));
    double sum = 0;
    for (int label = 0; label < count; ++label) {
        sum += portable::exp(static_cast<double>(row[label]) - largest);
    }
    return portable::exp(static_cast<double>(best_raw(row, heads)) - largest) / sum;
}

/// The score of one anchor's best class.
float score_of(const float* row, const HeadSpec& heads) {
    if (heads.activation == ScoreActivation::kSoftmax) return static_cast<float>(softmax_score(row, heads));
    const float raw = best_raw(row, heads);
    return static_cast<float>(std::max(0.0, activated(heads.activation, raw)));
}

std::size_t positions_of(const AnchorLayer& layer) {
    return static_cast<std::size_t>(layer.rows) * static_cast<std::size_t>(layer.columns);
}

/// The cells of a map whose centres lie in [from, to) source pixels.
std::pair<int, int> cells_between(double from, double to, double cell, int count) {
    const auto first = static_cast<int>(std::ceil(from / cell - 0.5));
    const auto last = static_cast<int>(std::ceil(to / cell - 0.5));
    return {std::clamp(first, 0, count), std::clamp(last, 0, count)};
}

/// Two neighbouring positions, and how far from the first to the second.
struct Between {
    int first;
    int second;
    float share;
};

/// The positions around a place of a tile's side. Positions stand in the middles of their cells; beyond the
/// outermost they hold.
Between between(double place, int side, int positions) {
    const double at = std::clamp(place / side * positions - 0.5, 0.0, static_cast<double>(positions - 1));
    const int first = static_cast<int>(at);
    return {first, std::min(first + 1, positions - 1), static_cast<float>(at - first)};
}

float mix(float from, float to, float share) {
    return from + (to - from) * share;
}

}  // namespace

Result<PositionScores> PositionScores::create(const ModelCard& card) {
    if (auto valid = validate_card(card); !valid) return tl::unexpected<Error>(valid.error());
    if (card.heads.kind != HeadKind::kSsd) {
        return fail(ErrorCode::kUnsupported,
                    "This model's heads have no anchors, so they have no score map.");
    }
    auto grid = make_anchors(card.heads.anchors, card.input.size);
    if (!grid) return tl::unexpected<Error>(grid.error());
    return PositionScores(card, std::move(*grid));
}

Result<PositionScores> PositionScores::create(const ModelCard& card, Size region) {
    auto whole = create(card);
    if (!whole) return whole;
    auto grid = region_anchors(whole->grid_, card.input.size, *card.free, region);
    if (!grid) return tl::unexpected<Error>(grid.error());
    return PositionScores(card, std::move(*grid));
}

PositionScores::PositionScores(ModelCard card, AnchorGrid grid)
    : card_(std::move(card)), grid_(std::move(grid)) {
    for (const AnchorLayer& layer : grid_.layers) size_ += positions_of(layer);
}

Result<void> PositionScores::read(std::span<const HeadView> outputs, int entry, std::span<float> best) const {
    if (best.size() != size_) return fail(ErrorCode::kMismatch, "Give one value for each anchor position.");
    const HeadSpec& heads = card_.heads;
    const auto match = match_heads(heads, static_cast<int>(grid_.anchors.size()), outputs);
    if (!match) return tl::unexpected<Error>(match.error());
    const auto values = entry_of(outputs[static_cast<std::size_t>(match->scores)], entry);
    if (!values) return tl::unexpected<Error>(values.error());
    float* out = best.data();
    for (const AnchorLayer& layer : grid_.layers) {
        const float* row = *values + std::ptrdiff_t{layer.first_anchor} * heads.classes_count;
        for (std::size_t position = 0; position < positions_of(layer); ++position, ++out) {
            *out = 0;
            for (int box = 0; box < layer.per_cell; ++box, row += heads.classes_count) {
                *out = std::max(*out, score_of(row, heads));
            }
        }
    }
    return {};
}

ScoreMap make_score_map(const PyramidPlan& plan, int level, std::span<const AnchorLayer> layers) {
    const Level& shown = plan.levels[static_cast<std::size_t>(level)];
    int columns = 1;
    int rows = 1;
    for (const AnchorLayer& layer : layers) {
        columns = std::max(columns, layer.columns);
        rows = std::max(rows, layer.rows);
    }
    const auto cells = [](int image, double input_in_source, int positions) {
        const double wanted = 2.0 * positions * image / input_in_source;
        return std::clamp(static_cast<int>(std::lround(wanted)), 1, kMaxScoreMapSide);
    };
    double width = plan.input.width / shown.zoom_x;
    double height = plan.input.height / shown.zoom_y;
    if (!plan.free && shown.first_tile >= 0) {
        const Rect& region = plan.tiles[static_cast<std::size_t>(shown.first_tile)].region;
        width = region.width;
        height = region.height;
    }
    ScoreMap map;
    map.size = {cells(plan.image.width, width, columns), cells(plan.image.height, height, rows)};
    map.values.assign(static_cast<std::size_t>(map.size.width) * static_cast<std::size_t>(map.size.height),
                      0);
    return map;
}

void add_tile(const PyramidPlan& plan, const Tile& tile, std::span<const AnchorLayer> layers,
              std::span<const float> best, ScoreMap& map) {
    const double cell_width = static_cast<double>(plan.image.width) / map.size.width;
    const double cell_height = static_cast<double>(plan.image.height) / map.size.height;
    const Rect& region = tile.region;
    const auto [left, right] = cells_between(region.x, region.x + region.width, cell_width, map.size.width);
    const auto [top, bottom] =
        cells_between(region.y, region.y + region.height, cell_height, map.size.height);
    const float* scores = best.data();
    for (const AnchorLayer& layer : layers) {
        for (int row = top; row < bottom; ++row) {
            const Between down = between((row + 0.5) * cell_height - region.y, region.height, layer.rows);
            const float* low = scores + std::ptrdiff_t{down.first} * layer.columns;
            const float* high = scores + std::ptrdiff_t{down.second} * layer.columns;
            float* cells = map.values.data() + std::ptrdiff_t{row} * map.size.width;
            for (int column = left; column < right; ++column) {
                const Between across =
                    between((column + 0.5) * cell_width - region.x, region.width, layer.columns);
                const float above = mix(low[across.first], low[across.second], across.share);
                const float below = mix(high[across.first], high[across.second], across.share);
                cells[column] = std::max(cells[column], mix(above, below, down.share));
            }
        }
        scores += positions_of(layer);
    }
}

}  // namespace farsight
