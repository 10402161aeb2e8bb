#include "results.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "farsight/lab/csv.h"
#include "farsight/runtime/files.h"

namespace farsight {
namespace {

namespace fs = std::filesystem;

/// Keys in the order given; numbers as the shortest text that reads back as the same float.
using Json = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                  std::uint64_t, float>;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

float milliseconds(double value) {
    return static_cast<float>(std::round(value * 1000) / 1000);
}

__attribute__((format(printf, 2, 3))) void append(std::string& out, const char* format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    out += line;
}

/// One element a line, so that results can be read, diffed and grepped.
std::string array_of_lines(const std::vector<std::string>& elements, const char* indent) {
    std::string out = "[";
    for (const std::string& element : elements) {
        out += (out.size() > 1 ? ",\n" : "\n") + std::string(indent) + element;
    }
    return out + (elements.empty() ? "]" : "\n]");
}

Json box_json(const Box& box) {
    return Json::array({box.x0, box.y0, box.x1, box.y1});
}

/// All of a picture's object but its detections and its end.
std::string image_head(const ModelCard& card, const ImageResult& result) {
    const Json image = {
        {"file", result.file},
        {"width", result.size.width},
        {"height", result.size.height},
        {"model", card.name},
        {"plan", {{"tiles", result.tiles}, {"levels", result.levels}, {"pixel_ratio", result.pixel_ratio}}},
        {"timing_ms",
         {{"total", milliseconds(result.total_ms)},
          {"decode_image", milliseconds(result.decode_image_ms)},
          {"preprocess", milliseconds(result.stages.preprocess_ms)},
          {"network", milliseconds(result.stages.network_ms)},
          {"decode_heads", milliseconds(result.stages.decode_heads_ms)},
          {"merge", milliseconds(result.merge_ms)}}},
        {"counts",
         {{"full_frame", result.on_full_frame_count()},
          {"recovered", result.recovered_count()},
          {"total", result.detections.size()}}},
    };
    std::string text = dump(image);
    text.pop_back();
    return text;
}

std::vector<std::string> detections_json(const ModelCard& card, const ImageResult& result) {
    std::vector<std::string> detections;
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        const Detection& detection = result.detections[i];
        detections.push_back(dump({{"label", label_name(card, detection.label)},
                                   {"score", detection.score},
                                   {"box", box_json(detection.box)},
                                   {"level", detection.level},
                                   {"tile", detection.tile},
                                   {"truncated", detection.truncated},
                                   {"full_frame_score", detection.full_frame_score},
                                   {"recovered", result.on_full_frame[i] == 0}}));
    }
    return detections;
}

constexpr std::string_view kCsvColumns = "label,score,x0,y0,x1,y1,level,tile,truncated,recovered\r\n";

/// `first` stands at the beginning of each line.
std::string csv_lines(const ModelCard& card, const ImageResult& result, const std::string& first) {
    std::string out;
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        const Detection& detection = result.detections[i];
        const Box& box = detection.box;
        const Json fields = {detection.score,
                             box.x0,
                             box.y0,
                             box.x1,
                             box.y1,
                             detection.level,
                             detection.tile,
                             detection.truncated,
                             result.on_full_frame[i] == 0};
        out += first + lab::csv_field(label_name(card, detection.label));
        for (const Json& field : fields) out.append(1, ',').append(dump(field));
        out += "\r\n";
    }
    return out;
}

/// COCO's id of a picture: the annotation file's, else the stem when it is a number, else the stem.
Json image_id(const std::string& file, const CocoIds* ids) {
    const fs::path path(file);
    if (ids != nullptr) {
        if (const auto found = ids->images.find(path.filename().string()); found != ids->images.end()) {
            return found->second;
        }
    }
    const std::string stem = path.stem().string();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    if (error == std::errc() && end == stem.data() + stem.size() && number >= 0) return number;
    return stem;
}

}  // namespace

void ImageResult::mark_full_frame(std::span<const int> matches) {
    on_full_frame.clear();
    for (const int match : matches) on_full_frame.push_back(match >= 0 ? 1 : 0);
}

int ImageResult::on_full_frame_count() const {
    return static_cast<int>(
        std::count_if(on_full_frame.begin(), on_full_frame.end(), [](auto seen) { return seen != 0; }));
}

std::string label_name(const ModelCard& card, int label) {
    const auto index = static_cast<std::size_t>(label);
    if (label >= 0 && index < card.labels.size() && !card.labels[index].name.empty()) {
        return card.labels[index].name;
    }
    return "class " + std::to_string(label);
}

std::string format_table(const ModelCard& card, const ImageResult& result) {
    std::string out = result.file;
    append(out, "  %d x %d  %zu %s: %d on the full frame, %d recovered  (%d tiles, %d levels, %.0f ms)\n",
           result.size.width, result.size.height, result.detections.size(),
           result.detections.size() == 1 ? "object" : "objects", result.on_full_frame_count(),
           result.recovered_count(), result.tiles, result.levels, result.total_ms);
    if (result.detections.empty()) return out + "\n";

    int width = 5;
    for (const Detection& detection : result.detections) {
        width = std::max(width, static_cast<int>(label_name(card, detection.label).size()));
    }
    append(out, "  %-*s  score       x0       y0       x1       y1  level  seen on\n", width, "label");
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        const Detection& detection = result.detections[i];
        const Box& box = detection.box;
        append(out, "  %-*s  %.3f  %7.1f  %7.1f  %7.1f  %7.1f  %5d  %s%s\n", width,
               label_name(card, detection.label).c_str(), static_cast<double>(detection.score),
               static_cast<double>(box.x0), static_cast<double>(box.y0), static_cast<double>(box.x1),
               static_cast<double>(box.y1), detection.level,
               result.on_full_frame[i] != 0 ? "full frame" : "pyramid", detection.truncated ? ", cut" : "");
    }
    return out + "\n";
}

std::string format_json(const ModelCard& card, const std::vector<ImageResult>& results) {
    std::vector<std::string> images;
    for (const ImageResult& result : results) {
        images.push_back(image_head(card, result) +
                         ",\"detections\":" + array_of_lines(detections_json(card, result), "  ") + "}");
    }
    return R"({"schema":"farsight.detections/1","images":)" + array_of_lines(images, "") + "}\n";
}

std::string format_json_line(const ModelCard& card, const ImageResult& result) {
    std::string line = R"({"schema":"farsight.detections/1",)" + image_head(card, result).substr(1);
    line += ",\"detections\":[";
    const char* separator = "";
    for (const std::string& detection : detections_json(card, result)) {
        line.append(separator).append(detection);
        separator = ",";
    }
    return line + "]}\n";
}

std::string format_csv(const ModelCard& card, const ImageResult& result) {
    return std::string(kCsvColumns) + csv_lines(card, result, "");
}

std::string csv_head_of_pictures() {
    return "file," + std::string(kCsvColumns);
}

std::string csv_lines_of_picture(const ModelCard& card, const ImageResult& result) {
    return csv_lines(card, result, lab::csv_field(result.file) + ",");
}

Result<CocoIds> read_coco_ids(const fs::path& file) {
    constexpr std::size_t kMaxBytes = std::size_t{1} << 30;
    const auto bytes = read_file(file, kMaxBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    const auto json = nlohmann::json::parse(text, text + bytes->size(), nullptr, false);
    const auto broken = [&](const char* what) {
        return fail(ErrorCode::kInvalidArgument,
                    file.string() + ": " + what + "; COCO annotations with \"categories\" are needed.");
    };
    if (!json.is_object()) return broken("is not a JSON object");
    const auto categories = json.find("categories");
    if (categories == json.end() || !categories->is_array()) return broken("has no \"categories\" array");

    CocoIds ids;
    for (const auto& category : *categories) {
        if (!category.is_object()) return broken("has a category that is not an object");
        const auto name = category.find("name");
        const auto id = category.find("id");
        if (name == category.end() || !name->is_string() || id == category.end() ||
            !id->is_number_integer()) {
            return broken(R"(has a category without "name" or "id")");
        }
        ids.categories[name->get<std::string>()] = id->get<int>();
    }
    const auto images = json.find("images");
    if (images == json.end() || !images->is_array()) return ids;
    for (const auto& image : *images) {
        if (!image.is_object()) continue;
        const auto name = image.find("file_name");
        const auto id = image.find("id");
        if (name == image.end() || !name->is_string() || id == image.end() || !id->is_number_integer())
            continue;
        ids.images[fs::path(name->get<std::string>()).filename().string()] = id->get<std::int64_t>();
    }
    return ids;
}

std::string format_coco(const ModelCard& card, const std::vector<ImageResult>& results, const CocoIds* ids,
                        int& left_out) {
    std::vector<std::string> lines;
    left_out = 0;
    for (const ImageResult& result : results) {
        const Json picture = image_id(result.file, ids);
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
                                  {"bbox", Json::array({box.x0, box.y0, box.width(), box.height()})},
                                  {"score", detection.score}}));
        }
    }
    return array_of_lines(lines, "") + "\n";
}

}  // namespace farsight
