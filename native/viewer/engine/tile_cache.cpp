#include "engine/tile_cache.h"

#include <utility>

namespace farsight::viewer {

const TileFindings* TileCache::get(const std::string& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->findings;
}

void TileCache::put(const std::string& key, TileFindings findings) {
    if (const auto found = entries_.find(key); found != entries_.end()) drop(found->second);
    if (findings.bytes() > capacity_) return;
    bytes_ += findings.bytes();
    order_.push_front({key, std::move(findings)});
    entries_[key] = order_.begin();
    while (bytes_ > capacity_) drop(std::prev(order_.end()));
}

void TileCache::drop(std::list<Entry>::iterator entry) {
    bytes_ -= entry->findings.bytes();
    entries_.erase(entry->key);
    order_.erase(entry);
}

}  // namespace farsight::viewer
