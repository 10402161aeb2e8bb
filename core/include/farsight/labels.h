// Lists of class names as people keep them, fitted to a network's classes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/model.h"
#include "farsight/result.h"

namespace farsight {

/// Longest list of labels taken, in bytes.
inline constexpr std::size_t kMaxLabelsBytes = std::size_t{4} << 20;

/// A list of names that fits a network's classes.
struct FittedLabels {
    std::vector<Label> labels;  ///< One a class, the background counted.
    std::string how;            ///< For people, for example "90 names, one a class after the background".
    std::vector<std::string> warnings;  ///< Sentences about what looks wrong.
};

/// Reads a list of names, one a line, or a label map of the TensorFlow Object Detection API (.pbtxt), and
/// fits it to `classes_count` classes of which `background` is the background (-1: none). Understands a first
/// line for the background ("???", "background", ...), lists without it, "???" in the place of classes that
/// do not exist, numbers in front of names ("3 cat", "3: cat"), Windows line ends, a byte order mark and
/// blank lines at the end. A name that is one of COCO's categories becomes the label's `coco`. Fails with
/// kMismatch and both counts when the list has another length, and with kInvalidArgument when it is no list
/// of names.
Result<FittedLabels> fit_labels(std::string_view text, int classes_count, int background);

/// The same for these heads. Finished detections (HeadKind::kEndToEnd) do not say how many classes they tell
/// apart, so a shorter list names the first of them.
Result<FittedLabels> fit_labels(std::string_view text, const HeadSpec& heads);

/// "class 0", "class 1", ... and "background".
std::vector<Label> numbered_labels(int classes_count, int background);

/// The COCO category of this name in any case, for example "person" for "Person"; empty: none.
std::string coco_category(std::string_view name);

}  // namespace farsight
