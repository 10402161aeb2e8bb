#include "farsight/annotations.h"

#include <algorithm>
#include <cmath>

#include "annotations/builder.h"

namespace farsight {
namespace {

struct Words {
    const char* name;
    const char* words;
    bool warn;
};

constexpr std::array<Words, kOddities> kWords = {{
    {"ids_of_text", "ids are text, where the format has whole numbers; they were matched as text", false},
    {"section_keyed_by_id", "lists are written as objects keyed by id; their entries were read", false},
    {"same_image_twice", "images are listed twice with the same id and name; they were taken once", true},
    {"same_annotation_twice", "boxes stand twice, with the same class in the same picture; both count", true},
    {"unknown_reference", "annotations of images or categories that are not listed were left out", true},
    {"image_name_from_url", "images have no file name; the end of their address was taken", false},
    {"no_class_names", "classes have no name; their numbers were taken", true},
    {"voc_counts_from_one",
     "coordinates equal width or height plus 1, so that all were taken to count from 1, and 1 was subtracted",
     true},
    {"voc_counts_from_zero", "coordinates were taken to count from 0, since none is beyond width or height",
     false},
    {"several_annotators", "pictures were annotated several times; the first annotation was taken", true},
    {"not_a_number", "values are NaN or infinite; they were taken for missing ones", true},
    {"file_passed_over", "files hold no annotations of this format; they were passed over", true},
    {"box_from_outline", "objects have an outline and no box; the outline's extent was taken", true},
    {"box_of_turned", "boxes are turned; the upright box around each was taken", true},
    {"no_box", "annotations have neither box nor outline; they were left out", true},
    {"box_broken", "boxes have numbers that are missing or not finite; they were left out", true},
    {"box_mirrored", "boxes have a negative side or their corners the wrong way round; they were mirrored",
     true},
    {"box_of_no_area", "boxes have no area; nothing can be found there", true},
    {"box_of_one_pixel", "boxes are at most one pixel wide or high", false},
    {"box_beyond_picture", "boxes reach more than a pixel beyond their picture; they were kept as they are",
     true},
    {"other_shape", "points, lines, masks or tracks, of which no box can be taken, were left out", true},
    {"keypoints", "boxes have points behind them, which were left out", false},
    {"confidence", "boxes have a score behind them, as detections have; it was left out", true},
    {"difficult", "objects are marked difficult; they count neither as hits nor as misses", true},
    {"picture_without_boxes", "pictures have no box", false},
    {"class_without_boxes", "classes have no box", false},
    {"class_twice", "classes share their name with another, upper and lower case being equal", true},
    {"name_with_other_ending", "pictures were found by their name without its ending", false},
    {"picture_twice", "images name the same picture as another; both were kept", true},
    {"picture_missing", "annotated pictures are not in the folder", true},
    {"picture_not_annotated", "pictures in the folder are not annotated", false},
    {"near_duplicate_names", "pictures have the name of another with a copy's mark, as \"a (1).jpg\" has",
     false},
    {"turned_back",
     "pictures are stored turned and were annotated as they are stored; their boxes were turned upright",
     true},
    {"maybe_turned",
     "pictures are stored turned, and their annotated size cannot tell how their boxes lie; they were taken "
     "for upright",
     true},
    {"scaled", "pictures were annotated at another size; their boxes were scaled", true},
}};

template <class Item>
std::int32_t place_of_id(const std::vector<Item>& items, std::int64_t id) {
    const auto at = std::lower_bound(items.begin(), items.end(), id,
                                     [](const Item& item, std::int64_t value) { return item.id < value; });
    return at != items.end() && at->id == id ? static_cast<std::int32_t>(at - items.begin()) : -1;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

const char* name_of(AnnotationFormat format) {
    constexpr std::array<const char*, kAnnotationFormats> kNames = {"COCO", "Pascal VOC", "YOLO", "CVAT",
                                                                    "Label Studio"};
    return kNames[static_cast<std::size_t>(format)];
}

const char* name_of(Oddity oddity) {
    return kWords[static_cast<std::size_t>(oddity)].name;
}
const char* words_of(Oddity oddity) {
    return kWords[static_cast<std::size_t>(oddity)].words;
}
bool is_worth_a_warning(Oddity oddity) {
    return kWords[static_cast<std::size_t>(oddity)].warn;
}

void Remarks::add(Oddity oddity, std::string_view example) {
    Remark& remark = by_oddity_[static_cast<std::size_t>(oddity)];
    remark.oddity = oddity;
    ++remark.count;
    constexpr std::size_t kExamples = 3;
    if (!example.empty() && remark.examples.size() < kExamples) remark.examples.emplace_back(example);
}

void Remarks::add(const Remarks& more) {
    for (const Remark& remark : more.list()) {
        for (std::int64_t i = 0; i < remark.count; ++i) {
            const auto at = static_cast<std::size_t>(i);
            add(remark.oddity,
                at < remark.examples.size() ? std::string_view{remark.examples[at]} : std::string_view{});
        }
    }
}

std::vector<Remark> Remarks::list() const {
    std::vector<Remark> found;
    for (const Remark& remark : by_oddity_) {
        if (remark.count > 0) found.push_back(remark);
    }
    return found;
}

std::int32_t Annotations::image_place(std::int64_t id) const {
    return place_of_id(images, id);
}
std::int32_t Annotations::category_place(std::int64_t id) const {
    return place_of_id(categories, id);
}

std::int32_t Annotations::image_place(std::string_view id) const {
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (!images[i].id_text.empty() && images[i].id_text == id) return static_cast<std::int32_t>(i);
    }
    const auto number = annotations::number_in(id);
    constexpr double kWholeNumbers = 9007199254740992.0;
    if (!number || std::floor(*number) != *number || std::abs(*number) >= kWholeNumbers) return -1;
    return image_place(static_cast<std::int64_t>(*number));
}

std::int32_t Annotations::category_named(std::string_view name) const {
    for (std::size_t i = 0; i < categories.size(); ++i) {
        if (equal_ignoring_case(categories[i].name, name)) return static_cast<std::int32_t>(i);
    }
    return -1;
}

std::vector<std::vector<std::int32_t>> truths_by_image(const Annotations& annotations) {
    std::vector<std::vector<std::int32_t>> by_image(annotations.images.size());
    for (std::size_t i = 0; i < annotations.truths.size(); ++i) {
        by_image[static_cast<std::size_t>(annotations.truths[i].image)].push_back(
            static_cast<std::int32_t>(i));
    }
    return by_image;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace farsight
