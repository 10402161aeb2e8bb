// Detections out of files.
#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "annotations/coco_records.h"
#include "base/csv.h"
#include "base/python_json.h"
#include "farsight/annotated_pictures.h"
#include "farsight/read_results.h"

namespace farsight {
namespace {

using Json = nlohmann::json;
using annotations::CocoRecord;
using annotations::name_of_image;

/// Finds the annotated picture that a result speaks of.
class Images {
public:
    explicit Images(const Annotations& annotations) {
        for (std::size_t i = 0; i < annotations.images.size(); ++i) {
            const AnnotatedImage& image = annotations.images[i];
            const auto place = static_cast<std::int32_t>(i);
            by_id_.emplace(image.id_text.empty() ? std::to_string(image.id) : image.id_text, place);
            names_.push_back(name_of_image(image));
            image_of_number_.emplace(annotations::coco_id(annotations::stem_of(names_.back())).key, place);
        }
    }

    std::int32_t of_id(const std::string& id) {
        const auto found = by_id_.find(id);
        return found != by_id_.end() ? found->second : of_name(id);
    }

    /// Whether the id of this image is the file name of another one.
    bool is_name_of_another(const std::string& id, std::int32_t image) {
        const std::string& name = names_[static_cast<std::size_t>(image)];
        if (annotations::coco_id(annotations::stem_of(name)).key == id) return false;
        const auto other = image_of_number_.find(id);
        return other != image_of_number_.end() && other->second != image;
    }
    const std::string& name(std::int32_t image) const { return names_[static_cast<std::size_t>(image)]; }

    std::int32_t of_name(const std::string& name) {
        const auto known = by_name_.find(name);
        if (known != by_name_.end()) return known->second;
        if (!index_) index_.emplace(names_);
        const std::int32_t place = index_->find(name);
        by_name_.emplace(name, place);
        return place;
    }

private:
    std::unordered_map<std::string, std::int32_t> by_id_;
    std::unordered_map<std::string, std::int32_t> by_name_;
    std::unordered_map<std::string, std::int32_t> image_of_number_;  ///< By the stem of its file name.
    std::vector<std::string> names_;
    std::optional<PictureIndex> index_;  ///< Once a name was asked for.
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
        annotations::CocoFileNotes notes;
        return annotations::read_coco_records(text, name_, sink, notes);
    }

    /// An object with "images", or an image.
    Result<void> detections(std::string_view text) {
        std::int64_t not_a_number = 0;
        const auto cleaned = without_not_a_number(text, not_a_number);
        if (cleaned) text = *cleaned;
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

    /// "file,label,score,x0,y0,x1,y1,...": columns in any order, others passed over.
    Result<void> table(std::string_view text) {
        constexpr std::array<std::string_view, 7> kColumns = {"file", "label", "score", "x0",
                                                              "y0",   "x1",    "y1"};
        const std::vector<std::string> head = take_csv_line(text);
        std::array<std::size_t, kColumns.size()> at{};
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            const auto column = std::find(head.begin(), head.end(), kColumns[i]);
            if (column == head.end()) return complain("has no column \"" + std::string(kColumns[i]) + "\".");
            at[i] = static_cast<std::size_t>(column - head.begin());
        }
        for (std::int64_t line = 2; !text.empty(); ++line) {
            const std::vector<std::string> fields = take_csv_line(text);
            if (fields.size() == 1 && fields.front().empty()) continue;
            std::array<double, 5> numbers{};
            bool good = fields.size() == head.size();
            for (std::size_t i = 0; good && i < numbers.size(); ++i) {
                const auto number = annotations::number_in(fields[at[i + 2]]);
                good = number.has_value() && std::isfinite(*number);
                numbers[i] = number.value_or(0);
            }
            if (!good) {
                return complain("line " + std::to_string(line) + " has not the " +
                                std::to_string(head.size()) + " fields that the first line names.");
            }
            const auto& [score, x0, y0, x1, y1] = numbers;
            const std::string& file = fields[at[0]];
            add(images_.of_name(file), file, fields[at[1]], {x0, y0, x1 - x0, y1 - y0}, score);
        }
        return {};
    }

    Result<void> labelled(const Annotations& found) {
        results_.remarks = found.remarks;
        for (const Oddity expected : {Oddity::kConfidence, Oddity::kVocCountsFromZero, Oddity::kNoClassNames})
            results_.remarks.clear(expected);
        for (const AnnotatedImage& image : found.images) {
            const std::string& name = name_of_image(image);
            if (auto same = check_size(images_.of_name(name), name, image.size); !same) return same;
        }
        const bool by_number = found.format == AnnotationFormat::kYolo &&
                               annotations_.format == AnnotationFormat::kYolo &&
                               found.remarks.count(Oddity::kNoClassNames) > 0;
        for (std::size_t i = 0; i < found.truths.size(); ++i) {
            const TruthBox& truth = found.truths[i];
            if (std::isnan(found.scores[i])) {
                return complain("has boxes without a confidence; they are annotations, not detections.");
            }
            const AnnotatedImage& image = found.images[static_cast<std::size_t>(truth.image)];
            const std::int32_t place = images_.of_name(name_of_image(image));
            CocoBox box = truth.box;
            if (place >= 0 && found.fractions) {
                const Size size = annotations_.images[static_cast<std::size_t>(place)].size;
                if (size.width == 0)
                    return complain("has fractions of pictures whose size the annotations do not say.");
                box = {box.x * size.width, box.y * size.height, box.width * size.width,
                       box.height * size.height};
            }
            const bool has_place =
                by_number && static_cast<std::size_t>(truth.category) < annotations_.categories.size();
            const auto& categories = has_place ? annotations_.categories : found.categories;
            add(place, name_of_image(image), categories[static_cast<std::size_t>(truth.category)].name, box,
                found.scores[i]);
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

    /// Boxes of a picture that was turned or scaled since it was annotated fit nowhere.
    Result<void> check_size(std::int32_t place, const std::string& name, Size size) const {
        if (place < 0 || size.width == 0) return {};
        const Size annotated = annotations_.images[static_cast<std::size_t>(place)].size;
        if (annotated.width == 0 || annotated == size) return {};
        return fail(ErrorCode::kMismatch,
                    name_ + ": " + name + " has " + std::to_string(size.width) + " x " +
                        std::to_string(size.height) + " pixels, and was annotated at " +
                        std::to_string(annotated.width) + " x " + std::to_string(annotated.height) +
                        ". farsight convert --images DIR --to coco makes annotations that fit the pictures.");
    }

    void keep(const ScoredBox& found) {
        const auto i = static_cast<std::size_t>(found.image);
        const Size size = annotations_.images[i].size;
        const CocoBox& box = found.box;
        if (size.width > 0 && (box.x < -1 || box.y < -1 || box.x + box.width > size.width + 1 ||
                               box.y + box.height > size.height + 1)) {
            left_out(results_.beyond_pictures, results_.beyond_picture_example, images_.name(found.image));
        }
        results_.detections.push_back(found);
    }

    void add(std::int32_t image, const std::string& image_name, const std::string& label, const CocoBox& box,
             double score) {
        if (image < 0) return left_out(results_.other_images, results_.other_image_example, image_name);
        const std::int32_t category = annotations_.category_named(label);
        if (category < 0) return left_out(results_.other_categories, results_.other_category_example, label);
        keep({box, score, image, category});
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
        if (images_.is_name_of_another(record.image_id.key, image)) {
            left_out(results_.unlike_ids, results_.unlike_id_example,
                     record.image_id.key + ", which is the id of " + images_.name(image));
        }
        std::int32_t category = record.category_id.number
                                    ? annotations_.category_place(*record.category_id.number)
                                    : annotations_.category_named(record.category_id.key);
        if (category < 0) category = annotations_.category_named(record.category_name);
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
        keep({box, *record.score, image, category});
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
        const auto side = [&](const char* key) {
            const auto pixels = image.find(key);
            return pixels != image.end() && pixels->is_number_integer() ? pixels->get<int>() : 0;
        };
        if (auto same = check_size(place, name, {side("width"), side("height")}); !same) return same;
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
    const std::string_view first_line = text.substr(0, text.find('\n'));
    if (text.find("\"detections\"") != std::string_view::npos && start != std::string_view::npos &&
        text[start] == '{') {
        // A picture a line, or one object over many lines.
        const bool whole = Json::accept(first_line.begin(), first_line.end());
        return whole ? reader.lines(text) : reader.detections(text);
    }
    if (first_line.find("label") != std::string_view::npos &&
        first_line.find("score,") != std::string_view::npos)
        return reader.table(text);
    if (files.size() == 1 &&
        (start == std::string_view::npos || text[start] == '{' || !annotation_format(files.front()))) {
        return fail(ErrorCode::kBadData,
                    files.front().path +
                        ": is no COCO results file, which is an array of results, and none of Farsight's "
                        "(JSON, JSON lines, CSV, VOC or YOLO; a table is for people).");
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
