// Label Studio's JSON and JSON-MIN exports.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "annotations/builder.h"
#include "base/python_json.h"

namespace farsight::annotations {
namespace {

using Json = nlohmann::json;

const Json& member(const Json& object, const char* key) {
    static const Json kNothing;
    if (!object.is_object()) return kNothing;
    const auto found = object.find(key);
    return found == object.end() ? kNothing : *found;
}

double number_of(const Json& object, const char* key) {
    const Json& value = member(object, key);
    return value.is_number() ? value.get<double>() : std::nan("");
}

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}

/// The file that an address of Label Studio names: "/data/local-files/?d=a/b.jpg" and "s3://bucket/a/b.jpg"
/// are a/b.jpg.
std::string path_of(std::string_view address) {
    if (const auto local = address.find("?d="); local != std::string_view::npos)
        return percent_decoded(address.substr(local + 3));
    address = address.substr(0, address.find('?'));
    if (const auto scheme = address.find("://"); scheme != std::string_view::npos)
        address.remove_prefix(scheme + 3);
    return percent_decoded(address);
}

/// An upload is stored as "1a2b3c4d-name.jpg": eight digits before the name that the person knows.
std::string without_upload_mark(const std::string& path) {
    const auto name = path.find_last_of('/') + 1;
    if (path.size() < name + 10 || path[name + 8] != '-') return {};
    for (std::size_t i = name; i < name + 8; ++i) {
        if (std::isxdigit(static_cast<unsigned char>(path[i])) == 0) return {};
    }
    return path.substr(name + 9);
}

/// The first text of a task's data that looks like a picture's address.
std::string address_of(const Json& data) {
    if (std::string image = text_of(member(data, "image")); !image.empty()) return image;
    if (!data.is_object()) return {};
    for (const auto& [key, value] : data.items()) {
        std::string text = text_of(value);
        if (text.find('.') != std::string::npos && text.find('/') != std::string::npos) return text;
    }
    return {};
}

class LabelStudioReader {
public:
    explicit LabelStudioReader(const AnnotationFile& file) : file_(file) {}

    Result<Annotations> read() {
        std::int64_t not_a_number = 0;
        const auto cleaned = without_not_a_number(without_bom(file_.text), not_a_number);
        const std::string_view text = cleaned ? std::string_view{*cleaned} : without_bom(file_.text);
        for (std::int64_t i = 0; i < not_a_number; ++i) builder_.remark(Oddity::kNotANumber, {});
        const Json document = Json::parse(text.begin(), text.end(), nullptr, false);
        if (document.is_discarded()) return fail(ErrorCode::kBadData, file_.path + ": is not JSON.");
        if (document.is_array()) {
            for (const Json& task : document) take_task(task);
        } else {
            take_task(document);
        }
        if (builder_.result().images.empty()) {
            return fail(ErrorCode::kBadData, file_.path + ": has no tasks with pictures.");
        }
        return builder_.take();
    }

private:
    void take_task(const Json& task) {
        const Json& data = member(task, "data");
        const std::string path = path_of(address_of(data.is_object() ? data : task));
        if (path.empty()) return;
        image_ = builder_.image(path, {}, without_upload_mark(path));
        where_ = path;
        // JSON-MIN has the boxes of one annotator beside the picture, under the name of the control.
        if (!data.is_object()) {
            for (const auto& [key, value] : task.items()) {
                if (value.is_array()) take_min_boxes(value);
            }
            return;
        }
        const Json& annotations = member(task, "annotations");
        take_first(annotations.is_array() ? annotations : member(task, "completions"));
    }

    void take_first(const Json& annotations) {
        int taken = 0;
        if (!annotations.is_array()) return;
        for (const Json& annotation : annotations) {
            const Json& results = member(annotation, "result");
            const Json& cancelled = member(annotation, "was_cancelled");
            if (!results.is_array() || (cancelled.is_boolean() && cancelled.get<bool>())) continue;
            if (++taken == 2) builder_.remark(Oddity::kSeveralAnnotators, where_);
            if (taken > 1) continue;
            for (const Json& result : results) take_result(result, results);
        }
    }

    void take_result(const Json& result, const Json& all) {
        const std::string type = text_of(member(result, "type"));
        const Json& value = member(result, "value");
        const bool bare = type == "rectangle" || type == "polygon";
        // Where shape and label are two controls, each has a result of its own, of one id and one shape.
        if (bare && has_labels(all, text_of(member(result, "id")))) return;
        if (!labels_of(value).is_null() &&
            (member(value, "width").is_number() || member(value, "points").is_array())) {
            take_shape(value, result);
        } else if (bare || (type != "labels" && type.ends_with("labels"))) {
            builder_.remark(Oddity::kOtherShape, where_);
        }
    }

    static bool has_labels(const Json& results, const std::string& id) {
        return std::any_of(results.begin(), results.end(), [&](const Json& result) {
            return text_of(member(result, "type")) == "labels" && text_of(member(result, "id")) == id;
        });
    }

    /// The list of labels of a rectangle or outline; nothing for other shapes.
    static const Json& labels_of(const Json& value) {
        for (const char* key : {"rectanglelabels", "polygonlabels", "labels"}) {
            if (const Json& labels = member(value, key); labels.is_array()) return labels;
        }
        return member(value, "");
    }

    void take_min_boxes(const Json& boxes) {
        for (const Json& box : boxes) {
            if (!labels_of(box).is_null()) {
                take_shape(box, box);
            } else if (member(box, "original_width").is_number()) {
                builder_.remark(Oddity::kOtherShape, where_);
            }
        }
    }

    /// Numbers are percent of the picture.
    void take_shape(const Json& value, const Json& sizes) {
        const double width = number_of(sizes, "original_width");
        const double height = number_of(sizes, "original_height");
        const bool rectangle = !member(value, "points").is_array();
        const Json& labels = labels_of(value);
        if (!(width >= 1 && width <= kMaxImageSide && height >= 1 && height <= kMaxImageSide) ||
            !labels.is_array() || labels.empty()) {
            builder_.remark(Oddity::kBoxBroken, where_);
            return;
        }
        builder_.result().images.back().size = {static_cast<int>(width), static_cast<int>(height)};
        const Extent extent =
            rectangle ? rectangle_extent(value, width, height) : outline_extent(value, width, height);
        Builder::Object found;
        found.image = image_;
        found.category = builder_.category(text_of(labels.front()));
        found.cover(extent);
        builder_.object(found, where_);
    }

    Extent rectangle_extent(const Json& value, double width, double height) {
        const double x = number_of(value, "x") / 100 * width;
        const double y = number_of(value, "y") / 100 * height;
        const CocoBox box = {x, y, number_of(value, "width") / 100 * width,
                             number_of(value, "height") / 100 * height};
        const double degrees = number_of(value, "rotation");
        if (std::isfinite(degrees) && degrees != 0) {
            builder_.remark(Oddity::kBoxOfTurned, where_);
            // Label Studio turns about the top left corner.
            return extent_of_turned(box, x, y, degrees);
        }
        Extent extent;
        extent.add(box.x, box.y);
        extent.x1 = box.x + box.width;
        extent.y1 = box.y + box.height;
        return extent;
    }

    Extent outline_extent(const Json& value, double width, double height) {
        builder_.remark(Oddity::kBoxFromOutline, where_);
        Extent extent;
        const Json& points = member(value, "points");
        for (const Json& point : points) {
            if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number())
                continue;
            extent.add(point[0].get<double>() / 100 * width, point[1].get<double>() / 100 * height);
        }
        return extent;
    }

    const AnnotationFile& file_;
    Builder builder_{AnnotationFormat::kLabelStudio};
    std::int32_t image_ = 0;
    std::string where_;
};

}  // namespace

Result<Annotations> read_label_studio(const AnnotationFile& file) {
    return LabelStudioReader(file).read();
}

}  // namespace farsight::annotations
