// Annotations out: COCO, Pascal VOC and YOLO.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "farsight/annotations.h"

namespace farsight {

/// COCO's JSON with images, categories and annotations. Numbers read back exactly.
std::string write_coco(const Annotations& annotations);

/// The XML of the image at this place with these of its truths, and their scores where they have some.
/// Corners count from 0 with fractions, which reads back to within a rounding of the last bit. Precondition:
/// the image's size is known.
std::string write_voc(const Annotations& annotations, std::int32_t place,
                      std::span<const std::int32_t> truths);

/// One line a box: the class's place, then centre and size as fractions of the picture, and the score where
/// there is one. Precondition: the image's size is known.
std::string write_yolo_labels(const Annotations& annotations, std::int32_t place,
                              std::span<const std::int32_t> truths);

/// data.yaml: the classes' names in order.
std::string write_yolo_names(const Annotations& annotations);

/// The classes' names, one a line, in order: what VOC has no place for.
std::string write_class_list(const Annotations& annotations);

}  // namespace farsight
