#include "state/state.h"

#include <catch2/catch.hpp>

#include "state/command_line.h"

using namespace farsight;
using namespace farsight::viewer;

TEST_CASE("a state that nobody changed has an empty query, and the core's defaults") {
    CHECK(to_query(State{}).empty());
    CHECK(from_query("").ignored.empty());
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
    CHECK(parsed.ignored.empty());
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
    CHECK(from_query("other-pyramid=on&other-finest-zoom=x").ignored ==
          std::vector<std::string>{"other-pyramid", "other-finest-zoom"});
    CHECK(from_query("other-finest-zoom=9").state.other_finest_zoom == 4);
}

TEST_CASE("the command is that of the first detector") {
    const State state = from_query("pyramid=off&versus=on&other-model=fpn&other-pyramid=auto").state;
    CHECK(command_for(state, "street.jpg", "") == "farsight detect street.jpg --pyramid off");
}

TEST_CASE("what means nothing keeps its default and is named") {
    const ParsedQuery parsed =
        from_query("score=much&merge=best&nonsense=1&photo=../etc/passwd&iou=0.7&tiles=yes&");
    CHECK(parsed.ignored == std::vector<std::string>{"score", "merge", "nonsense", "photo", "tiles"});
    CHECK(to_query(parsed.state) == "iou=0.7");
}

TEST_CASE("the page's backend is accepted, though here it is always the processor") {
    CHECK(from_query("backend=webgpu").ignored.empty());
    CHECK(from_query("backend=cuda").ignored == std::vector<std::string>{"backend"});
}

TEST_CASE("a link's escapes are undone") {
    CHECK(from_query("merge=soft%2Dnms").state.merging.method == MergeMethod::kSoftNms);
    CHECK(from_query("score=%zz").ignored == std::vector<std::string>{"score"});
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
        CHECK(from_query("moves=" + broken).ignored == std::vector<std::string>{"moves"});
    }
}

TEST_CASE("a scene's command measures on scenes like it") {
    const State state =
        from_query("source=scene&seed=12&weather=rain&levels=3&pyramid=off&filter=area&score=0.5").state;
    CHECK(command_for(state, "farsight-scene-12.png", "") ==
          "farsight sweep --weather rain --levels 3 --score 0.5");
}

TEST_CASE("a person's own files are in no link") {
    State state;
    state.photo = "/home/someone/street.jpg";
    CHECK(to_query(state).empty());
}

TEST_CASE("the command names only what differs from its own defaults") {
    State state;
    CHECK(command_for(state, "street.jpg", "") == "farsight detect street.jpg");
    CHECK(command_for(state, "street.jpg", "ssd_mobilenet_v2_oidv4") == "farsight detect street.jpg");
    state = from_query("pyramid=off&levels=3&score=0.5&merge=nms&divider=0.2&tiles=on").state;
    CHECK(command_for(state, "it's.jpg", "face_detection_short_range") ==
          "farsight detect 'it'\\''s.jpg' --model face_detection_short_range --pyramid off --levels 3 "
          "--score 0.5 "
          "--merge nms");
    CHECK(shell_quoted("-rf") == "'-rf'");
    CHECK(shell_quoted("") == "''");
}
