// YOLO's data.yaml, as it is found.
#include <catch2/catch.hpp>
#include <string>

#include "farsight/annotations.h"

using namespace farsight;

namespace {

std::string names(const std::string& yaml) {
    const std::vector<AnnotationFile> files = {{"data.yaml", yaml}, {"labels/a.txt", "0 0.5 0.5 0.1 0.1"}};
    const auto all = read_annotations(files);
    if (!all) return all.error().message;
    std::string text;
    for (const AnnotatedClass& category : all->categories) text += category.name + "|";
    return text;
}

Annotations good(const std::vector<AnnotationFile>& files) {
    auto all = read_annotations(files);
    if (!all) FAIL(all.error().message);
    return std::move(*all);
}

}  // namespace

TEST_CASE("data.yaml lists names in a line, in a list, or by number") {
    CHECK(names("nc: 2\nnames: ['cat', \"big dog\"]  # two\n") == "cat|big dog|");
    CHECK(names("path: ../x\nnames:\n- cat\n- dog\n") == "cat|dog|");
    CHECK(names("names:\n  1: dog\n  0: cat\n") == "cat|dog|");
    CHECK(names("names:\n  0: cat\n  2: 'no'\n") == "cat|1|no|");
    CHECK(names("\xEF\xBB\xBFnames: [cat]") == "cat|");
}

TEST_CASE("a data.yaml that is no YAML is named, with the line") {
    CHECK(names("names: [cat\nnc: 2: 3").find("data.yaml: is not YAML") == 0);
}

TEST_CASE("points behind YOLO's boxes are left out, and the boxes taken") {
    // Three values a point make an even number of values, which no outline has.
    const auto three = good(
        {{"a.txt", "0 0.5 0.5 0.2 0.4 0.1 0.1 2 0.3\n"}, {"data.yaml", "names: [x]\nkpt_shape: [1, 3]"}});
    REQUIRE(three.truths.size() == 1);
    CHECK(three.truths[0].box.x == Approx(0.4));
    CHECK(three.remarks.count(Oddity::kKeypoints) == 1);
    // Two values a point look like an outline: data.yaml tells.
    const auto two =
        good({{"a.txt", "0 0.5 0.5 0.2 0.4 0.1 0.1\n"}, {"data.yaml", "names: [x]\nkpt_shape: [1, 2]"}});
    CHECK(two.truths[0].box.width == Approx(0.2));
    CHECK(two.remarks.count(Oddity::kKeypoints) == 1);
    CHECK(two.remarks.count(Oddity::kBoxFromOutline) == 0);
}
