#include <charconv>

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

/// COCO's id of a picture: the annotation file's, else the stem when it is a number, else the stem.
FloatJson image_id(const std::string& file, const CocoIds* ids) {
    const std::string_view name = file_name(file);
    if (ids != nullptr) {
        if (const auto found = ids->images.find(name); found != ids->images.end()) return found->second;
    }
    const std::string_view text = stem(name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number >= 0) return number;
    return std::string(text);
}

}  // namespace

Result<CocoIds> parse_coco_ids(std::string_view text, const std::string& name) {
    const auto json = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    const auto broken = [&](const char* what) {
        return fail(ErrorCode::kBadData,
                    name + ": " + what + "; COCO annotations with \"categories\" are needed.");
    };
    if (!json.is_object()) return broken("is not a JSON object");
    const auto categories = json.find("categories");
    if (categories == json.end() || !categories->is_array()) return broken("has no \"categories\" array");

    CocoIds ids;
    for (const auto& category : *categories) {
        if (!category.is_object()) return broken("has a category that is not an object");
        const auto title = category.find("name");
        const auto id = category.find("id");
        if (title == category.end() || !title->is_string() || id == category.end() ||
            !id->is_number_integer()) {
            return broken(R"(has a category without "name" or "id")");
        }
        ids.categories[title->get<std::string>()] = id->get<int>();
    }
    const auto images = json.find("images");
    if (images == json.end() || !images->is_array()) return ids;
    for (const auto& image : *images) {
        if (!image.is_object()) continue;
        const auto file = image.find("file_name");
        const auto id = image.find("id");
        if (file == image.end() || !file->is_string() || id == image.end() || !id->is_number_integer())
            continue;
        ids.images[std::string(file_name(file->get<std::string>()))] = id->get<std::int64_t>();
    }
    return ids;
}

std::string format_coco(const ModelCard& card, const std::vector<ImageResult>& results, const CocoIds* ids,
                        int& left_out) {
    std::vector<std::string> lines;
    left_out = 0;
    for (const ImageResult& result : results) {
        const FloatJson picture = image_id(result.file, ids);
        for (const Detection& detection : result.detections) {
            const auto index = static_cast<std::size_t>(detection.label);
            std::string name = label_name(card, detection.label);
            int category = detection.label;
            if (ids != nullptr) {
                const std::string coco = index < card.labels.size() ? card.labels[index].coco : std::string();
                const auto found = ids->categories.find(coco.empty() ? name : coco);
                if (found == ids->categories.end()) {
                    ++left_out;
                    continue;
                }
                name = found->first;
                category = found->second;
            }
            const Box& box = detection.box;
            lines.push_back(dump({{"image_id", picture},
                                  {"category_id", category},
                                  {"category_name", name},
                                  {"bbox", FloatJson::array({box.x0, box.y0, box.width(), box.height()})},
                                  {"score", detection.score}}));
        }
    }
    return array_of_lines(lines, "") + "\n";
}

}  // namespace farsight::lab
