#include "farsight/labels.h"
#include "farsight/plain_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace farsight {

namespace {

constexpr std::array<std::string_view, 80> kCoco = {"person",        "bicycle",      "car",
                                                    "motorcycle",    "airplane",     "bus",
                                                    "train",         "truck",        "boat",
                                                    "traffic light", "fire hydrant", "stop sign",
                                                    "parking meter", "bench",        "bird",
                                                    "cat",           "dog",          "horse",
                                                    "sheep",         "cow",          "elephant",
                                                    "bear",          "zebra",        "giraffe",
                                                    "backpack",      "umbrella",     "handbag",
                                                    "tie",           "suitcase",     "frisbee",
                                                    "skis",          "snowboard",    "sports ball",
                                                    "kite",          "baseball bat", "baseball glove",
                                                    "skateboard",    "surfboard",    "tennis racket",
                                                    "bottle",        "wine glass",   "cup",
                                                    "fork",          "knife",        "spoon",
                                                    "bowl",          "banana",       "apple",
                                                    "sandwich",      "orange",       "broccoli",
                                                    "carrot",        "hot dog",      "pizza",
                                                    "donut",         "cake",         "chair",
                                                    "couch",         "potted plant", "bed",
                                                    "dining table",  "toilet",       "tv",
                                                    "laptop",        "mouse",        "remote",
                                                    "keyboard",      "cell phone",   "microwave",
                                                    "oven",          "toaster",      "sink",
                                                    "refrigerator",  "book",         "clock",
                                                    "vase",          "scissors",     "teddy bear",
                                                    "hair drier",    "toothbrush"};

/// The ids of COCO's categories, 1 to 90, leave these out.
constexpr std::array<int, 10> kCocoGaps = {12, 26, 29, 30, 45, 66, 68, 69, 71, 83};

/// A line of the list: its name and, where every line has one, its number.
struct Entry {
    std::string name;
    int id = -1;
};

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == ','; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

bool is_placeholder(std::string_view name) {
    const std::string low = lower(name);
    return low.empty() || low == "???" || low == "n/a" || low == "none" || low == "unlabeled" ||
           low == "unused";
}

bool is_background(std::string_view name) {
    const std::string low = lower(name);
    return is_placeholder(name) || low == "background" || low == "__background__" || low == "bg" ||
           low == "_background_";
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

/// "12 cat", "12: cat", "12,cat", "12\tcat": the number, which then leaves the name.
std::optional<Entry> numbered(const std::string& line) {
    std::size_t at = 0;
    int id = 0;
    while (at < line.size() && line[at] >= '0' && line[at] <= '9' && at < 6)
        id = 10 * id + (line[at++] - '0');
    if (at == 0 || at == line.size()) return std::nullopt;
    const std::size_t end = line.find_first_not_of(" \t:,;", at);
    if (end == at || end == std::string::npos) return std::nullopt;
    return Entry{line.substr(end), id};
}

std::vector<Entry> entries_of_lines(std::string_view text) {
    std::vector<Entry> entries;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        entries.push_back({std::string(trimmed(text.substr(0, end))), -1});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    while (!entries.empty() && entries.back().name.empty()) entries.pop_back();
    std::vector<Entry> with_numbers;
    for (const Entry& entry : entries) {
        const auto found = numbered(entry.name);
        if (!found) return entries;
        with_numbers.push_back(*found);
    }
    return with_numbers;
}

/// Value of `key: value` or `key: 'value'` in an item of a label map.
std::string value_of(std::string_view item, std::string_view key) {
    for (std::size_t at = item.find(key); at != std::string_view::npos; at = item.find(key, at + 1)) {
        const bool whole = at == 0 || item[at - 1] == ' ' || item[at - 1] == '\n' || item[at - 1] == '\t' ||
                           item[at - 1] == '{';
        std::string_view rest = item.substr(at + key.size());
        const std::size_t colon = rest.find_first_not_of(" \t");
        if (!whole || colon == std::string_view::npos || rest[colon] != ':') continue;
        rest.remove_prefix(colon + 1);
        const std::size_t start = rest.find_first_not_of(" \t");
        if (start == std::string_view::npos) return {};
        rest.remove_prefix(start);
        if (rest.front() == '"' || rest.front() == '\'') {
            const std::size_t end = rest.find(rest.front(), 1);
            return std::string(rest.substr(1, end == std::string_view::npos ? end : end - 1));
        }
        return std::string(trimmed(rest.substr(0, rest.find_first_of("\n}"))));
    }
    return {};
}

/// item { id: 1 name: 'cat' display_name: 'Cat' }, of the TensorFlow Object Detection API.
std::vector<Entry> entries_of_label_map(std::string_view text) {
    std::vector<Entry> entries;
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
        const std::string_view item = text.substr(at, text.find('}', at) - at + 1);
        const std::string id = value_of(item, "id");
        std::string name = value_of(item, "display_name");
        if (name.empty()) name = value_of(item, "name");
        int number = -1;
        for (const char c : id) {
            if (c < '0' || c > '9' || number > kMaxClasses) {
                number = -1;
                break;
            }
            number = 10 * std::max(number, 0) + (c - '0');
        }
        entries.push_back({std::move(name), number});
    }
    return entries;
}

Label label_of(const std::string& name) {
    return {plain_line(name), coco_category(name)};
}

std::string count(std::size_t number, const char* what) {
    return std::to_string(number) + " " + what;
}

/// Fits a list to a network; every reading that the lengths allow is tried in turn.
class Fit {
public:
    /// `open_ended`: the network may have fewer classes than `classes`.
    Fit(std::vector<Entry> entries, int classes, int background, bool open_ended)
        : entries_(std::move(entries)), background_(background), open_ended_(open_ended) {
        result_.labels = numbered_labels(classes, background);
        for (int i = 0; i < classes; ++i) {
            if (i != background) real_.push_back(static_cast<std::size_t>(i));
        }
    }

    Result<FittedLabels> run() {
        const std::size_t lines = entries_.size();
        if (by_number()) return std::move(result_);
        if (lines == result_.labels.size() && background_ >= 0) {
            const std::string& first = entries_[static_cast<std::size_t>(background_)].name;
            in_order(0, "one a class, the background counted");
            if (!is_background(first)) {
                result_.warnings.push_back(
                    "The list of labels has a name for the background, \"" + first +
                    "\": it may be one line off. Put ??? in its place, or take a line away.");
            }
            return std::move(result_);
        }
        if (lines == real_.size()) {
            fill_real(entries_, background_ >= 0 ? "one a class after the background" : "one a class");
            return std::move(result_);
        }
        if (lines == real_.size() + 1 && is_background(entries_.front().name)) {
            entries_.erase(entries_.begin());
            fill_real(entries_, "one a class after a line for the background, which the network has not");
            return std::move(result_);
        }
        if (open_ended_ && lines < result_.labels.size()) {
            in_order(0, "the first classes; the network does not say how many it has");
            return std::move(result_);
        }
        if (without_placeholders() || coco_without_gaps()) return std::move(result_);
        return fail(ErrorCode::kMismatch,
                    "The list of labels has " + count(lines, "names") + ", but the network has " +
                        count(real_.size(), "classes") + (background_ >= 0 ? " and a background" : "") +
                        ". Give the list that the network was trained with, one name a line in the order of "
                        "its classes; ??? stands for a class without a name.");
    }

private:
    void set(std::size_t index, const std::string& name) {
        if (is_placeholder(name)) {
            ++nameless_;
            return;
        }
        result_.labels[index] = label_of(name);
    }

    void finish(const std::string& reading) {
        result_.how = count(entries_.size(), "names") + ", " + reading;
        if (nameless_ > 0) {
            result_.how += "; " + count(static_cast<std::size_t>(nameless_), "classes without a name");
        }
    }

    void in_order(std::size_t first, const std::string& reading) {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (static_cast<int>(first + i) != background_) set(first + i, entries_[i].name);
        }
        finish(reading);
    }

    void fill_real(const std::vector<Entry>& names, const std::string& reading) {
        for (std::size_t i = 0; i < real_.size(); ++i) set(real_[i], names[i].name);
        finish(reading);
    }

    /// Numbers say the class themselves: from 0, or from 1 after the background.
    bool by_number() {
        const auto [least, most] = std::minmax_element(
            entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
        if (least->id < 0) return false;
        const int shift = background_ < 0 && least->id == 1                                   ? -1
                          : background_ == 0 && least->id == 0 && !is_background(least->name) ? 1
                                                                                              : 0;
        if (most->id + shift >= static_cast<int>(result_.labels.size())) return false;
        for (const Entry& entry : entries_) {
            if (entry.id + shift != background_) set(static_cast<std::size_t>(entry.id + shift), entry.name);
        }
        finish("by their numbers");
        return true;
    }

    bool without_placeholders() {
        std::vector<Entry> named;
        std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(named),
                     [](const Entry& entry) { return !is_background(entry.name); });
        if (named.size() != real_.size()) return false;
        fill_real(named, "one a class once those of ??? are left out");
        result_.warnings.push_back("The list of labels has " + count(entries_.size(), "lines") + " for " +
                                   count(real_.size(), "classes") +
                                   "; the lines of ??? were left out. Check the names on a picture.");
        return true;
    }

    /// COCO's 80 names for the 90 ids of its categories, ten of which are unused.
    bool coco_without_gaps() {
        if (entries_.size() != kCoco.size() || real_.size() < 90 || real_.size() > 91) return false;
        const bool all = std::all_of(entries_.begin(), entries_.end(),
                                     [](const Entry& entry) { return !coco_category(entry.name).empty(); });
        if (!all) return false;
        std::size_t next = 0;
        for (int id = 1; id <= 90 && next < entries_.size(); ++id) {
            if (std::find(kCocoGaps.begin(), kCocoGaps.end(), id) != kCocoGaps.end()) continue;
            set(real_[static_cast<std::size_t>(id) - 1], entries_[next++].name);
        }
        finish("COCO's categories, at the ids of its 90");
        return true;
    }

    std::vector<Entry> entries_;
    int background_;
    bool open_ended_;
    std::vector<std::size_t> real_;  ///< Classes but the background.
    int nameless_ = 0;
    FittedLabels result_;
};

}  // namespace

std::string coco_category(std::string_view name) {
    const std::string low = lower(name);
    const bool known = std::find(kCoco.begin(), kCoco.end(), low) != kCoco.end();
    return known ? low : std::string();
}

std::vector<Label> numbered_labels(int classes_count, int background) {
    std::vector<Label> labels;
    for (int i = 0; i < classes_count; ++i) {
        labels.push_back({i == background ? std::string("background") : "class " + std::to_string(i), {}});
    }
    return labels;
}

namespace {

Result<FittedLabels> fit(std::string_view text, int classes_count, int background, bool open_ended) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (text.size() > kMaxLabelsBytes) {
        return fail(ErrorCode::kInvalidArgument, "The list of labels is longer than 4 MiB.");
    }
    const bool label_map =
        text.find("item") != std::string_view::npos && text.find('{') != std::string_view::npos;
    std::vector<Entry> entries = label_map ? entries_of_label_map(text) : entries_of_lines(text);
    const bool names = std::none_of(entries.begin(), entries.end(), [](const Entry& entry) {
        return has_control(entry.name) || entry.name.size() > 4096;
    });
    if (entries.empty() || entries.size() > static_cast<std::size_t>(kMaxClasses) || !names) {
        return fail(ErrorCode::kInvalidArgument,
                    "The list of labels holds no names, one a line (or a label map of TensorFlow's object "
                    "detection).");
    }
    return Fit(std::move(entries), classes_count, background, open_ended).run();
}

}  // namespace

Result<FittedLabels> fit_labels(std::string_view text, int classes_count, int background) {
    return fit(text, classes_count, background, false);
}

Result<FittedLabels> fit_labels(std::string_view text, const HeadSpec& heads) {
    return fit(text, heads.classes_count, heads.background, heads.kind == HeadKind::kEndToEnd);
}

}  // namespace farsight
