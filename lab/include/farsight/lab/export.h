// Results as text: a table for people, JSON, JSON lines, CSV and COCO's results. Every host writes them by
// these.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

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

/// Ids of an annotation file of COCO's form, by name.
struct CocoIds {
    std::map<std::string, int, std::less<>> categories;
    std::map<std::string, std::int64_t, std::less<>> images;  ///< By file name.
};

/// Reads "categories" and "images" of an annotation file. Fails with kBadData and a sentence that begins with
/// `name`, the file's.
Result<CocoIds> parse_coco_ids(std::string_view text, const std::string& name);

/// COCO's results array. With `ids`, category ids are that file's, found through the card's COCO names, and
/// objects of classes it does not have are left out; `left_out` counts them.
std::string format_coco(const ModelCard& card, const std::vector<ImageResult>& results, const CocoIds* ids,
                        int& left_out);

}  // namespace farsight::lab
