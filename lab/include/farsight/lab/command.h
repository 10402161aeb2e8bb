// The farsight command that does what the lab shows, and what files of the picture are called.
#pragma once

#include <string>
#include <string_view>

#include "farsight/lab/property.h"
#include "farsight/lab/state.h"

namespace farsight::lab {

/// How the command finds the network. All may be empty: the default model, as it is.
struct NamedModel {
    std::string_view model = {};   ///< A name or a file.
    std::string_view card = {};    ///< A file given beside it,
    std::string_view labels = {};  ///< and a list of names.
};

/// Only what differs from the command's own defaults and acts; safe to paste into a POSIX shell. `photo_file`
/// is the file of the photo as it was taken.
std::string command_for(const State& state, std::string_view photo_file, const NamedModel& model,
                        Table table = properties());

/// A word as a POSIX shell reads it back.
std::string shell_quoted(std::string_view word);

/// What saved files of the picture are called, without an ending; safe in any file system.
std::string picture_stem(const State& state, std::string_view photo_file);

/// The picture's file. A scene, or a photo moved away, is what the host's export of the picture saves.
/// So is a photo of a kind that browsers read and the command does not.
std::string picture_file(const State& state, std::string_view photo_file);

/// What must be saved before the equivalent command can run, in a sentence; empty: nothing.
std::string command_note(const State& state, std::string_view photo_file);

}  // namespace farsight::lab
