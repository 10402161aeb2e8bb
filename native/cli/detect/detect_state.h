// What detect has finished, so that a stopped run goes on: JSON lines in a folder.
#pragma once

#include <map>
#include <string>

#include "line_log.h"
#include "results.h"

namespace farsight::cli {

/// Without open() it keeps nothing.
class DetectState {
public:
    /// `terms` is a JSON object of all that the detections depend on but the pictures. Fails with kMismatch
    /// when the folder holds a run of other terms, with kBadData when a line is damaged.
    static Result<DetectState> open(const std::filesystem::path& folder, const std::string& terms);

    bool is_open() const { return log_.is_open(); }

    /// What was found in the picture; null when it was not looked at or has changed since.
    const ImageResult* find(const std::string& file) const;
    Result<void> keep(const ImageResult& result);

private:
    struct Entry {
        std::string stamp;  ///< Of the picture's file: its size and when it was written.
        ImageResult result;
    };

    Result<void> read(const std::string& head);

    LineLog log_;
    std::map<std::string, Entry, std::less<>> entries_;  ///< By the picture's name, as it was given.
};

}  // namespace farsight::cli
