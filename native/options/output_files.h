// Files that a program is about to write, checked before any work against those that it reads.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/result.h"
#include "farsight/runtime/model_file.h"

namespace farsight {

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

/// A file's ending in small letters, with its dot.
std::string ending_of(const std::filesystem::path& file);

/// Fails with kInvalidArgument unless the file has one of `endings`; `what` is, for example, "a figure".
Result<void> check_ending(const Output& output, std::string_view what,
                          std::initializer_list<std::string_view> endings);

}  // namespace farsight
