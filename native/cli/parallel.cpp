#include "parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "command.h"

namespace farsight::cli {

int thread_count(int asked, std::size_t items) {
    const int wanted = asked > 0 ? asked : static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(wanted, 1, std::max(1, static_cast<int>(std::min<std::size_t>(items, 1024))));
}

Result<void> run_parallel(std::size_t items, int lanes,
                          const std::function<Result<void>(std::size_t item, int lane)>& work) {
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> stop = false;
    std::mutex mutex;
    std::optional<Error> error;
    const auto run_lane = [&](int lane) {
        while (!stop) {
            if (interrupted()) {
                const std::scoped_lock lock(mutex);
                if (!error) error = Error{ErrorCode::kCancelled, {}};
                stop = true;
                return;
            }
            const std::size_t item = next++;
            if (item >= items) return;
            if (auto done = work(item, lane); !done) {
                const std::scoped_lock lock(mutex);
                if (!error) error = done.error();
                stop = true;
            }
        }
    };
    std::vector<std::thread> threads;
    for (int lane = 1; lane < lanes; ++lane) threads.emplace_back(run_lane, lane);
    run_lane(0);
    for (std::thread& thread : threads) thread.join();
    if (error) return tl::unexpected(*error);
    return {};
}

}  // namespace farsight::cli
