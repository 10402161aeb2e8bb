#include "engine/worker_shelf.h"

#include <algorithm>
#include <utility>

namespace farsight::viewer {
namespace {

/// Two detectors are compared, each with its own.
constexpr std::size_t kMost = 2;

}  // namespace

Result<TileWorkers*> WorkerShelf::get(std::shared_ptr<const LoadedModel> model, Filter filter, int threads) {
    const auto known = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& one) {
        return one.model == model && one.filter == filter && one.threads == threads;
    });
    if (known != kept_.end()) {
        kept_.splice(kept_.begin(), kept_, known);
        return &kept_.front().workers;
    }
    auto workers = TileWorkers::create(model->model, filter, threads);
    if (!workers) return tl::unexpected(workers.error());
    if (kept_.size() == kMost) kept_.pop_back();
    kept_.push_front({std::move(model), filter, threads, std::move(*workers)});
    return &kept_.front().workers;
}

}  // namespace farsight::viewer
