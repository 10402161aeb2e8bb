// Probes: the same objects brought nearer, moved away, and with their fine or coarse detail taken away, so
// that the size at which a network fails is measured rather than guessed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "farsight/box.h"
#include "farsight/image.h"
#include "farsight/merge.h"
#include "farsight/model.h"
#include "farsight/range.h"
#include "farsight/result.h"

namespace farsight {

/// An object of a photo that may be probed.
struct ProbeObject {
    std::int32_t image = 0;     ///< The caller's number of its photo, 0 or more.
    std::int32_t category = 0;  ///< The caller's number of its class, 0 or more.
    Box box;                    ///< Source pixels.
    Size picture;               ///< The photo's size.
};

/// What is done to the object.
enum class ProbeKind : std::uint8_t {
    kSize,          ///< The object at Probe::size_px: cut out nearer, or the whole photo moved away.
    kFineRemoved,   ///< At size_px, but with no more detail than the object has at detail_px.
    kCoarseRemoved  ///< At size_px, with that detail alone taken away: what is left is finer.
};

/// One picture to look at. Sizes are those of the object, sides of squares of equal area, in network pixels
/// on the full frame of the probe's picture.
struct Probe {
    std::int32_t object = 0;            ///< Place in the objects given to Prober::create.
    ProbeKind kind = ProbeKind::kSize;  ///< What is done to the object.
    double size_px = 0;                 ///< Size at which it is shown.
    double detail_px = 0;               ///< Not used by kSize.
};

/// Which objects are probed, and at which sizes.
struct ProbeOptions {
    /// Sizes that objects are brought to, ascending.
    std::vector<double> sizes_px = {6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192};
    /// Detail is taken away at the largest of sizes_px up to this that the object has.
    double detail_at_px = 96;
    /// Detail that is left, or taken away where it is at least half of size_px; of sizes_px those under it.
    double coarse_cut_px = 16;
    /// Most objects probed; those of many pixels first, the classes in turn.
    int max_objects = 100;
    double iou = 0.5;  ///< From which a detection is the object, in (0, 1].

    bool operator==(const ProbeOptions&) const = default;
};

/// A probe's picture, and where the object lies in it.
struct ProbePicture {
    Image image;  ///< RGB.
    Box box;      ///< The object, in the picture's pixels.
};

/// What the network made of a probe.
struct ProbeAnswer {
    Probe probe;  ///< What was shown.
    /// Best score of a detection of the object's class at ProbeOptions::iou or more; 0 when there is none.
    float score = 0;
};

/// Which objects can be probed and which cannot.
struct ProbeCounts {
    std::int64_t chosen = 0;       ///< Objects that are probed.
    std::int64_t at_edge = 0;      ///< Left out: they touch the photo's edge, so a part may be missing.
    std::int64_t few_pixels = 0;   ///< Left out: they have fewer pixels than the least size.
    std::int64_t beyond_most = 0;  ///< Left out by max_objects.
};

/// A state machine without I/O, as TiledDetector is: the host takes the next probe, makes its picture of the
/// photo, runs it through the network as one full frame, and gives back what was detected.
///
/// An object is never enlarged beyond its own pixels: of each there are probes up to the size that it has in
/// its photo. Answers may come in any order. Not safe for calls from several threads at once, except
/// picture(), which changes nothing.
class Prober {
public:
    /// Chooses objects and plans their probes, photo by photo. Fails with kInvalidArgument when an option is
    /// out of its range, and as full_frame_level does.
    static Result<Prober> create(const InputSpec& input, std::span<const ProbeObject> objects,
                                 const ProbeOptions& options);

    /// All probes, photo by photo.
    const std::vector<Probe>& probes() const { return probes_; }
    /// Which objects are probed and which are not.
    const ProbeCounts& counts() const { return counts_; }
    /// The object of a probe.
    const ProbeObject& object(const Probe& probe) const {
        return objects_[static_cast<std::size_t>(probe.object)];
    }

    /// The place in probes() of the next probe; nothing when all were given out. Probes of one photo follow
    /// one another.
    std::optional<std::size_t> next();

    /// Fails as resample and dolly do. Precondition: `photo` is the probe's object's.
    Result<ProbePicture> picture(std::size_t probe, const ImageView& photo) const;

    /// Takes what was detected in the probe's picture, of all scores. `category_of_label` is by class index;
    /// -1: none.
    void absorb(std::size_t probe, const Box& box, std::span<const Detection> detections,
                std::span<const std::int32_t> category_of_label);

    /// Every probe was absorbed.
    bool done() const { return answered_ == probes_.size(); }
    /// Of the absorbed probes, in the order of probes().
    std::vector<ProbeAnswer> answers() const;

private:
    Prober() = default;
    void plan(std::int32_t object, double full_frame_px, double own_px, double largest_px);

    std::vector<ProbeObject> objects_;
    ProbeOptions options_;
    ProbeCounts counts_;
    InputSpec input_;
    std::vector<Probe> probes_;
    std::vector<std::optional<float>> scores_;
    std::size_t next_ = 0;
    std::size_t answered_ = 0;
};

/// Keeps of a picture only what it would still show if it were `reduction` times smaller: reduced and
/// enlarged again. Fails as resample does. Precondition: reduction is 1 or more.
Result<Image> without_fine_detail(const ImageView& picture, double reduction);

/// The opposite: the picture less what without_fine_detail keeps, around middle grey. Fails as that does.
Result<Image> without_coarse_detail(const ImageView& picture, double reduction);

/// Recall of probes over size.
struct ProbeCurve {
    RangeCurve curve;                 ///< Its fit goes up to peak_px.
    std::vector<double> mean_scores;  ///< By point of the curve; NaN without trials.
    /// The size of the best recall. Larger ones are left out of the fit, since a network also fails with
    /// objects that are too large for it; NaN without trials.
    double peak_px = 0;
    double peak_recall = 0;  ///< NaN without trials.
};

/// A size of fewer trials, or of fewer than a quarter of the most that any size has, is no peak.
inline constexpr int kFewestForPeak = 10;

/// The curve of one kind of probe: over size_px for kSize, over detail_px for kFineRemoved, at the sizes
/// given. Only answers that `wanted` (by place of the object; empty: all) names count. Fails as range_curve
/// does.
Result<ProbeCurve> probe_curve(std::span<const ProbeAnswer> answers, std::span<const ProbeObject> objects,
                               ProbeKind kind, std::span<const double> sizes_px, double min_score,
                               int resamples, std::uint64_t seed, std::span<const std::uint8_t> wanted = {});

/// Recall of the fit at a size: on straight lines between its points, and that of the nearest point outside
/// them. NaN without trials.
double recall_at(const ProbeCurve& curve, double size_px);

}  // namespace farsight
