// What every subcommand shares: exit codes, messages, output and cancelling.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "farsight/result.h"

namespace farsight::cli {

enum ExitCode : int {
    kDone = 0,
    kFailed = 1,   ///< Something could not be read, run or written.
    kMisused = 2,  ///< The command line makes no sense.
};

/// Prints "farsight: MESSAGE" on stderr.
void say_error(std::string_view message);
/// Warnings and notes are left out after set_quiet(true).
void say_warning(std::string_view message);
void say_note(std::string_view message);
void set_quiet(bool on);
bool is_quiet();

/// Says what went wrong and gives the exit code that fits it.
ExitCode report(const Error& error);

/// Writes to `file`, whole or not at all, or to standard output when it is empty or "-".
Result<void> write_output(const std::filesystem::path& file, std::string_view text);

/// All of standard input. Fails with kIo, and with kTooLarge over max_bytes.
Result<std::vector<std::byte>> read_standard_input(std::size_t max_bytes);

/// To be called before anything is opened: makes writing to a closed stream or to a reader that went away an
/// error.
void prepare_standard_streams();

/// From now on the first Ctrl-C asks to stop, the second one ends the program.
void catch_interrupt();
bool interrupted();

}  // namespace farsight::cli
