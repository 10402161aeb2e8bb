#include "annotations/builder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace farsight::annotations {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::int32_t Builder::image(std::string file_name, Size size, std::string other_name) {
    const auto id = static_cast<std::int64_t>(result_.images.size()) + 1;
    const auto can_be = [](int side) { return side >= 1 && side <= kMaxImageSide; };
    if (!can_be(size.width) || !can_be(size.height)) size = {};
    result_.images.push_back(
        {id, with_slashes(std::move(file_name)), with_slashes(std::move(other_name)), {}, size});
    return static_cast<std::int32_t>(id - 1);
}

std::int32_t Builder::category(std::string_view name) {
    const auto found = categories_.find(name);
    if (found != categories_.end()) return found->second;
    const auto place = static_cast<std::int32_t>(result_.categories.size());
    result_.categories.push_back({place + 1, std::string(name), {}});
    categories_.emplace(name, place);
    return place;
}

void Builder::object(const Object& object, const std::string& where) {
    if (!std::isfinite(object.x0) || !std::isfinite(object.y0) || !std::isfinite(object.x1) ||
        !std::isfinite(object.y1)) {
        return remark(Oddity::kBoxBroken, where);
    }
    if (object.x1 < object.x0 || object.y1 < object.y0) remark(Oddity::kBoxMirrored, where);
    const auto [left, right] = std::minmax(object.x0, object.x1);
    const auto [top, bottom] = std::minmax(object.y0, object.y1);
    TruthBox truth;
    truth.box = {left, top, right - left, bottom - top};
    truth.area = truth.box.width * truth.box.height;
    if (!std::isfinite(truth.area)) return remark(Oddity::kBoxBroken, where);
    truth.image = object.image;
    truth.category = object.category;
    truth.ignore = object.ignore;
    result_.truths.push_back(truth);
    result_.distances_m.push_back(std::numeric_limits<double>::quiet_NaN());
    result_.scores.push_back(object.score);
}

void Extent::add(double x, double y) {
    if (empty_) {
        x0 = x1 = x;
        y0 = y1 = y;
        empty_ = false;
    }
    x0 = std::min(x0, x);
    y0 = std::min(y0, y);
    x1 = std::max(x1, x);
    y1 = std::max(y1, y);
}

Extent extent_of_turned(const CocoBox& box, double about_x, double about_y, double degrees) {
    constexpr double kRadians = 3.14159265358979323846 / 180;
    const double c = std::cos(degrees * kRadians);
    const double s = std::sin(degrees * kRadians);
    Extent extent;
    for (const double x : {box.x, box.x + box.width}) {
        for (const double y : {box.y, box.y + box.height}) {
            const double dx = x - about_x;
            const double dy = y - about_y;
            extent.add(about_x + c * dx - s * dy, about_y + s * dx + c * dy);
        }
    }
    return extent;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

const std::string& name_of_image(const AnnotatedImage& image) {
    return image.file_name.empty() ? image.other_name : image.file_name;
}

std::string with_slashes(std::string path) {
    std::replace(path.begin(), path.end(), '\\', '/');
    return path;
}

std::string stem_of(std::string_view path) {
    if (const auto slash = path.find_last_of('/'); slash != std::string_view::npos)
        path.remove_prefix(slash + 1);
    const auto dot = path.find_last_of('.');
    return std::string(dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot));
}

std::string percent_decoded(std::string_view encoded) {
    std::string text;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        const int high = encoded[i] == '%' && i + 2 < encoded.size() ? hex_value(encoded[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(encoded[i + 2]) : -1;
        if (low >= 0) i += 2;
        text += low >= 0 ? static_cast<char>(high * 16 + low) : encoded[i];
    }
    return text;
}

std::string_view without_bom(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text;
}

std::optional<double> number_in(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || text.size() > 60) return std::nullopt;
    double value = 0;
#ifdef __cpp_lib_to_chars
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
#else
    // Emscripten's C library knows no locale but "C".
    const std::string copy(text);
    char* end = nullptr;
    value = std::strtod(copy.c_str(), &end);
    if (end != copy.c_str() + copy.size()) return std::nullopt;
#endif
    return value;
}

std::optional<std::vector<double>> numbers_in(std::string_view line) {
    constexpr std::string_view kSpace = " \t\r\n,";
    std::vector<double> numbers;
    for (;;) {
        const auto start = line.find_first_not_of(kSpace);
        if (start == std::string_view::npos) return numbers;
        line.remove_prefix(start);
        const auto length = std::min(line.find_first_of(kSpace), line.size());
        const auto number = number_in(line.substr(0, length));
        if (!number) return std::nullopt;
        numbers.push_back(*number);
        line.remove_prefix(length);
    }
}

}  // namespace farsight::annotations
