// COCO's JSON, as it is found.
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <unordered_map>

#include "annotations/builder.h"
#include "annotations/coco_records.h"

namespace farsight::annotations {
namespace {

using Places = std::unordered_map<std::string, std::int32_t>;

/// An annotation whose image and category may stand later in the file.
struct PendingTruth {
    TruthBox truth;
    std::string image;
    std::string category;
    double distance_m = std::numeric_limits<double>::quiet_NaN();
};

template <class Item>
struct Listed {
    Item item;
    CocoId id;
};

/// The last part of an address, without its query.
std::string file_name_of(const std::string& url) {
    std::string path = url.substr(0, url.find_first_of("?#"));
    return path.substr(path.find_last_of('/') + 1);
}

class CocoReader {
public:
    explicit CocoReader(const AnnotationFile& file) : file_(file) { all_.format = AnnotationFormat::kCoco; }

    Result<Annotations> read() {
        const CocoRecordSink sink = [this](std::string_view section, std::int64_t, CocoRecord& record) {
            if (section == "images") return take_image(record);
            if (section == "categories") return take_category(record);
            if (section == "annotations") return take_annotation(record);
            return std::string();
        };
        CocoFileNotes notes;
        if (auto read = read_coco_records(file_.text, file_.path, sink, notes); !read)
            return tl::unexpected(read.error());
        if (notes.keyed_by_id) all_.remarks.add(Oddity::kSectionKeyedById);
        for (std::int64_t i = 0; i < notes.not_a_number; ++i) all_.remarks.add(Oddity::kNotANumber);
        if (images_.empty()) return complain("lists no \"images\"; COCO annotations are needed here.");
        if (categories_.empty())
            return complain("lists no \"categories\"; COCO annotations are needed here.");
        Places images;
        Places categories;
        if (auto good = number(images_, all_.images, images, "images"); !good)
            return tl::unexpected(good.error());
        if (auto good = number(categories_, all_.categories, categories, "categories"); !good)
            return tl::unexpected(good.error());
        resolve(images, categories);
        return std::move(all_);
    }

private:
    tl::unexpected<Error> complain(const std::string& what) const {
        return fail(ErrorCode::kBadData, file_.path + ": " + what);
    }

    void remark_text(const CocoId& id) {
        if (id.is_text) all_.remarks.add(Oddity::kIdsOfText, id.key);
    }

    std::string take_image(CocoRecord& record) {
        if (!record.id) return "has no \"id\"";
        remark_text(record.id);
        AnnotatedImage image;
        image.file_name = with_slashes(std::move(record.file_name));
        if (image.file_name.empty() && !record.url.empty()) {
            image.file_name = file_name_of(record.url);
            all_.remarks.add(Oddity::kImageNameFromUrl, record.url);
        }
        const auto side = [](std::optional<double> value) {
            return value && *value >= 1 && *value <= kMaxImageSide ? static_cast<int>(*value) : 0;
        };
        image.size = {side(record.width), side(record.height)};
        if (image.size.width == 0 || image.size.height == 0) image.size = {};
        images_.push_back({std::move(image), std::move(record.id)});
        return {};
    }

    std::string take_category(CocoRecord& record) {
        if (!record.id) return "has no \"id\"";
        remark_text(record.id);
        if (record.name.empty()) return "has no \"name\"";
        categories_.push_back({{0, std::move(record.name), {}}, std::move(record.id)});
        return {};
    }

    std::string take_annotation(const CocoRecord& record) {
        if (!record.image_id) return "has no \"image_id\"";
        if (!record.category_id) return "has no \"category_id\"";
        remark_text(record.image_id);
        remark_text(record.category_id);
        const std::string where =
            "annotation " + (record.id ? record.id.key : std::to_string(pending_.size() + 1));
        PendingTruth entry;
        entry.image = record.image_id.key;
        entry.category = record.category_id.key;
        if (!take_box(record, where, entry.truth.box)) return {};
        entry.truth.area = record.area.value_or(entry.truth.box.width * entry.truth.box.height);
        entry.truth.crowd = record.crowd;
        if (record.distance_m) entry.distance_m = *record.distance_m;
        pending_.push_back(entry);
        return {};
    }

    /// False when no box can be made of it.
    bool take_box(const CocoRecord& record, const std::string& where, CocoBox& box) {
        if (record.bbox_values == 0 && !record.outline.empty()) {
            all_.remarks.add(Oddity::kBoxFromOutline, where);
            const Extent& outline = record.outline;
            box = {outline.x0, outline.y0, outline.x1 - outline.x0, outline.y1 - outline.y0};
        } else if (record.bbox_values == 4) {
            box = {record.bbox[0], record.bbox[1], record.bbox[2], record.bbox[3]};
        } else {
            all_.remarks.add(record.bbox_values == 0 ? Oddity::kNoBox : Oddity::kBoxBroken, where);
            return false;
        }
        // Its far corner and its area are numbers, too.
        if (!std::isfinite(box.x) || !std::isfinite(box.y) || !std::isfinite(box.x + box.width) ||
            !std::isfinite(box.y + box.height) || !std::isfinite(box.width * box.height)) {
            all_.remarks.add(Oddity::kBoxBroken, where);
            return false;
        }
        if (box.width < 0 || box.height < 0) {
            all_.remarks.add(Oddity::kBoxMirrored, where);
            if (box.width < 0) box.x += box.width;
            if (box.height < 0) box.y += box.height;
            box.width = std::abs(box.width);
            box.height = std::abs(box.height);
        }
        return true;
    }

    /// Gives items their number: that of the file, or, where one id is text, the rank among all texts.
    template <class Item>
    Result<void> number(std::vector<Listed<Item>>& listed, std::vector<Item>& items, Places& places,
                        const char* what) {
        const bool numbers = std::all_of(listed.begin(), listed.end(),
                                         [](const auto& entry) { return entry.id.number.has_value(); });
        std::stable_sort(listed.begin(), listed.end(), [&](const auto& a, const auto& b) {
            return numbers ? *a.id.number < *b.id.number : a.id.key < b.id.key;
        });
        for (Listed<Item>& entry : listed) {
            if (places.contains(entry.id.key)) {
                if (!same_again(items.back(), entry.item)) {
                    return fail(ErrorCode::kBadData,
                                file_.path + ": has two " + what + " of id " + entry.id.key + ".");
                }
                continue;
            }
            places.emplace(entry.id.key, static_cast<std::int32_t>(items.size()));
            entry.item.id = numbers ? *entry.id.number : static_cast<std::int64_t>(items.size()) + 1;
            if (!numbers) entry.item.id_text = entry.id.key;
            items.push_back(std::move(entry.item));
        }
        return {};
    }

    bool same_again(const AnnotatedImage& one, const AnnotatedImage& other) {
        if (one.file_name.empty() || one.file_name != other.file_name) return false;
        all_.remarks.add(Oddity::kSameImageTwice, one.file_name);
        return true;
    }
    bool same_again(const AnnotatedClass& one, const AnnotatedClass& other) {
        if (one.name != other.name) return false;
        all_.remarks.add(Oddity::kClassTwice, one.name);
        return true;
    }

    void resolve(const Places& images, const Places& categories) {
        for (PendingTruth& entry : pending_) {
            const auto image = images.find(entry.image);
            const auto category = categories.find(entry.category);
            if (image == images.end() || category == categories.end()) {
                all_.remarks.add(Oddity::kUnknownReference, image == images.end()
                                                                ? "image " + entry.image
                                                                : "category " + entry.category);
                continue;
            }
            entry.truth.image = image->second;
            entry.truth.category = category->second;
            all_.truths.push_back(entry.truth);
            all_.distances_m.push_back(entry.distance_m);
            all_.scores.push_back(std::numeric_limits<double>::quiet_NaN());
        }
    }

    const AnnotationFile& file_;
    Annotations all_;
    std::vector<Listed<AnnotatedImage>> images_;
    std::vector<Listed<AnnotatedClass>> categories_;
    std::vector<PendingTruth> pending_;
};

}  // namespace

Result<Annotations> read_coco(const AnnotationFile& file) {
    return CocoReader(file).read();
}

}  // namespace farsight::annotations
