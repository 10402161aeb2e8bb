// Names of the proving ground's options and their ranges.
#include <string>

#include "farsight/scene.h"
#include "scene/world/world.h"

namespace farsight {

namespace {

constexpr std::string_view kClassNames[] = {"car", "person", "cyclist", "traffic cone", "stop sign"};
constexpr std::string_view kWeatherNames[] = {"any", "clear", "overcast", "haze", "rain", "dusk"};
constexpr std::string_view kPlaceNames[] = {"any", "street", "square", "road"};

template <class Enum, std::size_t N>
Result<Enum> parse(std::string_view name, const std::string_view (&names)[N], const char* what) {
    std::string plain(name);
    for (char& c : plain) {
        if (c == '-') c = ' ';
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    std::string message = "There is no ";
    message.append(what).append(" \"").append(name).append("\"; choose one of:");
    for (std::size_t i = 0; i < N; ++i) {
        if (plain == names[i]) return static_cast<Enum>(i);
        message.append(i > 0 ? ", " : " ").append(names[i]);
    }
    return fail(ErrorCode::kInvalidArgument, message.append("."));
}

Result<void> in_range(double value, double low, double high, const char* name) {
    if (value >= low && value <= high) return {};
    const auto text = [](double v) {
        std::string s = std::to_string(v);
        s.erase(s.find_last_not_of('0') + 1);
        if (s.back() == '.') s.pop_back();
        return s;
    };
    return fail(ErrorCode::kInvalidArgument, std::string(name) + " is " + text(value) + "; it must be " +
                                                 text(low) + " to " + text(high) + ".");
}

}  // namespace

std::string_view name_of(SceneClass scene_class) {
    return kClassNames[static_cast<std::size_t>(scene_class)];
}
std::string_view name_of(Weather weather) {
    return kWeatherNames[static_cast<std::size_t>(weather)];
}
std::string_view name_of(Place place) {
    return kPlaceNames[static_cast<std::size_t>(place)];
}

Result<SceneClass> parse_scene_class(std::string_view name) {
    return parse<SceneClass>(name, kClassNames, "class");
}
Result<Weather> parse_weather(std::string_view name) {
    return parse<Weather>(name, kWeatherNames, "weather");
}
Result<Place> parse_place(std::string_view name) {
    return parse<Place>(name, kPlaceNames, "place");
}

namespace scene {

Result<void> check_options(const SceneOptions& o) {
    if (auto size = check_size(o.size); !size) return size;
    double weights = 0;
    for (const double weight : o.class_weights) {
        if (auto r = in_range(weight, 0, 1e6, "A class weight"); !r) return r;
        weights += weight;
    }
    if (!(weights > 0))
        return fail(ErrorCode::kInvalidArgument, "All class weights are 0; give one class a weight.");
    struct Range {
        double value, low, high;
        const char* name;
    };
    const Range ranges[] = {{static_cast<double>(o.size.width), 16, 8192, "The frame's width"},
                            {static_cast<double>(o.size.height), 16, 8192, "The frame's height"},
                            {static_cast<double>(o.objects), 0, 200, "objects"},
                            {o.min_distance_m, 2, 1000, "min_distance_m"},
                            {o.max_distance_m, 2, 1000, "max_distance_m"},
                            {o.camera_height_m, 0.3, 30, "camera_height_m"},
                            {o.field_of_view_deg, 5, 120, "field_of_view_deg"},
                            {o.horizon, 0, 1, "horizon"}};
    for (const Range& range : ranges) {
        if (auto r = in_range(range.value, range.low, range.high, range.name); !r) return r;
    }
    if (o.min_distance_m > o.max_distance_m) {
        return fail(ErrorCode::kInvalidArgument, "min_distance_m is over max_distance_m; swap them.");
    }
    if (o.subject_distance_m != 0) return in_range(o.subject_distance_m, 2, 1000, "subject_distance_m");
    return {};
}

}  // namespace scene

}  // namespace farsight
