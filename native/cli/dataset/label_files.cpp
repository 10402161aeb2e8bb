#include "dataset/label_files.h"

#include <map>

#include "farsight/runtime/files.h"
#include "farsight/write_annotations.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

/// Its name says whose the folder is.
constexpr const char* kMark = ".farsight-labels";

const std::string& name_of_image(const AnnotatedImage& image) {
    return image.file_name.empty() ? image.other_name : image.file_name;
}

/// The path below the folder: no drive, no root, no way out of it.
fs::path inside(const std::string& name) {
    fs::path path;
    for (const fs::path& part : fs::path(name).relative_path()) {
        if (part != ".." && part != ".") path /= part;
    }
    return path;
}

Result<void> check_folder(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
        return fail(ErrorCode::kInvalidArgument, folder.string() + ": is a file; a folder is needed.");
    }
    if (!fs::exists(folder, error) || fs::is_empty(folder, error) || fs::exists(folder / kMark, error))
        return {};
    return fail(ErrorCode::kInvalidArgument,
                folder.string() + ": holds files that this command did not write; give a new folder.");
}

Result<std::vector<fs::path>> label_names(const Annotations& annotations, const char* ending) {
    std::vector<fs::path> names;
    std::map<fs::path, std::string> taken;
    for (const AnnotatedImage& image : annotations.images) {
        const std::string& name = name_of_image(image);
        if (name.empty()) {
            return fail(ErrorCode::kInvalidArgument,
                        "image " + std::to_string(image.id) + " has no name to write its labels under.");
        }
        if (image.size.width == 0) {
            return fail(
                ErrorCode::kInvalidArgument,
                name + ": has no width and height; give --images DIR, so that they can be looked up.");
        }
        fs::path label = inside(name).replace_extension(ending);
        const auto [first, is_new] = taken.emplace(label, name);
        if (!is_new) {
            return fail(ErrorCode::kInvalidArgument, first->second + " and " + name + ": both would be " +
                                                         label.string() + "; give one of them another name.");
        }
        names.push_back(std::move(label));
    }
    return names;
}

}  // namespace

Result<void> write_label_files(const Annotations& annotations, AnnotationFormat format,
                               const fs::path& folder) {
    const bool voc = format == AnnotationFormat::kVoc;
    const auto names = label_names(annotations, voc ? ".xml" : ".txt");
    if (!names) return tl::unexpected(names.error());
    if (auto good = check_folder(folder); !good) return good;
    const auto write = [&](const fs::path& name, const std::string& text) -> Result<void> {
        const fs::path file = folder / name;
        std::error_code error;
        fs::create_directories(file.parent_path(), error);
        if (error)
            return fail(ErrorCode::kIo,
                        file.string() + ": cannot create its folder: " + error.message() + ".");
        return write_file(file, std::as_bytes(std::span(text)), Flush::kLater);
    };
    if (auto marked = write(kMark, "Written by farsight.\n"); !marked) return marked;
    auto listed = voc ? write("classes.txt", write_class_list(annotations))
                      : write("data.yaml", write_yolo_names(annotations));
    if (!listed) return listed;
    const auto by_image = truths_by_image(annotations);
    for (std::size_t i = 0; i < names->size(); ++i) {
        const auto image = static_cast<std::int32_t>(i);
        auto written = write((*names)[i], voc ? write_voc(annotations, image, by_image[i])
                                              : write_yolo_labels(annotations, image, by_image[i]));
        if (!written) return written;
    }
    return {};
}

}  // namespace farsight::cli
