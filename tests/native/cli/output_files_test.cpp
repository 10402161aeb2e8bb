#include "output_files.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "farsight/runtime/files.h"
#include "scratch_folder.h"

using namespace farsight;
namespace fs = std::filesystem;

namespace {

/// The folder in which relative names are, as long as this lives.
class StandingIn {
public:
    explicit StandingIn(const fs::path& folder) : before_(fs::current_path()) { fs::current_path(folder); }
    ~StandingIn() { fs::current_path(before_); }
    StandingIn(const StandingIn&) = delete;
    StandingIn& operator=(const StandingIn&) = delete;

private:
    fs::path before_;
};

ErrorCode code_of(const std::vector<Output>& outputs, const std::vector<std::string>& inputs) {
    const auto checked = check_outputs(outputs, inputs);
    REQUIRE_FALSE(checked);
    return checked.error().code;
}

}  // namespace

TEST_CASE("an output that is an input by another name is refused") {
    const tests::ScratchFolder folder;
    const StandingIn there(folder.path());
    REQUIRE(write_file("photo.jpg", "a photo"));
    fs::create_symlink("photo.jpg", "link.jpg");
    fs::create_hard_link("photo.jpg", "hard.jpg");
    fs::create_directory("inner");
    for (const char* name : {"photo.jpg", "./photo.jpg", "link.jpg", "hard.jpg", "inner/../photo.jpg"}) {
        CHECK(code_of({{"--out", name}}, {"photo.jpg"}) == ErrorCode::kInvalidArgument);
        CHECK(code_of({{"--out", "photo.jpg"}}, {name}) == ErrorCode::kInvalidArgument);
    }
    CHECK(check_outputs({{"--out", "other.jpg"}}, {"photo.jpg"}));
}

TEST_CASE("two outputs that are one file by two names are refused, be it there or not") {
    const tests::ScratchFolder folder;
    const StandingIn there(folder.path());
    fs::create_directory("inner");
    const std::string full = (fs::current_path() / "new.csv").string();
    for (const std::string& name :
         {std::string("new.csv"), std::string("./new.csv"), full, std::string("inner/../new.csv")}) {
        CHECK(code_of({{"--out", "new.csv"}, {"--figure", name}}, {}) == ErrorCode::kInvalidArgument);
    }
    REQUIRE(write_file("old.csv", "a table"));
    fs::create_hard_link("old.csv", "hard.csv");
    CHECK(code_of({{"--out", "old.csv"}, {"--figure", "hard.csv"}}, {}) == ErrorCode::kInvalidArgument);
    CHECK(check_outputs({{"--out", "new.csv"}, {"--figure", "old.csv"}}, {}));
    CHECK(check_outputs({{"--out", "/dev/null"}, {"--figure", "/dev/null"}}, {}));
}

TEST_CASE("an output in a folder that is not there is refused before any work") {
    const tests::ScratchFolder folder;
    CHECK(code_of({{"--out", (folder / "none" / "a.csv").string()}}, {}) == ErrorCode::kIo);
}
