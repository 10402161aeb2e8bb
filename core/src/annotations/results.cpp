// Detections out of files.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "annotations/coco_records.h"
#include "farsight/annotated_pictures.h"
#include "farsight/read_results.h"

namespace farsight {
namespace {

using Json = nlohmann::json;
using annotations::CocoRecord;

/// Finds the annotated picture that a result speaks of.
class Images {
public:
    explicit Images(const Annotations& annotations) {
        for (std::size_t i = 0; i < annotations.images.size(); ++i) {
            const AnnotatedImage& image = annotations.images[i];
            const auto place = static_cast<std::int32_t>(i);
            by_id_.emplace(image.id_text.empty() ? std::to_string(image.id) : image.id_text, place);
            names_.push_back(image.file_name.empty() ? image.other_name : image.file_name);
        }
    }

    std::int32_t of_id(const std::string& id) {
        const auto found = by_id_.find(id);
        return found != by_id_.end() ? found->second : of_name(id);
    }

    std::int32_t of_name(const std::string& name) {
        const auto known = by_name_.find(name);
        if (known != by_name_.end()) return known->second;
        Annotations one;
        one.images.push_back({1, name, {}, {}, {}});
        const auto places = match_pictures(one, names_);
        const std::int32_t place = places ? places->front() : -1;
        by_name_.emplace(name, place);
        return place;
    }

private:
    std::unordered_map<std::string, std::int32_t> by_id_;
    std::unordered_map<std::string, std::int32_t> by_name_;
    std::vector<std::string> names_;
};

class Reader {
public:
    Reader(std::string name, const Annotations& annotations)
        : name_(std::move(name)), annotations_(annotations), images_(annotations) {}

    Result<ReadResults> take() { return std::move(results_); }

    Result<void> coco(std::string_view text) {
        const annotations::CocoRecordSink sink = [&](std::string_view, std::int64_t, CocoRecord& record) {
            return take_record(record);
        };
        bool keyed_by_id = false;
        return annotations::read_coco_records(text, name_, sink, keyed_by_id);
    }

    /// An object with "images", or an image.
    Result<void> detections(std::string_view text) {
        const Json document = Json::parse(text.begin(), text.end(), nullptr, false);
        if (!document.is_object()) return complain("is not JSON.");
        const auto images = document.find("images");
        if (images == document.end()) return take_image(document);
        if (!images->is_array()) return complain("has no list of images.");
        for (const Json& image : *images) {
            if (auto taken = take_image(image); !taken) return taken;
        }
        return {};
    }

    Result<void> lines(std::string_view text) {
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            const std::string_view line = text.substr(0, end);
            if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
                if (auto taken = detections(line); !taken) return taken;
            }
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return {};
    }

    Result<void> labelled(const Annotations& found) {
        for (std::size_t i = 0; i < found.truths.size(); ++i) {
            const TruthBox& truth = found.truths[i];
            if (std::isnan(found.scores[i])) {
                return complain("has boxes without a confidence; they are annotations, not detections.");
            }
            const AnnotatedImage& image = found.images[static_cast<std::size_t>(truth.image)];
            const std::int32_t place =
                images_.of_name(image.file_name.empty() ? image.other_name : image.file_name);
            CocoBox box = truth.box;
            if (place >= 0 && found.fractions) {
                const Size size = annotations_.images[static_cast<std::size_t>(place)].size;
                if (size.width == 0)
                    return complain("has fractions of pictures whose size the annotations do not say.");
                box = {box.x * size.width, box.y * size.height, box.width * size.width,
                       box.height * size.height};
            }
            add(place, image.file_name.empty() ? image.other_name : image.file_name,
                found.categories[static_cast<std::size_t>(truth.category)].name, box, found.scores[i]);
        }
        return {};
    }

private:
    tl::unexpected<Error> complain(const std::string& what) const {
        return fail(ErrorCode::kBadData, name_ + ": " + what);
    }

    void left_out(std::int64_t& count, std::string& example, const std::string& what) {
        if (count++ == 0) example = what;
    }

    void add(std::int32_t image, const std::string& image_name, const std::string& label, const CocoBox& box,
             double score) {
        if (image < 0) return left_out(results_.other_images, results_.other_image_example, image_name);
        const std::int32_t category = annotations_.category_named(label);
        if (category < 0) return left_out(results_.other_categories, results_.other_category_example, label);
        results_.detections.push_back({box, score, image, category});
    }

    std::string take_record(const CocoRecord& record) {
        if (!record.image_id) return "has no \"image_id\"";
        if (!record.category_id) return "has no \"category_id\"";
        if (record.bbox_values != 4) return "has no \"bbox\" of four numbers";
        if (!record.score) return "has no \"score\"";
        const CocoBox box = {record.bbox[0], record.bbox[1], record.bbox[2], record.bbox[3]};
        if (!std::isfinite(box.x + box.y + box.width + box.height)) return "has a bbox that is not finite";
        const std::int32_t image = images_.of_id(record.image_id.key);
        if (image < 0) {
            left_out(results_.other_images, results_.other_image_example, record.image_id.key);
            return {};
        }
        const std::int32_t category = record.category_id.number
                                          ? annotations_.category_place(*record.category_id.number)
                                          : annotations_.category_named(record.category_id.key);
        if (category < 0) {
            left_out(results_.other_categories, results_.other_category_example, record.category_id.key);
            return {};
        }
        const std::string& name = annotations_.categories[static_cast<std::size_t>(category)].name;
        if (!record.category_name.empty() && !equal_ignoring_case(record.category_name, name)) {
            left_out(results_.other_names, results_.other_name_example,
                     "\"" + record.category_name + "\" for id " + record.category_id.key + ", which is \"" +
                         name + "\"");
        }
        results_.detections.push_back({box, *record.score, image, category});
        return {};
    }

    Result<void> take_image(const Json& image) {
        const auto file = image.is_object() ? image.find("file") : image.end();
        const auto detections = image.is_object() ? image.find("detections") : image.end();
        if (!image.is_object() || file == image.end() || !file->is_string() || detections == image.end() ||
            !detections->is_array()) {
            return complain(
                "has an image without \"file\" or \"detections\"; farsight detect --format json writes "
                "both.");
        }
        const std::string name = file->get<std::string>();
        const std::int32_t place = images_.of_name(name);
        for (const Json& detection : *detections) {
            if (!take_detection(detection, place, name)) {
                return complain("has a detection of " + name + R"( without "label", "score" or "box".)");
            }
        }
        return {};
    }

    bool take_detection(const Json& detection, std::int32_t place, const std::string& name) {
        if (!detection.is_object()) return false;
        const auto label = detection.find("label");
        const auto score = detection.find("score");
        const auto box = detection.find("box");
        if (label == detection.end() || !label->is_string() || score == detection.end() ||
            !score->is_number() || box == detection.end() || !box->is_array() || box->size() != 4) {
            return false;
        }
        for (const Json& corner : *box) {
            if (!corner.is_number()) return false;
        }
        const Box corners = {(*box)[0], (*box)[1], (*box)[2], (*box)[3]};
        add(place, name, label->get<std::string>(), to_coco(corners), score->get<double>());
        return true;
    }

    std::string name_;
    const Annotations& annotations_;
    Images images_;
    ReadResults results_;
};

Result<void> read_into(Reader& reader, std::span<const AnnotationFile> files) {
    const std::string_view text =
        files.size() == 1 ? annotations::without_bom(files.front().text) : std::string_view();
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start != std::string_view::npos && text[start] == '[') return reader.coco(text);
    if (text.find("\"farsight.detections/1\"") != std::string_view::npos) return reader.detections(text);
    if (text.find("\"detections\"") != std::string_view::npos) return reader.lines(text);
    if (files.size() == 1 &&
        (start == std::string_view::npos || text[start] == '{' || !annotation_format(files.front()))) {
        return fail(ErrorCode::kBadData,
                    files.front().path +
                        ": is no COCO results file, which is an array of results, and none of Farsight's.");
    }
    const auto found = read_annotations(files);
    if (!found) return tl::unexpected(found.error());
    return reader.labelled(*found);
}

}  // namespace

Result<ReadResults> read_results(std::span<const AnnotationFile> files, const Annotations& annotations) {
    Reader reader(files.empty() ? std::string() : files.front().path, annotations);
    if (auto read = read_into(reader, files); !read) return tl::unexpected(read.error());
    return reader.take();
}

}  // namespace farsight
