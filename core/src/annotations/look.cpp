// Which format annotations are in, by looking, and the reader for it.
#include <algorithm>
#include <array>
#include <set>

#include "annotations/builder.h"

namespace farsight {
namespace {

using annotations::numbers_in;
using annotations::without_bom;
using annotations::xml_root;

std::string_view first_line(std::string_view text) {
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return {};
    text.remove_prefix(start);
    return text.substr(0, text.find('\n'));
}

/// Of JSON: the format whose keys come first. A list of objects with "image_id" is detections.
std::optional<AnnotationFormat> json_format(std::string_view text) {
    const auto at = [&](std::string_view key) { return text.find(key); };
    const bool is_list = first_line(text).starts_with('[');
    if (!is_list &&
        (at("\"images\"") != std::string_view::npos || at("\"categories\"") != std::string_view::npos)) {
        return AnnotationFormat::kCoco;
    }
    if (is_list && std::min(at("\"image_id\""), at("\"bbox\"")) < std::min(at("\"data\""), at("\"image\"")))
        return std::nullopt;
    for (const char* key : {"\"rectanglelabels\"", "\"completions\"", "\"result\"", "\"original_width\""}) {
        if (at(key) != std::string_view::npos) return AnnotationFormat::kLabelStudio;
    }
    if (!is_list && at("\"annotations\"") != std::string_view::npos) return AnnotationFormat::kCoco;
    return std::nullopt;
}

bool is_yolo_label(const AnnotationFile& file) {
    if (!file.path.ends_with(".txt")) return false;
    const std::string_view line = first_line(without_bom(file.text));
    if (line.empty()) return file.text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    const auto numbers = numbers_in(line);
    return numbers && numbers->size() >= 5;
}

bool names_yolo_classes(const AnnotationFile& file) {
    if (file.path.ends_with(".yaml") || file.path.ends_with(".yml"))
        return file.text.find("names") != std::string_view::npos;
    return file.path.ends_with("classes.txt") || file.path.ends_with(".names");
}

std::vector<AnnotationFile> files_of(std::span<const AnnotationFile> files, AnnotationFormat format) {
    std::vector<AnnotationFile> found;
    for (const AnnotationFile& file : files) {
        const bool names = (format == AnnotationFormat::kYolo && names_yolo_classes(file)) ||
                           (format == AnnotationFormat::kVoc && file.path.ends_with("classes.txt"));
        if (names || annotation_format(file) == format) found.push_back(file);
    }
    return found;
}

/// Files among those that were asked for and not read.
void remark_others(std::span<const AnnotationFile> files, const std::vector<AnnotationFile>& chosen,
                   Remarks& remarks) {
    std::set<std::string_view> read;
    for (const AnnotationFile& file : chosen) read.insert(file.path);
    for (const AnnotationFile& file : files) {
        if (!read.contains(file.path)) remarks.add(Oddity::kFilePassedOver, file.path);
    }
}

Result<Annotations> one_file(const std::vector<AnnotationFile>& files, AnnotationFormat format,
                             Result<Annotations> (*read)(const AnnotationFile&)) {
    if (files.size() == 1) return read(files.front());
    return fail(ErrorCode::kBadData, files[0].path + " and " + files[1].path + " both hold " +
                                         name_of(format) + " annotations; name one of them.");
}

Result<Annotations> read_as(AnnotationFormat format, const std::vector<AnnotationFile>& chosen) {
    switch (format) {
        case AnnotationFormat::kCoco:
            return one_file(chosen, format, &annotations::read_coco);
        case AnnotationFormat::kVoc:
            return annotations::read_voc(chosen);
        case AnnotationFormat::kYolo:
            return annotations::read_yolo(chosen);
        case AnnotationFormat::kCvat:
            return one_file(chosen, format, &annotations::read_cvat);
        case AnnotationFormat::kLabelStudio:
            break;
    }
    return one_file(chosen, format, &annotations::read_label_studio);
}

}  // namespace

std::optional<AnnotationFormat> annotation_format(const AnnotationFile& file) {
    const std::string_view text = without_bom(file.text);
    const std::string_view line = first_line(text);
    if (line.starts_with('{') || line.starts_with('[')) return json_format(text);
    if (line.starts_with('<')) {
        const std::string root = xml_root(text);
        if (root == "annotation") return AnnotationFormat::kVoc;
        if (root == "annotations") return AnnotationFormat::kCvat;
        return std::nullopt;
    }
    if (names_yolo_classes(file)) return std::nullopt;
    if (is_yolo_label(file)) return AnnotationFormat::kYolo;
    return std::nullopt;
}

Result<Annotations> read_annotations(std::span<const AnnotationFile> files) {
    std::array<int, kAnnotationFormats> counts{};
    for (const AnnotationFile& file : files) {
        if (const auto format = annotation_format(file)) ++counts[static_cast<std::size_t>(*format)];
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    if (*most == 0) {
        const bool utf16 = !files.empty() && (files.front().text.starts_with("\xFF\xFE") ||
                                              files.front().text.starts_with("\xFE\xFF"));
        return fail(
            ErrorCode::kBadData,
            (files.empty() ? std::string("no file") : files.front().path) +
                (utf16
                     ? ": is text in UTF-16; save it as UTF-8."
                     : ": holds no annotations that can be read; COCO, Pascal VOC, YOLO, CVAT for images and "
                       "Label Studio are."));
    }
    const auto format = static_cast<AnnotationFormat>(most - counts.begin());
    const std::vector<AnnotationFile> chosen = files_of(files, format);
    auto annotations = read_as(format, chosen);
    if (annotations) remark_others(files, chosen, annotations->remarks);
    return annotations;
}

}  // namespace farsight
