// Pascal VOC: one XML file a picture.
#include <pugixml.hpp>

#include <cmath>

#include "annotations/builder.h"

namespace farsight::annotations {
namespace {

std::string text_of(const pugi::xml_node& node, const char* child) {
    const std::string_view text = node.child_value(child);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

double number_in_child(const pugi::xml_node& node, const char* child) {
    return number_in(text_of(node, child)).value_or(std::nan(""));
}

class VocReader {
public:
    explicit VocReader(std::span<const AnnotationFile> files) : files_(files) {}

    Result<Annotations> read() {
        for (const AnnotationFile& file : files_) {
            if (file.path.ends_with("classes.txt")) take_class_list(file);
        }
        for (const AnnotationFile& file : files_) {
            if (file.path.ends_with(".txt")) continue;
            pugi::xml_document document;
            const auto parsed = document.load_buffer(file.text.data(), file.text.size());
            if (!parsed) {
                return fail(ErrorCode::kBadData, file.path + ": is not XML: " + parsed.description() +
                                                     " at byte " + std::to_string(parsed.offset) + ".");
            }
            if (const pugi::xml_node root = document.child("annotation")) take_picture(root, file.path);
        }
        settle_origin();
        return builder_.take();
    }

private:
    /// What labelImg and `farsight convert` write beside the XML files: the classes in order.
    void take_class_list(const AnnotationFile& file) {
        for (std::string_view rest = without_bom(file.text); !rest.empty();) {
            const auto end = std::min(rest.find('\n'), rest.size());
            std::string_view line = rest.substr(0, end);
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (!line.empty()) builder_.category(line);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    void take_picture(const pugi::xml_node& root, const std::string& path) {
        std::string name = text_of(root, "filename");
        if (const std::string folder = text_of(root, "folder"); !folder.empty() && !name.empty())
            name = folder + "/" + name;
        const pugi::xml_node size = root.child("size");
        const auto side = [&](const char* child) {
            const double pixels = number_in_child(size, child);
            return pixels >= 1 && pixels <= kMaxImageSide ? static_cast<int>(pixels) : 0;
        };
        Size pixels = {side("width"), side("height")};
        if (pixels.width == 0 || pixels.height == 0) pixels = {};
        const std::int32_t image = builder_.image(std::move(name), pixels, path);
        for (const pugi::xml_node object : root.children("object")) take_object(object, image, pixels, path);
    }

    void take_object(const pugi::xml_node& object, std::int32_t image, Size size, const std::string& path) {
        Builder::Object found;
        found.image = image;
        found.category = builder_.category(text_of(object, "name"));
        found.ignore = number_in_child(object, "difficult") == 1;
        found.score = number_in_child(object, "confidence");
        if (!std::isnan(found.score)) builder_.remark(Oddity::kConfidence, path);
        if (const pugi::xml_node box = object.child("bndbox")) {
            found.x0 = number_in_child(box, "xmin");
            found.y0 = number_in_child(box, "ymin");
            found.x1 = number_in_child(box, "xmax");
            found.y1 = number_in_child(box, "ymax");
            if (size.width > 0) note_corner(std::max(found.x0, found.x1), std::max(found.y0, found.y1), size);
        } else if (const pugi::xml_node turned = object.child("robndbox")) {
            take_turned(turned, found);
            builder_.remark(Oddity::kBoxOfTurned, path);
        } else if (const Extent extent = extent_of_outline(object.child("polygon")); !extent.empty()) {
            found.cover(extent);
            builder_.remark(Oddity::kBoxFromOutline, path);
        } else {
            builder_.remark(Oddity::kNoBox, path);
            return;
        }
        if (found.ignore) builder_.remark(Oddity::kDifficult, path);
        builder_.object(found, path);
    }

    /// roLabelImg: centre, size and angle in radians.
    static void take_turned(const pugi::xml_node& box, Builder::Object& found) {
        const double cx = number_in_child(box, "cx");
        const double cy = number_in_child(box, "cy");
        const double width = number_in_child(box, "w");
        const double height = number_in_child(box, "h");
        const Extent extent = extent_of_turned({cx - width / 2, cy - height / 2, width, height}, cx, cy,
                                               number_in_child(box, "angle") * 180 / 3.14159265358979323846);
        found.cover(extent);
    }

    /// Points as x1, y1, x2, y2 …, or as a list of pt with x and y (LabelMe).
    static Extent extent_of_outline(const pugi::xml_node& outline) {
        Extent extent;
        double x = std::nan("");
        const auto take = [&](const pugi::xml_node& coordinate) {
            const char axis = coordinate.name()[0];
            const double at = number_in(coordinate.child_value()).value_or(std::nan(""));
            if (axis == 'x') x = at;
            if (axis == 'y' && std::isfinite(x) && std::isfinite(at)) extent.add(x, at);
        };
        for (const pugi::xml_node child : outline.children()) {
            take(child);
            for (const pugi::xml_node coordinate : child.children()) take(coordinate);
        }
        return extent;
    }

    void note_corner(double x, double y, Size size) {
        one_beyond_ = one_beyond_ || x == size.width + 1 || y == size.height + 1;
    }

    void settle_origin() {
        Annotations& all = builder_.result();
        if (all.truths.empty()) return;
        builder_.remark(one_beyond_ ? Oddity::kVocCountsFromOne : Oddity::kVocCountsFromZero, {});
        for (TruthBox& truth : all.truths) {
            if (!one_beyond_) break;
            truth.box.x -= 1;
            truth.box.y -= 1;
        }
    }

    std::span<const AnnotationFile> files_;
    Builder builder_{AnnotationFormat::kVoc};
    bool one_beyond_ = false;
};

}  // namespace

std::string xml_root(std::string_view text) {
    pugi::xml_document document;
    // The start is enough: what is cut off does not change the root's name.
    text = text.substr(0, 4096);
    document.load_buffer(text.data(), text.size());
    return document.document_element().name();
}

Result<Annotations> read_voc(std::span<const AnnotationFile> files) {
    return VocReader(files).read();
}

}  // namespace farsight::annotations
