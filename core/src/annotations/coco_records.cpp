#include "annotations/coco_records.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "annotations/run_length_mask.h"
#include "base/python_json.h"

namespace farsight::annotations {
namespace {

/// What the value after a key goes to.
enum class Field {
    kOther,
    kId,
    kImageId,
    kCategoryId,
    kScore,
    kArea,
    kDistance,
    kWidth,
    kHeight,
    kCrowd,
    kBbox,
    kOutline,
    kFileName,
    kUrl,
    kName,
    kCategoryName
};

Field field_of(std::string_view key) {
    constexpr std::array<std::pair<std::string_view, Field>, 17> kFields = {
        {{"id", Field::kId},
         {"image_id", Field::kImageId},
         {"category_id", Field::kCategoryId},
         {"score", Field::kScore},
         {"area", Field::kArea},
         {"distance_m", Field::kDistance},
         {"width", Field::kWidth},
         {"height", Field::kHeight},
         {"iscrowd", Field::kCrowd},
         {"bbox", Field::kBbox},
         {"segmentation", Field::kOutline},
         {"file_name", Field::kFileName},
         {"coco_url", Field::kUrl},
         {"flickr_url", Field::kUrl},
         {"url", Field::kUrl},
         {"name", Field::kName},
         {"category_name", Field::kCategoryName}}};
    for (const auto& [name, field] : kFields) {
        if (key == name) return field;
    }
    return Field::kOther;
}

/// nlohmann's SAX events. A record is an object inside a top-level array, or inside an array or object of a
/// top-level object; whatever lies deeper, but for the numbers of "bbox" and "segmentation", is passed over.
class Events {
public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    explicit Events(const CocoRecordSink& sink) : sink_(sink) {}

    const std::string& complaint() const { return complaint_; }
    bool keyed_by_id() const { return keyed_by_id_; }

    bool null() {
        return !in_bbox_ || depth_ != record_depth() + 1 ||
               number(std::numeric_limits<double>::quiet_NaN(), CocoId());
    }
    bool boolean(bool value) {
        if (in_record() && field_ == Field::kCrowd) record_.crowd = value;
        return true;
    }
    bool number_integer(number_integer_t value) { return number(static_cast<double>(value), coco_id(value)); }
    bool number_unsigned(number_unsigned_t value) {
        const bool fits =
            value <= static_cast<number_unsigned_t>(std::numeric_limits<number_integer_t>::max());
        return number(static_cast<double>(value),
                      fits ? coco_id(static_cast<number_integer_t>(value)) : coco_id(std::to_string(value)));
    }
    bool number_float(number_float_t value, const string_t&) {
        // Some writers print whole ids as 9.0.
        const bool whole = std::floor(value) == value && std::abs(value) < 9007199254740992.0;
        return number(value, whole ? coco_id(static_cast<number_integer_t>(value)) : CocoId());
    }
    bool string(string_t& value) {
        // Some writers print numbers as text.
        const auto as_number = number_in(value);
        if (in_bbox_ && depth_ == record_depth() + 1) {
            return number(as_number.value_or(std::numeric_limits<double>::quiet_NaN()), CocoId());
        }
        if (in_mask_ && depth_ == record_depth() + 1 && mask_key_ == "counts") mask_.add_text(value);
        if (!in_record()) return true;
        switch (field_) {
            case Field::kId:
                record_.id = coco_id(value);
                break;
            case Field::kImageId:
                record_.image_id = coco_id(value);
                break;
            case Field::kCategoryId:
                record_.category_id = coco_id(value);
                break;
            case Field::kFileName:
                record_.file_name = std::move(value);
                break;
            case Field::kUrl:
                record_.url = std::move(value);
                break;
            case Field::kName:
                record_.name = std::move(value);
                break;
            case Field::kCategoryName:
                record_.category_name = std::move(value);
                break;
            case Field::kCrowd:
                record_.crowd = value == "true" || value == "True" || as_number.value_or(0) != 0;
                break;
            default:
                return !as_number || !std::isfinite(*as_number) || number(*as_number, CocoId());
        }
        return true;
    }
    bool binary(binary_t&) { return true; }

    bool start_object(std::size_t) {
        ++depth_;
        if (depth_ == 1) root_is_object_ = true;
        if (depth_ == record_depth() - 1 && root_is_object_) in_list_ = by_key_ = true;
        if (depth_ == record_depth() && in_list_) {
            record_ = {};
            field_ = Field::kOther;
            record_open_ = true;
        }
        if (record_open_ && depth_ == record_depth() + 1 && field_ == Field::kOutline) {
            in_mask_ = true;
            mask_ = {};
            mask_key_.clear();
        }
        return true;
    }
    bool key(string_t& value) {
        if (depth_ == 1 && root_is_object_) {
            section_ = value;
            place_ = 0;
        } else if (depth_ == record_depth() - 1 && by_key_) {
            key_ = value;
        } else if (in_record()) {
            field_ = field_of(value);
        } else if (in_mask_ && depth_ == record_depth() + 1) {
            mask_key_ = value;
        }
        return true;
    }
    bool end_object() {
        bool good = true;
        if (in_mask_ && depth_ == record_depth() + 1) {
            in_mask_ = false;
            mask_.add_extent(record_.outline);
        }
        if (in_record()) {
            record_open_ = false;
            if (by_key_ && !record_.id) record_.id = coco_id(key_);
            keyed_by_id_ = keyed_by_id_ || (by_key_ && section_ == "annotations");
            complaint_ = sink_(section_, place_, record_);
            if (!complaint_.empty()) complaint_ = element() + " " + complaint_;
            good = complaint_.empty();
            ++place_;
        }
        if (depth_ == record_depth() - 1) in_list_ = by_key_ = false;
        --depth_;
        return good;
    }
    bool start_array(std::size_t) {
        ++depth_;
        if (depth_ == record_depth() - 1) in_list_ = true;
        if (record_open_ && depth_ == record_depth() + 1) {
            in_bbox_ = field_ == Field::kBbox;
            in_outline_ = field_ == Field::kOutline;
            if (in_bbox_) record_.bbox_values = 0;
        }
        have_x_ = false;
        return true;
    }
    bool end_array() {
        if (depth_ == record_depth() - 1) in_list_ = false;
        if (depth_ == record_depth() + 1) in_bbox_ = in_outline_ = false;
        --depth_;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
        complaint_ = "is not JSON: what stands at byte " + std::to_string(position) +
                     " cannot be read. Is the file cut short?";
        return false;
    }

private:
    int record_depth() const { return root_is_object_ ? 3 : 2; }
    bool in_record() const { return record_open_ && depth_ == record_depth(); }
    std::string element() const {
        return (section_.empty() ? std::string("result") : section_ + " entry") + " " +
               std::to_string(place_);
    }
    bool complain(const std::string& what) {
        complaint_ = element() + " " + what;
        return false;
    }

    void outline_number(double value) {
        if (have_x_) record_.outline.add(x_, value);
        have_x_ = !have_x_;
        x_ = value;
    }

    bool number(double value, CocoId id) {
        if (in_bbox_ && depth_ == record_depth() + 1) {
            if (record_.bbox_values < 4) record_.bbox[static_cast<std::size_t>(record_.bbox_values)] = value;
            ++record_.bbox_values;
            return true;
        }
        if (in_mask_ && depth_ == record_depth() + 2) {
            if (mask_key_ == "size") mask_.add_side(value);
            if (mask_key_ == "counts") mask_.add_run(value);
            return true;
        }
        if (in_outline_ && depth_ <= record_depth() + 2) outline_number(value);
        if (!in_record()) return true;
        switch (field_) {
            case Field::kId:
                return identify(record_.id, std::move(id));
            case Field::kImageId:
                return identify(record_.image_id, std::move(id));
            case Field::kCategoryId:
                return identify(record_.category_id, std::move(id));
            case Field::kScore:
                record_.score = value;
                break;
            case Field::kArea:
                record_.area = value;
                break;
            case Field::kDistance:
                record_.distance_m = value;
                break;
            case Field::kWidth:
                record_.width = value;
                break;
            case Field::kHeight:
                record_.height = value;
                break;
            case Field::kCrowd:
                record_.crowd = value != 0;
                break;
            default:
                break;
        }
        return std::isfinite(value) || complain("has a number beyond a double's range");
    }
    bool identify(CocoId& id, CocoId found) {
        if (!found) return complain("has an id that is not a whole number");
        id = std::move(found);
        return true;
    }

    const CocoRecordSink& sink_;
    CocoRecord record_;
    Field field_ = Field::kOther;
    std::string section_;
    std::string key_;
    std::string complaint_;
    std::int64_t place_ = 0;
    double x_ = 0;
    int depth_ = 0;
    bool root_is_object_ = false;
    bool record_open_ = false;
    bool in_list_ = false;
    bool by_key_ = false;
    bool keyed_by_id_ = false;
    bool in_bbox_ = false;
    bool in_outline_ = false;
    bool have_x_ = false;
    bool in_mask_ = false;
    std::string mask_key_;
    RunLengthMask mask_;
};

}  // namespace

CocoId coco_id(std::int64_t number) {
    return {std::to_string(number), false, number};
}

CocoId coco_id(std::string_view text) {
    const auto number = number_in(text);
    if (number && std::floor(*number) == *number && std::abs(*number) < 9007199254740992.0) {
        CocoId id = coco_id(static_cast<std::int64_t>(*number));
        id.is_text = true;
        return id;
    }
    return {std::string(text), true, std::nullopt};
}

Result<void> read_coco_records(std::string_view text, const std::string& name, const CocoRecordSink& sink,
                               CocoFileNotes& notes) {
    Events events(sink);
    const auto cleaned = without_not_a_number(without_bom(text), notes.not_a_number);
    text = cleaned ? std::string_view{*cleaned} : without_bom(text);
    const bool read = nlohmann::json::sax_parse(text.begin(), text.end(), &events);
    notes.keyed_by_id = events.keyed_by_id();
    if (read) return {};
    const std::string complaint = events.complaint().empty() ? "is not JSON" : events.complaint();
    const char* missing =
        notes.not_a_number > 0 ? " (the file has NaN or Infinity, which count as missing)" : "";
    return fail(ErrorCode::kBadData, name + ": " + complaint + missing + ".");
}

}  // namespace farsight::annotations
