#include "coco/coco_records.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace farsight::cli {
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
    kCrowd,
    kBbox,
    kFileName,
    kName,
    kCategoryName
};

Field field_of(std::string_view key) {
    constexpr std::array<std::pair<std::string_view, Field>, 11> kFields = {
        {{"id", Field::kId},
         {"image_id", Field::kImageId},
         {"category_id", Field::kCategoryId},
         {"score", Field::kScore},
         {"area", Field::kArea},
         {"distance_m", Field::kDistance},
         {"iscrowd", Field::kCrowd},
         {"bbox", Field::kBbox},
         {"file_name", Field::kFileName},
         {"name", Field::kName},
         {"category_name", Field::kCategoryName}}};
    for (const auto& [name, field] : kFields) {
        if (key == name) return field;
    }
    return Field::kOther;
}

/// nlohmann's SAX events. A record is an object inside a top-level array or inside an array of a top-level
/// object; whatever lies deeper, but for the numbers of "bbox", is passed over.
class Events {
public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    explicit Events(const CocoRecordSink& sink) : sink_(sink) {}

    const std::string& complaint() const { return complaint_; }

    bool null() { return true; }
    bool boolean(bool value) {
        if (in_record() && field_ == Field::kCrowd) record_.crowd = value;
        return true;
    }
    bool number_integer(number_integer_t value) { return number(static_cast<double>(value), value, true); }
    bool number_unsigned(number_unsigned_t value) {
        const bool fits =
            value <= static_cast<number_unsigned_t>(std::numeric_limits<number_integer_t>::max());
        return number(static_cast<double>(value), static_cast<number_integer_t>(value), fits);
    }
    bool number_float(number_float_t value, const string_t&) {
        // Some writers print whole ids as 9.0.
        const bool whole = std::floor(value) == value && std::abs(value) < 9007199254740992.0;
        return number(value, whole ? static_cast<number_integer_t>(value) : 0, whole);
    }
    bool string(string_t& value) {
        if (!in_record()) return true;
        if (field_ == Field::kId || field_ == Field::kImageId || field_ == Field::kCategoryId) {
            return complain("has an id that is text (\"" + value + "\"), where COCO has whole numbers");
        }
        if (field_ == Field::kFileName) {
            record_.file_name = std::move(value);
        } else if (field_ == Field::kName) {
            record_.name = std::move(value);
        } else if (field_ == Field::kCategoryName) {
            record_.category_name = std::move(value);
        }
        return true;
    }
    bool binary(binary_t&) { return true; }

    bool start_object(std::size_t) {
        ++depth_;
        if (depth_ == 1) root_is_object_ = true;
        if (depth_ == record_depth() && in_array_) {
            record_ = {};
            field_ = Field::kOther;
            record_open_ = true;
        }
        return true;
    }
    bool key(string_t& value) {
        if (depth_ == 1 && root_is_object_) {
            section_ = value;
            place_ = 0;
        } else if (in_record()) {
            field_ = field_of(value);
        }
        return true;
    }
    bool end_object() {
        bool good = true;
        if (in_record()) {
            record_open_ = false;
            complaint_ = sink_(section_, place_, record_);
            if (!complaint_.empty()) complaint_ = element() + " " + complaint_;
            good = complaint_.empty();
            ++place_;
        }
        --depth_;
        return good;
    }
    bool start_array(std::size_t) {
        ++depth_;
        if (depth_ == record_depth() - 1) in_array_ = true;
        if (record_open_ && depth_ == record_depth() + 1 && field_ == Field::kBbox) {
            record_.bbox_values = 0;
            in_bbox_ = true;
        }
        return true;
    }
    bool end_array() {
        if (depth_ == record_depth() - 1) in_array_ = false;
        if (depth_ == record_depth() + 1) in_bbox_ = false;
        --depth_;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
        complaint_ = "is not JSON: what stands at byte " + std::to_string(position) +
                     " cannot be read (a file cut short, or NaN, which JSON does not have)";
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

    bool number(double value, number_integer_t whole, bool is_whole) {
        if (in_bbox_ && depth_ == record_depth() + 1) {
            if (record_.bbox_values < 4) record_.bbox[static_cast<std::size_t>(record_.bbox_values)] = value;
            ++record_.bbox_values;
            return std::isfinite(value) || complain("has a bbox with a number beyond a double's range");
        }
        if (!in_record()) return true;
        switch (field_) {
            case Field::kId:
                return identify(record_.id, whole, is_whole);
            case Field::kImageId:
                return identify(record_.image_id, whole, is_whole);
            case Field::kCategoryId:
                return identify(record_.category_id, whole, is_whole);
            case Field::kScore:
                record_.score = value;
                break;
            case Field::kArea:
                record_.area = value;
                break;
            case Field::kDistance:
                record_.distance_m = value;
                break;
            case Field::kCrowd:
                record_.crowd = value != 0;
                break;
            default:
                break;
        }
        return std::isfinite(value) || complain("has a number beyond a double's range");
    }
    bool identify(std::optional<std::int64_t>& id, number_integer_t whole, bool is_whole) {
        if (!is_whole) return complain("has an id that is not a whole number");
        id = whole;
        return true;
    }

    const CocoRecordSink& sink_;
    CocoRecord record_;
    Field field_ = Field::kOther;
    std::string section_;
    std::string complaint_;
    std::int64_t place_ = 0;
    int depth_ = 0;
    bool root_is_object_ = false;
    bool record_open_ = false;
    bool in_array_ = false;
    bool in_bbox_ = false;
};

}  // namespace

Result<void> read_coco_records(std::string_view text, const std::string& name, const CocoRecordSink& sink) {
    Events events(sink);
    const bool read = nlohmann::json::sax_parse(text.begin(), text.end(), &events);
    if (read) return {};
    const std::string& complaint = events.complaint();
    return fail(ErrorCode::kBadData, name + ": " + (complaint.empty() ? "is not JSON" : complaint) + ".");
}

}  // namespace farsight::cli
