#include <charconv>
#include <map>

#include "export/json_text.h"
#include "farsight/lab/export.h"

namespace farsight::lab {
namespace {

/// After the last slash, of either kind.
std::string_view file_name(std::string_view path) {
    return path.substr(path.find_last_of("/\\") + 1);
}

std::string_view stem(std::string_view name) {
    const std::size_t dot = name.find_last_of('.');
    return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

/// The stem when it is a number, else the stem.
FloatJson id_of_stem(const std::string& file) {
    const std::string_view text = stem(file_name(file));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number >= 0) return number;
    return std::string(text);
}

/// An id for each picture: the annotation file's, else that of the stem, and the whole path for pictures
/// whose id another one has.
std::vector<FloatJson> image_ids(const std::vector<ImageResult>& results, const CocoIds* ids) {
    std::vector<FloatJson> found;
    std::map<FloatJson, int> taken;
    for (const ImageResult& result : results) {
        const auto known = ids != nullptr ? ids->image(result.file) : std::nullopt;
        found.push_back(known ? (known->text.empty() ? FloatJson(known->number) : FloatJson(known->text))
                              : id_of_stem(result.file));
        ++taken[found.back()];
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (taken[found[i]] > 1) found[i] = results[i].file;
    }
    return found;
}

CocoId id_of(std::int64_t number, const std::string& text) {
    return {number, text};
}

/// Without "images" the classes alone count: an image that no picture is.
std::string with_an_image(std::string_view text) {
    auto json = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    if (!json.is_object() || !json.contains("categories") || json.contains("images")) return {};
    json["images"] = {{{"id", 1}}};
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::optional<CocoId> CocoIds::image(const std::string& file) const {
    const std::int32_t place = pictures.find(file);
    if (place < 0) return std::nullopt;
    const AnnotatedImage& image = annotations.images[static_cast<std::size_t>(place)];
    return id_of(image.id, image.id_text);
}

std::optional<CocoId> CocoIds::category(std::string_view name, std::string& as_listed) const {
    const std::int32_t place = annotations.category_named(name);
    if (place < 0) return std::nullopt;
    const AnnotatedClass& category = annotations.categories[static_cast<std::size_t>(place)];
    as_listed = category.name;
    return id_of(category.id, category.id_text);
}

Result<CocoIds> parse_coco_ids(std::string_view text, const std::string& name) {
    AnnotationFile file = {name, text};
    const std::string filled = with_an_image(text);
    if (!filled.empty()) file.text = filled;
    auto annotations = read_annotations(std::span(&file, 1));
    if (!annotations) return tl::unexpected(annotations.error());
    if (annotations->format != AnnotationFormat::kCoco) {
        return fail(ErrorCode::kBadData,
                    name + ": holds annotations of " + name_of(annotations->format) +
                        ", which have no ids; COCO annotations with \"categories\" are needed.");
    }
    if (!filled.empty()) annotations->images.clear();
    std::vector<std::string> names;
    for (const AnnotatedImage& image : annotations->images) names.push_back(image.file_name);
    return CocoIds{std::move(*annotations), PictureIndex(names)};
}

std::string format_coco(const ModelCard& card, const std::vector<ImageResult>& results, const CocoIds* ids,
                        int& left_out) {
    std::vector<std::string> lines;
    left_out = 0;
    const std::vector<FloatJson> pictures = image_ids(results, ids);
    for (std::size_t i = 0; i < results.size(); ++i) {
        for (const Detection& detection : results[i].detections) {
            const auto index = static_cast<std::size_t>(detection.label);
            std::string name = label_name(card, detection.label);
            FloatJson category = detection.label;
            if (ids != nullptr) {
                const std::string coco = index < card.labels.size() ? card.labels[index].coco : std::string();
                const auto found = ids->category(coco.empty() ? name : coco, name);
                if (!found) {
                    ++left_out;
                    continue;
                }
                category = found->text.empty() ? FloatJson(found->number) : FloatJson(found->text);
            }
            const Box& box = detection.box;
            lines.push_back(dump({{"image_id", pictures[i]},
                                  {"category_id", category},
                                  {"category_name", name},
                                  {"bbox", FloatJson::array({box.x0, box.y0, box.width(), box.height()})},
                                  {"score", detection.score}}));
        }
    }
    return array_of_lines(lines, "") + "\n";
}

}  // namespace farsight::lab
