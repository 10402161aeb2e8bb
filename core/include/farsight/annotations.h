// Annotated pictures in one form, whatever file they came from: COCO, Pascal VOC, YOLO, CVAT or Label Studio.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/evaluate.h"
#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// Forms of annotations that can be read.
enum class AnnotationFormat : std::uint8_t { kCoco, kVoc, kYolo, kCvat, kLabelStudio };
inline constexpr int kAnnotationFormats = 5;  ///< Values of AnnotationFormat.

/// "COCO", "Pascal VOC", "YOLO", "CVAT" or "Label Studio".
const char* name_of(AnnotationFormat format);

/// What annotations may have that is odd, or was guessed, or could not be used. Each has a sentence,
/// words_of().
enum class Oddity : std::uint8_t {
    // The file.
    kIdsOfText,            ///< Ids that are text.
    kSectionKeyedById,     ///< A list written as an object.
    kSameImageTwice,       ///< One id and one name, listed again.
    kSameAnnotationTwice,  ///< One class and one box, in one picture.
    kUnknownReference,     ///< An annotation of an image or class that is not listed: left out.
    kImageNameFromUrl,     ///< No file name, but an address.
    kNoClassNames,         ///< Classes are numbers only.
    kVocCountsFromOne,
    kVocCountsFromZero,
    kSeveralAnnotators,  ///< Of several annotations of one picture the first was taken.
    kNotANumber,         ///< NaN or an infinity in JSON: taken for a value that is missing.
    kFilePassedOver,     ///< A file among the annotations that holds none of their format.
    // Boxes.
    kBoxFromOutline,  ///< No box, but an outline: its extent was taken.
    kBoxOfTurned,     ///< A turned box: its extent was taken.
    kNoBox,           ///< Neither box nor outline: left out.
    kBoxBroken,       ///< Numbers that are missing or not finite: left out.
    kBoxMirrored,     ///< A negative side, or corners the wrong way round: mirrored.
    kBoxOfNoArea,
    kBoxOfOnePixel,     ///< At most one pixel wide or high.
    kBoxBeyondPicture,  ///< More than a pixel beyond the annotated size.
    kOtherShape,        ///< Points, lines, masks, tracks: left out.
    kKeypoints,         ///< Points behind a box of YOLO: left out, the box was taken.
    kConfidence,        ///< A score behind the box, as detections have: left out.
    kDifficult,         ///< Marked difficult: neither hit nor miss.
    // Pictures and classes.
    kPictureWithoutBoxes,
    kClassWithoutBoxes,
    kClassTwice,           ///< Two classes of one name, upper and lower case being equal.
    kNameWithOtherEnding,  ///< Matched to a picture by its name without the ending.
    kPictureTwice,         ///< Two images name one picture: both were kept.
    kPictureMissing,       ///< Annotated, and not among the pictures.
    kPictureNotAnnotated,  ///< Among the pictures, and not annotated.
    kNearDuplicateNames,   ///< Pictures whose names differ by a copy's mark alone.
    kTurnedBack,           ///< Boxes of a picture's stored orientation: turned upright.
    kMaybeTurned,          ///< A picture stored turned whose annotated size cannot tell how the boxes lie.
    kScaled,               ///< Boxes of a picture of another size: scaled.
};
inline constexpr int kOddities = static_cast<int>(Oddity::kScaled) + 1;  ///< Values of Oddity.

/// A key for programs ("box_beyond_picture").
const char* name_of(Oddity oddity);
/// What it is and what was done, for people, after this number: "box has no area; ..." after 1, "boxes have
/// no area; ..." after any other.
std::string words_of(Oddity oddity, std::int64_t count);
/// False for what changes no figure and is common: it is worth a line in a check, not a warning.
bool is_worth_a_warning(Oddity oddity);

/// One kind of oddity and how often it occurred.
struct Remark {
    Oddity oddity{};                    ///< Which kind.
    std::int64_t count = 0;             ///< How often.
    std::vector<std::string> examples;  ///< Three at most.

    bool operator==(const Remark&) const = default;
};

/// Remarks by kind, in the order of Oddity.
class Remarks {
public:
    void add(Oddity oddity, std::string_view example = {});  ///< Counts one more; keeps the first examples.
    void add(const Remarks& more);                           ///< Adds the counts and examples of others.
    std::int64_t count(Oddity oddity) const {
        return by_oddity_[static_cast<std::size_t>(oddity)].count;
    }  ///< How often; 0 when never.
    void clear(Oddity oddity) { by_oddity_[static_cast<std::size_t>(oddity)] = {}; }  ///< Forgets one kind.
    /// Those that occurred.
    std::vector<Remark> list() const;

private:
    std::array<Remark, kOddities> by_oddity_{};
};

/// One picture of the annotations.
struct AnnotatedImage {
    std::int64_t id = 0;     ///< Positive and unique; from the file where that has numbers.
    std::string file_name;   ///< As the file writes it, with / between folders.
    std::string other_name;  ///< Another name to look for, such as that of the annotation file; may be empty.
    std::string id_text;     ///< The file's id where it is text; else empty.
    Size size;               ///< As the file says; 0 x 0: unknown.
};

/// One class of the annotations.
struct AnnotatedClass {
    std::int64_t id = 0;  ///< Unique; from the file where that has numbers.
    std::string name;     ///< As the file writes it.
    std::string id_text;  ///< The file's id where it is text; else empty.
};

/// Indices in `truths` are places in `images` and `categories`.
struct Annotations {
    AnnotationFormat format{};               ///< Of the files.
    std::vector<AnnotatedImage> images;      ///< By ascending id.
    std::vector<AnnotatedClass> categories;  ///< By ascending id.
    std::vector<TruthBox> truths;            ///< In the file's order.
    std::vector<double> distances_m;         ///< By truth: its "distance_m", NaN where there is none.
    std::vector<double> scores;  ///< By truth: a confidence behind its box, NaN where there is none.
    /// Boxes are fractions of the picture's width and height, since the files know no pixels (YOLO).
    bool fractions = false;
    Remarks remarks;  ///< What was odd, guessed or left out.

    /// Place of an id, or -1.
    std::int32_t image_place(std::int64_t id) const;
    std::int32_t category_place(std::int64_t id) const;  ///< Place of an id, or -1.
    /// Place of the id as a file writes it, a number or text, or -1.
    std::int32_t image_place(std::string_view id) const;
    /// Place of a name, upper and lower case being equal, or -1.
    std::int32_t category_named(std::string_view name) const;
};

/// By image: the places of its truths, in order.
std::vector<std::vector<std::int32_t>> truths_by_image(const Annotations& annotations);

/// Letters of ASCII count in any case.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// A file that was read already.
struct AnnotationFile {
    std::string path;       ///< For messages, for names, and to tell kinds by.
    std::string_view text;  ///< The caller's.
};

/// What a file holds, by its content; nothing when it is none of them. A YOLO label file is five or more
/// numbers a line.
std::optional<AnnotationFormat> annotation_format(const AnnotationFile& file);

/// Reads annotations of any format. COCO, CVAT and Label Studio are one file each; VOC is a file a picture;
/// YOLO a file a picture, with data.yaml or classes.txt that names the classes. Files that are no annotations
/// are passed over when others are. What is odd stands in `remarks`. An annotation of COCO without `area` has
/// its box's, one without `iscrowd` is none; `ignore` is passed over as pycocotools does. Fails with
/// kBadData, the file's name and the place of what is wrong; with kUnsupported when a format is known
/// but not read by this build.
Result<Annotations> read_annotations(std::span<const AnnotationFile> files);

}  // namespace farsight
