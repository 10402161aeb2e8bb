// YOLO: a text file a picture, and data.yaml or classes.txt for the names.
#include <algorithm>
#include <cmath>

#include "annotations/builder.h"

namespace farsight::annotations {
namespace {

bool is_class_list(const AnnotationFile& file) {
    const std::string stem = stem_of(file.path);
    return file.path.ends_with(".names") ||
           (file.path.ends_with(".txt") && (stem == "classes" || stem == "obj"));
}

bool is_yaml(const AnnotationFile& file) {
    return file.path.ends_with(".yaml") || file.path.ends_with(".yml");
}

/// Calls back with each line that is not empty, and its number from 1.
template <class Take>
void each_line(std::string_view text, const Take& take) {
    text = without_bom(text);
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
        if (!line.empty()) take(line, number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

class YoloReader {
public:
    explicit YoloReader(std::span<const AnnotationFile> files) : files_(files) {}

    Result<Annotations> read() {
        if (auto named = take_names(); !named) return tl::unexpected(named.error());
        named_ = !builder_.result().categories.empty();
        for (const AnnotationFile& file : files_) {
            if (is_yaml(file) || is_class_list(file)) continue;
            if (auto taken = take_labels(file); !taken) return tl::unexpected(taken.error());
        }
        Annotations all = builder_.take();
        all.fractions = true;
        return all;
    }

private:
    Result<void> take_names() {
        for (const AnnotationFile& file : files_) {
            if (!is_yaml(file)) continue;
            const auto names = read_yolo_names(file);
            if (!names) return tl::unexpected(names.error());
            for (const std::string& name : names->names) add_class(name);
            keypoints_ = names->keypoints;
            if (!names->names.empty()) return {};
        }
        for (const AnnotationFile& file : files_) {
            if (!is_class_list(file)) continue;
            each_line(file.text, [&](std::string_view line, int) { add_class(std::string(line)); });
            return {};
        }
        return {};
    }

    /// Two classes of one name stay two: labels count them.
    void add_class(const std::string& name) {
        auto& categories = builder_.result().categories;
        categories.push_back({static_cast<std::int64_t>(categories.size()) + 1, name, {}});
    }

    Result<void> take_labels(const AnnotationFile& file) {
        const std::int32_t image = builder_.image({}, {}, file.path);
        Result<void> good;
        each_line(file.text, [&](std::string_view line, int number) {
            if (!good) return;
            const std::string where = file.path + ", line " + std::to_string(number);
            const auto numbers = numbers_in(line);
            if (!numbers) {
                good = fail(ErrorCode::kBadData,
                            where + ": is not a class and four numbers, as YOLO's labels are.");
                return;
            }
            take_line(*numbers, image, where);
        });
        return good;
    }

    void take_line(const std::vector<double>& numbers, std::int32_t image, const std::string& where) {
        Builder::Object found;
        found.image = image;
        if (numbers.size() < 5) return builder_.remark(Oddity::kBoxBroken, where);
        if (!place_of_class(numbers[0], found.category))
            return builder_.remark(Oddity::kUnknownReference, where);
        const bool has_keypoints = keypoints_ > 0 || (numbers.size() > 6 && numbers.size() % 2 == 0);
        if (!has_keypoints && numbers.size() >= 7) {
            Extent extent;
            for (std::size_t i = 1; i + 1 < numbers.size(); i += 2) extent.add(numbers[i], numbers[i + 1]);
            builder_.remark(Oddity::kBoxFromOutline, where);
            found.cover(extent);
        } else {
            if (has_keypoints && numbers.size() > 5) {
                builder_.remark(Oddity::kKeypoints, where);
            } else if (numbers.size() == 6) {
                builder_.remark(Oddity::kConfidence, where);
                found.score = numbers[5];
            }
            found.x0 = numbers[1] - numbers[3] / 2;
            found.x1 = numbers[1] + numbers[3] / 2;
            found.y0 = numbers[2] - numbers[4] / 2;
            found.y1 = numbers[2] + numbers[4] / 2;
        }
        builder_.object(found, where);
    }

    bool place_of_class(double number, std::int32_t& place) {
        constexpr double kMostClasses = 100000;
        if (std::floor(number) != number || number < 0 || number >= kMostClasses) return false;
        auto& categories = builder_.result().categories;
        if (number >= static_cast<double>(categories.size()) && named_) return false;
        while (static_cast<double>(categories.size()) <= number) {
            builder_.remark(Oddity::kNoClassNames, std::to_string(categories.size()));
            add_class(std::to_string(categories.size()));
        }
        place = static_cast<std::int32_t>(number);
        return true;
    }

    std::span<const AnnotationFile> files_;
    Builder builder_{AnnotationFormat::kYolo};
    bool named_ = false;
    int keypoints_ = 0;
};

}  // namespace

Result<Annotations> read_yolo(std::span<const AnnotationFile> files) {
    return YoloReader(files).read();
}

}  // namespace farsight::annotations
