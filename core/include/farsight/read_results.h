// Detections that files hold: what farsight detect writes in its machine-readable forms, and COCO results of
// others.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "farsight/annotations.h"
#include "farsight/evaluate.h"
#include "farsight/result.h"

namespace farsight {

/// Detections of a file, and what was left out.
struct ReadResults {
    std::vector<ScoredBox> detections;   ///< In the file's order.
    std::int64_t other_categories = 0;   ///< Of classes the annotations do not list: left out.
    std::string other_category_example;  ///< Name of the first such class.
    std::int64_t other_images = 0;       ///< Of pictures that are not annotated: left out.
    std::string other_image_example;     ///< Name of the first such picture.
    std::int64_t other_names = 0;        ///< Whose "category_name" is not the annotations' name of that id.
    std::string other_name_example;      ///< The first such name.
    std::int64_t unlike_ids =
        0;  ///< Whose "image_id" is one picture's id and another's file name: the id counts.
    std::string unlike_id_example;       ///< The first such id.
    std::int64_t beyond_pictures = 0;    ///< That reach more than a pixel beyond the annotated size: kept.
    std::string beyond_picture_example;  ///< The first such picture.
    Remarks remarks;                     ///< What YOLO labels or VOC files had that is odd.
};

/// Reads detections: a COCO results array; farsight.detections/1, also a picture a line; farsight detect's
/// CSV; or YOLO labels or VOC files with a confidence behind each box. Pictures are found by id, else by the
/// longest tail of their path; classes by id in COCO results, in YOLO labels without names by number where
/// the annotations are YOLO's, else by name, upper and lower case being equal. Fails with kBadData, the
/// file's name and the place of what is wrong; with kMismatch when results are of pictures of another size
/// than annotated.
Result<ReadResults> read_results(std::span<const AnnotationFile> files, const Annotations& annotations);

}  // namespace farsight
