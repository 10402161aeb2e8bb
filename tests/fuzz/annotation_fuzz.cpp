// Any text is annotations of each format until its reader says otherwise. Compiled once a format:
// FARSIGHT_READER names the reader, FARSIGHT_FILE_NAME the file that the text is in.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <type_traits>
#include <vector>

#include "annotations/builder.h"
#include "farsight/annotated_pictures.h"
#include "farsight/write_annotations.h"

namespace {

using namespace farsight;

/// The files in an input: parts between bytes 0. The first is named by the format; a second is a list of
/// classes, a third another file of the format.
struct Input {
    explicit Input(std::string_view text) {
        const std::string name = FARSIGHT_FILE_NAME;
        const std::string lists =
            name.ends_with(".txt") ? "data.yaml" : (name.ends_with(".xml") ? "classes.txt" : "");
        for (const std::string& path : {name, lists, "b/" + name}) {
            if (path.empty()) break;
            const auto end = std::min(text.find('\0'), text.size());
            files.push_back({path, text.substr(0, end)});
            text.remove_prefix(std::min(end + 1, text.size()));
            if (text.empty()) break;
        }
    }
    std::vector<AnnotationFile> files;
};

template <class Reader>
Result<Annotations> read(const Reader& reader, const Input& input) {
    if constexpr (std::is_invocable_v<Reader, const AnnotationFile&>) {
        return reader(input.files.front());
    } else {
        return reader(input.files);
    }
}

void expect(bool good) {
    if (!good) std::abort();
}

/// Every place is one, and every number one that can be measured.
void check(const Annotations& all) {
    expect(all.distances_m.size() == all.truths.size() && all.scores.size() == all.truths.size());
    for (const TruthBox& truth : all.truths) {
        expect(truth.image >= 0 && static_cast<std::size_t>(truth.image) < all.images.size());
        expect(truth.category >= 0 && static_cast<std::size_t>(truth.category) < all.categories.size());
        expect(std::isfinite(truth.box.x) && std::isfinite(truth.box.y) && std::isfinite(truth.area));
        expect(truth.box.width >= 0 && truth.box.height >= 0 && std::isfinite(truth.box.width) &&
               std::isfinite(truth.box.height));
    }
    for (std::size_t i = 0; i < all.images.size(); ++i) {
        expect(all.image_place(all.images[i].id) == static_cast<std::int32_t>(i));
        expect(all.images[i].size.width >= 0 && all.images[i].size.height >= 0);
    }
}

void write_all(const Annotations& all) {
    expect(!write_coco(all).empty() && !write_yolo_names(all).empty());
    const auto truths = truths_by_image(all);
    for (std::size_t i = 0; i < all.images.size(); ++i) {
        const Size size = all.images[i].size;
        if (size.width == 0 || size.height == 0) continue;
        expect(!write_voc(all, static_cast<std::int32_t>(i), truths[i]).empty());
        write_yolo_labels(all, static_cast<std::int32_t>(i), truths[i]);
    }
}

/// Matched to the pictures of these names, and fitted to their sizes.
void fit(Annotations& all) {
    const std::vector<std::string> files = {"photos/a.jpg", "photos/b/a.jpg", "photos/b/b.png"};
    auto places = match_pictures(all, files);
    if (!places) {
        expect(!places.error().message.empty());
        return;
    }
    if (all.fractions) add_unlabelled_pictures(all, files, *places);
    expect(places->size() == all.images.size());
    std::vector<PictureFacts> facts(all.images.size(), PictureFacts{{64, 48}, 6});
    if (facts.size() > 1) facts.front() = {};
    if (auto fitted = fit_to_pictures(all, facts); !fitted) expect(!fitted.error().message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input({reinterpret_cast<const char*>(data), size});
    static_cast<void>(annotation_format(input.files.front()));
    auto all = read(annotations::FARSIGHT_READER, input);
    if (!all) {
        expect(!all.error().message.empty());
        return 0;
    }
    check(*all);
    if (!all->fractions) write_all(*all);
    fit(*all);
    look_for_oddities(*all);
    check(*all);
    if (!all->fractions) write_all(*all);
    for (const Remark& remark : all->remarks.list()) expect(remark.count > 0);
    return 0;
}
