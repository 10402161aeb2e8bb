// Options that were typed and cannot act.
#pragma once

#include <CLI/CLI.hpp>
#include <initializer_list>
#include <string_view>

#include "farsight/result.h"

namespace farsight {

/// Fails with kInvalidArgument and the name of the first of `options` that was typed, given why it cannot
/// act: "acts with --photo alone".
Result<void> refuse_typed(const CLI::App& command, std::initializer_list<const char*> options,
                          std::string_view why);

}  // namespace farsight
