#include "suggestion.h"

#include <algorithm>

namespace farsight {
namespace {

/// Optimal string alignment: insertions, deletions, replacements and exchanges of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> steps(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) steps[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) steps[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = steps[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            steps[i][j] = std::min({steps[i - 1][j] + 1, steps[i][j - 1] + 1, replaced});
            const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (exchanged) steps[i][j] = std::min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
    }
    return steps[a.size()][b.size()];
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    return names;
}

std::string did_you_mean(const std::string& near) {
    return near.empty() ? "." : "; did you mean " + near + "?";
}

std::string list(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

}  // namespace

std::string nearest(std::string_view typed, const std::vector<std::string>& known) {
    std::string best;
    std::size_t least = std::max<std::size_t>(2, typed.size() / 3) + 1;
    for (const std::string& word : known) {
        const std::size_t away = distance(typed, word);
        if (away < least && away < word.size()) {
            least = away;
            best = word;
        }
    }
    return best;
}

std::string misuse_words(const CLI::App& app, const CLI::ParseError& error, int argc,
                         const char* const* argv) {
    const CLI::App* command = &app;
    for (const CLI::App* parsed : app.get_subcommands()) command = parsed;
    const std::vector<std::string> commands = command_names(app);
    if (!commands.empty() && command == &app) {
        // The first word that is no option should have been a command.
        for (int i = 1; i < argc; ++i) {
            const std::string word = argv[i];
            if (word.starts_with('-')) continue;
            return word + ": is no command" + did_you_mean(nearest(word, commands)) + " The commands are " +
                   list(commands) + ".";
        }
        if (argc < 2) return "a command is missing. The commands are " + list(commands) + ".";
    }
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--") break;
        const std::string name = word.substr(0, word.find('='));
        if (!name.starts_with("--") || command->get_option_no_throw(name) != nullptr) continue;
        return name + ": is no option" + (command == &app ? "" : " of " + command->get_name()) +
               did_you_mean(nearest(name, option_names(*command)));
    }
    return error.what();
}

}  // namespace farsight
