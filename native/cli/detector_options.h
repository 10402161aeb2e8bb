// Options that every command with a detector has.
#pragma once

#include <CLI/CLI.hpp>

#include "farsight/pyramid.h"

namespace farsight::cli {

/// --levels, --finest-zoom and --overlap.
void add_pyramid_options(CLI::App& command, PyramidOptions& pyramid);

}  // namespace farsight::cli
