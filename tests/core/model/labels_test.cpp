#include "farsight/labels.h"

#include <catch2/catch.hpp>

using namespace farsight;

namespace {

std::vector<std::string> names(const std::string& text, int classes, int background) {
    const auto fitted = fit_labels(text, classes, background);
    INFO((fitted ? std::string() : fitted.error().message));
    REQUIRE(fitted);
    std::vector<std::string> result;
    for (const Label& label : fitted->labels) result.push_back(label.name);
    return result;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a list of as many names as classes is taken in order") {
    CHECK(names("cat\ndog\n", 2, -1) == Names{"cat", "dog"});
    CHECK(names("\xEF\xBB\xBF"
                "cat\r\ndog\r\n\n \n",
                2, -1) == Names{"cat", "dog"});
}

TEST_CASE("a list with a line for the background or without fits a network that has one") {
    CHECK(names("cat\ndog", 3, 0) == Names{"background", "cat", "dog"});
    CHECK(names("???\ncat\ndog", 3, 0) == Names{"background", "cat", "dog"});
    CHECK(names("cat\ndog", 3, 2) == Names{"cat", "dog", "background"});
    CHECK(names("background\ncat\ndog", 2, -1) == Names{"cat", "dog"});
}

TEST_CASE("a name in the place of the background is warned of") {
    const auto fitted = fit_labels("person\ncat\ndog", 3, 0);
    REQUIRE(fitted);
    REQUIRE(fitted->warnings.size() == 1);
    CHECK_THAT(fitted->warnings[0], Catch::Contains("\"person\"") && Catch::Contains("one line off"));
}

TEST_CASE("numbers in front of names say the class") {
    CHECK(names("0 cat\n1 dog", 2, -1) == Names{"cat", "dog"});
    CHECK(names("1: cat\n3: dog", 4, 0) == Names{"background", "cat", "class 2", "dog"});
    CHECK(names("1,cat\n2,dog", 2, -1) == Names{"cat", "dog"});
}

TEST_CASE("a label map of TensorFlow's object detection is read by its ids") {
    CHECK(names("item {\n  id: 2\n  name: 'dog'\n}\nitem {\n  name: \"n01\"\n  id: 1\n  display_name: "
                "\"cat\"\n}\n",
                3, 0) == Names{"background", "cat", "dog"});
}

TEST_CASE("lines of ??? stand for classes that do not exist, or are left out with a warning") {
    CHECK(names("cat\n???\ndog", 3, -1) == Names{"cat", "class 1", "dog"});
    const auto fitted = fit_labels("???\nQueen\n???\nworker", 3, 0);
    REQUIRE(fitted);
    CHECK(fitted->labels[1].name == "Queen");
    CHECK(fitted->labels[2].name == "worker");
    CHECK(fitted->warnings.size() == 1);
}

TEST_CASE("a list of another length is refused with both counts") {
    const auto fitted = fit_labels("a\nb\nc\nd", 2, -1);
    REQUIRE_FALSE(fitted);
    CHECK(fitted.error().code == ErrorCode::kMismatch);
    CHECK_THAT(fitted.error().message, Catch::Contains("4 names") && Catch::Contains("2 classes"));
    CHECK_FALSE(fit_labels("", 2, -1));
    CHECK_FALSE(fit_labels("a\x1B[2J\nb", 2, -1));
}

TEST_CASE(
    "a short list names the first classes of finished detections, which do not say how many there are") {
    HeadSpec heads;
    heads.kind = HeadKind::kEndToEnd;
    heads.classes_count = 4;
    const auto fitted = fit_labels("bolt\nnut\n", heads);
    REQUIRE(fitted);
    CHECK(fitted->labels.size() == 4);
    CHECK(fitted->labels[0].name == "bolt");
    CHECK(fitted->labels[1].name == "nut");
    CHECK(fitted->labels[2].name == "class 2");
    CHECK(fitted->how == "2 names, the first classes; the network does not say how many it has");
    CHECK_FALSE(fit_labels("a\nb\nc\nd\ne\n", heads));
    heads.kind = HeadKind::kDecoded;
    CHECK_FALSE(fit_labels("bolt\nnut\n", heads));
}

TEST_CASE("COCO's categories are known in any case") {
    CHECK(coco_category("Person") == "person");
    CHECK(coco_category("traffic light") == "traffic light");
    CHECK(coco_category("Queen").empty());
}
