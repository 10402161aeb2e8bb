// Where an evaluation's detections come from: a results file, or a model run over the images.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "detector_options.h"
#include "eval/eval_record.h"
#include "farsight/detector.h"
#include "farsight/resample.h"
#include "farsight/runtime/model_file.h"

namespace farsight::cli {

/// Gives the findings of the annotations' image at this place. Their tiles are valid until the next call.
using FindingSource = std::function<Result<ImageFindings>(std::int32_t image_place)>;

struct EvalSource {
    FindingSource find;
    /// JSON object that tells sources apart: a fingerprint, the options.
    std::string description;
    /// By place in the annotations' categories: not 0 when the source can find it at all.
    std::vector<std::uint8_t> knows;
};

/// The categories to evaluate, as places in the annotations' categories, and the way back.
struct ClassSelection {
    std::vector<std::int32_t> places;
    std::vector<std::int32_t> selected_of_place;  ///< -1: not evaluated.
};

/// Chooses classes by name, upper and lower case being equal. No names: all. "known": those the source knows.
/// Fails with kInvalidArgument and the names there are.
Result<ClassSelection> select_classes(const Annotations& annotations, const std::vector<std::string>& names,
                                      const std::vector<std::uint8_t>& known);

struct ModelArguments {
    std::string model;
    ModelFiles files;
    DetectorOptions detector;
    SearchArguments search;
    bool asks_for_selection = false;  ///< The detector is asked for the evaluated classes alone.
    MergeOptions merging;
    Filter filter = Filter::kTriangle;
    int threads = 0;
};

/// Reads a results file. The selection is read at each find, so that it may be made after the source.
Result<EvalSource> open_results(const std::filesystem::path& file, const Annotations& annotations,
                                const ClassSelection& selection);

/// Loads a model to run on the data set's pictures. `progress(done, total)` is called between tiles.
Result<EvalSource> open_model(const ModelArguments& arguments, const Dataset& dataset,
                              const ClassSelection& selection, std::function<void(int, int)> progress);

}  // namespace farsight::cli
