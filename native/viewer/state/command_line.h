// The farsight command that does what the viewer shows.
#pragma once

#include <string>

#include "state/state.h"

namespace farsight::viewer {

/// Only what differs from the command's own defaults, which are the viewer's; safe to paste into a POSIX
/// shell. `model` is a name or a file; the default model needs no mention.
std::string command_for(const State& state, const std::string& photo_file, const std::string& model);

/// A word as a POSIX shell reads it back.
std::string shell_quoted(const std::string& word);

}  // namespace farsight::viewer
