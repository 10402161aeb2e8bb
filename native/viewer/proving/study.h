// A range study: how far one configuration sees, by scenes of the proving ground.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "farsight/resample.h"
#include "farsight/scene.h"
#include "sweep_judge.h"

namespace farsight::viewer {

/// Distances of a study's objects in metres.
inline constexpr double kNearestM = 5;
inline constexpr double kFarthestM = 150;
/// Then the interval of D50 no longer shrinks worth the heat.
inline constexpr int kMostScenes = 200;

/// Everything that may change what is found.
struct StudySettings {
    std::string model;
    PyramidOptions pyramid;
    Filter filter = Filter::kTriangle;
    MergeOptions merging;
    Weather weather = Weather::kAny;
    Place place = Place::kAny;

    /// Studies of equal keys measure the same.
    std::string key() const;
    SweepDetector detector() const;
    /// `farsight sweep` of these scenes is the same measurement.
    RecipeArguments recipe() const;
};

/// Of the objects whose limit is drawn.
struct Shape {
    std::string name = "standing person";  ///< As it stands after "a".
    double height_m = 1.7;
    double aspect = 0.4;  ///< Width over height.

    bool operator==(const Shape&) const = default;
};

/// The best IoU that any anchor can have with an object of a shape, over distance.
struct DistanceLimit {
    std::vector<double> distances;
    BySweepConfiguration<std::vector<double>> iou;  ///< By distance; all 0 where anchors have no size.
};

/// Fails as anchor_limits does.
Result<DistanceLimit> distance_limit(const ModelCard& card, const StudySettings& settings,
                                     const Shape& shape);

/// What was measured so far. Nobody changes it once it is told.
struct Study {
    StudySettings settings;
    int scenes = 0;
    BySweepConfiguration<RangeCurve> curves;  ///< The second only with a pyramid.
    std::int64_t tiles = 0;                   ///< Of the plan.
    double ms = 0;                            ///< Mean a scene, rendering and waiting left out.

    /// What the settings ask for: the pyramid's, or the full frame's without one.
    const RangeCurve& curve() const { return curves[settings.pyramid.enabled ? 1 : 0]; }
};

using Studies = std::vector<std::shared_ptr<const Study>>;

/// The study of these settings; null: none was begun.
const Study* study_of(const Studies& studies, const StudySettings& settings);

/// A crossing's place in words: "34", "8.2", "< 5", "> 150", and a dash for what is not known.
std::string metres_text(double metres);
/// Its interval; empty where too few scenes say anything.
std::string interval_text(const Crossing& crossing, int scenes);
std::string scenes_text(int scenes);
/// What of the settings differs from the first ones, in words.
std::string setting_text(const StudySettings& settings);

/// One line a configuration; `models` are their titles.
std::string configurations_csv(const Studies& studies, std::span<const std::string> models);

}  // namespace farsight::viewer
