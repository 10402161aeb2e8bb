#include "detect/detect_state.h"

#include <sys/stat.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string line_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Empty for what is no file, whose results are not kept.
std::string stamp_of(const std::string& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
    return std::to_string(status.st_size) + "/" + std::to_string(status.st_mtim.tv_sec) + "." +
           std::to_string(status.st_mtim.tv_nsec);
}

Json detection_json(const Detection& detection, bool on_full_frame) {
    const Box& box = detection.box;
    return Json::array({detection.label, detection.score, box.x0, box.y0, box.x1, box.y1, detection.level,
                        detection.tile, detection.truncated, detection.full_frame_score, on_full_frame});
}

Json evidence_json(const std::vector<Evidence>& all) {
    Json json = Json::array();
    for (const Evidence& of : all) {
        json.push_back(Json::array(
            {of.best, of.mean, of.suited, of.agreeing, of.agreement, of.inside, of.contains, of.overlaps}));
    }
    return json;
}

Evidence read_evidence(const Json& json) {
    Evidence evidence;
    json.at(0).get_to(evidence.best);
    json.at(1).get_to(evidence.mean);
    json.at(2).get_to(evidence.suited);
    json.at(3).get_to(evidence.agreeing);
    json.at(4).get_to(evidence.agreement);
    json.at(5).get_to(evidence.inside);
    json.at(6).get_to(evidence.contains);
    json.at(7).get_to(evidence.overlaps);
    return evidence;
}

Json regions_json(const std::vector<Tile>& regions) {
    Json json = Json::array();
    for (const Tile& tile : regions) {
        const Rect& r = tile.region;
        json.push_back(Json::array({tile.level, r.x, r.y, r.width, r.height}));
    }
    return json;
}

Tile read_region(const Json& json) {
    Tile tile;
    json.at(0).get_to(tile.level);
    json.at(1).get_to(tile.region.x);
    json.at(2).get_to(tile.region.y);
    json.at(3).get_to(tile.region.width);
    json.at(4).get_to(tile.region.height);
    return tile;
}

Json result_json(const ImageResult& result) {
    Json detections = Json::array();
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        detections.push_back(detection_json(result.detections[i], result.on_full_frame[i] != 0));
    }
    return {{"size", {result.size.width, result.size.height}},
            {"tiles", result.tiles},
            {"levels", result.levels},
            {"pixel_ratio", result.pixel_ratio},
            {"full_pixel_ratio", result.full_pixel_ratio},
            {"regions", regions_json(result.regions)},
            {"warnings", result.warnings},
            {"full_frame_alone", result.full_frame_alone},
            {"ms",
             {result.stages.preprocess_ms, result.stages.network_ms, result.stages.decode_heads_ms,
              result.decode_image_ms, result.merge_ms, result.total_ms}},
            {"detections", detections},
            {"evidence", evidence_json(result.evidence)}};
}

void read_detection(const Json& json, ImageResult& result) {
    Detection detection;
    json.at(0).get_to(detection.label);
    json.at(1).get_to(detection.score);
    json.at(2).get_to(detection.box.x0);
    json.at(3).get_to(detection.box.y0);
    json.at(4).get_to(detection.box.x1);
    json.at(5).get_to(detection.box.y1);
    json.at(6).get_to(detection.level);
    json.at(7).get_to(detection.tile);
    json.at(8).get_to(detection.truncated);
    json.at(9).get_to(detection.full_frame_score);
    result.detections.push_back(detection);
    result.on_full_frame.push_back(json.at(10).get<bool>() ? 1 : 0);
}

/// Throws nlohmann's exception when something is missing.
ImageResult read_result(const Json& json) {
    ImageResult result;
    result.size = {json.at("size").at(0).get<int>(), json.at("size").at(1).get<int>()};
    json.at("tiles").get_to(result.tiles);
    json.at("levels").get_to(result.levels);
    json.at("pixel_ratio").get_to(result.pixel_ratio);
    // A refused plan's ratio is not known, and JSON has no NaN.
    const Json& full = json.at("full_pixel_ratio");
    result.full_pixel_ratio = full.is_null() ? std::numeric_limits<double>::quiet_NaN() : full.get<double>();
    for (const Json& region : json.at("regions")) result.regions.push_back(read_region(region));
    json.at("warnings").get_to(result.warnings);
    json.at("full_frame_alone").get_to(result.full_frame_alone);
    const Json& ms = json.at("ms");
    ms.at(0).get_to(result.stages.preprocess_ms);
    ms.at(1).get_to(result.stages.network_ms);
    ms.at(2).get_to(result.stages.decode_heads_ms);
    ms.at(3).get_to(result.decode_image_ms);
    ms.at(4).get_to(result.merge_ms);
    ms.at(5).get_to(result.total_ms);
    for (const Json& detection : json.at("detections")) read_detection(detection, result);
    for (const Json& evidence : json.at("evidence")) result.evidence.push_back(read_evidence(evidence));
    return result;
}

}  // namespace

Result<DetectState> DetectState::open(const std::filesystem::path& folder, const std::string& terms) {
    auto log = LineLog::open(folder / "detect.part");
    if (!log) return tl::unexpected(log.error());
    DetectState state;
    state.log_ = std::move(*log);
    const std::string head = line_of({{"schema", "farsight.detect-state/1"}, {"terms", Json::parse(terms)}});
    if (auto ours = state.log_.check_unfinished_head(head); !ours) return tl::unexpected(ours.error());
    if (auto read = state.read(head); !read) return tl::unexpected(read.error());
    return state;
}

Result<void> DetectState::read(const std::string& head) {
    const auto text = log_.text();
    if (!text) return tl::unexpected(text.error());
    std::size_t whole = 0;
    for (int number = 1;; ++number) {
        const std::size_t end = text->find('\n', whole);
        if (end == std::string::npos) break;
        const std::string line = text->substr(whole, end + 1 - whole);
        whole = end + 1;
        if (number == 1 && line != head) {
            return fail(ErrorCode::kMismatch,
                        log_.path().string() +
                            ": belongs to a run with another model or other options; give "
                            "another --state, or delete it to begin anew.");
        }
        if (number == 1) continue;
        try {
            const Json json = Json::parse(line);
            Entry entry{json.at("stamp").get<std::string>(), read_result(json.at("result"))};
            entry.result.file = json.at("file").get<std::string>();
            entries_.insert_or_assign(entry.result.file, std::move(entry));
        } catch (const Json::exception&) {
            return fail(ErrorCode::kBadData, log_.path().string() + ": line " + std::to_string(number) +
                                                 " is damaged; delete the file to begin anew.");
        }
    }
    // A line that was being written when the last run stopped is written anew.
    if (auto cut = log_.cut(whole); !cut) return cut;
    return whole > 0 ? Result<void>{} : log_.append(head);
}

const ImageResult* DetectState::find(const std::string& file) const {
    const auto found = entries_.find(file);
    const bool same = found != entries_.end() && found->second.stamp == stamp_of(file);
    return same ? &found->second.result : nullptr;
}

Result<void> DetectState::keep(const ImageResult& result) {
    if (!log_.is_open()) return {};
    const std::string stamp = stamp_of(result.file);
    if (stamp.empty()) return {};
    return log_.append(line_of({{"file", result.file}, {"stamp", stamp}, {"result", result_json(result)}}));
}

}  // namespace farsight::cli
