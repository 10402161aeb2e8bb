// What a command writes: checked before any work against what it reads, then written whole or piece by piece.
#pragma once

#include <CLI/CLI.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/runtime/files.h"
#include "farsight/runtime/model_file.h"

namespace farsight::cli {

/// "-" and nothing at all stand for standard output.
bool is_standard_output(const std::string& file);

/// A file that a command is about to write, and the option that named it.
struct Output {
    std::string option;
    std::string file;
};

/// Fails with kInvalidArgument when an output is one of the inputs, by the file's identity, or when two
/// outputs are one file; with kIo when an output's folder is missing. Standard output is an output, too.
Result<void> check_outputs(const std::vector<Output>& outputs, const std::vector<std::string>& inputs);

/// Adds the files of a model, by name or file, and what is given beside it to a command's inputs.
void add_model_files(std::vector<std::string>& inputs, std::string_view model, const ModelFiles& files);

/// An option whose value may not be empty.
CLI::Option* add_file_option(CLI::App& command, std::string names, std::string& value,
                             std::string description);

/// The format that --format (empty when it was not typed) and the ending of --out ask for together; the first
/// of `formats` when neither does. Fails with kInvalidArgument when the ending belongs to another format, or
/// to none of text.
Result<std::string> output_format(const std::string& out, const std::string& typed,
                                  std::initializer_list<std::string_view> formats);

/// Fails with kInvalidArgument unless the file has one of `endings`; `what` is, for example, "a figure".
Result<void> check_ending(const Output& output, std::string_view what,
                          std::initializer_list<std::string_view> endings);

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
