#include "command.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

#include "farsight/runtime/files.h"

namespace farsight::cli {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;

void on_interrupt(int) {
    interrupt_seen = 1;
}

void say(std::string_view kind, std::string_view message) {
    const std::string line = "farsight: " + std::string(kind) + std::string(message) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace

void say_error(std::string_view message) {
    say("", message);
}
void say_warning(std::string_view message) {
    say("warning: ", message);
}

ExitCode report(const Error& error) {
    say_error(error.message);
    return error.code == ErrorCode::kInvalidArgument ? kMisused : kFailed;
}

Result<void> write_output(const std::filesystem::path& file, std::string_view text) {
    if (!file.empty()) return write_file(file, text);
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
        return fail(ErrorCode::kIo,
                    std::string("cannot write to standard output: ") + std::strerror(errno) + ".");
    }
    return {};
}

Result<void> check_output_folder(const std::filesystem::path& file) {
    const auto folder = file.parent_path();
    std::error_code ignored;
    if (folder.empty() || std::filesystem::is_directory(folder, ignored)) return {};
    return fail(ErrorCode::kIo,
                file.string() + ": its folder does not exist; create " + folder.string() + " first.");
}

void catch_interrupt() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() {
    return interrupt_seen != 0;
}

}  // namespace farsight::cli
