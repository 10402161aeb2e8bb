#include "bits.h"
#include "farsight/scene.h"

namespace farsight::bits {
namespace {

void add(Fingerprint& all, const GroundTruth& truth) {
    for (const ObjectTruth& object : truth.objects) {
        all.add(object.id);
        all.add(object.visible);
        all.add(object.amodal);
        for (const double value : {object.visible_px, object.visible_fraction, object.distance_m})
            all.add(value);
        all.add(static_cast<std::uint8_t>(object.truncated));
    }
}

}  // namespace

void report_scenes() {
    SceneRenderer renderer;
    Image image;
    GroundTruth truth;
    for (const Weather weather :
         {Weather::kClear, Weather::kOvercast, Weather::kHaze, Weather::kRain, Weather::kDusk}) {
        for (const Place place : {Place::kStreet, Place::kSquare, Place::kRoad}) {
            SceneOptions options;
            options.seed = 10 * static_cast<std::uint64_t>(weather) + static_cast<std::uint64_t>(place);
            options.size = {160, 96};
            options.weather = weather;
            options.place = place;
            const auto scene = make_scene(options);
            if (!scene || !renderer.render(*scene, {}, image, truth)) std::printf("scene failed\n");
            const std::string name =
                "scene/" + std::string(name_of(weather)) + "/" + std::string(name_of(place));
            Fingerprint pixels;
            pixels.add(image);
            report(name + "/pixels", pixels);
            Fingerprint objects;
            add(objects, truth);
            report(name + "/truth", objects);
        }
    }
}

}  // namespace farsight::bits
