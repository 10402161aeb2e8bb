#include "farsight/lab/recipe.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>

namespace farsight::lab {
namespace {

tl::unexpected<Error> misuse(const char* option, const std::string& text, const char* remedy) {
    return fail(ErrorCode::kInvalidArgument, std::string(option) + " " + text + ": " + remedy);
}

/// All of the text as a number; libc++ 14 has no from_chars for double. Hosts leave the "C" locale as it is.
bool read_number(std::string_view text, double& value) {
    if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos ||
        text.front() == '+') {
        return false;
    }
    const std::string word(text);
    char* end = nullptr;
    value = std::strtod(word.c_str(), &end);
    return end == word.c_str() + word.size() && std::isfinite(value);
}

/// Reads "30" or "6..90".
Result<RangeOf> parse_range(const char* option, const std::string& text) {
    const std::string_view all = text;
    const std::size_t dots = all.find("..");
    RangeOf range;
    const bool good = read_number(all.substr(0, dots), range.low) &&
                      (dots == std::string_view::npos || read_number(all.substr(dots + 2), range.high));
    if (dots == std::string_view::npos) range.high = range.low;
    if (!good || range.low > range.high) {
        return misuse(option, text, "write a number, or two with .. between them, the smaller first.");
    }
    return range;
}

Result<Size> parse_size(const std::string& text) {
    const char* const end = text.data() + text.size();
    Size size;
    const auto [cross, first] = std::from_chars(text.data(), end, size.width);
    if (first == std::errc() && cross != end && *cross == 'x') {
        const auto [rest, second] = std::from_chars(cross + 1, end, size.height);
        if (second == std::errc() && rest == end) return size;
    }
    return misuse("--size", text, "write width x height in pixels, for example 1280x720.");
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t comma = text.find(',', begin);
        parts.push_back(text.substr(begin, comma - begin));
        if (comma == std::string::npos) return parts;
        begin = comma + 1;
    }
}

/// Reads "car,person=0.5".
Result<std::array<double, kSceneClassCount>> parse_classes(const std::string& text) {
    std::array<double, kSceneClassCount> weights{};
    for (const std::string& part : split(text)) {
        const std::size_t equals = part.find('=');
        const auto named = parse_scene_class(part.substr(0, equals));
        if (!named) return fail(ErrorCode::kInvalidArgument, "--classes: " + named.error().message);
        double weight = 1;
        if (equals != std::string::npos && !read_number(std::string_view{part}.substr(equals + 1), weight)) {
            return misuse("--classes", text, "write names with commas, each with =WEIGHT if you like.");
        }
        weights[static_cast<std::size_t>(*named)] = weight;
    }
    return weights;
}

template <class Kind, class Parse>
Result<std::vector<Kind>> parse_list(const char* option, const std::string& text, const Parse& parse) {
    std::vector<Kind> kinds;
    for (const std::string& part : split(text)) {
        const Result<Kind> kind = parse(part);
        if (!kind)
            return fail(ErrorCode::kInvalidArgument, std::string(option) + ": " + kind.error().message);
        kinds.push_back(*kind);
    }
    return kinds;
}

/// Numbers of the same bits everywhere, apart from those that the scene itself is drawn from.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : bits_(seed ^ 0x5CE9E5'0F'5EED5U) {}
    double within(const RangeOf& range) { return range.low + (range.high - range.low) * unit(); }
    int whole_within(const RangeOf& range) {
        return static_cast<int>(range.low) +
               below(static_cast<int>(range.high) - static_cast<int>(range.low) + 1);
    }
    template <class Kind>
    Kind one_of(const std::vector<Kind>& kinds) {
        return kinds[static_cast<std::size_t>(below(static_cast<int>(kinds.size())))];
    }
    SceneClass weighted(const std::array<double, kSceneClassCount>& weights) {
        double sum = 0;
        for (const double weight : weights) sum += weight;
        double left = sum * unit();
        int chosen = 0;
        for (int i = 0; i < kSceneClassCount; ++i) {
            const double weight = weights[static_cast<std::size_t>(i)];
            if (weight <= 0) continue;
            chosen = i;
            if (left < weight) break;
            left -= weight;
        }
        return static_cast<SceneClass>(chosen);
    }

private:
    double unit() { return static_cast<double>(bits_() >> 11) * 0x1p-53; }
    int below(int count) { return static_cast<int>(unit() * count); }

    std::mt19937_64 bits_;
};

std::string describe(const RecipeArguments& arguments) {
    return nlohmann::ordered_json{{"seed", arguments.seed},
                                  {"size", arguments.size},
                                  {"distance", arguments.distance},
                                  {"objects", arguments.objects},
                                  {"classes", arguments.classes},
                                  {"camera_height", arguments.camera_height},
                                  {"field_of_view", arguments.field_of_view},
                                  {"weather", arguments.weather},
                                  {"place", arguments.place},
                                  {"clutter", arguments.clutter}}
        .dump();
}

/// Tries the corners of what may be drawn.
Result<void> check_corners(const SceneRecipe& recipe) {
    for (const bool high : {false, true}) {
        SceneOptions options = recipe.fixed;
        options.objects = 0;
        options.camera_height_m = high ? recipe.camera_height_m.high : recipe.camera_height_m.low;
        options.field_of_view_deg = high ? recipe.field_of_view_deg.high : recipe.field_of_view_deg.low;
        if (auto scene = make_scene(options); !scene) return tl::unexpected(scene.error());
    }
    if (recipe.objects.low < 0 || recipe.objects.high > 200) {
        return fail(ErrorCode::kInvalidArgument, "--objects must be 0 to 200.");
    }
    return {};
}

}  // namespace

Result<SceneRecipe> parse_recipe(const RecipeArguments& arguments) {
    SceneRecipe recipe;
    recipe.seed = arguments.seed;
    recipe.fixed.clutter = arguments.clutter;
    const auto size = parse_size(arguments.size);
    if (!size) return tl::unexpected(size.error());
    recipe.fixed.size = *size;
    const auto distance =
        parse_range("--distance", arguments.distance == "near" ? "4..14" : arguments.distance);
    if (!distance) return tl::unexpected(distance.error());
    recipe.fixed.min_distance_m = distance->low;
    recipe.fixed.max_distance_m = distance->high;
    if (!arguments.classes.empty()) {
        const auto weights = parse_classes(arguments.classes);
        if (!weights) return tl::unexpected(weights.error());
        recipe.fixed.class_weights = *weights;
    }
    const auto objects = parse_range("--objects", arguments.objects);
    if (!objects) return tl::unexpected(objects.error());
    recipe.objects = *objects;
    const auto height = parse_range("--camera-height", arguments.camera_height);
    if (!height) return tl::unexpected(height.error());
    recipe.camera_height_m = *height;
    const auto view = parse_range("--field-of-view", arguments.field_of_view);
    if (!view) return tl::unexpected(view.error());
    recipe.field_of_view_deg = *view;
    auto weathers = parse_list<Weather>("--weather", arguments.weather, parse_weather);
    if (!weathers) return tl::unexpected(weathers.error());
    recipe.weathers = std::move(*weathers);
    auto places = parse_list<Place>("--place", arguments.place, parse_place);
    if (!places) return tl::unexpected(places.error());
    recipe.places = std::move(*places);
    if (auto good = check_corners(recipe); !good) return tl::unexpected(good.error());
    recipe.description = describe(arguments);
    return recipe;
}

SceneOptions scene_options(const SceneRecipe& recipe, std::int64_t number) {
    SceneOptions options = recipe.fixed;
    options.seed = recipe.seed * static_cast<std::uint64_t>(kMaxScenes) + static_cast<std::uint64_t>(number);
    Draw draw(options.seed);
    options.objects = draw.whole_within(recipe.objects);
    options.camera_height_m = draw.within(recipe.camera_height_m);
    options.field_of_view_deg = draw.within(recipe.field_of_view_deg);
    options.weather = draw.one_of(recipe.weathers);
    options.place = draw.one_of(recipe.places);
    options.subject = draw.weighted(options.class_weights);
    return options;
}

}  // namespace farsight::lab
