#include "compare/second.h"

#include <utility>

namespace farsight::viewer {

void Second::want(const Request& request, const std::string& print) {
    if (print == last_wanted_) return;
    if (!engine_) engine_.emplace(wake_);
    Mailbox& mailbox = engine_->mailbox();
    last_key_ = request.key();
    last_request_ = mailbox.want(request);
    // After a pause the same run may have been stopped: start it again.
    if (std::exchange(last_wanted_, print).empty()) mailbox.resume();
}

void Second::rest() {
    if (last_wanted_.empty()) return;
    stop();
    last_wanted_.clear();
    last_key_.clear();
}

void Second::update() {
    if (engine_) told_ = engine_->mailbox().told();
}

bool Second::settled() const {
    if (told_.status.phase == Phase::kError) return true;
    const Findings* found = told_.findings.get();
    return !last_wanted_.empty() && found != nullptr && found->done && found->request >= last_request_;
}

void Second::stop() {
    if (engine_) engine_->mailbox().stop();
}

void Second::resume() {
    if (engine_) engine_->mailbox().resume();
}

std::optional<ErrorNote> Second::take_error() {
    if (!engine_ || !told_.error) return std::nullopt;
    told_.error.reset();
    return engine_->mailbox().take_error();
}

bool Second::close(std::chrono::milliseconds patience) {
    return !engine_ || engine_->close(patience);
}

}  // namespace farsight::viewer
