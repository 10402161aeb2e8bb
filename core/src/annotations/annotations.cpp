#include "farsight/annotations.h"

#include <algorithm>
#include <cmath>

#include "annotations/builder.h"

namespace farsight {
namespace {

struct Words {
    const char* name;
    /// Where one and many differ: "{box has|boxes have} no area".
    const char* words;
    bool warn;
};

constexpr std::array<Words, kOddities> kWords = {{
    {"ids_of_text", "ids are text, where the format has whole numbers; they were matched as text", false},
    {"section_keyed_by_id", "lists are written as objects keyed by id; their entries were read", false},
    {"same_image_twice",
     "{image is|images are} listed twice with the same id and name; {it was|they were} taken once", true},
    {"same_annotation_twice",
     "{box stands|boxes stand} twice, with the same class in the same picture; both count", true},
    {"unknown_reference",
     "{annotation of an image or category that is|annotations of images or categories that are} not listed "
     "{was|were} left out",
     true},
    {"image_name_from_url", "{image has|images have} no file name; the end of {its|their} address was taken",
     false},
    {"no_class_names", "{class has no name; its number was|classes have no name; their numbers were} taken",
     true},
    {"voc_counts_from_one",
     "coordinates equal width or height plus 1, so that all were taken to count from 1, and 1 was subtracted",
     true},
    {"voc_counts_from_zero", "coordinates were taken to count from 0, since none is beyond width or height",
     false},
    {"several_annotators",
     "{picture was|pictures were} annotated several times; the first annotation was taken", true},
    {"not_a_number",
     "{value is NaN or infinite; it was taken for a missing one|values are NaN or infinite; they were taken "
     "for missing ones}",
     true},
    {"file_passed_over",
     "{file holds|files hold} no annotations of this format; {it was|they were} passed over", true},
    {"box_from_outline", "{object has|objects have} an outline and no box; the outline's extent was taken",
     true},
    {"box_of_turned",
     "{box is turned; the upright box around it|boxes are turned; the upright box around each} was taken",
     true},
    {"no_box", "{annotation has|annotations have} neither box nor outline; {it was|they were} left out",
     true},
    {"box_broken", "{box has|boxes have} numbers that are missing or not finite; {it was|they were} left out",
     true},
    {"box_mirrored",
     "{box has a negative side or its|boxes have a negative side or their} corners the wrong way round; {it "
     "was|they were} mirrored",
     true},
    {"box_of_no_area", "{box has|boxes have} no area; nothing can be found there", true},
    {"box_of_one_pixel", "{box is|boxes are} at most one pixel wide or high", false},
    {"box_beyond_picture",
     "{box reaches more than a pixel beyond its picture; it was kept as it is|boxes reach more than a pixel "
     "beyond their picture; they were kept as they are}",
     true},
    {"other_shape",
     "{point, line, mask or track|points, lines, masks or tracks}, of which no box can be taken, {was|were} "
     "left out",
     true},
    {"keypoints", "{box has points behind it|boxes have points behind them}, which were left out", false},
    {"confidence",
     "{box has a score behind it|boxes have a score behind them}, as detections have; it was left out", true},
    {"difficult",
     "{object is marked difficult; it counts neither as hit nor as miss|objects are marked difficult; they "
     "count neither as hits nor as misses}",
     true},
    {"picture_without_boxes", "{picture has|pictures have} no box", false},
    {"class_without_boxes", "{class has|classes have} no box", false},
    {"class_twice",
     "{class shares its|classes share their} name with another, upper and lower case being equal", true},
    {"name_with_other_ending",
     "{picture was found by its name|pictures were found by their names} without the ending", false},
    {"picture_twice", "{image names|images name} the same picture as another; both were kept", true},
    {"picture_missing", "annotated {picture is|pictures are} not in the folder", true},
    {"picture_not_annotated", "{picture in the folder is|pictures in the folder are} not annotated", false},
    {"near_duplicate_names",
     "{picture has|pictures have} the name of another with a copy's mark, as \"a (1).jpg\" has", false},
    {"turned_back",
     "{picture is stored turned and was annotated as it is stored; its|pictures are stored turned and were "
     "annotated as they are stored; their} boxes were turned upright",
     true},
    {"maybe_turned",
     "{picture is stored turned, and its annotated size cannot tell how its boxes lie; it was|pictures are "
     "stored turned, and their annotated size cannot tell how their boxes lie; they were} taken for upright",
     true},
    {"scaled",
     "{picture was annotated at another size; its|pictures were annotated at another size; their} boxes were "
     "scaled",
     true},
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
std::string words_of(Oddity oddity, std::int64_t count) {
    std::string words;
    std::string_view rest = kWords[static_cast<std::size_t>(oddity)].words;
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const std::size_t bar = rest.find('|', open);
        const std::size_t close = rest.find('}', bar);
        words += rest.substr(0, open);
        words += count == 1 ? rest.substr(open + 1, bar - open - 1) : rest.substr(bar + 1, close - bar - 1);
        rest.remove_prefix(close + 1);
    }
    return words += rest;
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
