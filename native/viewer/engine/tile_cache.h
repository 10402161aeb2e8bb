// What tiles gave, kept for as long as it is used.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "farsight/decode.h"

namespace farsight::viewer {

struct TileFindings {
    std::vector<Candidate> candidates;
    std::vector<float> position_scores;  ///< Empty where the heads have no anchors.

    std::size_t bytes() const {
        return candidates.size() * sizeof(Candidate) + position_scores.size() * sizeof(float) + 200;
    }
};

/// Removes the least recently used entries when it is over its capacity.
class TileCache {
public:
    explicit TileCache(std::size_t capacity_bytes) : capacity_(capacity_bytes) {}

    /// Null when it is not there; valid until the next put().
    const TileFindings* get(const std::string& key);
    void put(const std::string& key, TileFindings findings);

    std::size_t size() const { return entries_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    struct Entry {
        std::string key;
        TileFindings findings;
    };
    void drop(std::list<Entry>::iterator entry);

    std::size_t capacity_;
    std::size_t bytes_ = 0;
    std::list<Entry> order_;  ///< The latest used first.
    std::unordered_map<std::string, std::list<Entry>::iterator> entries_;
};

}  // namespace farsight::viewer
