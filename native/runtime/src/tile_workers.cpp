#include "farsight/runtime/tile_workers.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace farsight {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// What the threads of one run share. Every member below `mutex` is touched only while it is held.
struct SharedRun {
    const ImageView& image;
    const TileCallbacks& callbacks;
    std::mutex mutex;
    TiledDetector& detector;
    StageTimes& times;
    std::optional<Error> error;
    int in_flight = 0;
    std::condition_variable returned;

    /// The next tile, or nothing when this thread has no more to do. Waits while the detector must first
    /// see what is out.
    std::optional<TileBatch> next(int most) {
        std::unique_lock lock(mutex);
        while (!error) {
            if (callbacks.cancelled && callbacks.cancelled()) {
                error = Error{ErrorCode::kCancelled, "Cancelled."};
                break;
            }
            if (callbacks.enough && detector.tiles_absorbed() > 0 && callbacks.enough()) break;
            if (const auto batch = detector.next_batch(most)) {
                ++in_flight;
                return batch;
            }
            if (in_flight == 0) break;
            returned.wait(lock);
        }
        return std::nullopt;
    }

    void absorb(const TileBatch& batch, std::span<const HeadView> heads, double preprocess_ms,
                double network_ms) {
        const std::lock_guard lock(mutex);
        --in_flight;
        returned.notify_all();
        if (error) return;
        const auto start = Clock::now();
        if (auto absorbed = detector.absorb(batch, heads); !absorbed) {
            error = absorbed.error();
            return;
        }
        times.decode_heads_ms += milliseconds_since(start);
        times.preprocess_ms += preprocess_ms;
        times.network_ms += network_ms;
        if (callbacks.absorbed) callbacks.absorbed(batch, heads);
        if (callbacks.progress) {
            callbacks.progress(detector.tiles_absorbed(), static_cast<int>(detector.plan().tiles.size()));
        }
    }

    void stop(Error reason) {
        const std::lock_guard lock(mutex);
        --in_flight;
        returned.notify_all();
        if (!error) error = std::move(reason);
    }
};

Result<void> fill_input(Preprocessor& preprocessor, NetworkRun& network, const ImageView& image,
                        std::span<const Tile> tiles) {
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const auto entry = static_cast<int>(i);
        const auto floats = network.input_floats(entry);
        auto filled = floats.empty() ? preprocessor.fill(image, tiles[i], network.input_bytes(entry))
                                     : preprocessor.fill(image, tiles[i], floats);
        if (!filled) return filled;
    }
    return {};
}

void work(TileWorkers::Lane& lane, SharedRun& shared) {
    while (const auto batch = shared.next(lane.network.capacity())) {
        const std::span<const Tile> tiles = shared.detector.tiles(*batch);
        NetworkRun& network = tiles.front().close ? *lane.close : lane.network;
        const auto start = Clock::now();
        if (tiles.front().close) network.set_size(tiles.front().input);
        if (auto filled = fill_input(lane.preprocessor, network, shared.image, tiles); !filled) {
            return shared.stop(filled.error());
        }
        const double preprocess_ms = milliseconds_since(start);
        const auto network_start = Clock::now();
        const auto heads = network.run(batch->count);
        const double network_ms = milliseconds_since(network_start);
        if (!heads) return shared.stop(heads.error());
        shared.absorb(*batch, *heads, preprocess_ms, network_ms);
    }
}

}  // namespace

Result<TileWorkers> TileWorkers::create(const Model& model, Filter filter, int threads) {
    if (threads < 0 || threads > 256) {
        return fail(ErrorCode::kInvalidArgument, "The number of threads must be 1 to 256, or 0 for all.");
    }
    if (threads == 0) threads = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 256);
    std::vector<Lane> lanes;
    for (int i = 0; i < threads; ++i) {
        auto run = NetworkRun::create(model.network, model.card, 1);
        if (!run) return tl::unexpected(run.error());
        Lane lane{Preprocessor(model.card.input, filter), std::move(*run), std::nullopt};
        if (model.close) {
            auto close = NetworkRun::create(*model.close, model.card, 1);
            if (!close) return tl::unexpected(close.error());
            lane.close = std::move(*close);
        }
        lanes.push_back(std::move(lane));
    }
    return TileWorkers(std::move(lanes));
}

Result<void> TileWorkers::run(const ImageView& image, TiledDetector& detector, const TileCallbacks& callbacks,
                              StageTimes& times) {
    SharedRun shared{image, callbacks, {}, detector, times, {}, 0, {}};
    {
        // A search calls for more regions as it goes; no more than those of the full plan.
        const std::size_t wanted = std::min(lanes_.size(), detector.full_plan().tiles.size());
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < wanted; ++i) {
            threads.emplace_back([&, i] { work(lanes_[i], shared); });
        }
        work(lanes_[0], shared);
    }
    if (shared.error) return tl::unexpected(*shared.error);
    return {};
}

}  // namespace farsight
