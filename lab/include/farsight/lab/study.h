// The range study: how far one configuration sees, scene by scene. The command's sweep, the viewer and the
// page measure the same scenes by the same rule.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "farsight/lab/recipe.h"
#include "farsight/lab/run.h"
#include "farsight/lab/state.h"
#include "farsight/lab/study_numbers.h"
#include "farsight/lab/sweep_judge.h"
#include "farsight/lab/sweep_source.h"
#include "farsight/resample.h"
#include "farsight/scene.h"

namespace farsight::lab {

/// Everything that may change what is found.
struct StudySettings {
    std::string model;  ///< As the host names it.
    PyramidOptions pyramid;
    SearchSettings search;
    Filter filter = Filter::kTriangle;
    MergeOptions merging;
    Weather weather = Weather::kAny;
    Place place = Place::kAny;

    /// Studies of equal settings measure the same.
    bool operator==(const StudySettings&) const = default;

    /// Fails as detector_options does.
    Result<SweepDetector> detector(const ModelCard& card) const;
    /// `farsight sweep` of these scenes is the same measurement.
    RecipeArguments recipe() const;
};

/// The next scene of a study, and how a run on it is created.
struct StudyScene {
    SceneOptions scene;
    DetectorOptions detector;
};

/// What was measured so far. It does not change after it was given out.
struct StudyResult {
    StudySettings settings;
    int scenes = 0;
    BySweepConfiguration<RangeCurve> curves;  ///< The second only with a pyramid.
    std::int64_t tiles = 0;                   ///< Runs of the network, the mean over the scenes.
    double ms = 0;                            ///< Mean a scene, as the host measured it.

    /// What the settings ask for: the pyramid's, or the full frame's without one.
    const RangeCurve& curve() const { return curves[settings.pyramid.enabled ? 1 : 0]; }
};

/// A state machine without I/O, as TiledDetector is. A host asks for next(), renders the scene, creates a Run
/// with the options, drives it until it is done, and gives both to add().
class Study {
public:
    /// Fails as scene_source and detector_options do, and with unmeasurable_text.
    static Result<Study> create(const StudySettings& settings, const ModelCard& card);

    const StudySettings& settings() const { return settings_; }
    int scenes() const { return static_cast<int>(results_.size()); }

    StudyScene next() const;
    /// Judges the run on the picture of next(), with its ground truth. `ms` is the time that the run took;
    /// rendering and waiting are left out of it. Fails as judge_frame does.
    Result<void> add(Run& run, const GroundTruth& truth, double ms);
    /// Precondition: a scene was added. Fails as sweep_curve does.
    Result<StudyResult> result() const;

private:
    Study(const StudySettings& settings, SweepDetector detector, SweepSource source)
        : settings_(settings), detector_(std::move(detector)), source_(std::move(source)) {}

    StudySettings settings_;
    SweepDetector detector_;
    SweepSource source_;
    SweepResults results_;
    double total_ms_ = 0;
};

/// Of the objects whose limit is drawn.
struct Shape {
    std::string name = "standing person";  ///< As it stands after "a".
    double height_m = 1.7;
    double aspect = 0.4;  ///< Width over height.

    bool operator==(const Shape&) const = default;
};

/// The shape of a scene's object, to the centimetre, so that moving the object does not change it with every
/// step; a standing person's where there is no object.
Shape shape_of(const ObjectTruth* object, double focal_px);

/// The best IoU that any anchor can have with an object of a shape, over distance.
struct DistanceLimit {
    std::vector<double> distances;
    BySweepConfiguration<std::vector<double>> iou;  ///< By distance; all 0 where anchors have no size.
};

/// On a study's frames. Fails as anchor_limits does.
Result<DistanceLimit> distance_limit(const ModelCard& card, const PyramidOptions& pyramid,
                                     const Shape& shape);

using Studies = std::vector<std::shared_ptr<const StudyResult>>;

/// The study of these settings; null: none was begun.
const StudyResult* study_of(const Studies& studies, const StudySettings& settings);

// A study in words:

/// Where recall crosses a level, in metres: "34", "8.2"; "< 6" and "> 148" for a place before the first
/// object seen and beyond the last one; a dash for what is not known, as with too few objects.
std::string crossing_m_text(const Crossing& crossing, const RangeSeen& seen);
/// Its interval: "9.5 to > 148", "too few objects" where they allow none, empty without any.
std::string interval_m_text(const Crossing& crossing, const RangeSeen& seen);
/// "1 scene", "200 scenes"
std::string scenes_text(int scenes);
/// What of the settings differs from the first ones.
std::string setting_text(const StudySettings& settings);

/// One line a configuration under a line of names; `models` are their titles.
std::string configurations_csv(const Studies& studies, std::span<const std::string> models);
/// Its two parts, each with its line's end.
std::string configurations_csv_head();
std::string configuration_csv(const StudyResult& study, const std::string& model);

/// As the page takes it, one line: scenes, setting and curves with their texts, and the table's line; `model`
/// is its title.
std::string study_json(const StudyResult& result, const std::string& model);
std::string distance_limit_json(const DistanceLimit& limit, const Shape& shape);

}  // namespace farsight::lab
