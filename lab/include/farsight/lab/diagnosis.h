// Why a detector misses far objects: figures, a verdict that rests on them, and the cures by their gain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "farsight/lab/diagnosis_data.h"
#include "farsight/range.h"

namespace farsight::lab {

/// What stops a network from finding objects as they get smaller.
enum class Limit : std::uint8_t {
    kNotMeasured,  ///< No photos with annotations were run.
    kTooFew,       ///< Too few objects for a verdict.
    kNone,         ///< Half of the objects are found at the smallest size that was tried.
    kNotScale,     ///< Most are found at no size: the cause is not their size.
    kAnchors,      ///< It fails where the anchors end.
    kBoth,         ///< It fails where both the anchors and the sizes that training showed end.
    kData,         ///< It fails above the anchors' end, where the sizes that training showed end.
    kLearned,      ///< It fails above the anchors' end; no training data was given to compare with.
    kDetail,       ///< It fails as much when only the detail of small objects is left, at a large size.
    kFeatures,     ///< It fails above the anchors' end, and not where the sizes that training showed end.
};
inline constexpr int kLimits = 10;

/// "anchors", "data", ...
std::string_view name_of(Limit limit);

/// Two sizes within this ratio count as one place.
inline constexpr double kSamePlace = 1.25;
/// An object that cannot be brought to this size may be missed for its size alone, and decides nothing.
inline constexpr double kLargeProbe = 64;
/// With fewer large objects there is no verdict.
inline constexpr std::int64_t kFewestForVerdict = 20;
/// Share of the large objects that are found at some size under which size is not the cause.
inline constexpr double kLeastEverFound = 0.5;

/// The objects of one class, or all.
struct DiagnosisGroup {
    std::string name;
    std::int32_t category = -1;  ///< -1: all.

    SizeProfile training;
    SizeProfile field;
    SizeGap gap;

    /// Of the field's median shape, or of training's without a field; NaN: unknown.
    double anchor_end_px = std::numeric_limits<double>::quiet_NaN();

    std::int64_t objects = 0;  ///< Of the photos that were run.
    /// Of these, on the full frame and on the pyramid's best level, those with no anchor at kAnchorReach.
    ByScope<std::int64_t> beyond_anchors{};
    /// Objects larger than what a cell of their nearest anchor's layer sees; on the full frame.
    std::int64_t beyond_field = 0;

    std::int64_t probed = 0;
    std::int64_t large = 0;       ///< Probed objects that have kLargeProbe.
    std::int64_t ever_found = 0;  ///< Of these, found at one size at least.
    ProbeCurve by_size;           ///< Of these: the others say nothing of what size does.
    ProbeCurve by_detail;         ///< Of the objects found whole at the size at which detail is taken away.
    std::int64_t detailed = 0;    ///< How many these are.
    /// Objects at one size each, whole and without their coarse structure: how many were found.
    std::int64_t coarse_trials = 0;
    std::int64_t coarse_found_whole = 0;
    std::int64_t coarse_found_without = 0;
    double coarse_score_whole = 0;  ///< Mean score; NaN without trials.
    double coarse_score_without = 0;

    ByScope<std::int64_t> found{};
    ByScope<std::array<std::int64_t, kMissCauses>> causes{};
    ByScope<RangeCurve> recall_by_size;  ///< Over network pixels on the full frame.
    ByScope<std::optional<RangeCurve>> recall_by_distance;

    Limit limit = Limit::kNotMeasured;
};

enum class CureKind : std::uint8_t {
    kPyramid,     ///< Measured.
    kAnchors,     ///< Misses beyond the anchors, as far as their detail suffices.
    kMultiScale,  ///< Misses within the anchors' reach that are smaller than the best size, likewise.
    kMorePixels,  ///< What those two cannot find, since the full frame has too little detail of it.
    kVariedData,  ///< Misses at the best size and above.
};
inline constexpr int kCureKinds = 5;
std::string_view name_of(CureKind kind);

/// A cure, and how many more of the field's objects it finds. The bounds share out the misses of the full
/// frame: a miss of so many network pixels is found with the recall that objects of no more detail have at a
/// large size (DiagnosisGroup::by_detail), and needs more pixels with the rest.
struct Cure {
    CureKind kind{};
    bool measured = false;  ///< False: at most this many.
    double objects = 0;     ///< A part of an object is the chance that it is found.
    double gain = 0;        ///< In recall.
};

struct Diagnosis {
    DiagnosisData data;
    /// All objects first, then the classes that occur, by number of field (else training) objects.
    std::vector<DiagnosisGroup> groups;
    std::vector<Cure> cures;  ///< The largest gain first; empty without photos.

    const DiagnosisGroup& all() const { return groups.front(); }
};

/// Fails as range_curve does.
Result<Diagnosis> diagnose(DiagnosisData data);

}  // namespace farsight::lab
