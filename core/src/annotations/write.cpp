#include <cmath>
#include <nlohmann/json.hpp>

#include "farsight/write_annotations.h"
#include "farsight/xml_text.h"

namespace farsight {
namespace {

using OrderedJson = nlohmann::ordered_json;

/// The shortest text that reads back as the same number.
std::string text_of(double value) {
    return nlohmann::json(value).dump();
}

std::string json_text(const OrderedJson& json) {
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

void append_list(std::string& out, const char* name, const std::vector<std::string>& items) {
    out.append(1, '"').append(name).append("\": [");
    for (std::size_t i = 0; i < items.size(); ++i) out.append(i == 0 ? "\n" : ",\n").append(items[i]);
    out += "\n]";
}

/// The score of a truth between these, or nothing when it has none.
std::string score_of(const Annotations& annotations, std::int32_t truth, const char* before,
                     const char* after) {
    const auto i = static_cast<std::size_t>(truth);
    if (i >= annotations.scores.size() || std::isnan(annotations.scores[i])) return {};
    return before + text_of(annotations.scores[i]) + after;
}

}  // namespace

std::string write_coco(const Annotations& annotations) {
    std::vector<std::string> images;
    for (const AnnotatedImage& image : annotations.images) {
        OrderedJson json = {{"id", image.id},
                            {"file_name", image.file_name.empty() ? image.other_name : image.file_name}};
        if (image.size.width > 0) {
            json["width"] = image.size.width;
            json["height"] = image.size.height;
        }
        images.push_back(json_text(json));
    }
    std::vector<std::string> truths;
    for (std::size_t i = 0; i < annotations.truths.size(); ++i) {
        const TruthBox& truth = annotations.truths[i];
        const CocoBox& box = truth.box;
        OrderedJson json = {
            {"id", i + 1},
            {"image_id", annotations.images[static_cast<std::size_t>(truth.image)].id},
            {"category_id", annotations.categories[static_cast<std::size_t>(truth.category)].id},
            {"bbox", {box.x, box.y, box.width, box.height}},
            {"area", truth.area},
            {"iscrowd", truth.crowd ? 1 : 0}};
        if (truth.ignore) json["ignore"] = 1;
        if (!std::isnan(annotations.distances_m[i])) json["distance_m"] = annotations.distances_m[i];
        truths.push_back(json_text(json));
    }
    std::vector<std::string> categories;
    for (const AnnotatedClass& category : annotations.categories) {
        categories.push_back(json_text({{"id", category.id}, {"name", category.name}}));
    }
    std::string out = "{";
    append_list(out, "images", images);
    out += ", ";
    append_list(out, "annotations", truths);
    out += ", ";
    append_list(out, "categories", categories);
    return out + "}\n";
}

std::string write_voc(const Annotations& annotations, std::int32_t place,
                      std::span<const std::int32_t> truths) {
    const AnnotatedImage& image = annotations.images[static_cast<std::size_t>(place)];
    const std::string& path = image.file_name;
    const auto slash = path.find_last_of('/');
    std::string out = "<annotation>\n";
    if (slash != std::string::npos) out += "  <folder>" + xml_text(path.substr(0, slash)) + "</folder>\n";
    out += "  <filename>" + xml_text(path.substr(slash + 1)) + "</filename>\n";
    out += "  <size><width>" + std::to_string(image.size.width) + "</width><height>" +
           std::to_string(image.size.height) + "</height><depth>3</depth></size>\n";
    for (const std::int32_t i : truths) {
        const TruthBox& truth = annotations.truths[static_cast<std::size_t>(i)];
        const CocoBox& box = truth.box;
        out += "  <object><name>" +
               xml_text(annotations.categories[static_cast<std::size_t>(truth.category)].name) + "</name>" +
               score_of(annotations, i, "<confidence>", "</confidence>") + "<difficult>" +
               (truth.ignore ? "1" : "0") + "</difficult><bndbox><xmin>" + text_of(box.x) + "</xmin><ymin>" +
               text_of(box.y) + "</ymin><xmax>" + text_of(box.x + box.width) + "</xmax><ymax>" +
               text_of(box.y + box.height) + "</ymax></bndbox></object>\n";
    }
    return out + "</annotation>\n";
}

std::string write_yolo_labels(const Annotations& annotations, std::int32_t place,
                              std::span<const std::int32_t> truths) {
    const Size size = annotations.images[static_cast<std::size_t>(place)].size;
    std::string out;
    for (const std::int32_t i : truths) {
        const TruthBox& truth = annotations.truths[static_cast<std::size_t>(i)];
        const CocoBox& box = truth.box;
        out += std::to_string(truth.category) + " " + text_of((box.x + box.width / 2) / size.width) + " " +
               text_of((box.y + box.height / 2) / size.height) + " " + text_of(box.width / size.width) + " " +
               text_of(box.height / size.height) + score_of(annotations, i, " ", "") + "\n";
    }
    return out;
}

std::string write_yolo_names(const Annotations& annotations) {
    std::string out = "# Training wants path, train and val here too: where the pictures are.\nnames:\n";
    for (std::size_t i = 0; i < annotations.categories.size(); ++i) {
        // A JSON text is a YAML one.
        out += "  " + std::to_string(i) + ": " +
               nlohmann::json(annotations.categories[i].name)
                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
               "\n";
    }
    return out;
}

std::string write_class_list(const Annotations& annotations) {
    std::string out;
    for (const AnnotatedClass& category : annotations.categories) out += category.name + "\n";
    return out;
}

}  // namespace farsight
