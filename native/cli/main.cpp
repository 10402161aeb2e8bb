// farsight: the command.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <sstream>

#include "command.h"
#include "commands.h"
#include "farsight/version.h"
#include "plain_help.h"
#include "suggestion.h"

namespace {

using namespace farsight;
using namespace farsight::cli;

int run(int argc, char** argv) {
    CLI::App app(
        "Farsight finds far objects: it shows a detector the picture at many scales and merges what it sees.",
        "farsight");
    app.set_version_flag("--version", "farsight " + std::string(kVersion));
    app.require_subcommand(1);
    app.formatter(plain_help());
    // Of a flag given twice the last one counts, as people expect who add to a line they have.
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    app.footer(
        "Example:\n  farsight detect street.jpg --annotate out\n\n"
        "farsight COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 misused.");

    int exit_code = kDone;
    add_detect(app, exit_code);
    add_inspect(app, exit_code);
    add_import(app, exit_code);
    add_render(app, exit_code);
    add_sweep(app, exit_code);
    add_eval(app, exit_code);
    add_diagnose(app, exit_code);
    add_check(app, exit_code);
    add_convert(app, exit_code);
    add_models(app, exit_code);
    for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        command->add_flag_callback(
            "-q,--quiet", [] { set_quiet(true); }, "No progress bar, warnings or notes; errors only");
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // Help and version are asked for and go to standard output; anything else is misuse.
        if (error.get_exit_code() == 0) {
            std::ostringstream text;
            app.exit(error, text, text);
            const auto written = write_output({}, text.str());
            return written ? kDone : report(written.error());
        }
        say_error(misuse_words(app, error, argc, argv));
        const auto commands = app.get_subcommands();
        std::cerr << "Try: farsight " << (commands.empty() ? "" : commands.front()->get_name() + " ")
                  << "--help\n";
        return kMisused;
    }
    return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    prepare_standard_streams();
    try {
        return run(argc, argv);
    } catch (const std::bad_alloc&) {
        say_error("not enough memory.");
    } catch (const std::exception& error) {
        say_error(error.what());
    }
    return kFailed;
}
