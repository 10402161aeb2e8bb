#include "farsight/runtime/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace farsight {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> io_error(const fs::path& file, const char* doing, int error) {
    return fail(ErrorCode::kIo, file.string() + ": cannot " + doing + " it: " + std::strerror(error) + ".");
}

class OpenFile {
public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    int get() const { return descriptor_; }

private:
    int descriptor_;
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

void FileSet::add(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0) files_.emplace(status.st_dev, status.st_ino);
}

bool FileSet::contains(const fs::path& file) const {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 && files_.contains({status.st_dev, status.st_ino});
}

Result<FileWriter> FileWriter::create(const fs::path& file) {
    std::error_code ignored;
    const fs::file_status status = fs::status(file, ignored);
    if (fs::is_directory(status)) {
        return fail(ErrorCode::kIo, file.string() + ": is a folder; name a file in it.");
    }
    FileWriter writer;
    writer.file_ = file;
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        writer.descriptor_ = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
        if (writer.descriptor_ < 0) return io_error(file, "open", errno);
        return writer;
    }
    // A symbolic link stays one: what it points to is replaced.
    writer.target_ =
        fs::is_symlink(fs::symlink_status(file, ignored)) ? fs::weakly_canonical(file, ignored) : file;
    std::string temporary = (writer.target_.parent_path() / ".farsight-XXXXXX").string();
    writer.descriptor_ = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (writer.descriptor_ < 0) return io_error(file, "create", errno);
    writer.temporary_ = std::move(temporary);
    return writer;
}

FileWriter::FileWriter(FileWriter&& other) noexcept {
    *this = std::move(other);
}

FileWriter& FileWriter::operator=(FileWriter&& other) noexcept {
    if (this == &other) return *this;
    drop();
    file_ = std::move(other.file_);
    target_ = std::move(other.target_);
    temporary_ = std::exchange(other.temporary_, {});
    descriptor_ = std::exchange(other.descriptor_, -1);
    return *this;
}

FileWriter::~FileWriter() {
    drop();
}

void FileWriter::drop() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    if (!temporary_.empty()) ::unlink(std::exchange(temporary_, {}).c_str());
}

Result<void> FileWriter::write(std::span<const std::byte> bytes) {
    if (const int error = write_all(descriptor_, bytes); error != 0) return io_error(file_, "write", error);
    return {};
}

Result<void> FileWriter::commit(Flush flush) {
    const bool device = temporary_.empty();
    if (!device && ::fchmod(descriptor_, permissions_for(target_)) != 0)
        return io_error(file_, "write", errno);
    if (!device && flush == Flush::kToDisk && ::fsync(descriptor_) != 0)
        return io_error(file_, "write", errno);
    // Some file systems report a full disk only here.
    if (::close(std::exchange(descriptor_, -1)) != 0) return io_error(file_, "write", errno);
    if (!device && ::rename(temporary_.c_str(), target_.c_str()) != 0)
        return io_error(file_, "create", errno);
    temporary_.clear();
    return {};
}

Result<void> write_file(const fs::path& file, std::span<const std::byte> bytes, Flush flush) {
    auto writer = FileWriter::create(file);
    if (!writer) return tl::unexpected(writer.error());
    if (auto written = writer->write(bytes); !written) return written;
    return writer->commit(flush);
}

Result<void> write_file(const fs::path& file, std::string_view text) {
    return write_file(file, std::as_bytes(std::span(text)));
}

}  // namespace farsight
