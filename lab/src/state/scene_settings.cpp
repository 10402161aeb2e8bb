#include "farsight/lab/scene_settings.h"

#include <algorithm>
#include <cmath>

#include "farsight/lab/number_range.h"

namespace farsight::lab {
namespace {

/// What move_object takes, in metres, at the step at which a link writes it.
constexpr NumberRange kMoveRange{2, 1000, 0.1};
constexpr std::size_t kMostMoves = 20;

bool is_digits(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
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
    move.object = static_cast<int>(*read_number(id));
    move.distance_m = *read_number(metres);
    return true;
}

}  // namespace

bool SceneSettings::same_scene(const SceneSettings& other) const {
    SceneSettings unmoved = other;
    unmoved.moves = moves;
    return *this == unmoved;
}

std::string SceneSettings::name() const {
    std::string text = "scene-" + std::to_string(seed);
    for (const std::string_view part : {name_of(weather), name_of(place), name_of(subject)}) {
        text.append("-").append(part);
    }
    return text;
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
    const SceneMove moved{object,
                          std::round(10 * std::clamp(distance_m, kMoveRange.min, kMoveRange.max)) / 10};
    std::erase_if(moves, [&](const SceneMove& other) { return other.object == object; });
    const auto next = std::find_if(moves.begin(), moves.end(),
                                   [&](const SceneMove& other) { return other.object > object; });
    moves.insert(next, moved);
}

std::string print_moves(const std::vector<SceneMove>& moves) {
    std::string text;
    for (const SceneMove& move : moves) {
        if (!text.empty()) text += '_';
        text.append(std::to_string(move.object)).append(":").append(kMoveRange.print(move.distance_m));
    }
    return text;
}

Reading parse_moves(std::string_view text, std::vector<SceneMove>& moves) {
    SceneSettings read;
    Reading reading = Reading::kRead;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('_'), text.size());
        SceneMove move;
        if (read.moves.size() == kMostMoves || !parse_move(text.substr(0, end), move)) {
            return Reading::kUnreadable;
        }
        if (!kMoveRange.contains(move.distance_m)) reading = Reading::kClamped;
        read.move(move.object, move.distance_m);
        if (end + 1 == text.size()) return Reading::kUnreadable;
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    moves = std::move(read.moves);
    return reading;
}

}  // namespace farsight::lab
