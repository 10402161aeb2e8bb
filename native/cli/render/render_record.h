// What render keeps of a scene, and the COCO annotations it makes of all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "eval/eval_record.h"
#include "farsight/scene.h"

namespace farsight::cli {

/// What scenes are asked for and how they are drawn.
struct RenderTerms {
    std::string recipe;  ///< A JSON object.
    std::int64_t count = 0;
    Shard shard;
};

/// One scene's part of the annotations, as JSON text.
struct SceneRecord {
    std::string image;
    std::vector<std::string> annotations;
};
/// By the image's id, which counts from 1.
using SceneRecords = std::map<std::int64_t, SceneRecord>;

/// Objects of which less than `min_visible` can be seen become crowds: finding them is no error and missing
/// them neither. Those that are hidden entirely are left out.
SceneRecord scene_record(std::int64_t id, const std::string& file_name, const SceneOptions& options,
                         const Scene& scene, const GroundTruth& truth, double min_visible);

/// The annotation file: the same text for the same scenes, in one run or in merged shards.
std::string annotations_text(const RenderTerms& terms, const SceneRecords& records);

struct AnnotatedScenes {
    RenderTerms terms;
    SceneRecords records;
};
/// Reads an annotation file back. Fails with kBadData and `name` when render has not written it.
Result<AnnotatedScenes> read_annotations_text(std::string_view text, const std::string& name);

/// Puts the annotation files of all shards together. Refuses, naming the file, what is no shard of the same
/// scenes or is there twice, and says which shards are missing.
Result<AnnotatedScenes> merge_shards(const std::vector<std::string>& files);

/// The log of a run: a line of terms, then a line a scene.
std::string log_head(const RenderTerms& terms);
std::string log_line(std::int64_t id, const SceneRecord& record);

struct RenderLog {
    SceneRecords records;
    std::size_t whole_bytes = 0;  ///< Bytes of whole lines.
    bool begun = false;           ///< It has its first line.
};
/// Fails with kMismatch when the log is of other terms, with kBadData when a line is none.
Result<RenderLog> read_log(std::string_view text, const RenderTerms& terms, const std::string& name);

}  // namespace farsight::cli
