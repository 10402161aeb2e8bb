// Errors are values: every call that can fail returns a Result.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

/// The core and the runtime.
namespace farsight {

/// Kinds of failure, for programs.
enum class ErrorCode : std::uint8_t {
    kInvalidArgument,  ///< An option is out of its range.
    kInvalidImage,     ///< The bytes are not a picture, or the picture has no pixels.
    kInvalidModel,     ///< The model or its card is corrupt or contradicts itself.
    kUnsupported,      ///< Well formed, but beyond what Farsight knows.
    kMismatch,         ///< Two well-formed things do not belong together, such as a card and a head.
    kTooLarge,         ///< Over a stated limit.
    kCancelled,        ///< The caller asked to stop.
    kIo,               ///< The file system said no.
    kRuntime,          ///< The network's runtime said no.
    kBadData,          ///< A file that was read is damaged, or of another form than it must be.
};

/// What went wrong, and a sentence that tells a person what to do about it.
struct Error {
    ErrorCode code;       ///< For programs.
    std::string message;  ///< For people: what is wrong and what to do.
};

/// A value, or why there is none.
template <class T>
using Result = tl::expected<T, Error>;

/// Makes the failing side of any Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
    return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace farsight
