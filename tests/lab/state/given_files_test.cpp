#include "farsight/lab/given_files.h"

#include <catch2/catch.hpp>

using namespace farsight::lab;

namespace {

constexpr std::string_view kCard = R"({"schema": "farsight.card/1", "file": "net.onnx"})";

std::vector<Role> roles_of(const std::vector<GivenFile>& files) {
    return sort_files(files).roles;
}

}  // namespace

TEST_CASE("a network, its weights, card and labels are told apart in any order") {
    const GivenFile network{"net.onnx", "", false};
    const GivenFile weights{"net.onnx.data", "", false};
    const GivenFile card{"net.json", kCard, false};
    const GivenFile labels{"labels.txt", "", false};
    CHECK(roles_of({network, weights, card, labels}) ==
          std::vector{Role::kNetwork, Role::kPart, Role::kCard, Role::kLabels});
    CHECK(roles_of({labels, card, weights, network}) ==
          std::vector{Role::kLabels, Role::kCard, Role::kPart, Role::kNetwork});
    const SortedFiles sorted = sort_files(std::vector{labels, card, weights, network});
    CHECK(sorted.network == 3);
    CHECK(sorted.card == 1);
    CHECK(sorted.labels == 0);
    CHECK(sorted.complaint.empty());
}

TEST_CASE("endings count in any case and only at the end of a name") {
    CHECK(roles_of({{"/home/me/My.Net.ONNX", "", false}}) == std::vector{Role::kNetwork});
    CHECK(roles_of({{"C:\\nets\\detect.TFLite", "", false}}) == std::vector{Role::kNetwork});
    CHECK(roles_of({{"onnx.jpg", "", false}}) == std::vector{Role::kPhoto});
    CHECK(roles_of({{"/a.onnx/photo", "", false}}) == std::vector{Role::kPhoto});
}

TEST_CASE("JSON without the card's schema is no card") {
    CHECK(wants_text("net.JSON"));
    CHECK_FALSE(wants_text("net.onnx"));
    CHECK(roles_of({{"net.onnx", "", false}, {"anchors.json", "[[0.5, 0.5, 1, 1]]", false}}) ==
          std::vector{Role::kNetwork, Role::kPart});
}

TEST_CASE("a file that nothing claims is a photo when there is no network") {
    CHECK(roles_of({{"IMG_0001", "", false}, {"notes.xyz", "", false}}) ==
          std::vector{Role::kPhoto, Role::kPhoto});
    CHECK(sort_files(std::vector<GivenFile>{{"IMG_0001", "", false}}).complaint.empty());
}

TEST_CASE("a card or labels alone ask for their network") {
    const SortedFiles card = sort_files(std::vector<GivenFile>{{"net.json", kCard, false}});
    CHECK(card.network == -1);
    CHECK(card.complaint ==
          "\"net.json\" is a model card. Give its network too (.onnx or .tflite), now or together with it.");
    const SortedFiles labels = sort_files(std::vector<GivenFile>{{"a/classes.names", "", false}});
    CHECK(labels.complaint ==
          "\"classes.names\" is a list of labels. Give its network too (.onnx or .tflite), now or together "
          "with it.");
}

TEST_CASE("a network takes the parts that came before it, and parts the network that came before them") {
    const SortedFiles later = sort_files(
        std::vector<GivenFile>{{"net.json", kCard, true}, {"labels.txt", "", true}, {"net.onnx", "", false}});
    CHECK(later.network == 2);
    CHECK(later.card == 0);
    CHECK(later.labels == 1);
    const SortedFiles earlier =
        sort_files(std::vector<GivenFile>{{"net.onnx", "", true}, {"weights.bin", "", false}});
    CHECK(earlier.network == 0);
    CHECK(earlier.roles == std::vector{Role::kNetwork, Role::kPart});
}

TEST_CASE("another network leaves the parts of the one before behind") {
    const SortedFiles sorted = sort_files(std::vector<GivenFile>{
        {"a.onnx", "", true}, {"a.json", kCard, true}, {"a.txt", "", true}, {"b.onnx", "", false}});
    CHECK(sorted.roles == std::vector{Role::kReplaced, Role::kReplaced, Role::kReplaced, Role::kNetwork});
    CHECK(sorted.network == 3);
    CHECK(sorted.card == -1);
    CHECK(sorted.labels == -1);
    CHECK(sorted.complaint.empty());
}

TEST_CASE("newer labels replace older ones") {
    const SortedFiles sorted = sort_files(
        std::vector<GivenFile>{{"net.onnx", "", true}, {"old.txt", "", true}, {"new.txt", "", false}});
    CHECK(sorted.labels == 2);
    CHECK(sorted.roles[1] == Role::kReplaced);
}

TEST_CASE("of two networks at once the second is opened, and that is said") {
    const SortedFiles sorted =
        sort_files(std::vector<GivenFile>{{"a.onnx", "", false}, {"b.tflite", "", false}});
    CHECK(sorted.network == 1);
    CHECK(sorted.complaint ==
          "\"a.onnx\" and \"b.tflite\" are two networks; the second one is opened. Give one at a time.");
}
