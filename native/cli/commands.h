// The subcommands. Each adds itself to the command line and leaves its exit code in `exit_code` when it ran.
#pragma once

#include <CLI/CLI.hpp>

namespace farsight::cli {

void add_detect(CLI::App& app, int& exit_code);
void add_inspect(CLI::App& app, int& exit_code);
void add_import(CLI::App& app, int& exit_code);
void add_render(CLI::App& app, int& exit_code);
void add_sweep(CLI::App& app, int& exit_code);
void add_eval(CLI::App& app, int& exit_code);
void add_diagnose(CLI::App& app, int& exit_code);
void add_models(CLI::App& app, int& exit_code);
void add_check(CLI::App& app, int& exit_code);
void add_convert(CLI::App& app, int& exit_code);

}  // namespace farsight::cli
