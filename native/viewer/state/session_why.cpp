// The session's half that is about the closer look at the chosen object.
#include "state/session.h"

namespace farsight::viewer {

const Findings* Session::explained() const {
    const bool fits =
        state.on_scene && explained_ && explained_->photo->scene->settings.name() == state.scene.name();
    return fits ? explained_.get() : nullptr;
}

const WhyView* Session::why() const {
    const Findings* found = explained();
    return found != nullptr && found->why && found->why->object == state.object ? found->why.get() : nullptr;
}

std::optional<WhyCase> Session::why_case() const {
    const Findings* found = explained();
    const ObjectTruth* object = found == nullptr ? nullptr : found->photo->scene->object(state.object);
    if (object == nullptr || !found->judgement) return std::nullopt;
    return case_of(*found->judgement, *object, found->full_frame, found->pyramid, state.pyramid.enabled);
}

}  // namespace farsight::viewer
