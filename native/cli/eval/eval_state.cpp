#include "eval/eval_state.h"

namespace farsight::cli {

Result<EvalState> EvalState::open(const std::filesystem::path& folder, const EvalTerms& terms,
                                  const Shard& shard) {
    const auto path =
        folder / ("eval-" + std::to_string(shard.index) + "-of-" + std::to_string(shard.count) + ".part");
    auto log = LineLog::open(path);
    if (!log) return tl::unexpected(log.error());
    const std::string head = part_head(terms, shard);
    if (auto ours = log->check_unfinished_head(head); !ours) return tl::unexpected(ours.error());
    const auto text = log->text();
    if (!text) return tl::unexpected(text.error());
    auto part = read_part(*text, path.string());
    if (!part) return tl::unexpected(part.error());
    if (!part->head.empty() && part->head != head) {
        return fail(ErrorCode::kMismatch,
                    path.string() +
                        ": belongs to a run with other annotations, detections or options; "
                        "give another --state, or delete it to begin anew.");
    }
    if (auto cut = log->cut(part->whole_bytes); !cut) return tl::unexpected(cut.error());
    EvalState state;
    state.log_ = std::move(*log);
    state.checksum_ = fnv1a(std::string_view{*text}.substr(0, part->whole_bytes));
    state.count_ = static_cast<std::int64_t>(part->images.size());
    state.complete_ = part->complete;
    state.images_ = std::move(part->images);
    if (part->head.empty()) {
        if (auto begun = state.append(head); !begun) return tl::unexpected(begun.error());
    }
    return state;
}

Result<void> EvalState::append(const std::string& line) {
    if (auto written = log_.append(line); !written) return written;
    checksum_ = fnv1a(line, checksum_);
    return {};
}

Result<void> EvalState::keep(const EvalImage& image) {
    if (!log_.is_open()) return {};
    if (auto kept = append(part_line(image)); !kept) return kept;
    ++count_;
    return {};
}

Result<void> EvalState::finish() {
    if (!log_.is_open() || complete_) return {};
    complete_ = true;
    return append(part_end(count_, checksum_));
}

}  // namespace farsight::cli
