// PCG-XSH-RR 64/32 (O'Neill 2014, pcg-random.org): small, fast, the same numbers everywhere.
#pragma once

#include <cstdint>

namespace farsight {

class Pcg32 {
public:
    explicit constexpr Pcg32(std::uint64_t seed, std::uint64_t stream = 1) : increment_(stream << 1 | 1) {
        next();
        state_ += seed;
        next();
    }

    constexpr std::uint32_t next() {
        const std::uint64_t old = state_;
        state_ = old * 6364136223846793005ULL + increment_;
        const auto shifted = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
        const auto turn = static_cast<std::uint32_t>(old >> 59);
        return shifted >> turn | shifted << ((32 - turn) & 31);
    }

    /// Below `bound`, which is over 0, without bias worth naming: Lemire 2019, arXiv:1805.10941.
    constexpr std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(std::uint64_t{next()} * bound >> 32);
    }

private:
    std::uint64_t state_ = 0;
    std::uint64_t increment_;
};

}  // namespace farsight
