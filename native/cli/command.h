// What every subcommand shares: exit codes, messages, output and cancelling.
#pragma once

#include <filesystem>
#include <string_view>

#include "farsight/result.h"

namespace farsight::cli {

enum ExitCode : int {
    kDone = 0,
    kFailed = 1,   ///< Something could not be read, run or written.
    kMisused = 2,  ///< The command line makes no sense.
};

/// Prints "farsight: MESSAGE" on stderr.
void say_error(std::string_view message);
void say_warning(std::string_view message);

/// Says what went wrong and gives the exit code that fits it.
ExitCode report(const Error& error);

/// Writes to `file`, whole or not at all, or to stdout when it is empty.
Result<void> write_output(const std::filesystem::path& file, std::string_view text);

/// Fails early when a file could never be written because its folder is missing.
Result<void> check_output_folder(const std::filesystem::path& file);

/// From now on the first Ctrl-C asks to stop, the second one ends the program.
void catch_interrupt();
bool interrupted();

}  // namespace farsight::cli
