#include "eval_state.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "farsight/runtime/files.h"

namespace farsight::cli {

namespace fs = std::filesystem;

Result<EvalState> EvalState::open(const fs::path& folder, const EvalTerms& terms, const Shard& shard) {
    const auto io_error = [](const fs::path& path, const std::string& what) {
        return fail(ErrorCode::kIo, path.string() + ": " + what);
    };
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return io_error(folder, "cannot create the folder: " + error.message() + ".");

    EvalState state;
    state.path_ =
        folder / ("eval-" + std::to_string(shard.index) + "-of-" + std::to_string(shard.count) + ".part");
    state.file_.reset(std::fopen(state.path_.c_str(), "ab"));
    if (!state.file_)
        return io_error(state.path_, std::string("cannot be opened: ") + std::strerror(errno) + ".");
    const int descriptor = ::fileno(state.file_.get());
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        return io_error(state.path_, "another run is using it; wait for it or give another --state.");
    }
    const auto bytes = read_file(state.path_, std::size_t{8} << 30);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::string_view text{reinterpret_cast<const char*>(bytes->data()), bytes->size()};
    auto part = read_part(text, state.path_.string());
    if (!part) return tl::unexpected(part.error());
    const std::string head = part_head(terms, shard);
    if (!part->head.empty() && part->head != head) {
        return fail(ErrorCode::kMismatch,
                    state.path_.string() +
                        ": belongs to a run with other annotations, detections or options; "
                        "give another --state, or delete it to begin anew.");
    }
    if (::ftruncate(descriptor, static_cast<off_t>(part->whole_bytes)) != 0) {
        return io_error(state.path_, std::string("cannot be cut: ") + std::strerror(errno) + ".");
    }
    state.checksum_ = fnv1a(text.substr(0, part->whole_bytes));
    state.count_ = static_cast<std::int64_t>(part->images.size());
    state.complete_ = part->complete;
    state.images_ = std::move(part->images);
    if (part->head.empty()) {
        if (auto begun = state.append(head); !begun) return tl::unexpected(begun.error());
    }
    return state;
}

Result<void> EvalState::append(const std::string& line) {
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() ||
        std::fflush(file_.get()) != 0) {
        return fail(ErrorCode::kIo, path_.string() + ": cannot be written: " + std::strerror(errno) + ".");
    }
    checksum_ = fnv1a(line, checksum_);
    return {};
}

Result<void> EvalState::keep(const EvalImage& image) {
    if (!file_) return {};
    if (auto kept = append(part_line(image)); !kept) return kept;
    ++count_;
    return {};
}

Result<void> EvalState::finish() {
    if (!file_ || complete_) return {};
    complete_ = true;
    return append(part_end(count_, checksum_));
}

}  // namespace farsight::cli
