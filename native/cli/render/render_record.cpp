#include "render/render_record.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "farsight/runtime/files.h"

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "farsight.scenes/1";
/// Annotation ids are image id * 256 + object: no shard needs to know another.
constexpr std::int64_t kObjectsPerImage = 256;
constexpr std::size_t kMaxAnnotationBytes = std::size_t{4} << 30;

/// Hundredths are finer than what the renderer resolves.
double rounded(double value) {
    return std::round(value * 100) / 100;
}

Json box_json(const Box& box) {
    return Json::array({rounded(static_cast<double>(box.x0)), rounded(static_cast<double>(box.y0)),
                        rounded(static_cast<double>(box.width())),
                        rounded(static_cast<double>(box.height()))});
}

Json annotation_json(std::int64_t image_id, const ObjectTruth& truth, double min_visible) {
    return {{"id", image_id * kObjectsPerImage + truth.id},
            {"image_id", image_id},
            {"category_id", static_cast<int>(truth.scene_class) + 1},
            {"bbox", box_json(truth.visible)},
            {"area", rounded(truth.visible_px)},
            {"iscrowd", truth.visible_fraction < min_visible ? 1 : 0},
            {"amodal_bbox", box_json(truth.amodal)},
            {"distance_m", rounded(truth.distance_m)},
            {"apparent_height_px", rounded(truth.apparent_height_px)},
            {"visible_fraction", std::round(truth.visible_fraction * 1e4) / 1e4},
            {"truncated", truth.truncated}};
}

Json terms_json(const RenderTerms& terms) {
    return {{"schema", kSchema},
            {"count", terms.count},
            {"shard", std::to_string(terms.shard.index) + "/" + std::to_string(terms.shard.count)},
            {"recipe", Json::parse(terms.recipe)}};
}

RenderTerms terms_of(const Json& json) {
    RenderTerms terms;
    terms.count = json.at("count").get<std::int64_t>();
    terms.recipe = json.at("recipe").dump();
    const auto shard = parse_shard(json.at("shard").get<std::string>());
    if (shard) terms.shard = *shard;
    return terms;
}

bool same_terms(const RenderTerms& a, const RenderTerms& b) {
    return terms_json(a) == terms_json(b);
}

void append_list(std::string& text, const char* name, const std::vector<const std::string*>& items) {
    text.append("\"").append(name).append("\": [");
    const char* separator = "\n";
    for (const std::string* item : items) {
        text.append(separator).append(*item);
        separator = ",\n";
    }
    text.append("\n]");
}

tl::unexpected<Error> not_ours(const std::string& name) {
    return fail(ErrorCode::kBadData, name + ": is no annotation file of farsight render.");
}

}  // namespace

SceneRecord scene_record(std::int64_t id, const std::string& file_name, const SceneOptions& options,
                         const Scene& scene, const GroundTruth& truth, double min_visible) {
    SceneRecord record;
    record.image = Json{{"id", id},
                        {"file_name", file_name},
                        {"width", scene.camera.size.width},
                        {"height", scene.camera.size.height},
                        {"seed", options.seed},
                        {"weather", name_of(scene.weather)},
                        {"place", name_of(scene.ground.place)},
                        {"focal_px", rounded(scene.camera.focal_px)},
                        {"horizon_px", rounded(scene.camera.horizon_px)},
                        {"camera_height_m", rounded(scene.camera.height_m)}}
                       .dump();
    for (const ObjectTruth& object : truth.objects) {
        if (object.visible.empty()) continue;
        record.annotations.push_back(annotation_json(id, object, min_visible).dump());
    }
    return record;
}

std::string annotations_text(const RenderTerms& terms, const SceneRecords& records) {
    Json categories = Json::array();
    for (int i = 0; i < kSceneClassCount; ++i) {
        categories.push_back({{"id", i + 1}, {"name", name_of(static_cast<SceneClass>(i))}});
    }
    std::vector<const std::string*> images;
    std::vector<const std::string*> annotations;
    for (const auto& [id, record] : records) {
        images.push_back(&record.image);
        for (const std::string& annotation : record.annotations) annotations.push_back(&annotation);
    }
    std::string text =
        "{\"info\": " + terms_json(terms).dump() + ",\n\"categories\": " + categories.dump() + ",\n";
    append_list(text, "images", images);
    text += ",\n";
    append_list(text, "annotations", annotations);
    return text + "}\n";
}

Result<AnnotatedScenes> read_annotations_text(std::string_view text, const std::string& name) {
    try {
        const Json json = Json::parse(text);
        if (json.at("info").at("schema") != kSchema) return not_ours(name);
        AnnotatedScenes scenes;
        scenes.terms = terms_of(json.at("info"));
        for (const Json& image : json.at("images")) {
            scenes.records[image.at("id").get<std::int64_t>()].image = image.dump();
        }
        for (const Json& annotation : json.at("annotations")) {
            scenes.records[annotation.at("image_id").get<std::int64_t>()].annotations.push_back(
                annotation.dump());
        }
        return scenes;
    } catch (const Json::exception&) {
        return not_ours(name);
    }
}

Result<AnnotatedScenes> merge_shards(const std::vector<std::string>& files) {
    AnnotatedScenes all;
    std::map<int, std::string> from;
    for (const std::string& file : files) {
        const auto bytes = read_file(file, kMaxAnnotationBytes);
        if (!bytes) return tl::unexpected(bytes.error());
        auto shard =
            read_annotations_text({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file);
        if (!shard) return shard;
        if (from.empty()) all.terms = shard->terms;
        RenderTerms expected = all.terms;
        expected.shard.index = shard->terms.shard.index;
        if (!same_terms(expected, shard->terms)) {
            return fail(ErrorCode::kMismatch, file + ": holds other scenes than " + files.front() + ".");
        }
        if (const auto [twice, added] = from.emplace(shard->terms.shard.index, file); !added) {
            return fail(ErrorCode::kMismatch, file + ": is the same shard as " + twice->second + ".");
        }
        all.records.merge(shard->records);
    }
    std::string missing;
    for (int i = 1; i <= all.terms.shard.count; ++i) {
        if (!from.contains(i)) missing += (missing.empty() ? "" : ", ") + std::to_string(i);
    }
    if (!missing.empty()) {
        return fail(ErrorCode::kMismatch, "of " + std::to_string(all.terms.shard.count) +
                                              " shards these are missing: " + missing + ".");
    }
    all.terms.shard = {};
    return all;
}

std::string log_head(const RenderTerms& terms) {
    return terms_json(terms).dump() + "\n";
}

std::string log_line(std::int64_t id, const SceneRecord& record) {
    std::string line = "{\"id\":" + std::to_string(id) + ",\"image\":" + record.image + ",\"annotations\":[";
    const char* separator = "";
    for (const std::string& annotation : record.annotations) {
        line.append(separator).append(annotation);
        separator = ",";
    }
    return line + "]}\n";
}

Result<RenderLog> read_log(std::string_view text, const RenderTerms& terms, const std::string& name) {
    RenderLog log;
    for (int number = 1;; ++number) {
        const std::size_t end = text.find('\n', log.whole_bytes);
        if (end == std::string_view::npos) return log;
        const std::string_view line = text.substr(log.whole_bytes, end - log.whole_bytes);
        log.whole_bytes = end + 1;
        if (number == 1) {
            if (std::string(line) + "\n" != log_head(terms)) {
                return fail(ErrorCode::kMismatch,
                            name +
                                ": belongs to other scenes; give another --out, or delete it "
                                "to begin anew.");
            }
            log.begun = true;
            continue;
        }
        try {
            const Json json = Json::parse(line);
            SceneRecord record;
            record.image = json.at("image").dump();
            for (const Json& annotation : json.at("annotations")) {
                record.annotations.push_back(annotation.dump());
            }
            log.records[json.at("id").get<std::int64_t>()] = std::move(record);
        } catch (const Json::exception&) {
            return fail(ErrorCode::kBadData, name + ": line " + std::to_string(number) +
                                                 " is damaged; delete the file to begin anew.");
        }
    }
}

}  // namespace farsight::cli
