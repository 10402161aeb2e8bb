#include "engine/mailbox.h"

#include <catch2/catch.hpp>
#include <thread>

using namespace farsight::viewer;

namespace {

Request request(const char* photo, float score = 0.3F) {
    Request one;
    one.photo = photo;
    one.photo_file = photo;
    one.merging.min_score = score;
    return one;
}

}  // namespace

TEST_CASE("the latest request wins") {
    Mailbox mailbox([] {});
    mailbox.want(request("a"));
    const auto number = mailbox.want(request("b"));
    const auto taken = mailbox.next();
    REQUIRE(taken);
    CHECK(taken->photo == "b");
    CHECK(taken->number == number);
}

TEST_CASE("another decision leaves a run as it is, another photo ends it") {
    Mailbox mailbox([] {});
    mailbox.want(request("a"));
    const std::string key = mailbox.next()->key();
    CHECK_FALSE(mailbox.superseded(key));
    mailbox.want(request("a", 0.6F));
    CHECK_FALSE(mailbox.superseded(key));
    mailbox.want(request("b"));
    CHECK(mailbox.superseded(key));
}

TEST_CASE("a score under the decoder's default needs candidates of its own") {
    CHECK(request("a", 0.3F).key() == request("a", 0.05F).key());
    CHECK(request("a", 0.3F).key() != request("a", 0.02F).key());
    CHECK(request("a", 0.3F).candidate_score() == 0.05F);
    CHECK(request("a", 0.02F).candidate_score() == 0.02F);
    CHECK(request("a", 0).candidate_score() == 0.001F);
}

TEST_CASE("a stopped run goes on when asked to, and another request needs no asking") {
    Mailbox mailbox([] {});
    mailbox.want(request("a"));
    const std::string key = mailbox.next()->key();
    mailbox.stop();
    CHECK(mailbox.superseded(key));
    mailbox.resume();
    CHECK_FALSE(mailbox.superseded(key));
    CHECK(mailbox.next()->photo == "a");
    mailbox.stop();
    mailbox.want(request("b"));
    CHECK_FALSE(mailbox.stopped());
}

TEST_CASE("closing wakes the engine's thread") {
    Mailbox mailbox([] {});
    std::jthread engine([&] {
        while (mailbox.next()) {
        }
        mailbox.end();
    });
    mailbox.close();
    CHECK(mailbox.wait_for_end(std::chrono::seconds(60)));
}

TEST_CASE("confidence stands by distance, once each, and what was asked for earlier is forgotten") {
    int woken = 0;
    Mailbox mailbox([&] { ++woken; });
    const auto old = mailbox.want(request("a"));
    mailbox.forget_confidence();
    const auto number = mailbox.want(request("a"));
    mailbox.tell_confidence(old, {1, 0.9F, 0.9F});
    mailbox.tell_confidence(number, {4, 0.1F, 0.2F});
    mailbox.tell_confidence(number, {2, 0.3F, 0.4F});
    mailbox.tell_confidence(number, {4, 0.5F, 0.6F});
    const auto points = mailbox.told().confidence;
    REQUIRE(points.size() == 2);
    CHECK(points[0].distance == 2);
    CHECK(points[1].distance == 4);
    CHECK(points[1].pyramid == 0.6F);
    CHECK(woken == 4);
}

TEST_CASE("an error is taken once") {
    Mailbox mailbox([] {});
    mailbox.tell([](Told& told) { told.error = ErrorNote{ErrorAbout::kModel, "m", "broken"}; });
    REQUIRE(mailbox.take_error());
    CHECK_FALSE(mailbox.take_error());
}
