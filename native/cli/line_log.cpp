#include "line_log.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "farsight/runtime/files.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> io_error(const fs::path& path, const std::string& what) {
    return fail(ErrorCode::kIo, path.string() + ": " + what);
}

std::string reason() {
    return std::string(std::strerror(errno)) + ".";
}

}  // namespace

Result<LineLog> LineLog::open(const fs::path& file) {
    if (const fs::path folder = file.parent_path(); !folder.empty()) {
        std::error_code error;
        fs::create_directories(folder, error);
        if (error) return io_error(folder, "cannot create the folder: " + error.message() + ".");
    }
    LineLog log;
    log.path_ = file;
    log.file_.reset(std::fopen(file.c_str(), "ab"));
    if (!log.file_) return io_error(file, "cannot be opened: " + reason());
    if (::flock(::fileno(log.file_.get()), LOCK_EX | LOCK_NB) != 0) {
        return io_error(file, "another run is using it; wait for it or give another folder.");
    }
    return log;
}

Result<void> LineLog::check_unfinished_head(std::string_view head) const {
    const auto all = text();
    if (!all) return tl::unexpected(all.error());
    if (all->find('\n') != std::string::npos || head.starts_with(*all)) return {};
    return fail(ErrorCode::kMismatch,
                path_.string() +
                    ": holds something else than this run's state and was left as it is; "
                    "give another name, or delete it to begin anew.");
}

Result<std::string> LineLog::text() const {
    const auto bytes = read_file(path_, std::size_t{8} << 30);
    if (!bytes) return tl::unexpected(bytes.error());
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

Result<void> LineLog::cut(std::size_t bytes) {
    if (::ftruncate(::fileno(file_.get()), static_cast<off_t>(bytes)) != 0) {
        return io_error(path_, "cannot be cut: " + reason());
    }
    return {};
}

Result<void> LineLog::append(std::string_view line) {
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() ||
        std::fflush(file_.get()) != 0) {
        return io_error(path_, "cannot be written: " + reason());
    }
    return {};
}

void LineLog::remove() {
    std::error_code ignored;
    fs::remove(path_, ignored);
    file_.reset();
}

}  // namespace farsight::cli
