#include "farsight/lab/headline.h"

#include <catch2/catch.hpp>

using namespace farsight;
using namespace farsight::lab;

namespace {

/// Twelve objects count and one does not; the full frame finds two of them, the pyramid three.
Judgement judgement() {
    Judgement made;
    made.full_frame.truths.resize(13);
    made.full_frame.truths[12].ignore = true;
    made.full_frame.detection_of.assign(13, -1);
    made.pyramid = made.full_frame;
    made.full_frame.detection_of[0] = 0;
    made.full_frame.detection_of[1] = 1;
    made.full_frame.use_of = {DetectionUse::kFound, DetectionUse::kFound, DetectionUse::kFalse};
    made.pyramid.detection_of[0] = 0;
    made.pyramid.detection_of[1] = 1;
    made.pyramid.detection_of[2] = 2;
    made.pyramid.use_of = {DetectionUse::kFound,  DetectionUse::kFound, DetectionUse::kFound,
                           DetectionUse::kFalse,  DetectionUse::kFalse, DetectionUse::kOther,
                           DetectionUse::kIgnored};
    return made;
}

}  // namespace

TEST_CASE("on a photo boxes are counted, and said to be unchecked") {
    const Headline headline = headline_of({2, 6, 8, 3}, true);
    REQUIRE(headline.figures.size() == 2);
    CHECK(headline.figures[0].name == "full-frame-alone");
    CHECK(headline.figures[0].count == 3);
    CHECK(headline.figures[0].words == "boxes on the full frame alone");
    CHECK(headline.figures[1].count == 8);
    CHECK(headline.figures[1].words == "boxes with the pyramid");
    REQUIRE(headline.parts.size() == 2);
    CHECK(headline.parts[0].count + headline.parts[1].count == headline.figures[1].count);
    REQUIRE(headline.facts.size() == 2);
    CHECK(headline.facts[0] ==
          "One of the full frame’s boxes gave way to a better one when the tiles were merged.");
    CHECK(headline.facts[1].starts_with("Nobody has checked these boxes."));
    CHECK(headline.brief == "Full frame 3, pyramid 8 boxes");
}

TEST_CASE("without the pyramid there is one figure, and no line of what gave way") {
    const Headline headline = headline_of({1, 0, 1, 1}, false);
    REQUIRE(headline.figures.size() == 1);
    CHECK(headline.figures[0].words == "box on the full frame");
    CHECK(headline.facts.size() == 1);
}

TEST_CASE("on a scene found, missed and false boxes come first") {
    const Headline headline = headline_of({2, 5, 7, 3}, judgement(), true);
    REQUIRE(headline.figures.size() == 3);
    CHECK(headline.figures[0].count == 3);
    CHECK(headline.figures[0].words == "of 12 found");
    CHECK(headline.figures[1].count == 9);
    CHECK(headline.figures[2].count == 2);
    CHECK(headline.figures[2].words == "false boxes");
    REQUIRE(headline.facts.size() == 2);
    CHECK(headline.facts[0] == "The full frame alone finds 2 and misses 10, with 1 false box.");
    CHECK(headline.facts[1] ==
          "2 boxes are not judged: 1 of classes that scenes do not have, 1 on objects too little in sight to "
          "count.");
    CHECK(headline.brief == "3 of 12 found, 2 false");
    const Headline alone = headline_of({3, 0, 3, 3}, judgement(), false);
    CHECK(alone.figures[0].count == 2);
    CHECK(alone.figures[2].words == "false box");
    CHECK(alone.facts.empty());
}

TEST_CASE("an empty strip says what became of the boxes, never that nothing is missed") {
    CHECK(no_finds_text({2, 6, 8, 3}, true).empty());
    CHECK(
        no_finds_text({1, 0, 1, 2}, true) ==
        "The pyramid adds no box here. One of the full frame’s boxes gave way to a better one when the tiles "
        "were merged.");
    CHECK(no_finds_text({1, 0, 1, 1}, true).starts_with("The pyramid adds no box here. Raise Distance"));
    CHECK(no_finds_text({}, true) == "No box scores enough. Lower Score, or raise Finest zoom.");
    CHECK(no_finds_text({1, 0, 1, 1}, false).starts_with("The pyramid is off"));
}
