#include "command.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "farsight/plain_text.h"
#include "farsight/runtime/files.h"

namespace farsight::cli {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;
bool quiet = false;

void on_interrupt(int) {
    interrupt_seen = 1;
}

void say(std::string_view kind, std::string_view message) {
    // The line breaks of a message are ours or ONNX Runtime's; nothing else in it may steer the terminal.
    std::string line = "farsight: " + std::string(kind);
    while (!message.empty()) {
        const std::size_t end = std::min(message.find('\n'), message.size());
        line += plain_line(message.substr(0, end)) + "\n";
        message.remove_prefix(std::min(end + 1, message.size()));
    }
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace

void say_error(std::string_view message) {
    say("", message);
}
void say_warning(std::string_view message) {
    if (!quiet) say("warning: ", message);
}
void say_note(std::string_view message) {
    if (!quiet) say("", message);
}

void set_quiet(bool on) {
    quiet = on;
}
bool is_quiet() {
    return quiet;
}

ExitCode report(const Error& error) {
    say_error(error.message);
    return error.code == ErrorCode::kInvalidArgument ? kMisused : kFailed;
}

Result<void> write_output(const std::filesystem::path& file, std::string_view text) {
    if (!file.empty() && file != "-") return write_file(file, text);
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
        return fail(ErrorCode::kIo,
                    std::string("cannot write to standard output: ") + std::strerror(errno) + ".");
    }
    return {};
}

Result<std::vector<std::byte>> read_standard_input(std::size_t max_bytes) {
    constexpr std::size_t kPiece = std::size_t{1} << 16;
    std::vector<std::byte> bytes;
    for (;;) {
        const std::size_t have = bytes.size();
        if (have > max_bytes) {
            return fail(ErrorCode::kTooLarge,
                        "standard input: holds more than " + std::to_string(max_bytes >> 20) + " MiB.");
        }
        bytes.resize(have + kPiece);
        const ssize_t got = ::read(STDIN_FILENO, bytes.data() + have, kPiece);
        if (got < 0 && errno != EINTR) {
            return fail(ErrorCode::kIo,
                        std::string("cannot read standard input: ") + std::strerror(errno) + ".");
        }
        bytes.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) return bytes;
        if (got < 0 && interrupted()) return fail(ErrorCode::kCancelled, "interrupted.");
    }
}

void prepare_standard_streams() {
    // A file that is opened would get the number of a closed stream, and messages would be written into it.
    // What is put in their place fails as a closed stream does.
    const std::pair<int, int> streams[] = {
        {STDIN_FILENO, O_WRONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_RDWR}};
    for (const auto& [stream, mode] : streams) {
        if (::fcntl(stream, F_GETFD) < 0) static_cast<void>(::open("/dev/null", mode));
    }
    // A reader that goes away is an error of a write, not a signal.
    std::signal(SIGPIPE, SIG_IGN);
}

void catch_interrupt() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGHUP, &action, nullptr);
}

bool interrupted() {
    return interrupt_seen != 0;
}

}  // namespace farsight::cli
