// Help as other tools print it.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>

namespace farsight {

/// Shows an option as "--levels N", its choices as "--pyramid auto|off", and its limits and default behind
/// what it does.
std::shared_ptr<CLI::Formatter> plain_help();

}  // namespace farsight
