#include <cmath>

#include "export/json_text.h"
#include "farsight/lab/export.h"

namespace farsight::lab {
namespace {

using Json = FloatJson;

constexpr const char* kSchema = "farsight.detections/1";

/// Thousandths are enough, and the text stays short.
float milliseconds(double value) {
    return static_cast<float>(std::round(value * 1000) / 1000);
}

Json plan_json(const ImageResult& result) {
    Json regions = Json::array();
    for (const Tile& tile : result.regions) {
        const Rect& r = tile.region;
        regions.push_back(Json::array({tile.level, r.x, r.y, r.x + r.width, r.y + r.height}));
    }
    return {{"tiles", result.tiles},
            {"levels", result.levels},
            {"pixel_ratio", result.pixel_ratio},
            {"full_pixel_ratio", result.full_pixel_ratio},
            {"regions", std::move(regions)}};
}

Json timing_json(const ImageResult& result) {
    return {{"total", milliseconds(result.total_ms)},
            {"decode_image", milliseconds(result.decode_image_ms)},
            {"preprocess", milliseconds(result.stages.preprocess_ms)},
            {"network", milliseconds(result.stages.network_ms)},
            {"decode_heads", milliseconds(result.stages.decode_heads_ms)},
            {"merge", milliseconds(result.merge_ms)},
            {"cached_tiles", result.cached_tiles},
            {"cached_image", result.cached_image}};
}

Json counts_json(const Counts& counts) {
    return {{"full_frame", counts.full_frame},
            {"recovered", counts.recovered},
            {"total", counts.total},
            {"full_frame_alone", counts.full_frame_alone}};
}

/// All of a picture's object but its detections and its end.
std::string image_head(const ModelCard& card, const ImageResult& result) {
    std::string text = dump({{"file", result.file},
                             {"width", result.size.width},
                             {"height", result.size.height},
                             {"model", card.name},
                             {"counts", counts_json(result.counts())},
                             {"score_kind", "rule"},
                             {"plan", plan_json(result)},
                             {"timing_ms", timing_json(result)},
                             {"warnings", result.warnings}});
    text.pop_back();
    return text;
}

Json evidence_json(const Evidence& evidence) {
    return {{"best", evidence.best},         {"mean", evidence.mean},           {"suited", evidence.suited},
            {"agreeing", evidence.agreeing}, {"agreement", evidence.agreement}, {"inside", evidence.inside},
            {"contains", evidence.contains}, {"overlaps", evidence.overlaps}};
}

std::vector<std::string> detections_json(const ModelCard& card, const ImageResult& result) {
    std::vector<std::string> detections;
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        const Detection& detection = result.detections[i];
        const Box& box = detection.box;
        Json json = {{"label", label_name(card, detection.label)},
                     {"score", detection.score},
                     {"rule_score", detection.score},
                     {"full_frame_score", detection.full_frame_score},
                     {"recovered", result.on_full_frame[i] == 0},
                     {"box", Json::array({box.x0, box.y0, box.x1, box.y1})},
                     {"level", detection.level},
                     {"tile", detection.tile},
                     {"truncated", detection.truncated}};
        if (!result.evidence.empty()) json["evidence"] = evidence_json(result.evidence[i]);
        detections.push_back(dump(json));
    }
    return detections;
}

}  // namespace

std::string dump(const FloatJson& json) {
    return json.dump(-1, ' ', false, FloatJson::error_handler_t::replace);
}

std::string array_of_lines(const std::vector<std::string>& elements, const char* indent) {
    std::string out = "[";
    for (const std::string& element : elements) {
        out += (out.size() > 1 ? ",\n" : "\n") + std::string(indent) + element;
    }
    return out + (elements.empty() ? "]" : "\n]");
}

std::string format_json(const ModelCard& card, const std::vector<ImageResult>& results) {
    std::vector<std::string> images;
    for (const ImageResult& result : results) {
        images.push_back(image_head(card, result) +
                         ",\"detections\":" + array_of_lines(detections_json(card, result), "  ") + "}");
    }
    return std::string(R"({"schema":")") + kSchema + R"(","images":)" + array_of_lines(images, "") + "}\n";
}

std::string format_json_line(const ModelCard& card, const ImageResult& result) {
    std::string line = std::string(R"({"schema":")") + kSchema + "\"," + image_head(card, result).substr(1);
    line += ",\"detections\":[";
    const char* separator = "";
    for (const std::string& detection : detections_json(card, result)) {
        line.append(separator).append(detection);
        separator = ",";
    }
    return line + "]}\n";
}

}  // namespace farsight::lab
