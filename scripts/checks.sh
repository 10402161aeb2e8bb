# The checks that scripts/test runs, and how they are counted. Sourced after lib.sh, never run.
# shellcheck shell=bash disable=SC2154

readonly LOGS=build/test-logs

passed=0
failed=0
failures=()
beside=()

# How many tests a log tells of: 'PASSED FAILED'. A CTest entry that is a Catch2 program counts its cases.
count_tests() {
    awk '
        /^[0-9]+: .*All tests passed \(.* in [0-9]+ test case/ {
            split($1, id, ":"); match($0, /in [0-9]+ test/)
            good += substr($0, RSTART + 3, RLENGTH - 8); counted[id[1]] = 1
        }
        /^[0-9]+: test cases: / {
            split($1, id, ":")
            if (match($0, /[0-9]+ passed/)) good += substr($0, RSTART, RLENGTH - 7)
            if (match($0, /[0-9]+ failed/)) bad += substr($0, RSTART, RLENGTH - 7)
            counted[id[1]] = 1
        }
        /^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
            match($0, /#[0-9]+/); id_of_test = substr($0, RSTART + 1, RLENGTH - 1)
            if (/ Passed /) { if (!(id_of_test in counted)) good++ }
            else if (!/Skipped|Disabled/) { if (!(id_of_test in counted)) bad++ }
        }
        # Vitest and node:test.
        /^ *Tests .*(passed|failed)/ {
            if (match($0, /[0-9]+ passed/)) good += substr($0, RSTART, RLENGTH - 7)
            if (match($0, /[0-9]+ failed/)) bad += substr($0, RSTART, RLENGTH - 7)
        }
        /^# pass [0-9]+/ { good += $3 }
        /^# fail [0-9]+/ { bad += $3 }
        END { print good + 0, bad + 0 }' "$1"
}

# check NAME COMMAND...: runs it with its output in a log; a failure is told and the rest goes on.
check() {
    printf '%s==>%s %-20s ' "$bold" "$plain" "$1"
    run_check "$@"
    tell_check "$1"
}

# check_beside NAME COMMAND...: the same, while the checks after it run; they go first where both want a core.
check_beside() {
    beside+=("$1")
    (
        renice -n 19 "$BASHPID" >/dev/null
        run_check "$@"
    ) &
}

# Waits for the checks that were started beside others, and tells what came of them.
finish_beside() {
    local name
    wait
    for name in ${beside[@]+"${beside[@]}"}; do
        printf '%s==>%s %-20s ' "$bold" "$plain" "$name"
        tell_check "$name"
    done
    beside=()
}

log_of() { echo "$LOGS/${1//[ \/]/-}.log"; }

# Runs a check and leaves its status and its seconds beside its log.
run_check() {
    local log status start=$SECONDS
    log=$(log_of "$1")
    shift
    # Not `(...) || status=$?`, which would switch off set -e inside.
    set +e
    (
        set -e
        "$@"
    ) >"$log" 2>&1
    status=$?
    set -e
    echo "$status $((SECONDS - start))" >"$log.status"
}

tell_check() {
    local name=$1 log good bad status seconds
    log=$(log_of "$name")
    read -r status seconds <"$log.status"
    rm "$log.status"
    if [ "$status" -eq "$NOTHING_TO_DO" ]; then
        echo "nothing to do yet"
        return 0
    fi
    # Colours would hide the counts.
    sed -i 's/\x1b\[[0-9;]*m//g' "$log"
    read -r good bad < <(count_tests "$log")
    if [ $((good + bad)) -eq 0 ]; then good=1; fi
    if [ "$status" -eq 0 ]; then
        passed=$((passed + good))
        printf 'ok    %4d  %4d s\n' "$good" "$seconds"
        return 0
    fi
    if [ "$bad" -eq 0 ]; then bad=1 good=$((good > 1 ? good : 0)); fi
    passed=$((passed + good))
    failed=$((failed + bad))
    failures+=("$name: $log")
    printf '%sFAILED%s      %4d s; the end of %s:\n' "$red" "$plain" "$seconds" "$log"
    tail -n 40 "$log" | sed 's/^/    /'
}

# What a check returns when its subject does not exist.
readonly NOTHING_TO_DO=113

summarise() {
    local failure
    echo
    for failure in ${failures[@]+"${failures[@]}"}; do echo "failed: $failure"; done
    echo "This took $(($1 / 60)) min $(($1 % 60)) s."
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

# Files under version control, and new ones that git does not ignore.
files() {
    git ls-files --cached --others --exclude-standard --deduplicate -- "$@" | while read -r file; do
        if [ -e "$file" ]; then echo "$file"; fi
    done
}

check_clang_format() { files '*.cpp' '*.h' | xargs clang-format --dry-run --Werror; }

check_shell() {
    local scripts
    scripts=$(files scripts .ci training | while read -r file; do
        case $file in *.sh) echo "$file" ;; *) if head -n 1 "$file" | grep -q 'bash$'; then echo "$file"; fi ;; esac
    done)
    # shellcheck disable=SC2086
    shellcheck -x $scripts
}

npm_script() {
    node -e "process.exit(JSON.parse(require('fs').readFileSync('package.json')).scripts?.['$1'] ? 0 : 1)" ||
        return "$NOTHING_TO_DO"
    npm run --silent "$1"
}

# The network's own tests want assets; a test that misses them fails, and says so.
run_ctest() {
    ctest --test-dir "build/$1" --verbose --parallel "$(jobs_wanted)" --timeout 900
}

# The native build's fingerprints are the golden file of the scalar and the WebAssembly build.
check_same_bits() {
    mkdir -p build/golden
    build/release/bin/bits assets/cards >build/golden/native &
    build/release/bin/bits_scalar assets/cards >build/golden/scalar &
    node build/web/bin/bits.js assets/cards >build/golden/web &
    wait
    [ -s build/golden/native ] || die 'build/release/bin/bits failed'
    diff build/golden/native build/golden/scalar
    diff build/golden/native build/golden/web
    echo "$(wc -l <build/golden/native) fingerprints are the same natively, without SIMD and in WebAssembly"
}

# The page's binding and the example under Node; core.test.mjs compares with the native fingerprints that 'same bits' wrote.
check_under_node() {
    FARSIGHT_FINGERPRINTS=build/golden/native node --test --test-reporter=tap --test-concurrency="$(jobs_wanted)" \
        tests/web/core.test.mjs tests/web/proving_core.test.mjs tests/web/study.test.mjs tests/web/example.test.mjs
}

# A library is silent and never ends its host (simdjson's rule): no call to these in the objects of core and lab.
check_silence() {
    local library found
    for library in build/release/core/libfarsight_core.a build/release/lab/libfarsight_lab.a; do
        [ -f "$library" ] || die "$library is missing"
        found=$(nm -C --undefined-only "$library" |
            grep -wE 'abort|exit|_exit|printf|fprintf|puts|putchar|perror|std::cout|std::cerr|std::clog|rand|time|fopen|getenv|pthread_create' || true)
        [ -z "$found" ] || die "$library may not call:"$'\n'"$found"
        echo "$library calls nothing that prints, ends the program, reads files or clocks"
    done
}

# Errors are values: no object of core and lab throws. The one exception is the JSON library's checked access, which is
# compiled into whoever uses it; texts are parsed and written in its forms that do not throw, and types are asked for
# before they are used.
check_exceptions() {
    local library found
    for library in build/release/core/libfarsight_core.a build/release/lab/libfarsight_lab.a; do
        [ -f "$library" ] || die "$library is missing"
        found=$(nm -C -A "$library" | awk '
            { object = $1; sub(/:[0-9a-f]*$/, "", object); sub(/.*:/, "", object) }
            $NF == "__cxa_throw" { throws[object] = 1 }
            /typeinfo for nlohmann::.*exception/ { json[object] = 1 }
            /(typeinfo for|vtable for|__throw_).*bad_(variant|optional|expected|any)/ { print object ": " $0 }
            /typeinfo for std::.*(error|length|range|argument)$/ { print object ": " $0 }
            END { for (object in throws) if (!(object in json)) print object ": __cxa_throw" }')
        [ -z "$found" ] || die "$library may not throw:"$'\n'"$found"
        echo "$library throws nothing of its own"
    done
}

# A Result that nobody reads is an error of the compiler's.
check_results_are_read() {
    local reads='farsight::Result<void> f(); bool g() { return f().has_value(); }'
    local drops='farsight::Result<void> f(); void g() { f(); }'
    local compile=(c++ -std=c++20 -Wall -Werror -fsyntax-only -Icore/include -include farsight/result.h -x c++ -)
    "${compile[@]}" <<<"$reads"
    ! "${compile[@]}" <<<"$drops" 2>/dev/null || die 'the compiler says nothing of a Result that is dropped'
    echo 'the compiler refuses a Result that is dropped'
}

# One Definition Rule: a class or an enumeration of one name is the same in all sources. Within a folder the compiler
# sees it, since the sanitizers' build compiles the folder as one; the linker compares the folders. The renderer's is
# too large to be quick.
check_one_definition() {
    local folder
    folder=$(mktemp -d)
    # shellcheck disable=SC2016  # The inner shell expands them.
    find build/asan/core build/asan/lab -name '*.cxx' | grep -v '_scene_' |
        OBJECTS=$folder xargs -P "$(jobs_wanted)" -I{} sh -c '
            g++ -std=c++20 -O0 -flto -Icore/include -Icore/src -Ilab/include -Ilab/src \
                -Ibuild/asan/core/include -isystem build/asan/core/generated -c "$1" \
                -o "$OBJECTS/$(basename "$1").o"' -- {}
    g++ -flto -r -nostdlib -flinker-output=nolto-rel -Wodr -Werror=odr "$folder"/*.o -o "$folder/all"
    echo "$(find "$folder" -name '*.o' | wc -l) folders agree on what their names mean"
    rm -r "$folder"
}

# Another project finds the installed package and runs against it.
check_package() {
    local prefix=$ROOT/build/package/prefix
    rm -rf build/package
    cmake --install build/release --prefix "$prefix"
    cmake -S examples -B build/package/build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$prefix" \
        -DPHOTO="$ROOT/build/assets/astronaut.png"
    cmake --build build/package/build --parallel "$(jobs_wanted)"
    FARSIGHT_ASSETS=$ROOT/assets:$ROOT/build/assets ctest --test-dir build/package/build --verbose
    check_printed_example build/package/build/own_network
}

# What docs/embedding.md says that the example prints is what it prints.
check_printed_example() {
    local said printed
    said=$(sed -n '/^It prints$/,/^[^ ]/ s/^    //p' docs/embedding.md)
    printed=$("$1")
    [ "$said" = "$printed" ] || die "docs/embedding.md says:"$'\n'"$said"$'\n'"but the example prints:"$'\n'"$printed"
    echo 'docs/embedding.md says what the example prints'
}

# clang-tidy looks at a folder as one source, as the sanitizers' build compiles it: three times as fast as file by file.
# A folder that passed is not asked again until one of its files, a header or the checks change.
check_clang_tidy() {
    local common unit key work=()
    mkdir -p build/tidy
    common=$( (
        clang-tidy --version
        cat .clang-tidy
        files 'core/*.h' 'lab/*.h' 'native/*.h' | xargs cat
    ) | sha256sum)
    while read -r unit; do
        # The sources that it includes; a source that stands alone includes none.
        key=build/tidy/$( (
            echo "$common"
            { echo "$unit"; sed -n 's/^#include "\(.*\.cpp\)"$/\1/p' "$unit"; } | xargs cat
        ) | sha256sum | cut -c 1-24)
        [ -e "$key" ] || work+=("$unit" "$key")
    done < <(sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' build/asan/compile_commands.json | grep -v '/tests/')
    echo "$((${#work[@]} / 2)) folders to look at"
    [ ${#work[@]} -gt 0 ] || return 0
    # A folder as one source includes sources, which bugprone-suspicious-include would remark on.
    # shellcheck disable=SC2016
    printf '%s\0' "${work[@]}" | xargs -0 -n 2 -P "$(jobs_wanted)" \
        bash -c 'clang-tidy -quiet --checks=-bugprone-suspicious-include -p build/asan "$1" 2>/dev/null && touch "$2"' tidy
}

check_ruff() {
    local ruff=build/training/venv/bin/ruff
    training/setup --lint
    "$ruff" check --config training/ruff.toml training tests
    "$ruff" format --check --config training/ruff.toml training tests/training
}

check_coverage() {
    build coverage core_tests
    find build/coverage -name '*.gcda' -delete
    build/coverage/bin/core_tests
    gcovr --root . --filter core/ --object-directory build/coverage --exclude-throw-branches --print-summary \
        --html build/coverage/index.html --fail-under-line 90 build/coverage
    gcovr --root . --filter core/ --object-directory build/coverage build/coverage | tail -n +5
}

check_fuzz_targets() {
    local target seconds=${FARSIGHT_FUZZ_SECONDS:-60}
    check 'fuzz build' build fuzz fuzz_targets
    for target in build/fuzz/bin/*_fuzz; do
        [ -x "$target" ] || continue
        check "$(basename "$target")" fuzz_one "$target" "$seconds"
    done
}

# What the fuzzer finds goes to build/, reduced to what reaches something new; the seeds stay as they are.
fuzz_one() {
    local name found
    name=$(basename "$1" _fuzz)
    found=build/fuzz/corpus/$name
    mkdir -p "$found" "build/fuzz/crashes"
    "$1" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="build/fuzz/crashes/$name-" \
        -max_len=4096 "$found" "tests/fuzz/corpus/$name"
    rm -rf "$found.kept"
    mkdir "$found.kept"
    "$1" -merge=1 "$found.kept" "$found" 2>/dev/null
    rm -rf "$found"
    mv "$found.kept" "$found"
}

# One version everywhere: CMakeLists.txt has it, package.json repeats it, the changelog has its heading.
check_version() {
    local version package
    version=$(project_version)
    package=$(node -p "JSON.parse(require('fs').readFileSync('package.json')).version")
    [ "$package" = "$version" ] || die "package.json says $package, CMakeLists.txt $version"
    grep -qxF "## $version" CHANGELOG.md || die "CHANGELOG.md has no heading '## $version'"
    [ "$(build/release/bin/farsight --version)" = "farsight $version" ] || die "farsight --version does not say $version"
    [ "$(build/release/bin/farsight-viewer --version)" = "farsight-viewer $version" ] ||
        die "farsight-viewer --version does not say $version"
    echo "CMake, npm, the changelog, the command and the viewer say $version"
}

# The page's foot, too.
check_version_of_page() {
    local version
    version=$(project_version)
    grep -qF "\"$version\"" build/site/assets/index-*.js || die "the page does not say $version"
    echo "the page says $version"
}

# A folder with more than some twenty files hides what it holds. The public headers stay flat; a test folder has a
# file for each of what it tests.
check_folders() {
    local crowded
    crowded=$(files core lab native web shaders scripts training bench examples tests docs cmake |
        grep -vE '^(core/include/farsight|lab/include/farsight/lab|docs/images|tests/fuzz/corpus/[a-z0-9_]+)/' |
        sed 's|/[^/]*$||' | sort | uniq -c | awk '$1 > 22 { print $2 " has " $1 " files" }')
    [ -z "$crowded" ] || die "these folders want to be two:"$'\n'"$crowded"
    echo 'no folder has more than 22 files'
}
