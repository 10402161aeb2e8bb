#include "farsight/lab/command.h"

#include <algorithm>
#include <array>

#include "farsight/lab/study_numbers.h"

namespace farsight::lab {
namespace {

/// The study of the lab, where it differs from what `farsight sweep` does by itself.
std::string study_flags() {
    return " --count " + std::to_string(kStudyScenes) + " --objects " + std::to_string(kStudyObjects) +
           " --resamples " + std::to_string(kStudyResamples);
}

std::string_view file_name(std::string_view file) {
    return file.substr(file.find_last_of("/\\") + 1);
}

/// Without its ending; a name that starts with a dot is no ending.
std::string_view stem_of(std::string_view file) {
    const std::string_view name = file_name(file);
    const std::size_t dot = name.find_last_of('.');
    return dot == 0 ? name : name.substr(0, dot);
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

/// By its ending; the command looks into the file, and reads all other kinds or says which library it lacks.
bool command_reads(std::string_view photo_file) {
    constexpr std::array<std::string_view, 4> kBrowsersOnly = {".svg", ".svgz", ".ico", ".jxl"};
    std::string name(file_name(photo_file));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::none_of(kBrowsersOnly.begin(), kBrowsersOnly.end(),
                        [&](std::string_view ending) { return name.ends_with(ending); });
}

/// Whatever may mean something to a file system becomes one dash.
std::string plain_name(std::string_view name) {
    std::string plain;
    bool replaced = false;
    for (const char c : name) {
        if (is_plain(c)) plain += c;
        if (!is_plain(c) && !replaced) plain += '-';
        replaced = !is_plain(c);
    }
    return plain;
}

}  // namespace

std::string shell_quoted(std::string_view word) {
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
        return is_plain(c) || std::string_view("/:@%+").find(c) != std::string_view::npos;
    });
    if (plain && !word.empty() && word[0] != '-') return std::string(word);
    std::string quoted = "'";
    for (const char c : word) quoted.append(c == '\'' ? "'\\'" : "").append(1, c);
    return quoted.append("'");
}

std::string picture_stem(const State& state, std::string_view photo_file) {
    std::string name;
    if (state.on_scene) {
        name.append("scene-").append(std::to_string(state.scene.seed));
    } else {
        name.append(photo_file.empty() ? "photo" : stem_of(photo_file));
        if (state.distance != 1) name.append("-").append(property("distance").print(state)).append("x");
    }
    return plain_name("farsight-" + name);
}

std::string picture_file(const State& state, std::string_view photo_file) {
    if (state.on_scene || state.distance != 1 || !command_reads(photo_file))
        return picture_stem(state, photo_file) + ".png";
    return photo_file.empty() ? "photo.jpg" : std::string(photo_file);
}

std::string command_note(const State& state, std::string_view photo_file) {
    if (state.on_scene) return {};
    const std::string file = picture_file(state, photo_file);
    if (!command_reads(photo_file)) {
        return "The command does not read " + std::string(file_name(photo_file)) +
               ". Export the photo, and run the command beside " + file + ".";
    }
    if (state.distance == 1) return {};
    return "Export the photo as it is seen from here, and run the command beside " + file + ".";
}

std::string command_for(const State& state, std::string_view photo_file, const NamedModel& model,
                        Table table) {
    // A scene has no file to detect on: the command is `farsight sweep`, which measures what the lab's study
    // measures.
    std::string command(state.on_scene ? "farsight sweep" : "farsight detect ");
    command.append(state.on_scene ? study_flags() : shell_quoted(picture_file(state, photo_file)));
    const auto add = [&](const char* flag, std::string_view value) {
        if (!value.empty()) command.append(flag).append(shell_quoted(value));
    };
    add(" --model ", model.model);
    add(" --card ", model.card);
    add(" --labels ", model.labels);
    const State initial;
    for (const Property& property : table) {
        const std::string_view flag = state.on_scene ? property.flags.sweep : property.flags.detect;
        if (flag.empty() || property.kind == Kind::kName || !property.matters_in(state)) continue;
        const std::string value = property.print(state);
        // A sweep measures the full frame alone beside every pyramid.
        const bool always = state.on_scene && property.name == "pyramid" && value == "off";
        if (always || value == property.print(initial)) continue;
        command.append(" --").append(flag).append(" ");
        command.append(property.kind == Kind::kText ? shell_quoted(state.search.classes) : value);
    }
    return command;
}

}  // namespace farsight::lab
