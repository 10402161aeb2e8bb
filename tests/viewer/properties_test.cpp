#include "controls/properties.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace farsight;
using namespace farsight::viewer;

namespace {

/// A frame of ImGui without a window.
class Frame {
public:
    Frame() {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {400, 2000};
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        ImFont* font = io.Fonts->Fonts[0];
        ui.fonts = {font, font, font, font, font, font, font};
        ImGui::NewFrame();
        ui.begin_frame();
        ImGui::Begin("panel");
    }
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;
    ~Frame() {
        ImGui::End();
        ImGui::EndFrame();
        ImGui::DestroyContext();
    }

    Ui ui;
};

}  // namespace

TEST_CASE("a section shows every property that the table gives it, one more with one more line") {
    std::vector<lab::Property> table(lab::properties().begin(), lab::properties().end());
    lab::Property added = lab::property("score-map");
    added.name = "class-agnostic";
    added.section = lab::Section::kDecision;
    table.push_back(added);
    lab::State state;
    Frame frame;
    draw_properties(frame.ui, lab::Section::kDecision, state, {}, table);
    for (const char* id : {"score", "merge", "iou", "class-agnostic"}) {
        CAPTURE(id);
        CHECK(frame.ui.places().contains(id));
    }
    CHECK_FALSE(frame.ui.places().contains("levels"));
}

TEST_CASE("what changes nothing is left out where a section hides it") {
    SectionOptions options;
    options.hides_idle = true;
    lab::State state;
    {
        Frame frame;
        draw_properties(frame.ui, lab::Section::kSecond, state, options);
        CHECK(frame.ui.places().contains("versus"));
        CHECK_FALSE(frame.ui.places().contains("other-pyramid"));
    }
    state.versus = true;
    Frame frame;
    draw_properties(frame.ui, lab::Section::kSecond, state, options);
    CHECK(frame.ui.places().contains("other-pyramid"));
    CHECK_FALSE(frame.ui.places().contains("other-finest-zoom"));
}
