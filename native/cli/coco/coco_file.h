// COCO's JSON files: annotations and results.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/evaluate.h"
#include "farsight/result.h"

namespace farsight::cli {

struct CocoImage {
    std::int64_t id = 0;
    std::string file_name;
};

struct CocoCategory {
    std::int64_t id = 0;
    std::string name;
};

/// Indices in `truths` are places in `images` and `categories`.
struct CocoAnnotations {
    std::vector<CocoImage> images;         ///< By ascending id.
    std::vector<CocoCategory> categories;  ///< By ascending id.
    std::vector<TruthBox> truths;          ///< In the file's order.
    std::vector<double> distances_m;       ///< By truth: its "distance_m", NaN where there is none.
    std::int64_t left_out = 0;             ///< Annotations of images or categories the file does not list.

    /// Place of an id, or -1.
    std::int32_t image_place(std::int64_t id) const;
    std::int32_t category_place(std::int64_t id) const;
    /// Place of a name, upper and lower case being equal, or -1.
    std::int32_t category_named(std::string_view name) const;
};

/// Reads annotations without building the document in memory: segmentations are passed over. An annotation
/// without `area` has its box's, one without `iscrowd` is none; `ignore` is passed over as pycocotools does.
/// Fails with kBadData, the file's name and the place of what is wrong.
Result<CocoAnnotations> read_coco_annotations(const std::filesystem::path& file);

struct CocoResults {
    std::vector<ScoredBox> detections;  ///< In the file's order.
    std::int64_t left_out = 0;          ///< Of categories the annotations do not list.
    std::int64_t other_names = 0;       ///< Whose "category_name" is not the annotations' name of that id.
    std::string other_name_example;
};

/// Reads a results array. Fails as read_coco_annotations does, and with kMismatch when a result belongs to an
/// image that is not annotated.
Result<CocoResults> read_coco_results(const std::filesystem::path& file, const CocoAnnotations& annotations);

/// FNV-1a, 64 bits: tells files apart, not meant against an adversary.
std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = 0xcbf29ce484222325U);

/// The same, of a file's bytes. Fails as read_file does.
Result<std::uint64_t> file_fingerprint(const std::filesystem::path& file);

bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace farsight::cli
