// What detection found in one picture, and how it is printed.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "farsight/detector.h"
#include "farsight/model.h"
#include "farsight/runtime/tile_workers.h"

namespace farsight {

struct ImageResult {
    std::string file;
    Size size;
    int tiles = 0;
    int levels = 0;
    double pixel_ratio = 1;
    StageTimes stages;
    double decode_image_ms = 0;
    double merge_ms = 0;
    double total_ms = 0;  ///< Wall time, from opening the file to its detections.
    std::vector<Detection> detections;
    /// For each detection, 1: a detection of the full frame is matched to it; 0: the pyramid recovered it.
    std::vector<std::uint8_t> on_full_frame;

    /// Fills on_full_frame from lab::Run::matches().
    void mark_full_frame(std::span<const int> matches);

    int on_full_frame_count() const;
    int recovered_count() const { return static_cast<int>(detections.size()) - on_full_frame_count(); }
};

/// A label's name, also for a class the card does not list.
std::string label_name(const ModelCard& card, int label);

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

/// Reads "categories" and "images" of an annotation file. Fails with a sentence that names the file.
Result<CocoIds> read_coco_ids(const std::filesystem::path& file);

/// COCO's results array. With `ids`, category ids are that file's, found through the card's COCO names, and
/// objects of classes it does not have are left out; `left_out` counts them.
std::string format_coco(const ModelCard& card, const std::vector<ImageResult>& results, const CocoIds* ids,
                        int& left_out);

}  // namespace farsight
