#include "outputs.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "command.h"
#include "farsight/runtime/model_file.h"
#include "option_checks.h"

namespace farsight::cli {
namespace {

tl::unexpected<Error> misuse(std::string message) {
    return fail(ErrorCode::kInvalidArgument, std::move(message));
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

}  // namespace

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
