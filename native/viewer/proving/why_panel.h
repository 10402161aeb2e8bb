// The panel under the picture that explains why the chosen object is found or missed.
#pragma once

#include <array>
#include <memory>

#include "farsight/lab/why.h"
#include "gl/gl.h"
#include "widgets/ui.h"

namespace farsight::viewer {

/// Both patches of a closer look on the card.
class PatchTextures {
public:
    PatchTextures() = default;
    PatchTextures(const PatchTextures&) = delete;
    PatchTextures& operator=(const PatchTextures&) = delete;
    ~PatchTextures();

    /// Sends the patches unless they are there. Needs the context.
    void show(const std::shared_ptr<const lab::WhyView>& why);
    GLuint of(bool best) const { return textures_[best ? 1 : 0]; }

private:
    std::shared_ptr<const lab::WhyView> shown_;
    std::array<GLuint, 2> textures_{};
};

void dotted_rect(ImDrawList& list, ImVec2 from, ImVec2 to, ImU32 colour, float unit);

/// One zoom's view of the object, `width` wide at the cursor: the very pixels, and its size against anchor
/// and receptive field.
void draw_look(Ui& ui, const lab::WhyView& why, bool best, GLuint patch, float width);

/// Energy by spatial frequency at both zooms, `width` wide at the cursor.
void draw_spectrum(Ui& ui, const lab::WhyView& why, ImU32 blue, float width);

}  // namespace farsight::viewer
