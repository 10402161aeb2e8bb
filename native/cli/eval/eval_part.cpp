// Parts as text: JSON lines, so that a run can append to one and a reader can tell where it stopped.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "eval/eval_record.h"
#include "farsight/lab/numbers.h"
#include "farsight/runtime/files.h"

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "farsight.eval-part/1";
constexpr int kCrowd = 1;
constexpr int kIgnored = 2;
constexpr std::size_t kMaxPartBytes = std::size_t{8} << 30;

std::string line_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// JSON has neither NaN nor infinity.
Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

/// The last edge of bins may be infinite.
std::vector<double> edges_of(const Json& json) {
    std::vector<double> edges;
    for (const Json& edge : json) {
        edges.push_back(edge.is_number() ? edge.get<double>() : std::numeric_limits<double>::infinity());
    }
    return edges;
}

Json edges_json(const std::vector<double>& edges) {
    Json json = Json::array();
    for (const double edge : edges) json.push_back(number_or_null(edge));
    return json;
}

bool has(const Json& json, const char* key, Json::value_t type) {
    const auto at = json.find(key);
    if (at == json.end()) return false;
    if (type == Json::value_t::number_float) return at->is_number();
    if (type == Json::value_t::number_integer) return at->is_number_integer();
    return at->type() == type;
}

/// False when a key is missing or of another type.
bool read_head(const Json& json, EvalTerms& terms, Shard& shard) {
    using Type = Json::value_t;
    if (!json.is_object() || !has(json, "schema", Type::string) || json["schema"] != kSchema) return false;
    for (const char* key : {"images", "resamples", "seed", "part", "parts"}) {
        if (!has(json, key, Type::number_integer)) return false;
    }
    for (const char* key : {"categories", "size_edges_px", "distance_edges_m"}) {
        if (!has(json, key, Type::array)) return false;
    }
    if (!has(json, "source", Type::object) || !has(json, "annotations", Type::string) ||
        !has(json, "score", Type::number_float)) {
        return false;
    }
    terms.source = json["source"].dump(-1, ' ', false, Json::error_handler_t::replace);
    terms.annotations = std::strtoull(json["annotations"].get<std::string>().c_str(), nullptr, 16);
    terms.images = json["images"];
    terms.score = json["score"];
    terms.size_edges_px = edges_of(json["size_edges_px"]);
    terms.distance_edges_m = edges_of(json["distance_edges_m"]);
    terms.resamples = json["resamples"];
    terms.seed = json["seed"];
    terms.skips_unreadable = has(json, "unreadable", Type::string) && json["unreadable"] == "skip";
    shard = {json["part"], json["parts"]};
    for (const Json& category : json["categories"]) {
        if (!category.is_array() || category.size() != 2 || !category[0].is_number_integer() ||
            !category[1].is_string()) {
            return false;
        }
        terms.categories.push_back({category[0], category[1], {}});
    }
    return shard.index >= 1 && shard.index <= shard.count;
}

/// A row of exactly `size` numbers; `nulls` of the last ones may be null.
bool is_row(const Json& row, std::size_t size, std::size_t nulls = 0) {
    if (!row.is_array() || row.size() != size) return false;
    for (std::size_t i = 0; i < size; ++i) {
        if (!row[i].is_number() && !(row[i].is_null() && i >= size - nulls)) return false;
    }
    return true;
}

CocoBox box_of(const Json& row, std::size_t first) {
    return {row[first], row[first + 1], row[first + 2], row[first + 3]};
}

bool parse_image(const Json& json, std::size_t categories, EvalImage& image) {
    using Type = Json::value_t;
    if (!json.is_object() || !has(json, "image", Type::number_integer) || !has(json, "truths", Type::array) ||
        !has(json, "detections", Type::array)) {
        return false;
    }
    const auto known = [&](std::int32_t category) {
        return category >= 0 && static_cast<std::size_t>(category) < categories;
    };
    image.id = json["image"];
    if (has(json, "pixel_ratio", Type::number_float)) image.pixel_ratio = json["pixel_ratio"].get<double>();
    image.unreadable = has(json, "unreadable", Type::boolean) && json["unreadable"] == true;
    for (const Json& row : json["truths"]) {
        if (!is_row(row, 9, 1)) return false;
        TruthBox truth;
        truth.category = row[0];
        if (!row[1].is_number_integer()) return false;
        const int flags = row[1];
        truth.crowd = (flags & kCrowd) != 0;
        truth.ignore = (flags & kIgnored) != 0;
        truth.box = box_of(row, 2);
        truth.area = row[6];
        const int cause = row[7];
        if (!known(truth.category) || cause < -1 || cause >= kMissCauses) return false;
        image.truths.push_back(truth);
        image.causes.push_back(static_cast<std::int8_t>(cause));
        image.distances_m.push_back(row[8].is_number() ? row[8].get<double>()
                                                       : std::numeric_limits<double>::quiet_NaN());
    }
    for (const Json& row : json["detections"]) {
        if (!is_row(row, 6)) return false;
        const ScoredBox box{box_of(row, 2), row[1], 0, row[0]};
        if (!known(box.category)) return false;
        image.detections.push_back(box);
    }
    return true;
}

tl::unexpected<Error> complain(const std::string& name, const std::string& what) {
    return fail(ErrorCode::kBadData, name + ": " + what);
}

}  // namespace

std::string part_head(const EvalTerms& terms, const Shard& shard) {
    Json categories = Json::array();
    for (const AnnotatedClass& category : terms.categories)
        categories.push_back({category.id, category.name});
    return line_of({{"schema", kSchema},
                    {"part", shard.index},
                    {"parts", shard.count},
                    {"source", Json::parse(terms.source, nullptr, false)},
                    {"annotations", hex_text(terms.annotations)},
                    {"unreadable", terms.skips_unreadable ? "skip" : "missed"},
                    {"images", terms.images},
                    {"score", terms.score},
                    {"size_edges_px", edges_json(terms.size_edges_px)},
                    {"distance_edges_m", edges_json(terms.distance_edges_m)},
                    {"resamples", terms.resamples},
                    {"seed", terms.seed},
                    {"categories", categories}});
}

std::string part_line(const EvalImage& image) {
    Json truths = Json::array();
    for (std::size_t i = 0; i < image.truths.size(); ++i) {
        const TruthBox& truth = image.truths[i];
        const CocoBox& box = truth.box;
        truths.push_back({truth.category, (truth.crowd ? kCrowd : 0) | (truth.ignore ? kIgnored : 0), box.x,
                          box.y, box.width, box.height, truth.area, image.causes[i],
                          number_or_null(image.distances_m[i])});
    }
    Json detections = Json::array();
    for (const ScoredBox& d : image.detections) {
        detections.push_back({d.category, d.score, d.box.x, d.box.y, d.box.width, d.box.height});
    }
    Json line = {{"image", image.id}, {"truths", std::move(truths)}, {"detections", std::move(detections)}};
    if (image.pixel_ratio) line["pixel_ratio"] = *image.pixel_ratio;
    if (image.unreadable) line["unreadable"] = true;
    return line_of(line);
}

std::string part_end(std::int64_t images, std::uint64_t checksum) {
    return line_of({{"end", images}, {"checksum", hex_text(checksum)}});
}

Result<EvalPart> read_part(std::string_view text, const std::string& name) {
    EvalPart part;
    std::uint64_t checksum = fnv1a("");
    for (bool first = true; part.whole_bytes < text.size(); first = false) {
        const std::size_t end = text.find('\n', part.whole_bytes);
        if (end == std::string_view::npos) break;
        if (part.complete) return complain(name, "goes on after its end; it was altered.");
        const std::string_view line = text.substr(part.whole_bytes, end + 1 - part.whole_bytes);
        const Json json = Json::parse(line.begin(), line.end(), nullptr, false);
        if (first) {
            if (!read_head(json, part.terms, part.shard))
                return complain(name, "is no part that farsight eval wrote.");
            part.head = line;
        } else if (json.is_object() && has(json, "end", Json::value_t::number_integer)) {
            if (json["end"] != static_cast<std::int64_t>(part.images.size()) ||
                !has(json, "checksum", Json::value_t::string) || json["checksum"] != hex_text(checksum)) {
                return complain(name, "was altered after it was written; evaluate that part again.");
            }
            part.complete = true;
        } else {
            EvalImage image;
            if (!parse_image(json, part.terms.categories.size(), image)) {
                return complain(name, "is damaged at byte " + std::to_string(part.whole_bytes) +
                                          "; evaluate that part again.");
            }
            part.images.push_back(std::move(image));
        }
        checksum = fnv1a(line, checksum);
        part.whole_bytes = end + 1;
    }
    if (part.complete && part.whole_bytes < text.size()) {
        return complain(name, "goes on after its end; it was altered.");
    }
    return part;
}

namespace {

/// Why the file is no whole part.
Result<void> check_whole(const EvalPart& part, const std::string& name) {
    if (part.head.empty()) {
        return complain(name, "is empty or half-written: it has no whole line; evaluate that part again.");
    }
    if (!part.complete) {
        return complain(name, "is half-written: it ends after " +
                                  lab::count_text(static_cast<std::int64_t>(part.images.size()), "image") +
                                  " without its end mark; finish that part first, or evaluate it again.");
    }
    return {};
}

/// Why a part does not go with those before it; empty when it does.
std::string objection(const EvalPart& part, const EvalPart& first, const std::string& first_name,
                      const std::map<int, std::string>& seen) {
    if (part_head(part.terms, part.shard) != part_head(first.terms, {part.shard.index, first.shard.count})) {
        return "belongs to another run than " + first_name +
               ": its annotations, detections, options or number of parts differ.";
    }
    if (const auto other = seen.find(part.shard.index); other != seen.end()) {
        return "is part " + std::to_string(part.shard.index) + ", which " + other->second + " is as well.";
    }
    return {};
}

std::string missing_parts(const std::map<int, std::string>& seen, int count) {
    std::string missing;
    int shown = 0;
    for (int i = 1; i <= count; ++i) {
        if (seen.contains(i)) continue;
        if (++shown > 16) return missing + ", ...";
        missing += (missing.empty() ? "" : ", ") + std::to_string(i);
    }
    return missing;
}

}  // namespace

Result<EvalPart> merge_parts(const std::vector<std::string>& files) {
    EvalPart all;
    std::map<int, std::string> seen;
    for (const std::string& file : files) {
        const auto bytes = read_file(file, kMaxPartBytes);
        if (!bytes) return tl::unexpected(bytes.error());
        auto part = read_part({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file);
        if (!part) return tl::unexpected(part.error());
        if (seen.empty()) {
            all.terms = part->terms;
            all.shard = part->shard;
        }
        if (auto whole = check_whole(*part, file); !whole) return tl::unexpected(whole.error());
        std::string problem = objection(*part, all, files.front(), seen);
        if (!problem.empty()) return fail(ErrorCode::kInvalidArgument, problem.insert(0, file + ": "));
        seen[part->shard.index] = file;
        std::move(part->images.begin(), part->images.end(), std::back_inserter(all.images));
    }
    if (const std::string missing = missing_parts(seen, all.shard.count); !missing.empty()) {
        return fail(ErrorCode::kInvalidArgument, "--merge: of " + std::to_string(all.shard.count) +
                                                     " parts these are missing: " + missing + ".");
    }
    std::sort(all.images.begin(), all.images.end(),
              [](const EvalImage& a, const EvalImage& b) { return a.id < b.id; });
    all.shard = {};
    all.complete = true;
    return all;
}

}  // namespace farsight::cli
