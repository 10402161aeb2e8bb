#include <benchmark/benchmark.h>

#include <emscripten.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <regex>
#include <string_view>

EM_JS(double, farsight_cpu_seconds, (), {
    const used = process.cpuUsage();
    return (used.user + used.system) / 1e6;
});

namespace benchmark {

double cpu_seconds() {
    return farsight_cpu_seconds();
}

namespace {

std::vector<std::unique_ptr<Benchmark>>& all() {
    static std::vector<std::unique_ptr<Benchmark>> benchmarks;
    return benchmarks;
}

struct UnitName {
    double per_second;
    const char* text;
};

constexpr UnitName kUnits[] = {{1e9, "ns"}, {1e6, "us"}, {1e3, "ms"}, {1, "s"}};

}  // namespace

Benchmark* RegisterBenchmark(const char* name, std::function<void(State&)> body) {
    all().push_back(std::make_unique<Benchmark>(name, std::move(body)));
    return all().back().get();
}

void Benchmark::run(const std::string& filter, double min_seconds) const {
    if (arguments_.empty()) {
        if (std::regex_search(name_, std::regex(filter))) run_once(name_, min_seconds, {});
        return;
    }
    for (const auto& arguments : arguments_) {
        std::string name = name_;
        for (const std::int64_t argument : arguments) name += "/" + std::to_string(argument);
        if (std::regex_search(name, std::regex(filter))) run_once(name, min_seconds, arguments);
    }
}

void Benchmark::run_once(const std::string& name, double min_seconds,
                         std::vector<std::int64_t> arguments) const {
    // A first short run lets the engine compile the code before it is timed.
    State warm_up(min_seconds / 4, arguments);
    body_(warm_up);
    State state(min_seconds, std::move(arguments));
    body_(state);
    if (!state.error().empty()) {
        std::printf("%-50s ERROR %s\n", name.c_str(), state.error().c_str());
        return;
    }
    const UnitName unit = kUnits[unit_];
    const double runs = static_cast<double>(state.iterations());
    std::printf("%-50s %10.3f %s %10.3f %s %10lld\n", name.c_str(), state.seconds() / runs * unit.per_second,
                unit.text, state.processor_seconds() / runs * unit.per_second, unit.text,
                static_cast<long long>(state.iterations()));
}

}  // namespace benchmark

int main(int argc, char** argv) {
    std::string filter = ".";
    double min_seconds = 0.5;
    constexpr std::string_view kFilter = "--benchmark_filter=";
    constexpr std::string_view kMinTime = "--benchmark_min_time=";
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument.starts_with(kFilter)) {
            filter = argument.substr(kFilter.size());
        } else if (argument.starts_with(kMinTime)) {
            min_seconds = std::atof(argv[i] + kMinTime.size());
        } else {
            std::fprintf(stderr, "Unknown option %s; there are %sREGEX and %sSECONDS.\n", argv[i],
                         kFilter.data(), kMinTime.data());
            return 2;
        }
    }
    std::printf("%-50s %13s %13s %10s\n", "Benchmark", "Time", "CPU", "Iterations");
    for (const auto& benchmark : benchmark::all()) benchmark->run(filter, min_seconds);
}
