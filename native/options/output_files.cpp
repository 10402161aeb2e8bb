#include "output_files.h"

#include <algorithm>

#include "farsight/runtime/files.h"

namespace farsight {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> misuse(std::string message) {
    return fail(ErrorCode::kInvalidArgument, std::move(message));
}

/// `file` stands for itself even when it does not exist.
std::string place_of(const fs::path& file) {
    std::error_code error;
    // Of a file that is not there only an absolute path is made canonical.
    const fs::path full = fs::weakly_canonical(fs::absolute(file, error), error);
    return error ? file.string() : full.string();
}

bool is_input(const FileSet& inputs, const std::string& file) {
    return is_standard_output(file) ? inputs.contains("/dev/fd/1") : inputs.contains(file);
}

/// Fails early when a file could never be written because its folder is missing.
Result<void> check_output_folder(const fs::path& file) {
    const auto folder = file.parent_path();
    std::error_code ignored;
    if (folder.empty() || fs::is_directory(folder, ignored)) return {};
    return fail(ErrorCode::kIo,
                file.string() + ": its folder does not exist; create " + folder.string() + " first.");
}

}  // namespace

bool is_standard_output(const std::string& file) {
    return file.empty() || file == "-";
}

Result<void> check_outputs(const std::vector<Output>& outputs, const std::vector<std::string>& inputs) {
    FileSet read;
    std::error_code ignored;
    for (const std::string& input : inputs) {
        if (fs::is_regular_file(input, ignored)) read.add(input);
    }
    std::vector<std::string> places;
    FileSet written;
    for (const Output& output : outputs) {
        if (is_input(read, output.file)) {
            return misuse((is_standard_output(output.file) ? std::string("standard output")
                                                           : output.option + " " + output.file) +
                          ": is one of the inputs, which it would overwrite; name another file.");
        }
        if (is_standard_output(output.file)) continue;
        if (auto good = check_output_folder(output.file); !good) return good;
        if (fs::exists(output.file, ignored) && !fs::is_regular_file(output.file, ignored)) continue;
        const std::string place = place_of(output.file);
        const bool again = std::find(places.begin(), places.end(), place) != places.end();
        if (again || written.contains(output.file)) {
            return misuse(output.option + " " + output.file +
                          ": is already the file of another option; name another one.");
        }
        places.push_back(place);
        written.add(output.file);
    }
    return {};
}

void add_model_files(std::vector<std::string>& inputs, std::string_view model, const ModelFiles& files) {
    for (const fs::path& file : files_of_model(model)) inputs.push_back(file.string());
    for (const fs::path& file : {files.card, files.labels}) {
        if (!file.empty()) inputs.push_back(file.string());
    }
}

std::string ending_of(const fs::path& file) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return ending;
}

Result<void> check_ending(const Output& output, std::string_view what,
                          std::initializer_list<std::string_view> endings) {
    if (std::find(endings.begin(), endings.end(), ending_of(output.file)) != endings.end()) return {};
    std::string list;
    for (const std::string_view ending : endings) list.append(list.empty() ? "" : " or ").append(ending);
    return misuse(output.option + " " + output.file + ": " + std::string(what) + " ends in " + list + ".");
}

}  // namespace farsight
