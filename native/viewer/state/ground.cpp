#include "state/ground.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace farsight::viewer {
namespace {

/// What move_object takes.
constexpr double kNearestM = 2;
constexpr double kFarthestM = 1000;
constexpr std::size_t kMostMoves = 20;

bool is_digits(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <class T>
T number_in(std::string_view text) {
    T value{};
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Reads "3:25.5".
bool parse_move(std::string_view text, SceneMove& move) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view id = text.substr(0, colon);
    const std::string_view metres = text.substr(colon + 1);
    const std::size_t dot = std::min(metres.find('.'), metres.size());
    const bool whole = dot == metres.size() || is_digits(metres.substr(dot + 1), 1);
    if (!is_digits(id, 3) || !is_digits(metres.substr(0, dot), 3) || !whole) return false;
    move.object = number_in<int>(id);
    move.distance_m = std::clamp(number_in<double>(metres), kNearestM, kFarthestM);
    return true;
}

}  // namespace

std::string SceneSettings::name() const {
    std::string text = "scene-" + std::to_string(seed);
    for (const std::string_view part : {name_of(weather), name_of(place), name_of(subject)}) {
        text.append("-").append(part);
    }
    return text;
}

std::string SceneSettings::key() const {
    return name() + "@" + print_moves(moves);
}

SceneOptions SceneSettings::options() const {
    SceneOptions options;
    options.seed = static_cast<std::uint64_t>(seed);
    options.objects = 14;
    options.min_distance_m = 6;
    options.max_distance_m = 90;
    options.subject = subject;
    options.weather = weather;
    options.place = place;
    return options;
}

void SceneSettings::move(int object, double distance_m) {
    const SceneMove moved{object, std::round(10 * std::clamp(distance_m, kNearestM, kFarthestM)) / 10};
    std::erase_if(moves, [&](const SceneMove& other) { return other.object == object; });
    const auto next = std::find_if(moves.begin(), moves.end(),
                                   [&](const SceneMove& other) { return other.object > object; });
    moves.insert(next, moved);
}

std::string print_moves(const std::vector<SceneMove>& moves) {
    std::string text;
    for (const SceneMove& move : moves) {
        char metres[32];
        std::snprintf(metres, sizeof metres, "%.1f", move.distance_m);
        std::string shortest(metres);
        if (shortest.ends_with(".0")) shortest.resize(shortest.size() - 2);
        if (!text.empty()) text += '_';
        text.append(std::to_string(move.object)).append(":").append(shortest);
    }
    return text;
}

bool parse_moves(std::string_view text, std::vector<SceneMove>& moves) {
    SceneSettings read;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('_'), text.size());
        SceneMove move;
        if (read.moves.size() == kMostMoves || !parse_move(text.substr(0, end), move)) return false;
        read.move(move.object, move.distance_m);
        if (end + 1 == text.size()) return false;
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    moves = std::move(read.moves);
    return true;
}

const ObjectTruth* SceneFacts::object(int id) const {
    const auto found = std::find_if(truth.objects.begin(), truth.objects.end(),
                                    [&](const ObjectTruth& object) { return object.id == id; });
    return found == truth.objects.end() ? nullptr : &*found;
}

}  // namespace farsight::viewer
