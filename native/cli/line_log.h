// A file that grows by a line at a time and belongs to one run: what was done so far.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "farsight/result.h"

namespace farsight::cli {

/// Without open() it keeps nothing.
class LineLog {
public:
    /// Creates the file and its folder, or opens what an earlier run left. Fails with kIo when another run is
    /// using it or the disk says no.
    static Result<LineLog> open(const std::filesystem::path& file);

    const std::filesystem::path& path() const { return path_; }
    bool is_open() const { return file_ != nullptr; }

    /// Fails with kMismatch when it holds nothing but an unfinished line that is no beginning of `head`: the
    /// file is somebody else's and stays as it is.
    Result<void> check_unfinished_head(std::string_view head) const;
    /// All that stands in it. Fails as read_file does.
    Result<std::string> text() const;
    /// Cuts off what follows: a line that was being written when the last run stopped.
    Result<void> cut(std::size_t bytes);
    /// Hands the line to the system, so that it outlives this program.
    Result<void> append(std::string_view line);
    /// Deletes the file: its work is done.
    void remove();

private:
    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, CloseFile> file_;
};

}  // namespace farsight::cli
