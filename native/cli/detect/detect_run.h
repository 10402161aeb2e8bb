// Detecting in pictures one after another, and drawing what was found.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "detector_options.h"
#include "farsight/runtime/tile_workers.h"
#include "progress.h"
#include "results.h"

namespace farsight::cli {

struct DetectArguments {
    std::vector<std::string> inputs;
    bool recursive = false;
    std::string model{kDefaultModel};
    ModelFiles files;
    SearchArguments search;
    std::string filter{name_of(Filter::kTriangle)};
    std::string merge{name_of(MergeMethod::kKeepBest)};
    std::string format;  ///< Empty: as the ending of `out` says.
    std::string out;
    std::string annotate;
    std::string categories;
    std::string state;
    int threads = 0;
    std::optional<float> candidate_score;
    DetectorOptions detector;
    MergeOptions merging;
    bool evidence = false;
    std::string terms;  ///< The options typed that the detections depend on, as a JSON object.
};

/// For each picture the file of its annotated one in `folder`: STEM.png, and STEM-2.png for a second picture
/// of the same stem. The picture on standard input is called stdin.
std::map<std::string, std::string> annotated_files(const std::string& folder,
                                                   const std::vector<std::string>& pictures);

class Detect {
public:
    Detect(const DetectArguments& arguments, std::map<std::string, std::string> annotated, Model model,
           TileWorkers workers);

    const ModelCard& card() const { return model_.card; }

    /// Detects in one picture ("-": on standard input) and draws it if asked to.
    Result<ImageResult> run(const std::string& file, const std::string& progress_name);

    /// Draws what an earlier run found, unless that run has drawn it.
    Result<void> draw_again(const ImageResult& result) const;

private:
    Result<void> find(const Image& image, const std::string& progress_name, ImageResult& result);
    Result<void> draw(const Image& image, const ImageResult& result) const;
    std::vector<std::string> left_out(const DecodeStats& stats, std::size_t detections) const;

    const DetectArguments& arguments_;
    std::map<std::string, std::string> annotated_;  ///< By picture; empty: none are drawn.
    Model model_;
    TileWorkers workers_;
    ProgressBar bar_;
};

}  // namespace farsight::cli
