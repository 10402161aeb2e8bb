// What all readers fill: images, classes and boxes by name or id.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <string_view>

#include "farsight/annotations.h"

namespace farsight::annotations {

/// The extent of points; empty() before the first.
class Extent {
public:
    void add(double x, double y);
    bool empty() const { return empty_; }
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;

private:
    bool empty_ = true;
};

/// Numbers images and classes as they come.
class Builder {
public:
    explicit Builder(AnnotationFormat format) { result_.format = format; }

    /// A size that no picture can have is not known.
    std::int32_t image(std::string file_name, Size size, std::string other_name = {});
    /// The class of this name; a new one when it is the first time.
    std::int32_t category(std::string_view name);

    struct Object {
        std::int32_t image = 0;
        std::int32_t category = 0;
        /// Corners in any order.
        double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
        bool ignore = false;
        double score = std::numeric_limits<double>::quiet_NaN();

        void cover(const Extent& extent) {
            x0 = extent.x0;
            y0 = extent.y0;
            x1 = extent.x1;
            y1 = extent.y1;
        }
    };
    /// Adds a box; a broken one is remarked and left out. `where` is an example for remarks.
    void object(const Object& object, const std::string& where);
    void remark(Oddity oddity, std::string_view where) { result_.remarks.add(oddity, where); }

    Annotations& result() { return result_; }
    Annotations take() { return std::move(result_); }

private:
    Annotations result_;
    std::map<std::string, std::int32_t, std::less<>> categories_;
};

/// The extent of a box turned about a point, by degrees clockwise on the screen.
Extent extent_of_turned(const CocoBox& box, double about_x, double about_y, double degrees);

/// ASCII letters alone.
std::string lower(std::string_view text);
/// Of its file, or what the annotations call it where no file is named.
const std::string& name_of_image(const AnnotatedImage& image);
std::string with_slashes(std::string path);
/// "a/b/c.txt" becomes "c".
std::string stem_of(std::string_view path);
/// As in an address: "a%20b" becomes "a b".
std::string percent_decoded(std::string_view encoded);
std::string_view without_bom(std::string_view text);

Result<Annotations> read_coco(const AnnotationFile& file);
Result<Annotations> read_voc(std::span<const AnnotationFile> files);
Result<Annotations> read_cvat(const AnnotationFile& file);
Result<Annotations> read_label_studio(const AnnotationFile& file);
Result<Annotations> read_yolo(std::span<const AnnotationFile> files);

/// What a data.yaml says of the labels.
struct YoloNames {
    std::vector<std::string> names;  ///< Of the classes, in order; empty when it has none.
    int keypoints = 0;               ///< Points behind each box, "kpt_shape".
};
Result<YoloNames> read_yolo_names(const AnnotationFile& file);
/// The name of an XML document's root; empty when it is none.
std::string xml_root(std::string_view text);
/// Numbers in a line, white space or commas between them; nothing when anything else stands in it.
std::optional<std::vector<double>> numbers_in(std::string_view line);
std::optional<double> number_in(std::string_view text);

}  // namespace farsight::annotations
