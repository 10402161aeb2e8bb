// The part of the session for the closer look at the chosen object.
#include <algorithm>

#include "state/session.h"

namespace farsight::viewer {

const Findings* Session::explained() const {
    const bool fits =
        state.on_scene && explained_ && explained_->photo->scene->settings.same_scene(state.scene);
    return fits ? explained_.get() : nullptr;
}

const lab::WhyView* Session::why() const {
    const Findings* found = explained();
    return found != nullptr && found->why && found->why->object == state.object ? found->why.get() : nullptr;
}

const lab::ObjectStory* Session::story() const {
    const Findings* found = explained();
    if (found == nullptr) return nullptr;
    const auto& objects = found->photo->scene->truth.objects;
    const auto object = std::find_if(objects.begin(), objects.end(),
                                     [&](const ObjectTruth& one) { return one.id == state.object; });
    const auto place = static_cast<std::size_t>(object - objects.begin());
    return place < found->stories.size() ? &found->stories[place] : nullptr;
}

}  // namespace farsight::viewer
