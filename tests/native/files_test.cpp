#include "farsight/runtime/files.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>

#include "scratch_folder.h"

using namespace farsight;
using farsight::tests::ScratchFolder;

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// For its lifetime files may not grow beyond a size, as on a disk that is nearly full.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &old_);
        const rlimit limit{bytes, old_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }

private:
    rlimit old_{};
    void (*old_handler_)(int);
};

}  // namespace

TEST_CASE("a written file holds exactly the bytes, with the permissions of any new file") {
    const ScratchFolder folder;
    const auto file = folder / "a.txt";
    REQUIRE(write_file(file, "hello"));
    CHECK(text_of(file) == "hello");
    CHECK(folder.entries() == 1);
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    CHECK((status.st_mode & 0777) == (0666 & ~mask));
}

TEST_CASE("a file that cannot be written whole leaves the old one and nothing beside it") {
    const ScratchFolder folder;
    const auto file = folder / "a.txt";
    REQUIRE(write_file(file, "old"));
    {
        const FileSizeLimit limit(1000);
        const auto written = write_file(file, std::string(5000, 'x'));
        REQUIRE(!written);
        CHECK(written.error().code == ErrorCode::kIo);
        CHECK(written.error().message.find("a.txt") != std::string::npos);
    }
    CHECK(text_of(file) == "old");
    CHECK(folder.entries() == 1);
}

TEST_CASE("a full device is an error that names it") {
    if (!std::filesystem::exists("/dev/full")) return;
    const auto written = write_file("/dev/full", "x");
    REQUIRE(!written);
    CHECK(written.error().code == ErrorCode::kIo);
    CHECK(written.error().message.find("/dev/full") != std::string::npos);
    CHECK(std::filesystem::is_character_file("/dev/full"));
}

TEST_CASE("writing through a symbolic link keeps the link") {
    const ScratchFolder folder;
    REQUIRE(write_file(folder / "target.txt", "old"));
    std::filesystem::create_symlink("target.txt", folder / "link.txt");
    REQUIRE(write_file(folder / "link.txt", "new"));
    CHECK(std::filesystem::is_symlink(folder / "link.txt"));
    CHECK(text_of(folder / "target.txt") == "new");
}

TEST_CASE("a folder is neither read nor written as a file") {
    const ScratchFolder folder;
    CHECK(read_file(folder.path(), 100).error().code == ErrorCode::kIo);
    CHECK(write_file(folder.path(), "x").error().code == ErrorCode::kIo);
    CHECK(write_file(folder / "missing/a.txt", "x").error().code == ErrorCode::kIo);
}

TEST_CASE("reading knows missing files and stops at its limit") {
    const ScratchFolder folder;
    CHECK(read_file(folder / "none", 100).error().code == ErrorCode::kIo);
    REQUIRE(write_file(folder / "five", "12345"));
    CHECK(read_file(folder / "five", 4).error().code == ErrorCode::kTooLarge);
    const auto read = read_file(folder / "five", 5);
    REQUIRE(read);
    CHECK(read->size() == 5);
}
