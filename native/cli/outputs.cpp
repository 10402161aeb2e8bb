#include "outputs.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "command.h"
#include "farsight/runtime/model_file.h"
#include "option_checks.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> misuse(std::string message) {
    return fail(ErrorCode::kInvalidArgument, std::move(message));
}

/// In small letters.
std::string ending_of(const fs::path& file) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return ending;
}

struct FormatEnding {
    std::string_view ending;
    std::string_view format;  ///< Empty: no text at all.
};

constexpr std::array kEndings = {
    FormatEnding{".json", "json"},    FormatEnding{".json", "coco"}, FormatEnding{".jsonl", "jsonl"},
    FormatEnding{".ndjson", "jsonl"}, FormatEnding{".csv", "csv"},   FormatEnding{".txt", "table"},
    FormatEnding{".png", ""},         FormatEnding{".jpg", ""},      FormatEnding{".jpeg", ""},
    FormatEnding{".gif", ""},         FormatEnding{".bmp", ""},      FormatEnding{".ppm", ""},
    FormatEnding{".pgm", ""},         FormatEnding{".pnm", ""},      FormatEnding{".webp", ""},
    FormatEnding{".tif", ""},         FormatEnding{".tiff", ""},     FormatEnding{".heic", ""},
    FormatEnding{".avif", ""},        FormatEnding{".svg", ""},      FormatEnding{".html", ""},
    FormatEnding{".xml", ""},         FormatEnding{".pdf", ""},      FormatEnding{".onnx", ""},
    FormatEnding{".tflite", ""},      FormatEnding{".zip", ""},
};

/// `file` stands for itself even when it does not exist.
std::string place_of(const fs::path& file) {
    std::error_code error;
    const fs::path full = fs::weakly_canonical(file, error);
    return error ? file.string() : full.string();
}

bool is_input(const FileSet& inputs, const std::string& file) {
    return is_standard_output(file) ? inputs.contains("/dev/fd/1") : inputs.contains(file);
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
        if (const auto same = std::find(places.begin(), places.end(), place); same != places.end()) {
            return misuse(output.option + " " + output.file +
                          ": is already the file of another option; name "
                          "another one.");
        }
        places.push_back(place);
    }
    return {};
}

void add_model_files(std::vector<std::string>& inputs, std::string_view model, const ModelFiles& files) {
    for (const fs::path& file : files_of_model(model)) inputs.push_back(file.string());
    for (const fs::path& file : {files.card, files.labels}) {
        if (!file.empty()) inputs.push_back(file.string());
    }
}

CLI::Option* add_file_option(CLI::App& command, std::string names, std::string& value,
                             std::string description) {
    return command.add_option(std::move(names), value, std::move(description))->check(not_empty());
}

Result<std::string> output_format(const std::string& out, const std::string& typed,
                                  std::initializer_list<std::string_view> formats) {
    const std::string standard(formats.begin()[0]);
    const auto known = [&](std::string_view format) {
        return std::find(formats.begin(), formats.end(), format) != formats.end();
    };
    const std::string ending = is_standard_output(out) ? std::string() : ending_of(out);
    std::string found;
    bool is_known_ending = false;
    for (const FormatEnding& known_ending : kEndings) {
        if (known_ending.ending != ending) continue;
        is_known_ending = true;
        if (known_ending.format == typed && !typed.empty()) return typed;
        if (found.empty() && known(known_ending.format)) found = known_ending.format;
    }
    if (!is_known_ending) return typed.empty() ? standard : typed;
    if (!typed.empty()) {
        return misuse("--out " + out + ": the ending " + ending + " is not that of --format " + typed +
                      "; change one of the two.");
    }
    if (!found.empty()) return found;
    std::string list;
    for (const std::string_view format : formats) list.append(list.empty() ? "" : ", ").append(format);
    return misuse("--out " + out + ": nothing is written in a format with the ending " + ending +
                  "; the formats are " + list + ".");
}

Result<void> check_ending(const Output& output, std::string_view what,
                          std::initializer_list<std::string_view> endings) {
    if (std::find(endings.begin(), endings.end(), ending_of(output.file)) != endings.end()) return {};
    std::string list;
    for (const std::string_view ending : endings) list.append(list.empty() ? "" : " or ").append(ending);
    return misuse(output.option + " " + output.file + ": " + std::string(what) + " ends in " + list + ".");
}

Result<OutputStream> OutputStream::open(const std::string& file) {
    OutputStream stream;
    if (is_standard_output(file)) return stream;
    auto writer = FileWriter::create(file);
    if (!writer) return tl::unexpected(writer.error());
    stream.file_ = std::move(*writer);
    return stream;
}

Result<void> OutputStream::write(std::string_view text) {
    return file_ ? file_->write(std::as_bytes(std::span(text))) : write_output({}, text);
}

Result<void> OutputStream::finish() {
    return file_ ? file_->commit() : Result<void>{};
}

bool output_is_gone() {
    pollfd output = {STDOUT_FILENO, 0, 0};
    return ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

}  // namespace farsight::cli
