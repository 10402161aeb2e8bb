#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "annotations/builder.h"
#include "farsight/annotated_pictures.h"

namespace farsight {
namespace {

using annotations::lower;
using annotations::name_of_image;

/// A picture's name as its copies share it: "A (1).jpg", "a - Copy.png" and "a_copy2.jpg" are copies of "a".
std::string without_copy_mark(const std::string& file_name) {
    std::string stem = lower(annotations::stem_of(file_name));
    const auto strip = [&stem](std::string_view characters) {
        while (!stem.empty() && characters.find(stem.back()) != std::string_view::npos) stem.pop_back();
    };
    if (stem.ends_with(')')) {
        const auto open = stem.find_last_of('(');
        const bool digits = open != std::string::npos && open > 0 && open + 2 < stem.size() &&
                            std::all_of(stem.begin() + static_cast<std::ptrdiff_t>(open) + 1, stem.end() - 1,
                                        [](char c) { return c >= '0' && c <= '9'; });
        if (digits) {
            stem.resize(open);
            strip(" _");
        }
    }
    if (const auto copy = stem.rfind("copy"); copy != std::string::npos && copy > 0) {
        const bool at_end = std::all_of(stem.begin() + static_cast<std::ptrdiff_t>(copy) + 4, stem.end(),
                                        [](char c) { return (c >= '0' && c <= '9') || c == ' '; });
        if (at_end) {
            stem.resize(copy);
            strip(" -_");
        }
    }
    return file_name.substr(0, file_name.find_last_of('/') + 1) + stem;
}

class Look {
public:
    explicit Look(Annotations& annotations) : annotations_(annotations) {}

    void boxes() {
        std::set<std::tuple<std::int32_t, std::int32_t, double, double, double, double>> seen;
        for (const TruthBox& truth : annotations_.truths) {
            const CocoBox& box = truth.box;
            const AnnotatedImage& image = annotations_.images[static_cast<std::size_t>(truth.image)];
            const std::string& name = name_of_image(image);
            if (!seen.emplace(truth.image, truth.category, box.x, box.y, box.width, box.height).second) {
                remark(Oddity::kSameAnnotationTwice, name);
            }
            if (box.width <= 0 || box.height <= 0) {
                remark(Oddity::kBoxOfNoArea, name);
            } else if (!annotations_.fractions && (box.width <= 1 || box.height <= 1)) {
                remark(Oddity::kBoxOfOnePixel, name);
            }
            const Size size = image.size;
            if (size.width > 0 && (box.x < -1 || box.y < -1 || box.x + box.width > size.width + 1 ||
                                   box.y + box.height > size.height + 1)) {
                remark(Oddity::kBoxBeyondPicture, name);
            }
        }
    }

    void classes() {
        std::vector<bool> used(annotations_.categories.size());
        for (const TruthBox& truth : annotations_.truths)
            used[static_cast<std::size_t>(truth.category)] = true;
        std::set<std::string> names;
        for (std::size_t i = 0; i < used.size(); ++i) {
            const std::string& name = annotations_.categories[i].name;
            if (!used[i]) remark(Oddity::kClassWithoutBoxes, name);
            if (!names.insert(lower(name)).second) remark(Oddity::kClassTwice, name);
        }
    }

    void pictures() {
        std::vector<bool> used(annotations_.images.size());
        for (const TruthBox& truth : annotations_.truths) used[static_cast<std::size_t>(truth.image)] = true;
        std::map<std::string, std::string> originals;
        for (std::size_t i = 0; i < used.size(); ++i) {
            const std::string& name = name_of_image(annotations_.images[i]);
            if (!used[i]) remark(Oddity::kPictureWithoutBoxes, name);
            if (name.empty()) continue;
            const auto [original, first] = originals.emplace(without_copy_mark(name), name);
            if (!first) remark(Oddity::kNearDuplicateNames, original->second + " and " + name);
        }
    }

private:
    void remark(Oddity oddity, std::string_view example) { annotations_.remarks.add(oddity, example); }

    Annotations& annotations_;
};

}  // namespace

void look_for_oddities(Annotations& annotations) {
    Look look(annotations);
    look.boxes();
    look.classes();
    look.pictures();
}

}  // namespace farsight
