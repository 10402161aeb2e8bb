// The flat records of COCO's JSON files, read one by one as the parser meets them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "annotations/builder.h"
#include "farsight/result.h"

namespace farsight::annotations {

/// An id as files write it: a whole number, one written as 9.0 or as "9", or text.
struct CocoId {
    std::string key;       ///< Equal ids have equal keys; empty: there is none.
    bool is_text = false;  ///< It was written as text.
    /// The number, unless the key is other text.
    std::optional<std::int64_t> number;

    explicit operator bool() const { return !key.empty(); }
};

CocoId coco_id(std::string_view text);
CocoId coco_id(std::int64_t number);

/// The fields of images, categories, annotations and results that evaluation knows. Absent ones are empty.
struct CocoRecord {
    CocoId id;
    CocoId image_id;
    CocoId category_id;
    std::optional<double> score;
    std::optional<double> area;
    std::optional<double> distance_m;
    std::optional<double> width;
    std::optional<double> height;
    bool crowd = false;
    std::array<double, 4> bbox{};
    int bbox_values = 0;  ///< How many numbers stood in "bbox"; 4 is right.
    Extent outline;       ///< Of "segmentation": of its points, or of its mask.
    std::string file_name;
    std::string url;  ///< "coco_url", "flickr_url" or "url".
    std::string name;
    std::string category_name;
};

/// Called for each record with the section it stands in ("" in a top-level array) and its place there.
/// A non-empty answer is a complaint that ends the reading.
using CocoRecordSink =
    std::function<std::string(std::string_view section, std::int64_t place, CocoRecord& record)>;

/// What the file as a whole had that JSON or COCO does not.
struct CocoFileNotes {
    bool keyed_by_id = false;       ///< A section was an object of records keyed by id.
    std::int64_t not_a_number = 0;  ///< Values NaN, Infinity and -Infinity, which were taken for null.
};

/// Reads {"section": [records...], ...}, where a section may also be an object of records keyed by id, or
/// [records...]. Fails with kBadData and a sentence that starts with `name`.
Result<void> read_coco_records(std::string_view text, const std::string& name, const CocoRecordSink& sink,
                               CocoFileNotes& notes);

}  // namespace farsight::annotations
