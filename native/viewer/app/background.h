// A seam between systems: threads that stand back.
#pragma once

namespace farsight::viewer {

/// Lets the window's thread go first whenever both want the processor. Threads that the caller starts
/// afterwards stand back too.
void stand_back();

}  // namespace farsight::viewer
