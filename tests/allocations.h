// Counts heap allocations, for tests of calls that promise none.
#pragma once

#include <cstdint>

/// Allocations through operator new since the program started.
std::int64_t allocation_count();
