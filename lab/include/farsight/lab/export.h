// Results as text: a table for people, JSON, JSON lines, CSV and COCO's results. Every host writes them by
// these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/annotated_pictures.h"
#include "farsight/lab/result.h"

namespace farsight::lab {

/// Columns for people.
std::string format_table(const ModelCard& card, const ImageResult& result);

/// Schema "farsight.detections/1".
std::string format_json(const ModelCard& card, const std::vector<ImageResult>& results);

/// One picture of that schema on one line, with "schema" first: a line of JSON lines.
std::string format_json_line(const ModelCard& card, const ImageResult& result);

/// One line a detection; fields are quoted and lines ended as RFC 4180 says.
std::string format_csv(const ModelCard& card, const ImageResult& result);

/// The same for many pictures, piece by piece: the first line, and a picture's lines with its file in front.
std::string csv_head_of_pictures();
std::string csv_lines_of_picture(const ModelCard& card, const ImageResult& result);

/// The pictures and what was found in them as annotations with scores. Classes are the card's, all of them in
/// its order, so that their places are the network's own numbers; `names` are the pictures', in order.
Annotations as_annotations(const ModelCard& card, const std::vector<ImageResult>& results,
                           const std::vector<std::string>& names);

struct CocoId {
    std::int64_t number = 0;
    std::string text;  ///< Where the file's ids are text.
};

/// Ids of an annotation file of COCO's form.
struct CocoIds {
    Annotations annotations;
    PictureIndex pictures;  ///< Of its images, in order.

    /// The id of the image of the longest common tail of the path; nothing when there is none.
    std::optional<CocoId> image(const std::string& file) const;
    /// The id of a class, upper and lower case being equal, and its name as the file writes it.
    std::optional<CocoId> category(std::string_view name, std::string& as_listed) const;
};

/// Reads "categories" and "images" of an annotation file; without "images" the classes alone. Fails with
/// kBadData and a sentence that begins with `name`, the file's.
Result<CocoIds> parse_coco_ids(std::string_view text, const std::string& name);

/// COCO's results array. A picture's id is its file's stem, a number when that is one, and the whole path
/// where two pictures would share an id. With `ids`, image and category ids are that file's, found through
/// the card's COCO names, and objects of classes it does not have are left out; `left_out` counts them.
std::string format_coco(const ModelCard& card, const std::vector<ImageResult>& results, const CocoIds* ids,
                        int& left_out);

}  // namespace farsight::lab
