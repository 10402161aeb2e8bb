// Lowers the priority of threads; one source for each operating system.
#pragma once

namespace farsight::viewer {

/// Lets the window's thread go first whenever both want the processor. Threads that the caller starts
/// afterwards have the lower priority too.
void stand_back();

}  // namespace farsight::viewer
