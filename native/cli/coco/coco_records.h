// The flat records of COCO's JSON files, read one by one as the parser meets them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "farsight/result.h"

namespace farsight::cli {

/// The fields of images, categories, annotations and results that evaluation knows. Absent ones are empty.
struct CocoRecord {
    std::optional<std::int64_t> id;
    std::optional<std::int64_t> image_id;
    std::optional<std::int64_t> category_id;
    std::optional<double> score;
    std::optional<double> area;
    std::optional<double> distance_m;
    bool crowd = false;
    std::array<double, 4> bbox{};
    int bbox_values = 0;  ///< How many numbers stood in "bbox"; 4 is right.
    std::string file_name;
    std::string name;
    std::string category_name;
};

/// Called for each record with the section it stands in ("" in a top-level array) and its place there.
/// A non-empty answer is a complaint that ends the reading.
using CocoRecordSink =
    std::function<std::string(std::string_view section, std::int64_t place, CocoRecord& record)>;

/// Reads {"section": [records...], ...} or [records...]. Fails with kBadData and a sentence that
/// starts with `name`.
Result<void> read_coco_records(std::string_view text, const std::string& name, const CocoRecordSink& sink);

}  // namespace farsight::cli
