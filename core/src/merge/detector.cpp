#include "farsight/detector.h"

#include <string>
#include <utility>

namespace farsight {

namespace {

enum TileState : std::uint8_t { kWaiting, kOut, kAbsorbed };

/// A grid without sizes says nothing of reach; then SSD's usual smallest anchor stands in.
constexpr double kUsualReach = 0.07;

PyramidInput pyramid_input(const ModelCard& card, const AnchorGrid& anchors) {
    const double reach = smallest_reach_px(anchors, card.input.size, 0.5);
    return {card.input.size, card.input.resize, reach > 0 ? reach : kUsualReach * card.input.size.width};
}

}  // namespace

TiledDetector::TiledDetector(PyramidPlan plan, Decoder decoder)
    : plan_(std::move(plan)),
      decoder_(std::move(decoder)),
      by_tile_(plan_.tiles.size()),
      state_(plan_.tiles.size(), kWaiting) {}

Result<TiledDetector> TiledDetector::create(const ModelCard& card, Size image,
                                            const DetectorOptions& options) {
    auto decoder = Decoder::create(card, options.decode);
    if (!decoder) return tl::unexpected(decoder.error());
    auto plan = plan_pyramid(image, pyramid_input(card, decoder->anchors()), options.pyramid);
    if (!plan) return tl::unexpected(plan.error());
    return TiledDetector(*std::move(plan), *std::move(decoder));
}

std::optional<TileBatch> TiledDetector::next_batch(int max_tiles) {
    const int count = static_cast<int>(plan_.tiles.size());
    const auto waiting = [&](int tile) { return state_[static_cast<std::size_t>(tile)] == kWaiting; };
    while (next_ < count && !waiting(next_)) ++next_;
    TileBatch batch{next_, 0};
    while (next_ < count && batch.count < max_tiles && waiting(next_)) {
        state_[static_cast<std::size_t>(next_)] = kOut;
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
    return {};
}

std::span<const Candidate> TiledDetector::candidates(int tile) const {
    if (tile < 0 || static_cast<std::size_t>(tile) >= by_tile_.size()) return {};
    return by_tile_[static_cast<std::size_t>(tile)];
}

Result<void> TiledDetector::detections(const MergeOptions& options, std::vector<Detection>& out) {
    if (auto ok = check_merge_options(options); !ok) return ok;
    gathered_.clear();
    for (const std::vector<Candidate>& tile : by_tile_) {
        gathered_.insert(gathered_.end(), tile.begin(), tile.end());
    }
    merger_.merge(gathered_, plan_, options, out);
    return {};
}

}  // namespace farsight
