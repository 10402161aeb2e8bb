// What evaluation keeps of a run: one record an image, and the run's terms. Parts of a run are files of
// these.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "farsight/attribution.h"

namespace farsight::cli {

/// What a run is about. Runs and parts of equal terms belong together.
struct EvalTerms {
    /// JSON object that tells where the detections come from: the results file, or model and options.
    std::string source = "{}";
    std::uint64_t annotations = 0;  ///< Fingerprint of the annotation file.
    std::int64_t images = 0;        ///< In all shards together.
    std::vector<AnnotatedClass> categories;
    double score = 0.3;
    std::vector<double> size_edges_px;
    std::vector<double> distance_edges_m;
    int resamples = 1000;
    std::uint64_t seed = 1;
    bool skips_unreadable = false;
};

/// Part `index` of `count`, from 1.
struct Shard {
    int index = 1;
    int count = 1;
    bool operator==(const Shard&) const = default;
};

/// Reads "2/4". Fails with kInvalidArgument and what would be right.
Result<Shard> parse_shard(std::string_view text);

/// An image's `image` fields are not used; its id says which it is.
struct EvalImage {
    std::int64_t id = 0;
    std::vector<TruthBox> truths;
    std::vector<double> distances_m;  ///< By truth; NaN: unknown.
    std::vector<std::int8_t> causes;  ///< By truth: its MissCause, or -1 when it is no miss.
    std::vector<ScoredBox> detections;
    bool unreadable = false;  ///< Its picture could not be read: nothing was found in it.
    /// Network pixels run over the full frame's; none: no model was run.
    std::optional<double> pixel_ratio;
};

/// Detections of one image, in both forms: exact ones to be measured, and with labels to be explained.
struct ImageFindings {
    std::vector<ScoredBox> scored;
    std::vector<Detection> detections;
    std::vector<Candidate> candidates;
    std::vector<std::int32_t> scored_of_detection;  ///< Place in `scored`, or -1 for classes not evaluated.
    std::vector<std::int32_t> category_of_label;
    std::span<const Tile> tiles;
    std::optional<double> pixel_ratio;  ///< As in EvalImage.
};

/// Matches one image and explains its misses.
Result<EvalImage> judge_image(std::int64_t id, std::span<const TruthBox> truths,
                              std::span<const double> distances_m, ImageFindings findings,
                              const EvalTerms& terms);

/// How records write fingerprints: sixteen hexadecimal digits.
std::string hex_text(std::uint64_t value);

/// A part's text: one line of terms, one line an image, one last line with count and checksum.
std::string part_head(const EvalTerms& terms, const Shard& shard);
std::string part_line(const EvalImage& image);
std::string part_end(std::int64_t images, std::uint64_t checksum);

struct EvalPart {
    EvalTerms terms;
    Shard shard;
    std::string head;  ///< Its first line.
    std::vector<EvalImage> images;
    bool complete = false;
    /// Bytes of whole lines; what follows is a line that was being written.
    std::size_t whole_bytes = 0;
};

/// Reads a part, also one that ends early (complete is false then).
/// Fails with kBadData and `name` when the bytes are no part or were altered.
Result<EvalPart> read_part(std::string_view text, const std::string& name);

/// Reads part files and puts their images together by id. Refuses, naming the file: a half-written part, one
/// of other terms, one that is there twice; and says which parts are missing.
Result<EvalPart> merge_parts(const std::vector<std::string>& files);

}  // namespace farsight::cli
