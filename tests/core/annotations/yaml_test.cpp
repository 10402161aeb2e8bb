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
