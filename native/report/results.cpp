#include "results.h"

#include "farsight/runtime/files.h"

namespace farsight {

Result<CocoIds> read_coco_ids(const std::filesystem::path& file) {
    constexpr std::size_t kMaxBytes = std::size_t{1} << 30;
    const auto bytes = read_file(file, kMaxBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    return lab::parse_coco_ids({text, bytes->size()}, file.string());
}

}  // namespace farsight
