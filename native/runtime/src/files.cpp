#include "farsight/runtime/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace farsight {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> io_error(const fs::path& file, const char* doing, int error) {
    return fail(ErrorCode::kIo, file.string() + ": cannot " + doing + " it: " + std::strerror(error) + ".");
}

/// Closes and, unless told otherwise, removes a file on the way out.
class OpenFile {
public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
        if (!remove_.empty()) ::unlink(remove_.c_str());
    }

    int get() const { return descriptor_; }
    void remove_at_end(std::string path) { remove_ = std::move(path); }
    void keep() { remove_.clear(); }
    /// Some file systems report a full disk only here.
    int close() { return ::close(std::exchange(descriptor_, -1)); }

private:
    int descriptor_;
    std::string remove_;
};

int write_all(int descriptor, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

Result<void> write_in_place(const fs::path& file, std::span<const std::byte> bytes) {
    OpenFile out(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (out.get() < 0) return io_error(file, "open", errno);
    if (const int error = write_all(out.get(), bytes); error != 0) return io_error(file, "write", error);
    if (out.close() != 0) return io_error(file, "write", errno);
    return {};
}

/// The permissions a plain open() would have given, or those of the file that is replaced.
mode_t permissions_for(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0) return status.st_mode & 0777;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

}  // namespace

Result<std::vector<std::byte>> read_file(const fs::path& file, std::size_t max_bytes) {
    OpenFile in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (in.get() < 0) return io_error(file, "open", errno);
    struct stat status {};
    if (::fstat(in.get(), &status) != 0) return io_error(file, "read", errno);
    if (S_ISDIR(status.st_mode)) {
        return fail(ErrorCode::kIo, file.string() + ": is a folder; name a file in it.");
    }
    if (!S_ISREG(status.st_mode)) return fail(ErrorCode::kIo, file.string() + ": is not a regular file.");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > max_bytes) {
        return fail(ErrorCode::kTooLarge, file.string() + ": has " + std::to_string(size >> 20) +
                                              " MiB; at most " + std::to_string(max_bytes >> 20) +
                                              " MiB are read.");
    }

    std::vector<std::byte> bytes(size);
    std::size_t have = 0;
    while (have < size) {
        const ssize_t got = ::read(in.get(), bytes.data() + have, size - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return io_error(file, "read", errno);
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

Result<void> write_file(const fs::path& file, std::span<const std::byte> bytes, Flush flush) {
    std::error_code ignored;
    const fs::file_status status = fs::status(file, ignored);
    if (fs::is_directory(status)) {
        return fail(ErrorCode::kIo, file.string() + ": is a folder; name a file in it.");
    }
    if (fs::exists(status) && !fs::is_regular_file(status)) return write_in_place(file, bytes);

    // A symbolic link stays one: what it points to is replaced.
    const fs::path target =
        fs::is_symlink(fs::symlink_status(file, ignored)) ? fs::weakly_canonical(file, ignored) : file;
    std::string temporary = (target.parent_path() / ".farsight-XXXXXX").string();
    OpenFile out(::mkostemp(temporary.data(), O_CLOEXEC));
    if (out.get() < 0) return io_error(file, "create", errno);
    out.remove_at_end(temporary);
    if (const int error = write_all(out.get(), bytes); error != 0) return io_error(file, "write", error);
    if (::fchmod(out.get(), permissions_for(target)) != 0) return io_error(file, "write", errno);
    if (flush == Flush::kToDisk && ::fsync(out.get()) != 0) return io_error(file, "write", errno);
    if (out.close() != 0) return io_error(file, "write", errno);
    if (::rename(temporary.c_str(), target.c_str()) != 0) return io_error(file, "create", errno);
    out.keep();
    return {};
}

Result<void> write_file(const fs::path& file, std::string_view text) {
    return write_file(file, std::as_bytes(std::span(text)));
}

}  // namespace farsight
