#include "app/background.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace farsight::viewer {

void stand_back() {
    constexpr int kNiceness = 5;
    // On Linux a thread has its own niceness, and hands it to the threads it starts.
    const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
    ::setpriority(PRIO_PROCESS, thread, kNiceness);
}

}  // namespace farsight::viewer
