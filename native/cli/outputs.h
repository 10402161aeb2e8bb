// What a command writes: checked before any work against what it reads, then written whole or piece by piece.
#pragma once

#include <CLI/CLI.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/runtime/files.h"
#include "output_files.h"

namespace farsight::cli {

/// An option whose value may not be empty.
CLI::Option* add_file_option(CLI::App& command, std::string names, std::string& value,
                             std::string description);

/// The format that --format (empty when it was not typed) and the ending of --out ask for together; the first
/// of `formats` when neither does. Fails with kInvalidArgument when the ending belongs to another format, or
/// to none of text.
Result<std::string> output_format(const std::string& out, const std::string& typed,
                                  std::initializer_list<std::string_view> formats);

/// A file that is written beside its place and renamed when it is done, or standard output, which gets each
/// piece at once.
class OutputStream {
public:
    static Result<OutputStream> open(const std::string& file);

    Result<void> write(std::string_view text);
    /// Without it a file is not there.
    Result<void> finish();

private:
    std::optional<FileWriter> file_;  ///< None: standard output.
};

/// Whether nobody reads standard output any more, so that what is printed is lost.
bool output_is_gone();

}  // namespace farsight::cli
