// Errors are values: every call that can fail returns a Result.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <type_traits>
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

/// A value, or why there is none. Whoever drops one unread is told so by the compiler.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;

    /// What the functions of tl::expected give back.
    Result(tl::expected<T, Error> made) : tl::expected<T, Error>(std::move(made)) {}

    /// What `next` makes of the value, which is a Result; where there is none, its error.
    template <class Next>
    auto and_then(Next&& next) const& {
        return chained(*this, std::forward<Next>(next));
    }
    /// The same, with the value moved into `next`.
    template <class Next>
    auto and_then(Next&& next) && {
        return chained(std::move(*this), std::forward<Next>(next));
    }

private:
    template <class Self, class Next>
    static auto chained(Self&& self, Next&& next) {
        if constexpr (std::is_void_v<T>) {
            using Made = std::invoke_result_t<Next>;
            return self ? Made(std::invoke(std::forward<Next>(next)))
                        : Made(tl::unexpected<Error>(self.error()));
        } else {
            using Made = std::invoke_result_t<Next, decltype(*std::forward<Self>(self))>;
            return self ? Made(std::invoke(std::forward<Next>(next), *std::forward<Self>(self)))
                        : Made(tl::unexpected<Error>(self.error()));
        }
    }
};

/// Makes the failing side of any Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
    return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace farsight
