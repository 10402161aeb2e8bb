#include "coco/coco_file.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <unordered_map>

#include "coco/coco_records.h"
#include "farsight/runtime/files.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = std::size_t{4} << 30;

std::string_view text_of(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class Item>
std::int32_t place_of_id(const std::vector<Item>& items, std::int64_t id) {
    const auto at = std::lower_bound(items.begin(), items.end(), id,
                                     [](const Item& item, std::int64_t value) { return item.id < value; });
    return at != items.end() && at->id == id ? static_cast<std::int32_t>(at - items.begin()) : -1;
}

/// Sorts by id. False, and the id, when one stands twice.
template <class Item>
bool sort_by_id(std::vector<Item>& items, std::int64_t& twice) {
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.id < b.id; });
    const auto same = std::adjacent_find(items.begin(), items.end(),
                                         [](const Item& a, const Item& b) { return a.id == b.id; });
    if (same == items.end()) return true;
    twice = same->id;
    return false;
}

/// An annotation whose image and category may stand later in the file.
struct PendingTruth {
    TruthBox truth;
    std::int64_t image_id;
    std::int64_t category_id;
    double distance_m;
};

std::string take_annotation(const CocoRecord& record, std::vector<PendingTruth>& pending) {
    if (!record.image_id) return "has no \"image_id\"";
    if (!record.category_id) return "has no \"category_id\"";
    if (record.bbox_values != 4) return "has no \"bbox\" of four numbers";
    PendingTruth entry{{}, *record.image_id, *record.category_id, std::numeric_limits<double>::quiet_NaN()};
    entry.truth.box = {record.bbox[0], record.bbox[1], record.bbox[2], record.bbox[3]};
    entry.truth.area = record.area.value_or(record.bbox[2] * record.bbox[3]);
    entry.truth.crowd = record.crowd;
    if (record.distance_m) entry.distance_m = *record.distance_m;
    pending.push_back(entry);
    return {};
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char one, char other) { return lower(one) == lower(other); });
}

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

Result<std::uint64_t> file_fingerprint(const fs::path& file) {
    const auto bytes = read_file(file, kMaxBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return fnv1a(text_of(*bytes));
}

std::int32_t CocoAnnotations::image_place(std::int64_t id) const {
    return place_of_id(images, id);
}
std::int32_t CocoAnnotations::category_place(std::int64_t id) const {
    return place_of_id(categories, id);
}

std::int32_t CocoAnnotations::category_named(std::string_view name) const {
    for (std::size_t i = 0; i < categories.size(); ++i) {
        if (equal_ignoring_case(categories[i].name, name)) return static_cast<std::int32_t>(i);
    }
    return -1;
}

Result<CocoAnnotations> read_coco_annotations(const fs::path& file) {
    const auto bytes = read_file(file, kMaxBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    CocoAnnotations all;
    std::vector<PendingTruth> pending;
    const CocoRecordSink sink = [&](std::string_view section, std::int64_t,
                                    CocoRecord& record) -> std::string {
        if (section == "images") {
            if (!record.id) return "has no \"id\"";
            all.images.push_back({*record.id, std::move(record.file_name)});
        } else if (section == "categories") {
            if (!record.id) return "has no \"id\"";
            if (record.name.empty()) return "has no \"name\"";
            all.categories.push_back({*record.id, std::move(record.name)});
        } else if (section == "annotations") {
            return take_annotation(record, pending);
        }
        return {};
    };
    if (auto read = read_coco_records(text_of(*bytes), file.string(), sink); !read)
        return tl::unexpected(read.error());

    const auto complain = [&](const std::string& what) {
        return fail(ErrorCode::kBadData, file.string() + ": " + what);
    };
    if (all.images.empty()) return complain("lists no \"images\"; COCO annotations are needed here.");
    if (all.categories.empty()) return complain("lists no \"categories\"; COCO annotations are needed here.");
    std::int64_t twice = 0;
    if (!sort_by_id(all.images, twice))
        return complain("has two images of id " + std::to_string(twice) + ".");
    if (!sort_by_id(all.categories, twice))
        return complain("has two categories of id " + std::to_string(twice) + ".");
    for (PendingTruth& entry : pending) {
        entry.truth.image = all.image_place(entry.image_id);
        entry.truth.category = all.category_place(entry.category_id);
        if (entry.truth.image < 0 || entry.truth.category < 0) {
            ++all.left_out;
            continue;
        }
        all.truths.push_back(entry.truth);
        all.distances_m.push_back(entry.distance_m);
    }
    return all;
}

Result<CocoResults> read_coco_results(const fs::path& file, const CocoAnnotations& annotations) {
    const auto bytes = read_file(file, kMaxBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::string_view text = text_of(*bytes);
    if (const auto start = text.find_first_not_of(" \t\r\n");
        start == std::string_view::npos || text[start] != '[') {
        return fail(ErrorCode::kBadData,
                    file.string() + ": is no COCO results file, which is an array of results.");
    }
    std::unordered_map<std::int64_t, std::int32_t> images;
    for (std::size_t i = 0; i < annotations.images.size(); ++i) {
        images.emplace(annotations.images[i].id, static_cast<std::int32_t>(i));
    }
    CocoResults results;
    const CocoRecordSink sink = [&](std::string_view, std::int64_t, CocoRecord& record) -> std::string {
        if (!record.image_id) return "has no \"image_id\"";
        if (!record.category_id) return "has no \"category_id\"";
        if (record.bbox_values != 4) return "has no \"bbox\" of four numbers";
        if (!record.score) return "has no \"score\"";
        const auto image = images.find(*record.image_id);
        if (image == images.end()) {
            return "belongs to image " + std::to_string(*record.image_id) +
                   ", which is not among the annotated ones";
        }
        const std::int32_t category = annotations.category_place(*record.category_id);
        if (category < 0) {
            ++results.left_out;
            return {};
        }
        const std::string& name = annotations.categories[static_cast<std::size_t>(category)].name;
        if (!record.category_name.empty() && !equal_ignoring_case(record.category_name, name)) {
            if (results.other_names++ == 0) {
                results.other_name_example = "\"" + record.category_name + "\" for id " +
                                             std::to_string(*record.category_id) + ", which is \"" + name +
                                             "\"";
            }
        }
        results.detections.push_back({{record.bbox[0], record.bbox[1], record.bbox[2], record.bbox[3]},
                                      *record.score,
                                      image->second,
                                      category});
        return {};
    };
    if (auto read = read_coco_records(text, file.string(), sink); !read) return tl::unexpected(read.error());
    return results;
}

}  // namespace farsight::cli
