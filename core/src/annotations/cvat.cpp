// CVAT for images 1.1.
#include <pugixml.hpp>

#include <cmath>

#include "annotations/builder.h"

namespace farsight::annotations {
namespace {

double number_in_attribute(const pugi::xml_node& node, const char* name) {
    return number_in(node.attribute(name).value()).value_or(std::nan(""));
}

/// "1.5,2;3,4" as pairs.
Extent extent_of_points(std::string_view points) {
    Extent extent;
    std::string spaced(points);
    for (char& c : spaced) c = c == ';' ? ' ' : c;
    const auto numbers = numbers_in(spaced);
    for (std::size_t i = 0; numbers && i + 1 < numbers->size(); i += 2)
        extent.add((*numbers)[i], (*numbers)[i + 1]);
    return extent;
}

class CvatReader {
public:
    explicit CvatReader(const AnnotationFile& file) : file_(file) {}

    Result<Annotations> read() {
        pugi::xml_document document;
        const auto parsed = document.load_buffer(file_.text.data(), file_.text.size());
        if (!parsed) {
            return fail(ErrorCode::kBadData, file_.path + ": is not XML: " + parsed.description() +
                                                 " at byte " + std::to_string(parsed.offset) + ".");
        }
        const pugi::xml_node root = document.child("annotations");
        // The labels in the task's order; where they stand differs between projects, tasks and jobs.
        for (const pugi::xml_node kind : root.child("meta").children()) {
            for (const pugi::xml_node label : kind.child("labels").children("label")) {
                builder_.category(label.child_value("name"));
            }
        }
        for (const pugi::xml_node image : root.children("image")) take_image(image);
        for (const pugi::xml_node track : root.children("track")) {
            builder_.remark(Oddity::kOtherShape, std::string("track ") + track.attribute("id").value());
        }
        if (builder_.result().images.empty()) {
            return fail(ErrorCode::kBadData,
                        file_.path + ": has no images; export it from CVAT as \"CVAT for images 1.1\".");
        }
        return builder_.take();
    }

private:
    void take_image(const pugi::xml_node& node) {
        const std::string name = node.attribute("name").value();
        const std::int32_t image =
            builder_.image(name, {node.attribute("width").as_int(), node.attribute("height").as_int()});
        for (const pugi::xml_node shape : node.children()) take_shape(shape, image, name);
    }

    void take_shape(const pugi::xml_node& shape, std::int32_t image, const std::string& where) {
        Builder::Object found;
        found.image = image;
        const std::string_view kind = shape.name();
        if (kind == "tag") return;
        if (kind == "box") {
            found.x0 = number_in_attribute(shape, "xtl");
            found.y0 = number_in_attribute(shape, "ytl");
            found.x1 = number_in_attribute(shape, "xbr");
            found.y1 = number_in_attribute(shape, "ybr");
            turn(shape, found, where);
        } else if (kind == "mask") {
            found.x0 = number_in_attribute(shape, "left");
            found.y0 = number_in_attribute(shape, "top");
            found.x1 = found.x0 + number_in_attribute(shape, "width");
            found.y1 = found.y0 + number_in_attribute(shape, "height");
            builder_.remark(Oddity::kBoxFromOutline, where);
        } else if (const Extent extent = extent_of_points(shape.attribute("points").value());
                   kind == "polygon" && !extent.empty()) {
            found.cover(extent);
            builder_.remark(Oddity::kBoxFromOutline, where);
        } else {
            builder_.remark(Oddity::kOtherShape, where);
            return;
        }
        found.category = builder_.category(shape.attribute("label").value());
        builder_.object(found, where);
    }

    void turn(const pugi::xml_node& shape, Builder::Object& found, const std::string& where) {
        const double degrees = number_in(shape.attribute("rotation").value()).value_or(0);
        if (degrees == 0) return;
        builder_.remark(Oddity::kBoxOfTurned, where);
        const Extent extent = extent_of_turned({found.x0, found.y0, found.x1 - found.x0, found.y1 - found.y0},
                                               (found.x0 + found.x1) / 2, (found.y0 + found.y1) / 2, degrees);
        found.cover(extent);
    }

    const AnnotationFile& file_;
    Builder builder_{AnnotationFormat::kCvat};
};

}  // namespace

Result<Annotations> read_cvat(const AnnotationFile& file) {
    return CvatReader(file).read();
}

}  // namespace farsight::annotations
