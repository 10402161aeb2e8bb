#include "farsight/scene.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace farsight;

namespace {

/// A pinhole written apart from the renderer, in double.
Box projected(const Scene& scene, const SceneObject& object) {
    const SceneCamera& c = scene.camera;
    double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
    for (const Vec3& v : scene.meshes[object.mesh].positions) {
        const double s = static_cast<double>(object.scale);
        const double sin = static_cast<double>(object.sin_yaw);
        const double cos = static_cast<double>(object.cos_yaw);
        const double x = s * (static_cast<double>(v.x) * cos + static_cast<double>(v.z) * sin);
        const double z = s * (static_cast<double>(v.z) * cos - static_cast<double>(v.x) * sin);
        const double depth = z + static_cast<double>(object.position.z);
        const double up = s * static_cast<double>(v.y) + static_cast<double>(object.position.y) - c.height_m;
        const double column =
            c.centre_x_px + c.focal_px * (x + static_cast<double>(object.position.x)) / depth;
        const double row = c.horizon_px - c.focal_px * up / depth;
        x0 = std::min(x0, column);
        x1 = std::max(x1, column);
        y0 = std::min(y0, row);
        y1 = std::max(y1, row);
    }
    return {static_cast<float>(x0), static_cast<float>(y0), static_cast<float>(x1), static_cast<float>(y1)};
}

void check_close(const Box& a, const Box& b, double tolerance) {
    CHECK(std::abs(static_cast<double>(a.x0 - b.x0)) <= tolerance);
    CHECK(std::abs(static_cast<double>(a.y0 - b.y0)) <= tolerance);
    CHECK(std::abs(static_cast<double>(a.x1 - b.x1)) <= tolerance);
    CHECK(std::abs(static_cast<double>(a.y1 - b.y1)) <= tolerance);
}

struct Frame {
    Image image;
    GroundTruth truth;
    std::vector<std::uint16_t> ids;
};

Frame rendered(const Scene& scene, RenderOptions options = {}) {
    Frame frame;
    options.ids = &frame.ids;
    SceneRenderer renderer;
    const auto done = renderer.render(scene, options, frame.image, frame.truth);
    REQUIRE(done.has_value());
    return frame;
}

/// An empty square with a camera one metre up whose focal length is 100 pixels.
Scene bare_scene() {
    Scene scene;
    scene.camera = {{160, 120}, 100, 80, 60, 1};
    scene.ground.place = Place::kSquare;
    return scene;
}

SceneObject standing(int label, std::uint32_t mesh, Vec3 position) {
    SceneObject object;
    object.label = label;
    object.mesh = mesh;
    object.position = position;
    object.colours[0] = {0.5F, 0.5F, 0.5F};
    return object;
}

}  // namespace

TEST_CASE("the ground truth of an unhidden object is the projection of its mesh, to one pixel") {
    for (const SceneClass subject : {SceneClass::kCar, SceneClass::kPerson, SceneClass::kCyclist,
                                     SceneClass::kTrafficCone, SceneClass::kStopSign}) {
        for (const double distance : {12.0, 40.0, 150.0}) {
            SceneOptions options;
            options.seed = 11;
            options.objects = 1;
            options.subject = subject;
            options.subject_distance_m = distance;
            const auto scene = make_scene(options);
            REQUIRE(scene.has_value());
            REQUIRE(scene->labelled == 1);
            const Frame frame = rendered(*scene);
            const ObjectTruth& truth = frame.truth.objects.at(0);
            INFO("class " << name_of(subject) << " at " << distance << " m");
            CHECK(truth.scene_class == subject);
            CHECK(truth.distance_m == distance);
            CHECK_FALSE(truth.truncated);
            CHECK(truth.visible_fraction > 0.999);
            const Box box = projected(*scene, scene->objects[0]);
            check_close(truth.visible, box, 1);
            check_close(truth.amodal, box, 0.01);
            CHECK(truth.apparent_height_px == Approx(static_cast<double>(box.height())).margin(0.01));
        }
    }
}

TEST_CASE("a box half hidden by a nearer box is half visible") {
    // At 10 m a box from -1 to 1 covers columns 70 to 90 of its front face; the nearer box at 5 m covers 80
    // and up.
    Scene scene = bare_scene();
    scene.meshes.push_back(make_box({-1, 0, 0}, {1, 2, 0.01F}, Material::kMatte));
    scene.meshes.push_back(make_box({0, 0, 0}, {2, 3, 0.01F}, Material::kMatte));
    scene.objects.push_back(standing(0, 0, {0, 0, 10}));
    scene.objects.push_back(standing(1, 1, {0, 0, 5}));
    scene.labelled = 2;
    const Frame frame = rendered(scene);
    const ObjectTruth& far = frame.truth.objects.at(0);
    check_close(far.amodal, {70, 50, 90, 70}, 0.05);
    check_close(far.visible, {70, 50, 80, 70}, 0.26);
    CHECK(far.visible_fraction == Approx(0.5).margin(0.01));
    CHECK(far.visible_px == Approx(200).margin(4));
    const ObjectTruth& near = frame.truth.objects.at(1);
    check_close(near.visible, {80, 20, 120, 80}, 0.26);
    CHECK(near.visible_fraction == 1);
    CHECK(near.distance_m == 5);
    // The picture of ids agrees: the pixel left of the nearer box's edge is the far box, the right one the
    // near box.
    CHECK(frame.ids[60 * 160 + 79] == 0);
    CHECK(frame.ids[60 * 160 + 80] == 1);
    CHECK(frame.ids[60 * 160 + 60] == 65535);
}

TEST_CASE("an object wholly behind another keeps its amodal box and has no visible one") {
    Scene scene = bare_scene();
    scene.meshes.push_back(make_box({-1, 0, 0}, {1, 1, 1}, Material::kMatte));
    scene.meshes.push_back(make_box({-3, 0, 0}, {3, 4, 1}, Material::kMatte));
    scene.objects.push_back(standing(0, 0, {0, 0, 20}));
    scene.objects.push_back(standing(kUnlabelled, 1, {0, 0, 8}));
    scene.labelled = 1;
    const ObjectTruth truth = rendered(scene).truth.objects.at(0);
    CHECK(truth.visible.empty());
    CHECK(truth.visible_fraction == 0);
    check_close(truth.amodal, {75, 60, 85, 65}, 0.3);
}

TEST_CASE("an object that the frame cuts is marked") {
    Scene scene = bare_scene();
    scene.meshes.push_back(make_box({-1, 0, 0}, {1, 1, 0.01F}, Material::kMatte));
    scene.objects.push_back(standing(0, 0, {-4, 0, 5}));
    scene.labelled = 1;
    const ObjectTruth truth = rendered(scene).truth.objects.at(0);
    CHECK(truth.truncated);
    check_close(truth.amodal, {-20, 60, 20, 80}, 0.15);
    check_close(truth.visible, {0, 60, 20, 80}, 0.26);
    CHECK(truth.visible.x0 == 0);
    // What the frame cuts off does not count as hidden.
    CHECK(truth.visible_fraction == 1);
}

TEST_CASE("an object covers its own area however small it is") {
    // A plate of 1 m by 1 m at 40 m, 2.5 pixels wide, moved by steps of a tenth of a pixel.
    double total = 0;
    for (int step = 0; step < 10; ++step) {
        Scene scene = bare_scene();
        scene.meshes.push_back(make_box({-0.5F, 1, 0}, {0.5F, 2, 0.001F}, Material::kMatte));
        scene.objects.push_back(standing(0, 0, {0.04F * static_cast<float>(step), 0, 40}));
        scene.labelled = 1;
        const ObjectTruth truth = rendered(scene).truth.objects.at(0);
        CHECK(truth.visible_px == Approx(6.25).margin(0.9));
        total += truth.visible_px;
    }
    CHECK(total / 10 == Approx(6.25).margin(0.2));
}

TEST_CASE("apparent size halves as distance doubles") {
    auto scene = make_scene({.seed = 3, .objects = 6, .subject = SceneClass::kStopSign});
    REQUIRE(scene.has_value());
    double before = 0;
    for (const double distance : {10.0, 20.0, 40.0, 80.0, 160.0}) {
        REQUIRE(move_object(*scene, 0, distance).has_value());
        const ObjectTruth truth = rendered(*scene).truth.objects.at(0);
        CHECK(truth.distance_m == distance);
        CHECK(truth.visible_fraction > 0.999);
        if (before > 0) CHECK(truth.apparent_height_px == Approx(before / 2).epsilon(0.01));
        before = truth.apparent_height_px;
    }
}

TEST_CASE("moving the subject moves nothing else and never hides it") {
    auto scene = make_scene({.seed = 21, .objects = 14, .subject = SceneClass::kPerson});
    REQUIRE(scene.has_value());
    const GroundTruth before = rendered(*scene).truth;
    for (const double distance : {6.0, 25.0, 90.0}) {
        REQUIRE(move_object(*scene, 0, distance).has_value());
        const GroundTruth after = rendered(*scene).truth;
        CHECK(after.objects.at(0).visible_fraction > 0.99);
        for (std::size_t i = 1; i < before.objects.size(); ++i) {
            CHECK(after.objects[i].amodal == before.objects[i].amodal);
        }
    }
}

TEST_CASE("the same seed gives the same bytes, another seed another picture") {
    const auto a = make_scene({.seed = 5, .size = {320, 180}});
    const auto b = make_scene({.seed = 5, .size = {320, 180}});
    const auto c = make_scene({.seed = 6, .size = {320, 180}});
    REQUIRE((a.has_value() && b.has_value() && c.has_value()));
    SceneRenderer renderer;
    Image first, second, third;
    GroundTruth truth;
    REQUIRE(renderer.render(*a, {}, first, truth).has_value());
    REQUIRE(renderer.render(*c, {}, third, truth).has_value());
    REQUIRE(renderer.render(*b, {}, second, truth).has_value());
    const std::size_t bytes = Image::bytes({320, 180}, 3);
    CHECK(std::equal(first.data(), first.data() + bytes, second.data()));
    CHECK_FALSE(std::equal(first.data(), first.data() + bytes, third.data()));
}

TEST_CASE("labelled objects keep to the distances asked for") {
    SceneOptions options;
    options.objects = 20;
    options.min_distance_m = 4;
    options.max_distance_m = 14;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        options.seed = seed;
        const auto scene = make_scene(options);
        REQUIRE(scene.has_value());
        CHECK(scene->labelled >= 1);
        for (int i = 0; i < scene->labelled; ++i) {
            const float z = scene->objects[static_cast<std::size_t>(i)].position.z;
            CHECK((z >= 4 && z <= 14));
        }
    }
    options.min_distance_m = options.max_distance_m = 30;
    const auto fixed = make_scene(options);
    REQUIRE(fixed.has_value());
    for (int i = 0; i < fixed->labelled; ++i)
        CHECK(fixed->objects[static_cast<std::size_t>(i)].position.z == 30);
}

TEST_CASE("only classes with a weight appear beside the subject") {
    const auto scene = make_scene(
        {.seed = 9, .objects = 15, .class_weights = {0, 1, 0, 0, 0}, .subject = SceneClass::kPerson});
    REQUIRE(scene.has_value());
    CHECK(scene->labelled > 5);
    for (int i = 0; i < scene->labelled; ++i) CHECK(scene->objects[static_cast<std::size_t>(i)].label == 1);
}

TEST_CASE("options out of range are refused with their name") {
    const auto refused = [](const SceneOptions& options, const char* word) {
        const auto scene = make_scene(options);
        REQUIRE_FALSE(scene.has_value());
        INFO(scene.error().message);
        CHECK(scene.error().message.find(word) != std::string::npos);
    };
    refused({.size = {0, 720}}, "pixels");
    refused({.size = {8, 720}}, "width");
    refused({.size = {9000, 720}}, "width");
    refused({.objects = -1}, "objects");
    refused({.objects = 201}, "objects");
    refused({.min_distance_m = 1}, "min_distance_m");
    refused({.min_distance_m = 50, .max_distance_m = 20}, "swap");
    refused({.max_distance_m = std::nan("")}, "max_distance_m");
    refused({.class_weights = {0, 0, 0, 0, 0}}, "weights");
    refused({.class_weights = {-1, 1, 0, 0, 0}}, "weight");
    refused({.subject_distance_m = 1}, "subject_distance_m");
    refused({.camera_height_m = 0}, "camera_height_m");
    refused({.field_of_view_deg = 170}, "field_of_view_deg");
    refused({.horizon = 1.5}, "horizon");

    auto scene = make_scene({.size = {64, 36}, .objects = 2});
    REQUIRE(scene.has_value());
    CHECK_FALSE(move_object(*scene, scene->labelled, 10).has_value());
    CHECK_FALSE(move_object(*scene, -1, 10).has_value());
    CHECK_FALSE(move_object(*scene, 0, 1).has_value());
    CHECK_FALSE(move_object(*scene, 0, std::nan("")).has_value());

    SceneRenderer renderer;
    Image image;
    GroundTruth truth;
    CHECK_FALSE(renderer.render(*scene, {.blur_px = 2}, image, truth).has_value());
    CHECK_FALSE(renderer.render(*scene, {.noise = -1}, image, truth).has_value());
    CHECK_FALSE(renderer.render(*scene, {.samples = 3}, image, truth).has_value());
}

TEST_CASE("rendering can be cancelled") {
    const auto scene = make_scene({.size = {320, 180}});
    REQUIRE(scene.has_value());
    int calls = 0;
    const auto stop = [](void* context, double done) {
        CHECK((done >= 0 && done <= 1));
        return ++*static_cast<int*>(context) < 3;
    };
    SceneRenderer renderer;
    Image image;
    GroundTruth truth;
    const auto result = renderer.render(*scene, {.progress = {&calls, stop}}, image, truth);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == ErrorCode::kCancelled);
    CHECK(calls == 3);
}

TEST_CASE("names of classes, weathers and places read back") {
    for (int i = 0; i < kSceneClassCount; ++i) {
        const auto scene_class = static_cast<SceneClass>(i);
        CHECK(parse_scene_class(name_of(scene_class)).value() == scene_class);
    }
    CHECK(parse_scene_class("stop-sign").value() == SceneClass::kStopSign);
    CHECK(parse_scene_class("Stop-Sign").value() == SceneClass::kStopSign);
    CHECK(parse_weather("RAIN").value() == Weather::kRain);
    CHECK(parse_weather("dusk").value() == Weather::kDusk);
    CHECK(parse_place("square").value() == Place::kSquare);
    const auto wrong = parse_weather("snow");
    REQUIRE_FALSE(wrong.has_value());
    CHECK(wrong.error().message.find("overcast") != std::string::npos);
}

TEST_CASE("memory is known and bounded") {
    const auto scene = make_scene({.seed = 2, .size = {320, 180}});
    REQUIRE(scene.has_value());
    CHECK(scene_bytes(*scene) > 100'000);
    CHECK(scene_bytes(*scene) < 40'000'000);
    SceneRenderer renderer;
    Image image;
    GroundTruth truth;
    REQUIRE(renderer.render(*scene, {}, image, truth).has_value());
    const std::size_t once = renderer.bytes();
    REQUIRE(renderer.render(*scene, {}, image, truth).has_value());
    CHECK(renderer.bytes() == once);
}
