// Workers that stay between requests and scenes: each lane of them holds a network's buffers.
#pragma once

#include <list>
#include <memory>

#include "engine/shelf.h"
#include "farsight/runtime/tile_workers.h"

namespace farsight::viewer {

/// For one thread, like the shelves of photos and models.
class WorkerShelf {
public:
    /// The workers of this model with this filter and as many threads (0: one a processor), made where they
    /// are not among the last two that were used. They stay valid until the second next call. Fails as
    /// TileWorkers::create does.
    Result<TileWorkers*> get(std::shared_ptr<const LoadedModel> model, Filter filter, int threads);

private:
    struct Kept {
        std::shared_ptr<const LoadedModel> model;
        Filter filter;
        int threads;
        TileWorkers workers;
    };

    std::list<Kept> kept_;  ///< The latest used first.
};

}  // namespace farsight::viewer
