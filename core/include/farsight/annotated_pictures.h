// Annotations and the pictures they are of: which belong together, and whether their sizes agree.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "farsight/annotations.h"

namespace farsight {

/// By image of the annotations: the place of its picture in `files`, or -1. The picture of the longest common
/// tail of the path is taken ("val/a/1.jpg" is found as "photos/a/1.jpg" rather than "photos/b/1.jpg"); / and
/// \ are equal, and the ending counts only where it decides. Images found by name without ending are
/// remarked. Fails with kMismatch and both names when two pictures match equally well.
Result<std::vector<std::int32_t>> match_pictures(Annotations& annotations,
                                                 std::span<const std::string> files);

/// Finds a picture by a path as match_pictures does, one at a time.
class PictureIndex {
public:
    /// Of these paths, which it copies.
    explicit PictureIndex(std::span<const std::string> files);
    /// The place in `files`; -1 when there is none, or two fit equally well.
    std::int32_t find(const std::string& path) const;

private:
    std::shared_ptr<const class IndexedPictures> pictures_;
};

/// YOLO's annotations name no picture without boxes: adds an image for each of `files` that no label file is
/// of, and takes images without a picture out. Images then stand in the order of the files. Precondition:
/// `places` is match_pictures' answer; it is brought up to date.
void add_unlabelled_pictures(Annotations& annotations, std::span<const std::string> files,
                             std::vector<std::int32_t>& places);

/// What a picture file says of itself.
struct PictureFacts {
    Size size;            ///< Upright; 0 x 0: unknown.
    int orientation = 1;  ///< EXIF orientation that was undone to make it upright.
};

/// Makes every box one of the upright picture, in its pixels. Boxes of the stored orientation are turned,
/// boxes of another size are scaled when all such pictures have one ratio; both are remarked. `facts` is by
/// image. Fails with kMismatch and an example when sizes differ in several ratios.
Result<void> fit_to_pictures(Annotations& annotations, std::span<const PictureFacts> facts);

/// Remarks what a look at the whole shows: classes and pictures without boxes, boxes of one pixel and beyond
/// their picture, the same box twice, two classes of one name, names that differ by a copy's mark.
void look_for_oddities(Annotations& annotations);

}  // namespace farsight
