// Results as the command and the viewer write them: the lab's exports, and the file that COCO's ids come
// from.
#pragma once

#include <filesystem>

#include "farsight/lab/export.h"

namespace farsight {

using lab::CocoIds;
using lab::csv_head_of_pictures;
using lab::csv_lines_of_picture;
using lab::format_coco;
using lab::format_csv;
using lab::format_json;
using lab::format_json_line;
using lab::format_table;
using lab::ImageResult;
using lab::label_name;

/// Reads "categories" and "images" of an annotation file. Fails as read_file and lab::parse_coco_ids do.
Result<CocoIds> read_coco_ids(const std::filesystem::path& file);

}  // namespace farsight
