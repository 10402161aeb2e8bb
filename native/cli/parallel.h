// Independent pieces of work on several threads.
#pragma once

#include <functional>

#include "farsight/result.h"

namespace farsight::cli {

/// 0 stands for one thread a processor; never more than there are items, at least 1.
int thread_count(int asked, std::size_t items);

/// Calls work(item, lane) for each item from 0 in rising order, `lanes` at a time. A lane is a number below
/// `lanes` that no two calls hold at once, so that each may keep its own buffers.
/// Stops with the first error, or with kCancelled and no message when the user interrupts.
Result<void> run_parallel(std::size_t items, int lanes,
                          const std::function<Result<void>(std::size_t item, int lane)>& work);

}  // namespace farsight::cli
