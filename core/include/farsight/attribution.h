// Why an object was missed: the first thing on its way from anchor to detection that went wrong.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "farsight/decode.h"
#include "farsight/evaluate.h"
#include "farsight/merge.h"
#include "farsight/pyramid.h"

namespace farsight {

/// In the order in which they are asked: the first that holds is the cause.
enum class MissCause : std::uint8_t {
    kSuppressed,      ///< A box of its class reached IoU and score, but merging dropped, moved or shared it.
    kConfused,        ///< A detection reached IoU and score, but of another class.
    kUnderThreshold,  ///< A box of its class reached the IoU, but not the score.
    kCutByTile,       ///< Only a part of it was proposed, ending at the edge of a tile that cuts it.
    kMislocated,      ///< A detection of its class touches it, but under the IoU.
    kNeverProposed,   ///< None of these.
};
inline constexpr int kMissCauses = 6;  ///< Values of MissCause.

/// "suppressed", "confused", "under-threshold", "cut-by-tile", "mislocated", "never-proposed".
std::string_view name_of(MissCause cause);
/// One sentence for a person.
std::string_view sentence_of(MissCause cause);

/// What counts as found, near and cut.
struct AttributionOptions {
    double iou = 0.5;        ///< From which a box is the object's, in (0, 1].
    double min_score = 0.3;  ///< From which a detection counts.
    /// From which a wrong box is the object's misplaced one rather than background, in (0, iou).
    /// 0.1 as in TIDE (Bolya et al. 2020, arXiv:2008.08115).
    double near_iou = 0.1;
    /// Fraction of a cut box that must lie on the object, in (0, 1].
    double cut_inside = 0.7;
};

/// One image's evidence. Spans may be empty where there is none: a results file has no candidates.
struct ImageEvidence {
    std::span<const TruthBox> truths;       ///< The objects of the image.
    std::span<const std::uint8_t> found;    ///< By ground truth: not 0 when a detection found it.
    std::span<const Candidate> candidates;  ///< Before merging, of all scores.
    std::span<const Detection> detections;  ///< After merging; those under min_score may be among them.
    std::span<const std::uint8_t> used;     ///< By detection: not 0 when it found an object.
    std::span<const Tile> tiles;            ///< The plan's, for cuts.
    std::span<const std::int32_t> category_of_label;  ///< By class index; -1: none of the categories.
};

/// One missed object and the box that tells the cause: the overlap that decided it.
struct Miss {
    std::int32_t truth = 0;                       ///< Index of the object in ImageEvidence::truths.
    MissCause cause = MissCause::kNeverProposed;  ///< The first that holds.
    Box box;                                      ///< The telling box; empty for kNeverProposed.
    float score = 0;                              ///< Its score.
    std::int32_t label = -1;                      ///< Its class index; -1 for kNeverProposed.
    double iou = 0;                               ///< Its IoU with the object.
};

/// Appends one Miss for each ground truth that is neither found, ignored nor a crowd, in their order.
/// Time grows with misses times candidates. Precondition: found, used and category_of_label fit.
void explain_misses(const ImageEvidence& evidence, const AttributionOptions& options, std::vector<Miss>& out);

/// How many misses have each cause, indexed by MissCause.
std::array<std::int64_t, kMissCauses> count_causes(std::span<const Miss> misses);

}  // namespace farsight
