// Candidates of many overlapping tiles become one detection an object.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "farsight/decode.h"
#include "farsight/result.h"

namespace farsight {

/// How boxes of one object become one detection.
enum class MergeMethod : std::uint8_t {
    kKeepBest,  ///< Ours: knows levels and tile edges. See docs/merging.md.
    kSoftNms,   ///< Gaussian soft-NMS (Bodla et al. 2017, arXiv:1704.04503).
    kUnion,     ///< Greedy non-maximum merging: boxes that overlap a kept one grow it, as SAHI's GREEDYNMM.
    kWbf,       ///< Weighted box fusion (Solovyev et al. 2021, arXiv:1910.13302).
    kNms,       ///< Greedy hard NMS.
};

/// How much two boxes overlap.
enum class OverlapMetric : std::uint8_t {
    kIou,  ///< Intersection over union.
    kIos,  ///< Intersection over the smaller area.
};

/// Which boxes are one object, and which objects are returned.
struct MergeOptions {
    MergeMethod method = MergeMethod::kKeepBest;  ///< How boxes of one object become one.
    /// What is compared with `overlap`; none is the method's usual one: kIos for kUnion, as in SAHI, kIou
    /// else.
    std::optional<OverlapMetric> metric;
    /// Overlap from which two boxes are one object, in (0, 1].
    float overlap = 0.5F;
    /// Lowest score of a detection that is returned, in [0, 1]; it never changes which boxes merge.
    float min_score = 0.3F;
    /// True: boxes of different classes may merge too.
    bool class_agnostic = false;
    /// Soft-NMS: width of the Gaussian, over 0.
    float soft_sigma = 0.5F;
    /// Most detections returned, the best first.
    int max_detections = 1000;

    bool operator==(const MergeOptions&) const = default;
};

/// One object.
struct Detection {
    Box box;                     ///< Source pixels.
    float score = 0;             ///< In [0, 1].
    std::int32_t label = 0;      ///< Class index of the card.
    std::int32_t tile = 0;       ///< Tile of its best candidate.
    std::int16_t level = 0;      ///< Level of its best candidate; 0 is the full frame.
    bool truncated = false;      ///< Its box touches an interior tile edge: part of it may be missing.
    std::int32_t candidate = 0;  ///< Index of its best candidate in the input.
    /// Best score that the full-frame level alone gave this object, in [0, 1]; 0 when it gave none. Under
    /// min_score the pyramid has recovered the object.
    float full_frame_score = 0;

    bool operator==(const Detection&) const = default;
};

/// What parse_merge_method takes.
std::string_view name_of(MergeMethod method);
/// Knows "keep-best", "soft-nms", "union", "wbf", "nms"; fails with kInvalidArgument and the list.
Result<MergeMethod> parse_merge_method(std::string_view name);

/// Fails with kInvalidArgument when an option is out of its range.
Result<void> check_merge_options(const MergeOptions& options);

/// Merges candidates. Keeps its scratch between calls, so that a second call of no more candidates does not
/// allocate. One a thread.
class Merger {
public:
    Merger();
    ~Merger();
    Merger(Merger&& other) noexcept;
    Merger& operator=(Merger&& other) noexcept;
    Merger(const Merger&) = delete;
    Merger& operator=(const Merger&) = delete;

    /// Replaces `out`, best score first; ties keep the order of the input. `looked` has one entry a tile of
    /// the plan, 0 for one that has not run, which then counts neither for nor against an object; empty: all
    /// ran. Preconditions: check_merge_options holds; candidates' boxes are finite, their scores positive,
    /// their tiles and levels the plan's.
    void merge(std::span<const Candidate> candidates, const PyramidPlan& plan, const MergeOptions& options,
               std::vector<Detection>& out, std::span<const std::uint8_t> looked = {});

    struct Scratch;

private:
    std::unique_ptr<Scratch> scratch_;
};

}  // namespace farsight
