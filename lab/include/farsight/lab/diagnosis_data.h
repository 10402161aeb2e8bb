// What a diagnosis stands on: classes that annotations and network share, training and field objects, who was
// found in the photos, and the probes' answers.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/annotations.h"
#include "farsight/attribution.h"
#include "farsight/lab/run.h"
#include "farsight/model.h"
#include "farsight/probe.h"
#include "farsight/size_profile.h"

namespace farsight::lab {

/// The network's classes by name: labels of one COCO category are one class.
class DiagnosisClasses {
public:
    /// `wanted` names those to diagnose, upper and lower case being equal; empty: all. Fails with
    /// kInvalidArgument and the names there are when one is none of them.
    static Result<DiagnosisClasses> create(const ModelCard& card, std::span<const std::string> wanted);

    const std::vector<std::string>& names() const { return names_; }
    /// By class index of the network; -1 for the background and for classes that are not wanted.
    const std::vector<std::int32_t>& of_label() const { return of_label_; }
    /// By class of the annotations: by COCO name, else by the network's own; -1: not known or not wanted.
    std::vector<std::int32_t> of_places(const Annotations& annotations) const;

private:
    std::int32_t of_name(std::string_view name) const;

    std::vector<std::string> names_;
    std::vector<Label> labels_;
    std::vector<std::int32_t> of_label_;
};

/// The full frame alone, and the pyramid.
inline constexpr std::size_t kDiagnosisScopes = 2;
template <class T>
using ByScope = std::array<T, kDiagnosisScopes>;

/// An annotated object of a photo through which the network was run.
struct DiagnosedObject {
    SeenObject seen;
    double height = 0;  ///< Source pixels.
    double distance_m = std::numeric_limits<double>::quiet_NaN();
    AnchorReach reach;
    /// By scope: not 0 when found; else why not, as MissCause.
    ByScope<std::uint8_t> found{};
    ByScope<MissCause> cause{};
};

/// One photo's part of a diagnosis.
struct DiagnosedPhoto {
    std::vector<DiagnosedObject> objects;
    ByScope<std::int64_t> false_positives{};
    std::int64_t tiles = 0;
    double pixel_ratio = 1;
};

/// How a run for a diagnosis is created: weak candidates stay, since they tell why an object was missed.
DetectorOptions diagnosed_options(DetectorOptions options);

/// What a finished run made of a photo. `objects` are the photo's of `annotations`, as seen_objects() gives
/// them; truths that do not count are neither hit nor miss. Found means: by a detection of its class with IoU
/// 0.5 and `score` or more. Fails as Run::decide and match do.
Result<DiagnosedPhoto> diagnose_photo(const Annotations& annotations, std::span<const std::int32_t> truths,
                                      std::span<const SeenObject> objects, const DiagnosisClasses& classes,
                                      MergeOptions merging, double score, Run& run);

/// Everything that a diagnosis is made of. What is not given stays empty.
struct DiagnosisData {
    std::string model;
    Size input;
    AnchorGrid anchors;             ///< Empty for networks without anchors.
    std::vector<double> fields_px;  ///< Side of the receptive field by layer of anchors; empty: unknown.
    std::vector<std::string> classes;
    double score = 0.3;
    bool pyramid = true;  ///< False: the full frame alone was run.

    bool has_training = false;
    SeenObjects training;
    std::int64_t training_images = 0;

    bool has_field = false;
    SeenObjects field;
    std::int64_t field_images = 0;

    bool has_pictures = false;  ///< The field's photos were run.
    std::vector<DiagnosedPhoto> photos;
    std::vector<ProbeObject> probe_objects;
    ProbeCounts probe_counts;
    std::vector<ProbeAnswer> probe_answers;
    std::vector<double> probe_sizes_px;
    bool has_distances = false;  ///< DiagnosedObject::distance_m is known.
    int resamples = 400;         ///< Of the bootstrap, for intervals.
    std::uint64_t seed = 1;
};

}  // namespace farsight::lab
