// What a run has done so far, kept in a file that grows by a line an image.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "eval/eval_record.h"
#include "line_log.h"

namespace farsight::cli {

/// Without open() it keeps nothing.
class EvalState {
public:
    /// Creates FOLDER/eval-I-of-N.part, or goes on with it: a line that was being written when the last run
    /// stopped is cut off. Fails with kMismatch when the file is of another run, with kIo when another
    /// run is using it or the disk says no.
    static Result<EvalState> open(const std::filesystem::path& folder, const EvalTerms& terms,
                                  const Shard& shard);

    /// The images done before.
    std::vector<EvalImage> take_images() { return std::move(images_); }

    Result<void> keep(const EvalImage& image);
    /// Writes the end mark.
    Result<void> finish();

private:
    Result<void> append(const std::string& line);

    LineLog log_;
    std::vector<EvalImage> images_;
    std::uint64_t checksum_ = 0;
    std::int64_t count_ = 0;
    bool complete_ = false;
};

}  // namespace farsight::cli
