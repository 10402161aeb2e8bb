// The part of Google Benchmark's interface that our benchmarks use, for WebAssembly, where no package of it
// exists. The sources stay one for every target. Options: --benchmark_filter=REGEX,
// --benchmark_min_time=SECONDS.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace benchmark {

enum TimeUnit { kNanosecond, kMicrosecond, kMillisecond, kSecond };

/// Processor time of this process so far; unlike the wall's it does not grow while others run.
double cpu_seconds();

/// One measured run: iterates until it has taken long enough.
class State {
public:
    State(double min_seconds, std::vector<std::int64_t> ranges)
        : ranges_(std::move(ranges)), min_seconds_(min_seconds) {}

    struct Value {
        ~Value() {}  // not trivial, so that `for (auto _ : state)` draws no warning
    };
    struct Iterator {
        State* state;
        bool operator!=(const Iterator&) const { return state->keep_running(); }
        Iterator& operator++() { return *this; }
        Value operator*() const { return {}; }
    };
    Iterator begin() {
        started_ = Clock::now();
        cpu_started_ = cpu_seconds();
        return {this};
    }
    Iterator end() { return {this}; }

    std::int64_t range(std::size_t index = 0) const { return ranges_.at(index); }
    std::int64_t iterations() const { return iterations_; }
    void SetItemsProcessed(std::int64_t) {}
    void SetBytesProcessed(std::int64_t) {}
    void SetLabel(const std::string&) {}
    void PauseTiming() {
        paused_at_ = Clock::now();
        cpu_paused_at_ = cpu_seconds();
    }
    void ResumeTiming() {
        started_ += Clock::now() - paused_at_;
        cpu_started_ += cpu_seconds() - cpu_paused_at_;
    }
    void SkipWithError(const char* reason) { error_ = reason; }

    double seconds() const { return seconds_; }
    double processor_seconds() const { return cpu_seconds_; }
    const std::string& error() const { return error_; }

    std::map<std::string, double> counters;

private:
    using Clock = std::chrono::steady_clock;

    bool keep_running() {
        if (!error_.empty()) return false;
        seconds_ = std::chrono::duration<double>(Clock::now() - started_).count();
        if (iterations_ > 0 && seconds_ >= min_seconds_) {
            cpu_seconds_ = cpu_seconds() - cpu_started_;
            return false;
        }
        ++iterations_;
        return true;
    }

    std::vector<std::int64_t> ranges_;
    double min_seconds_;
    Clock::time_point started_;
    Clock::time_point paused_at_;
    double seconds_ = 0;
    double cpu_started_ = 0;
    double cpu_paused_at_ = 0;
    double cpu_seconds_ = 0;
    std::int64_t iterations_ = 0;
    std::string error_;
};

class Benchmark {
public:
    Benchmark(std::string name, std::function<void(State&)> body)
        : name_(std::move(name)), body_(std::move(body)) {}

    Benchmark* Unit(TimeUnit unit) {
        unit_ = unit;
        return this;
    }
    Benchmark* Arg(std::int64_t value) { return Args({value}); }
    Benchmark* Args(std::vector<std::int64_t> values) {
        arguments_.push_back(std::move(values));
        return this;
    }
    Benchmark* Iterations(std::int64_t) { return this; }
    Benchmark* MinTime(double) { return this; }
    Benchmark* UseRealTime() { return this; }

    void run(const std::string& filter, double min_seconds) const;

private:
    void run_once(const std::string& name, double min_seconds, std::vector<std::int64_t> arguments) const;

    std::string name_;
    std::function<void(State&)> body_;
    TimeUnit unit_ = kNanosecond;
    std::vector<std::vector<std::int64_t>> arguments_;
};

Benchmark* RegisterBenchmark(const char* name, std::function<void(State&)> body);

template <class T>
void DoNotOptimize(T&& value) {
    asm volatile("" : : "r"(&value) : "memory");
}
inline void ClobberMemory() {
    asm volatile("" : : : "memory");
}

}  // namespace benchmark

#define BENCHMARK_JOIN2(a, b) a##b
#define BENCHMARK_JOIN(a, b) BENCHMARK_JOIN2(a, b)
#define BENCHMARK(body)                                                                          \
    [[maybe_unused]] static benchmark::Benchmark* BENCHMARK_JOIN(benchmark_at_line_, __LINE__) = \
        benchmark::RegisterBenchmark(#body, body)
#define BENCHMARK_CAPTURE(body, name, ...)                                                       \
    [[maybe_unused]] static benchmark::Benchmark* BENCHMARK_JOIN(benchmark_at_line_, __LINE__) = \
        benchmark::RegisterBenchmark(#body "/" #name,                                            \
                                     [](benchmark::State& state) { body(state, __VA_ARGS__); })
