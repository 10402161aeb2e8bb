#include "farsight/detector.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace farsight {

namespace {

enum TileState : std::uint8_t { kWaiting, kOut, kAbsorbed };

/// A grid without sizes says nothing of reach; then SSD's usual smallest anchor stands in.
constexpr double kUsualReach = 0.07;

double side_px(const Anchor& anchor, Size input) {
    return std::sqrt(static_cast<double>(anchor.width) * input.width * static_cast<double>(anchor.height) *
                     input.height);
}

/// Side of the largest anchor of the close network; a share of the input where anchors have no sizes.
double owned_px(const ModelCard& card, const AnchorGrid& anchors) {
    constexpr double kUsualOwned = 0.42;
    double largest = 0;
    for (std::size_t layer = 0; layer < card.free->strides_px.size() && anchors.sized; ++layer) {
        const AnchorLayer& from = anchors.layers[layer];
        for (int i = 0; i < from.per_cell; ++i) {
            const Anchor& anchor = anchors.anchors[static_cast<std::size_t>(from.first_anchor + i)];
            largest = std::max(largest, side_px(anchor, card.input.size));
        }
    }
    return largest > 0 ? largest : kUsualOwned * card.input.size.width;
}

PyramidInput pyramid_input(const ModelCard& card, const AnchorGrid& anchors) {
    const double reach = smallest_reach_px(anchors, card.input.size, 0.5);
    PyramidInput input{card.input.size, card.input.resize,
                       reach > 0 ? reach : kUsualReach * card.input.size.width};
    if (card.free) input.free = RegionSizes{card.free->step_px, owned_px(card, anchors)};
    return input;
}

}  // namespace

TiledDetector::TiledDetector(PyramidPlan full, Decoder decoder, const DetectorOptions& options)
    : full_(std::move(full)),
      search_(options.search),
      min_score_(options.decode.min_score),
      decoder_(std::move(decoder)) {
    plan_ = full_;
    plan_.tiles.clear();
    if (search_.coarse_to_fine || search_.budget > 0) {
        for (Level& level : plan_.levels) level.first_tile = -1;
        plan_.levels.front().first_tile = 0;
        add_tiles(std::span(full_.tiles).first(1));
    } else {
        add_tiles(full_.tiles);
        next_level_ = static_cast<int>(full_.levels.size());
    }
}

Result<TiledDetector> TiledDetector::create(const ModelCard& card, Size image,
                                            const DetectorOptions& options) {
    if (auto checked = check_search_options(options.search); !checked) {
        return tl::unexpected(checked.error());
    }
    // The plan does not depend on the score asked for: what the search goes by is always decoded.
    DecodeOptions decode = options.decode;
    if (options.search.coarse_to_fine || options.search.budget > 0) {
        decode.min_score = std::min(decode.min_score, kProposalScore);
    }
    auto decoder = Decoder::create(card, decode);
    if (!decoder) return tl::unexpected(decoder.error());
    auto plan = plan_pyramid(image, pyramid_input(card, decoder->anchors()), options.pyramid);
    if (!plan) return tl::unexpected(plan.error());
    return TiledDetector(*std::move(plan), *std::move(decoder), options);
}

void TiledDetector::add_tiles(std::span<const Tile> tiles) {
    for (Tile tile : tiles) {
        tile.index = static_cast<int>(plan_.tiles.size());
        plan_.tiles.push_back(tile);
    }
    by_tile_.resize(plan_.tiles.size());
    state_.resize(plan_.tiles.size(), kWaiting);
}

void TiledDetector::plan_on() {
    const int levels = static_cast<int>(full_.levels.size());
    while (absorbed_ == static_cast<int>(plan_.tiles.size()) && next_level_ < levels) {
        gathered_.clear();
        for (const std::vector<Candidate>& tile : by_tile_) {
            gathered_.insert(gathered_.end(), tile.begin(), tile.end());
        }
        const double left = search_.budget > 0 ? search_.budget - plan_.pixel_ratio() : 0;
        const std::vector<Tile> wave = plan_wave(full_, next_level_, search_, gathered_, left);
        Level& level = plan_.levels[static_cast<std::size_t>(next_level_)];
        if (!wave.empty()) level.first_tile = static_cast<int>(plan_.tiles.size());
        add_tiles(wave);
        ++next_level_;
    }
}

std::optional<TileBatch> TiledDetector::next_batch(int max_tiles) {
    const int count = static_cast<int>(plan_.tiles.size());
    const auto waiting = [&](int tile) { return state_[static_cast<std::size_t>(tile)] == kWaiting; };
    while (next_ < count && !waiting(next_)) ++next_;
    TileBatch batch{next_, 0};
    while (next_ < count && batch.count < max_tiles && waiting(next_)) {
        const auto at = static_cast<std::size_t>(next_);
        const Tile& first = plan_.tiles[static_cast<std::size_t>(batch.first_tile)];
        if (plan_.tiles[at].input != first.input || plan_.tiles[at].close != first.close) break;
        state_[at] = kOut;
        ++next_;
        ++batch.count;
    }
    if (batch.count == 0) return std::nullopt;
    return batch;
}

std::span<const Tile> TiledDetector::tiles(const TileBatch& batch) const {
    return std::span(plan_.tiles)
        .subspan(static_cast<std::size_t>(batch.first_tile), static_cast<std::size_t>(batch.count));
}

Result<void> TiledDetector::absorb(const TileBatch& batch, std::span<const HeadView> outputs) {
    if (batch.first_tile < 0 || batch.count < 0 ||
        static_cast<std::size_t>(batch.first_tile) + static_cast<std::size_t>(batch.count) > state_.size()) {
        return fail(ErrorCode::kMismatch, "This batch is not one of this detector's.");
    }
    for (const Tile& tile : tiles(batch)) {
        if (state_[static_cast<std::size_t>(tile.index)] != kOut) {
            return fail(ErrorCode::kMismatch, "Tile " + std::to_string(tile.index) +
                                                  " is not out: absorb each batch of next_batch() once.");
        }
    }
    DecodeStats sum = stats_;
    for (int entry = 0; entry < batch.count; ++entry) {
        const std::size_t index =
            static_cast<std::size_t>(batch.first_tile) + static_cast<std::size_t>(entry);
        by_tile_[index].clear();
        auto stats = decoder_.decode(outputs, entry, plan_, plan_.tiles[index], by_tile_[index]);
        if (!stats) {
            for (const Tile& tile : tiles(batch)) by_tile_[static_cast<std::size_t>(tile.index)].clear();
            return tl::unexpected(stats.error());
        }
        sum.non_finite += stats->non_finite;
        sum.over_top_k += stats->over_top_k;
        sum.unknown_label += stats->unknown_label;
    }
    stats_ = sum;
    for (const Tile& tile : tiles(batch)) state_[static_cast<std::size_t>(tile.index)] = kAbsorbed;
    absorbed_ += batch.count;
    plan_on();
    return {};
}

Result<void> TiledDetector::absorb_cached(int tile, std::span<const Candidate> candidates) {
    if (tile < 0 || static_cast<std::size_t>(tile) >= state_.size() ||
        state_[static_cast<std::size_t>(tile)] == kAbsorbed) {
        return fail(ErrorCode::kMismatch,
                    "Tile " + std::to_string(tile) + " is not waiting: absorb each tile once.");
    }
    const Tile& target = plan_.tiles[static_cast<std::size_t>(tile)];
    std::vector<Candidate>& own = by_tile_[static_cast<std::size_t>(tile)];
    own.assign(candidates.begin(), candidates.end());
    for (Candidate& candidate : own) {
        candidate.tile = target.index;
        candidate.level = static_cast<std::int16_t>(target.level);
    }
    state_[static_cast<std::size_t>(tile)] = kAbsorbed;
    ++absorbed_;
    plan_on();
    return {};
}

bool TiledDetector::absorbed(int tile) const {
    return tile >= 0 && static_cast<std::size_t>(tile) < state_.size() &&
           state_[static_cast<std::size_t>(tile)] == kAbsorbed;
}

double TiledDetector::absorbed_ratio() const {
    double sum = 0;
    for (const Tile& tile : plan_.tiles) {
        if (absorbed(tile.index)) sum += plan_.cost(tile);
    }
    return sum;
}

std::span<const Candidate> TiledDetector::candidates(int tile) const {
    if (tile < 0 || static_cast<std::size_t>(tile) >= by_tile_.size()) return {};
    return by_tile_[static_cast<std::size_t>(tile)];
}

Result<void> TiledDetector::detections(const MergeOptions& options, std::vector<Detection>& out) {
    if (auto ok = check_merge_options(options); !ok) return ok;
    gathered_.clear();
    for (const std::vector<Candidate>& tile : by_tile_) {
        for (const Candidate& candidate : tile) {
            if (candidate.score >= min_score_ && search_.asks_for(candidate.label)) {
                gathered_.push_back(candidate);
            }
        }
    }
    looked_.clear();
    for (const std::uint8_t state : state_) looked_.push_back(state == kAbsorbed ? 1 : 0);
    merger_.merge(gathered_, plan_, options, out, looked_);
    return {};
}

}  // namespace farsight
