#include "dataset/label_files.h"

#include <algorithm>
#include <map>
#include <set>

#include "farsight/write_annotations.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

/// The list of what was written to the folder, a name a line after the first line.
constexpr const char* kRecord = ".farsight-labels";
constexpr std::string_view kRecordHead = "Written by farsight.";

/// The path below the folder: no drive, no root, no way out of it.
fs::path inside(const std::string& name) {
    fs::path path;
    for (const fs::path& part : fs::path(name).relative_path()) {
        if (part != ".." && part != ".") path /= part;
    }
    return path;
}

/// The file that lists the classes.
const char* list_name(AnnotationFormat format) {
    return format == AnnotationFormat::kVoc ? "classes.txt" : "data.yaml";
}

/// By picture: its label file, below the folder.
Result<std::vector<fs::path>> label_names(const std::vector<std::string>& pictures, AnnotationFormat format) {
    std::vector<fs::path> names;
    std::map<fs::path, std::string> taken = {{list_name(format), "the list of classes"}};
    for (const std::string& name : pictures) {
        fs::path label = inside(name).replace_extension(format == AnnotationFormat::kVoc ? ".xml" : ".txt");
        const auto [first, is_new] = taken.emplace(label, name);
        if (!is_new) {
            return fail(ErrorCode::kInvalidArgument, first->second + " and " + name + ": both would be " +
                                                         label.string() + "; give one of them another name.");
        }
        names.push_back(std::move(label));
    }
    return names;
}

/// What an earlier call wrote. Nothing when the folder has no record.
std::optional<std::set<std::string>> read_record(const fs::path& folder) {
    constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 30;
    const auto bytes = read_file(folder / kRecord, kMaxRecordBytes);
    if (!bytes) return std::nullopt;
    std::set<std::string> names;
    std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        names.emplace(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

Result<std::set<std::string>> check_folder(const std::vector<fs::path>& names, AnnotationFormat format,
                                           const fs::path& folder, const FileSet& inputs) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
        return fail(ErrorCode::kInvalidArgument, folder.string() + ": is a file; a folder is needed.");
    }
    if (!fs::exists(folder, error) || fs::is_empty(folder, error)) return std::set<std::string>{};
    auto ours = read_record(folder);
    if (!ours) {
        return fail(ErrorCode::kInvalidArgument,
                    folder.string() + ": holds files that this command did not write; give a new folder.");
    }
    const auto check = [&](const fs::path& name) -> Result<void> {
        const fs::path file = folder / name;
        if (inputs.contains(file)) {
            return fail(
                ErrorCode::kInvalidArgument,
                file.string() + ": is one of the inputs, which it would overwrite; give another folder.");
        }
        if (!fs::exists(file, error) || ours->contains(name.generic_string())) return {};
        return fail(
            ErrorCode::kIo,
            file.string() + ": was not written by farsight and is not replaced; give another folder.");
    };
    if (auto good = check(list_name(format)); !good) return tl::unexpected(good.error());
    for (const fs::path& name : names) {
        if (auto good = check(name); !good) return tl::unexpected(good.error());
    }
    return std::move(*ours);
}

Result<std::vector<std::string>> picture_names(const Annotations& annotations) {
    std::vector<std::string> names;
    for (const AnnotatedImage& image : annotations.images) {
        const std::string& name = image.file_name.empty() ? image.other_name : image.file_name;
        if (name.empty()) {
            return fail(ErrorCode::kInvalidArgument,
                        "image " + std::to_string(image.id) + " has no name to write its labels under.");
        }
        if (image.size.width == 0) {
            return fail(
                ErrorCode::kInvalidArgument,
                name + ": has no width and height; give --images DIR, so that they can be looked up.");
        }
        names.push_back(name);
    }
    return names;
}

Result<void> write_in(const fs::path& folder, const fs::path& name, const std::string& text) {
    const fs::path file = folder / name;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error)
        return fail(ErrorCode::kIo, file.string() + ": cannot create its folder: " + error.message() + ".");
    return write_file(file, std::as_bytes(std::span(text)), Flush::kLater);
}

std::string record_text(const std::set<std::string>& names) {
    std::string text = std::string(kRecordHead) + "\n";
    for (const std::string& name : names) {
        if (name != kRecordHead) text += name + "\n";
    }
    return text;
}

}  // namespace

std::vector<std::string> names_below_common_folder(const std::vector<std::string>& pictures) {
    std::vector<fs::path> paths;
    fs::path common;
    for (const std::string& picture : pictures) {
        paths.push_back(picture == "-" ? fs::path() : fs::absolute(picture).lexically_normal());
        if (paths.back().empty()) continue;
        fs::path folder = paths.back().parent_path();
        if (!common.empty()) {
            const auto [end, other] =
                std::mismatch(common.begin(), common.end(), folder.begin(), folder.end());
            folder.clear();
            for (auto part = common.begin(); part != end; ++part) folder /= *part;
        }
        common = folder;
    }
    std::vector<std::string> names;
    for (const fs::path& path : paths)
        names.push_back(path.empty() ? "stdin" : path.lexically_relative(common).generic_string());
    return names;
}

Result<void> check_label_folder(const std::vector<std::string>& names, AnnotationFormat format,
                                const fs::path& folder, const FileSet& inputs) {
    const auto labels = label_names(names, format);
    if (!labels) return tl::unexpected(labels.error());
    const auto ours = check_folder(*labels, format, folder, inputs);
    if (!ours) return tl::unexpected(ours.error());
    return {};
}

Result<void> write_label_files(const Annotations& annotations, AnnotationFormat format,
                               const fs::path& folder, const FileSet& inputs) {
    const auto pictures = picture_names(annotations);
    if (!pictures) return tl::unexpected(pictures.error());
    const auto names = label_names(*pictures, format);
    if (!names) return tl::unexpected(names.error());
    auto ours = check_folder(*names, format, folder, inputs);
    if (!ours) return tl::unexpected(ours.error());
    ours->insert(list_name(format));
    for (const fs::path& name : *names) ours->insert(name.generic_string());
    // The list comes first: what a stopped run leaves behind is in it.
    if (auto listed = write_in(folder, kRecord, record_text(*ours)); !listed) return listed;
    const bool voc = format == AnnotationFormat::kVoc;
    auto written = write_in(folder, list_name(format),
                            voc ? write_class_list(annotations) : write_yolo_names(annotations));
    const auto by_image = truths_by_image(annotations);
    for (std::size_t i = 0; written && i < names->size(); ++i) {
        const auto image = static_cast<std::int32_t>(i);
        written = write_in(folder, (*names)[i],
                           voc ? write_voc(annotations, image, by_image[i])
                               : write_yolo_labels(annotations, image, by_image[i]));
    }
    return written;
}

bool is_label_format(std::string_view format) {
    return format == "voc" || format == "yolo";
}

AnnotationFormat label_format(std::string_view format) {
    return format == "voc" ? AnnotationFormat::kVoc : AnnotationFormat::kYolo;
}

}  // namespace farsight::cli
