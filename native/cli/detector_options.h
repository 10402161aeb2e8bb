// Options that every command with a detector has.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

#include "farsight/pyramid.h"
#include "farsight/result.h"

namespace farsight::cli {

/// Names of a property's choices in the lab's table, for help: "triangle, area, lanczos3 or bilinear".
std::string choices_of(std::string_view property);

/// --levels, --finest-zoom and --overlap.
void add_pyramid_options(CLI::App& command, PyramidOptions& pyramid);

/// Fails with kInvalidArgument when one of them was typed beside --pyramid off, where none can act.
Result<void> refuse_levels_of_off(const CLI::App& command, const std::string& pyramid);

}  // namespace farsight::cli
