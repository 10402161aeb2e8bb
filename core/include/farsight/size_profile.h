// Sizes of annotated objects in network pixels: those of a training set beside those of the field.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/annotations.h"
#include "farsight/image.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/result.h"

namespace farsight {

/// An annotated object as the network gets it on the full frame.
struct SeenObject {
    std::int32_t truth = 0;     ///< Place in the annotations' truths.
    std::int32_t image = 0;     ///< Place in the annotations' images.
    std::int32_t category = 0;  ///< By `category_of_place`, see seen_objects().
    double width_px = 0;        ///< In network pixels.
    double height_px = 0;       ///< In network pixels.
    double frame_share = 0;     ///< Its box's area over its picture's, in [0, 1].

    /// Side of the square of equal area, in network pixels: the size by which objects are compared.
    double size_px() const;
    /// Width over height.
    double aspect() const { return width_px / height_px; }
};

/// The annotated objects that can be compared, and how many cannot.
struct SeenObjects {
    std::vector<SeenObject> objects;  ///< In the order of the annotations.
    std::int64_t unknown_class = 0;   ///< Left out, since category_of_place says -1.
    std::int64_t unknown_size = 0;    ///< Left out, since the size of their picture is not known.
    std::int64_t not_counted = 0;     ///< Left out: crowds, ignored ones and boxes without area.
};

/// Network pixels per source pixel on the full frame of a picture of this size. Fails as check_size does.
Result<Level> full_frame_level(const InputSpec& input, Size picture);

/// Measures every annotated object. `category_of_place` gives the caller's category of each of the
/// annotations' classes, or -1. Boxes in fractions need no size of their picture where the input is
/// stretched. Precondition: category_of_place has one entry a class.
SeenObjects seen_objects(const Annotations& annotations, const InputSpec& input,
                         std::span<const std::int32_t> category_of_place);

/// From this share of its picture on, an object fills the frame.
inline constexpr double kFillsFrame = 0.25;

/// Edges of the histogram's bins in network pixels: three an octave from 2 to 1024.
std::vector<double> size_profile_edges_px();

/// What sizes and shapes a set of objects has. Sizes in network pixels; NaN without objects.
struct SizeProfile {
    std::int64_t objects = 0;          ///< How many.
    std::vector<std::int64_t> counts;  ///< By bin; the outermost bins also hold what lies beyond them.
    double smallest_px = 0;            ///< The smallest object.
    double p5_px = 0;                  ///< 5 of 100 objects are smaller.
    double median_px = 0;              ///< Half of the objects are smaller.
    double p95_px = 0;                 ///< 95 of 100 objects are smaller.
    double median_aspect = 0;          ///< Width over height, in network pixels.
    double p5_aspect = 0;              ///< Its 5th percentile.
    double p95_aspect = 0;             ///< Its 95th percentile.
    std::int64_t fill_frame = 0;       ///< Objects of kFillsFrame or more.
};

/// Precondition: edges ascend, at least two.
SizeProfile size_profile(std::span<const SeenObject> objects, std::span<const double> edges_px);

/// The value that a share of the sorted values lies below, between neighbours on a straight line (the
/// seventh definition of Hyndman and Fan 1996). NaN without values. Precondition: 0 <= share <= 1.
double quantile_of_sorted(std::span<const double> sorted, double share);

/// How much of the field is smaller than what training showed, each object beside its own class.
struct SizeGap {
    std::int64_t compared = 0;        ///< Field objects of a class that training has.
    std::int64_t below_p5 = 0;        ///< Of these, smaller than the 5th percentile of training.
    std::int64_t below_smallest = 0;  ///< Of these, smaller than anything training showed.
    std::int64_t no_training = 0;     ///< Field objects of a class that training does not have.
    /// Median over the compared objects of their class' 5th percentile: one figure for a mixture of classes.
    /// NaN when nothing was compared.
    double training_p5_px = 0;
    double training_p25_px = 0;  ///< The same of the 25th percentile.
};

/// Compares each field object with the training objects of its category.
SizeGap size_gap(std::span<const SeenObject> field, std::span<const SeenObject> training);

/// From this IoU with some anchor on, training as SSDs do it teaches that anchor the object.
inline constexpr double kAnchorReach = 0.5;

/// Best IoU of any anchor with an object, in [0, 1].
struct AnchorReach {
    double full_frame = 0;  ///< On the plan's first level.
    double best = 0;        ///< On the level where it is largest.
};

/// Sides in source pixels. Both are 0 where the grid is not sized.
AnchorReach anchor_reach(const AnchorGrid& grid, const PyramidPlan& plan, double width, double height);

/// Size in network pixels (side of the square of equal area) from which some anchor reaches objects of this
/// shape at half of all places in the input, to 4 per cent: anchors stand on a grid, so an object between
/// two of them must be larger than one that shares an anchor's centre (best_anchor_iou). NaN where the grid
/// is not sized, infinity when there is no such size up to the input's. Aspect is width over height, over 0.
double anchor_end_px(const AnchorGrid& grid, Size input, double aspect);

}  // namespace farsight
