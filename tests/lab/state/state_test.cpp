#include "farsight/lab/state.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "farsight/lab/command.h"
#include "farsight/lab/link.h"

using namespace farsight;
using namespace farsight::lab;

namespace {

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a state that nobody changed has an empty query, and the core's defaults") {
    CHECK(to_query(State{}).empty());
    CHECK(complaint(from_query(""), "The link", true).empty());
    CHECK(is_initial(from_query("photo=kite&model=tiny").state));
    CHECK_FALSE(is_initial(from_query("score=0.5").state));
}

TEST_CASE("a link of the page is read and written back as it was") {
    const std::string link =
        "source=scene&photo=kite&distance=2.5&seed=12&weather=rain&place=square&subject=traffic-cone&"
        "moves=0:60_3:25.5&object=3&reach=on&model=face_detection_short_range&pyramid=off&levels=3&finest-"
        "zoom=1.75&"
        "overlap=0.5"
        "&filter=lanczos3&score=0.45&merge=soft-nms&iou=0.65&versus=on&other-model=multi-scale"
        "&other-pyramid=auto&other-finest-zoom=0.8&compare=off&divider=0.2&tiles=on&labels=off";
    const ParsedQuery parsed = from_query("?" + link);
    CHECK(complaint(parsed, "The link", true).empty());
    CHECK(to_query(parsed.state) == link);
    CHECK(parsed.state.photo == "kite");
    CHECK(parsed.state.distance == 2.5);
    CHECK(parsed.state.on_scene);
    CHECK(parsed.state.scene.seed == 12);
    CHECK(parsed.state.scene.weather == Weather::kRain);
    CHECK(parsed.state.scene.place == Place::kSquare);
    CHECK(parsed.state.scene.subject == SceneClass::kTrafficCone);
    CHECK(parsed.state.scene.moves == std::vector<SceneMove>{{0, 60}, {3, 25.5}});
    CHECK(parsed.state.object == 3);
    CHECK(parsed.state.reach);
    CHECK_FALSE(parsed.state.pyramid.enabled);
    CHECK(parsed.state.pyramid.levels == 3);
    CHECK(parsed.state.pyramid.finest_zoom == 1.75);
    CHECK(parsed.state.filter == Filter::kLanczos3);
    CHECK(parsed.state.merging.min_score == 0.45F);
    CHECK(parsed.state.merging.method == MergeMethod::kSoftNms);
    CHECK_FALSE(parsed.state.labels);
    CHECK(parsed.state.versus);
    CHECK(parsed.state.other_model == "multi-scale");
    CHECK(parsed.state.other_pyramid);
    CHECK(parsed.state.other_finest_zoom == 0.8);
}

TEST_CASE("numbers are clamped and stepped as on the page") {
    CHECK(from_query("score=7").state.merging.min_score == 0.99F);
    CHECK(from_query("finest-zoom=0.13").state.pyramid.finest_zoom == 0.15);
    CHECK(from_query("finest-zoom=0").state.pyramid.finest_zoom == 0);
    CHECK(from_query("levels=2.4").state.pyramid.levels == 2);
    CHECK(from_query("distance=0").state.distance == 1);
}

TEST_CASE("the second detector is the first one's full frame until it is told otherwise") {
    const State state = from_query("versus=on").state;
    CHECK(state.other_model.empty());
    CHECK_FALSE(state.other_pyramid);
    CHECK(state.other_finest_zoom == 0);
    CHECK(from_query("other-pyramid=on&other-finest-zoom=x").unreadable ==
          Names{"other-pyramid", "other-finest-zoom"});
    CHECK(from_query("other-finest-zoom=9").state.other_finest_zoom == 4);
}

TEST_CASE("a link says in one word whether the pyramid is off, searched or full") {
    CHECK(from_query("").state.pyramid.enabled);
    CHECK_FALSE(from_query("").state.search.full);
    const State full = from_query("pyramid=full").state;
    CHECK(full.pyramid.enabled);
    CHECK(full.search.full);
    CHECK(to_query(full) == "pyramid=full");
    CHECK(to_query(from_query("pyramid=auto").state).empty());
    CHECK(to_query(from_query("pyramid=off").state) == "pyramid=off");
    CHECK(from_query("pyramid=on").unreadable == Names{"pyramid"});
    CHECK(to_query(from_query("other-pyramid=full").state) == "other-pyramid=full");
    // The switch of its own is no part of a link.
    CHECK(to_query(from_query("pyramid=auto&pyramid-full=on").state) == "pyramid=full");
    CHECK_FALSE(from_query("pyramid=off&pyramid-full=on").state.search.full);
}

TEST_CASE("budget and classes stand in links, and in commands under the flags of each") {
    const State photo = from_query("budget=6.5&classes=traffic+light,Person").state;
    CHECK(photo.search.budget == 6.5);
    CHECK(photo.search.classes == "traffic light,Person");
    CHECK(to_query(photo) == "budget=6.5&classes=traffic%20light,Person");
    CHECK(command_for(photo, "a.jpg", {}) ==
          "farsight detect a.jpg --budget 6.5 --classes 'traffic light,Person'");
    CHECK(from_query("budget=0.2").state.search.budget == 1);
    const std::string scene =
        command_for(from_query("source=scene&pyramid=full&classes=Person").state, "", {});
    CHECK(scene.find(" --pyramid full --ask-for Person") != std::string::npos);
    // A sweep measures the full frame alone in any case.
    CHECK(command_for(from_query("source=scene&pyramid=off").state, "", {}).find("--pyramid") ==
          std::string::npos);
}

TEST_CASE("the command is that of the first detector") {
    const State state = from_query("pyramid=off&versus=on&other-model=fpn&other-pyramid=auto").state;
    CHECK(command_for(state, "street.jpg", {}) == "farsight detect street.jpg --pyramid off");
}

TEST_CASE("what means nothing keeps its default and is named") {
    const ParsedQuery parsed =
        from_query("score=much&merge=best&nonsense=1&photo=../etc/passwd&iou=0.7&tiles=yes&");
    CHECK(parsed.unreadable == Names{"score", "merge", "photo", "tiles"});
    CHECK(parsed.unknown == Names{"nonsense"});
    CHECK(to_query(parsed.state) == "iou=0.7");
}

TEST_CASE("the page's backend is kept, though the viewer always uses the processor") {
    CHECK(from_query("backend=webgpu").state.backend == Backend::kWebGpu);
    CHECK(from_query("backend=cuda").unreadable == Names{"backend"});
}

TEST_CASE("a link's escapes are undone") {
    CHECK(from_query("merge=soft%2Dnms").state.merging.method == MergeMethod::kSoftNms);
    CHECK(from_query("score=%zz").unreadable == Names{"score"});
}

TEST_CASE("moved objects are one each, in the order of their ids, and broken ones are named") {
    SceneSettings scene;
    scene.move(3, 25.5);
    scene.move(0, 60);
    scene.move(3, 12.04);
    CHECK(print_moves(scene.moves) == "0:60_3:12");
    CHECK(from_query("moves=7:1").state.scene.moves == std::vector<SceneMove>{{7, 2}});
    for (const std::string broken :
         {"0:", "0:5_", "_0:5", "0:5__1:6", "a:5", "0:5.55", "0:5.", "1234:5", "0:1234"}) {
        CAPTURE(broken);
        CHECK(from_query("moves=" + broken).unreadable == Names{"moves"});
    }
}

TEST_CASE("a scene's command measures what the lab's study measures") {
    const State state = from_query("source=scene&seed=12&weather=rain&levels=3&filter=area&score=0.5").state;
    CHECK(
        command_for(state, "", {"near-only"}) ==
        "farsight sweep --count 200 --objects 14 --resamples 400 --model near-only --weather rain --levels 3 "
        "--filter area --score 0.5");
}

TEST_CASE("a person's own files are in no link") {
    State state;
    state.photo = "/home/someone/street.jpg";
    CHECK(to_query(state).empty());
}

TEST_CASE("the command names only what differs from its own defaults") {
    State state;
    CHECK(command_for(state, "street.jpg", {}) == "farsight detect street.jpg");
    state = from_query("levels=3&score=0.5&merge=nms&divider=0.2&tiles=on").state;
    CHECK(command_for(state, "it's.jpg", {"face_detection_short_range"}) ==
          "farsight detect 'it'\\''s.jpg' --model face_detection_short_range --levels 3 --score 0.5 --merge "
          "nms");
    CHECK(command_for(State{}, "a.jpg", {"my net.onnx", "net.json", "labels.txt"}) ==
          "farsight detect a.jpg --model 'my net.onnx' --card net.json --labels labels.txt");
    CHECK(shell_quoted("-rf") == "'-rf'");
    CHECK(shell_quoted("") == "''");
}

TEST_CASE("the command leaves out flags that cannot act") {
    const State state = from_query("pyramid=off&levels=3&finest-zoom=2&overlap=0.5&iou=0.6").state;
    CHECK(command_for(state, "a.jpg", {}) == "farsight detect a.jpg --pyramid off --iou 0.6");
    const State scene = from_query("source=scene&pyramid=off&levels=3&distance=4").state;
    CHECK(command_for(scene, "", {}) == "farsight sweep --count 200 --objects 14 --resamples 400");
}

TEST_CASE("a photo that was moved away is the file that an export of the picture saves") {
    const State moved = from_query("distance=3").state;
    CHECK(picture_stem(moved, "build/assets/kite.jpg") == "farsight-kite-3x");
    CHECK(picture_file(moved, "build/assets/kite.jpg") == "farsight-kite-3x.png");
    CHECK(command_for(moved, "build/assets/kite.jpg", {}) == "farsight detect farsight-kite-3x.png");
    CHECK(picture_file(State{}, "build/assets/kite.jpg") == "build/assets/kite.jpg");
    CHECK(picture_stem(State{}, "Anna's dog; rm.jpg") == "farsight-Anna-s-dog-rm");
    CHECK(picture_stem(from_query("source=scene&seed=12").state, "kite.jpg") == "farsight-scene-12");
    CHECK(picture_file(State{}, "") == "photo.jpg");
}

TEST_CASE("a photo that a person chooses is seen from where it was taken, a link's keeps its distance") {
    State state = from_query("photo=kite&distance=3").state;
    CHECK(state.distance == 3);
    choose_photo(state, "beach");
    CHECK(to_query(state) == "photo=beach");
}

TEST_CASE("of a parameter that is given twice the last one counts") {
    CHECK(from_query("score=0.5&score=0.7").state.merging.min_score == 0.7F);
    const ParsedQuery parsed = from_query("score=much&iou=x&score=0.5");
    CHECK(parsed.unreadable == Names{"iou"});
    CHECK(to_query(from_query("score=0.5&score=much").state).empty());
}

TEST_CASE("a complaint says what was left, what was changed and, when asked, what is unknown") {
    const ParsedQuery parsed = from_query("score=much&distance=99&utm_source=x&merge=best");
    CHECK(complaint(parsed, "The link", false) ==
          "The link’s score, merge could not be read and have their defaults. The link’s distance is out of "
          "range "
          "(99): 12 is used.");
    CHECK(complaint(from_query("utm_source=x"), "The link", false).empty());
    CHECK(complaint(from_query("utm_source=x"), "--state", true) ==
          "--state’s utm_source is unknown here and was left out.");
    CHECK(complaint(from_query("levels=0&finest-zoom=0.13"), "The link", false).empty());
}

TEST_CASE(
    "numbers are read alike everywhere: decimals, with spaces around them, without words for infinity") {
    CHECK(from_query("score= 0.5 ").state.merging.min_score == 0.5F);
    CHECK(from_query("score=5e-1").state.merging.min_score == 0.5F);
    CHECK(from_query("score=.5").state.merging.min_score == 0.5F);
    for (const std::string broken :
         {"", " ", "NaN", "Infinity", "1e999", "0,5", "1.2.3", "0x1p3", "5 0", "-"}) {
        CAPTURE(broken);
        CHECK(from_query("score=" + broken).unreadable == Names{"score"});
    }
    CHECK(*read_number("0.1") == 0.1);
    CHECK(*read_number("123456789.25") == 123456789.25);
    CHECK(*read_number("-2.5e3") == -2500);
    CHECK(*read_number("0.000000000000000000000000001") == Approx(1e-27));
    CHECK(*read_number("100000000000000000000000") == Approx(1e23));
}

TEST_CASE("each property has a name of its own, a label and a sentence") {
    std::set<std::string_view> names;
    for (const Property& property : properties()) {
        CAPTURE(property.name);
        CHECK(names.insert(property.name).second);
        CHECK_FALSE(property.label.empty());
        CHECK(property.hint.ends_with('.'));
        CHECK((property.kind != Kind::kSwitch || property.choices.size() >= 2));
        if (property.kind != Kind::kNumber) continue;
        CHECK(property.offered.min >= property.accepted_min);
        CHECK(property.offered.max <= property.accepted_max);
    }
}

TEST_CASE("a photo that is not on disk as it is shown is exported before the command runs") {
    State state;
    CHECK(command_note(state, "me.png").empty());
    CHECK(picture_file(state, "me.SVG") == "farsight-me.png");
    CHECK(command_note(state, "me.SVG") ==
          "The command does not read me.SVG. Export the photo, and run the command beside farsight-me.png.");
    state.distance = 2;
    CHECK(command_note(state, "me.png") ==
          "Export the photo as it is seen from here, and run the command beside farsight-me-2x.png.");
    state.on_scene = true;
    CHECK(command_note(state, "me.png").empty());
}

TEST_CASE("a name that no list has is told with what is used in its place") {
    CHECK(unlisted_text("The link", "model", "foo") ==
          "The link’s model “foo” is not in the list: the first one is used.");
    CHECK(unlisted_text("The link", "other-model", "foo") ==
          "The link’s other-model “foo” is not in the list: the first detector’s is used.");
}
