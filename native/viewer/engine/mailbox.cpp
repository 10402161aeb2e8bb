#include "engine/mailbox.h"

#include <algorithm>
#include <cstdio>

#include "farsight/lab/link.h"

namespace farsight::viewer {

std::string Request::key() const {
    char numbers[192];
    std::snprintf(numbers, sizeof numbers, "|%.4f|%d|%d|%d|%.6f|%.6f|%.6f|%d|%.6f|", distance,
                  pyramid.enabled ? 1 : 0, search.full ? 1 : 0, pyramid.levels, pyramid.finest_zoom,
                  pyramid.overlap, search.budget, static_cast<int>(filter),
                  static_cast<double>(candidate_score()));
    return (scene ? "scene:" + lab::scene_query(*scene) : photo_file) + numbers + search.classes + "|" +
           model + "|" + model_files.card.string() + "|" + model_files.labels.string();
}

std::string fingerprint(const Request& request) {
    char numbers[192];
    const lab::Followed followed = request.followed.value_or(lab::Followed{-1, {}, 0});
    std::snprintf(
        numbers, sizeof numbers, "|%d|%d|%d|%.5f|%.5f|%d|%.2f,%.2f,%.2f,%.2f@%.3f", request.threads,
        request.chosen, static_cast<int>(request.merging.method),
        static_cast<double>(request.merging.min_score), static_cast<double>(request.merging.overlap),
        followed.label, static_cast<double>(followed.box.x0), static_cast<double>(followed.box.y0),
        static_cast<double>(followed.box.x1), static_cast<double>(followed.box.y1), followed.distance);
    return request.key() + numbers;
}

std::uint64_t Mailbox::want(Request request) {
    const std::lock_guard lock(mutex_);
    request.number = ++count_;
    if (!request_ || request.key() != request_->key()) stopped_ = false;
    request_ = std::move(request);
    news_.notify_all();
    return count_;
}

void Mailbox::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
}

void Mailbox::resume() {
    const std::lock_guard lock(mutex_);
    if (!stopped_ || !request_) return;
    stopped_ = false;
    request_->number = ++count_;
    news_.notify_all();
}

void Mailbox::forget_confidence() {
    const std::lock_guard lock(mutex_);
    told_.confidence.clear();
    confidence_since_ = count_ + 1;
}

Told Mailbox::told() const {
    const std::lock_guard lock(mutex_);
    return told_;
}

std::optional<ErrorNote> Mailbox::take_error() {
    const std::lock_guard lock(mutex_);
    return std::exchange(told_.error, std::nullopt);
}

void Mailbox::close() {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    news_.notify_all();
}

bool Mailbox::busy() const {
    const std::lock_guard lock(mutex_);
    const Phase phase = told_.status.phase;
    return request_ && (request_->number != taken_ || phase == Phase::kLoading || phase == Phase::kWorking);
}

bool Mailbox::wait_for_end(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return news_.wait_for(lock, patience, [&] { return ended_; });
}

std::optional<Request> Mailbox::next() {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return closing_ || (request_ && request_->number != taken_); });
    if (closing_) return std::nullopt;
    taken_ = request_->number;
    return request_;
}

Request Mailbox::latest() const {
    const std::lock_guard lock(mutex_);
    return request_.value_or(Request{});
}

bool Mailbox::superseded(const std::string& key) const {
    const std::lock_guard lock(mutex_);
    return closing_ || stopped_ || !request_ || request_->key() != key;
}

bool Mailbox::stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
}

void Mailbox::tell(const std::function<void(Told&)>& change) {
    {
        const std::lock_guard lock(mutex_);
        change(told_);
    }
    wake_();
}

void Mailbox::tell_confidence(std::uint64_t request, const ConfidencePoint& point) {
    tell([&](Told& told) {
        if (request < confidence_since_) return;
        auto& points = told.confidence;
        std::erase_if(points, [&](const ConfidencePoint& old) { return old.distance == point.distance; });
        const auto place = std::find_if(points.begin(), points.end(), [&](const ConfidencePoint& other) {
            return other.distance > point.distance;
        });
        points.insert(place, point);
    });
}

void Mailbox::end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    news_.notify_all();
}

}  // namespace farsight::viewer
