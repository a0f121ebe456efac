#!/bin/sh
# Sets perigee up and runs it. Usage: ./bootstrap.sh WORD
#   run      install what is missing, build, run the main example
#   test     the same set-up, then all tests
#   build [debug|release|asan|tsan]   build only (release)
#   asan     all tests under AddressSanitizer and UndefinedBehaviorSanitizer
#   fuzz [SECONDS]   readers of JSON, XML, keys, lines of market data and the data folder with random input (60)
#   stress [SECONDS]   random live runs under AddressSanitizer and ThreadSanitizer (60)
#   bench    measure speed and memory, print a table
#   lint     format, layers, static analysis
#   docs     write the texts that are made of stdlib/api: stdlib/README.md, a table of README.md
#   clean    remove everything generated
# Works from any folder. Installs Debian packages with apt only; downloads nothing else.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$root"

say() { printf '%s\n' "$*" >&2; }

build_packages="gcc make premake4 pkg-config binutils lua5.4 liblua5.4-dev libsqlite3-dev
  libxml2-dev libcjson-dev libicu-dev libzip-dev nettle-dev libxxhash-dev
  libopenblas-serial-dev liblapacke-dev"
test_packages="g++ luajit"
fuzz_packages="clang libclang-rt-dev"
lint_packages="clang clang-format clang-tidy cppcheck lua-check"

# Installs those of the named packages that are missing; says what and why. Nothing when all is there.
need() {
  why=$1
  shift
  missing=""
  for package in "$@"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null; then
    say "perigee needs$missing ($why), and this system has no apt-get: install them by hand."
    exit 1
  fi
  say "Installing with apt ($why):$missing"
  as_root=""
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing \
    >/dev/null
}

# Generates the makefiles when premake5.lua or the set of sources changed.
generate() {
  list=$(pwd; find premake5.lua runtime lua tests/unit tests/vectors tests/bench tests/stress tests/tsan -name '*.c' -o -name premake5.lua |
    LC_ALL=C sort; cksum premake5.lua)
  if [ ! -f build/Makefile ] || [ "$(cat build/sources 2>/dev/null)" != "$list" ]; then
    mkdir -p build/gen
    rm -f build/bin/*/*.a # an archive keeps the objects of sources that are gone
    [ "$(tail -n 1 build/sources 2>/dev/null)" = "$(cksum premake5.lua)" ] ||
      rm -rf build/obj build/counts # other flags
    [ -f build/gen/embedded.c ] || : >build/gen/embedded.c
    premake4 --file=premake5.lua gmake >/dev/null
    printf '%s\n' "$list" >build/sources
  fi
}

# compile CONFIG TARGET...
compile() {
  config=$1
  shift
  make -C build -j"$(nproc)" --no-print-directory config="$config" "$@" >build/make.log 2>&1 || {
    cat build/make.log >&2
    exit 1
  }
}

# Has the profile build count what runs do: the release's objects are compiled by the counts. Once;
# functions that are changed later are compiled without them, until "bench" or "clean". Where such a
# run fails there are no counts: the tests say more of what is wrong.
profile() {
  [ ! -f build/counts/done ] || return 0
  say "Building: the first time a minute or two."
  rm -rf build/counts build/obj/profile # whose objects know where to count
  mkdir -p build/counts
  compile profile perigee_cli perigee_bench
  if ! lua5.4 tests/bench/profile.lua build/bin/profile; then
    say "A run that the release is laid out by failed: it is built without, a tenth slower."
    rm -f build/counts/*.gcda
  fi
  rm -rf build/obj/release
  touch build/counts/done
}

# build CONFIG [TARGET]
build() {
  need "to build" $build_packages
  generate
  [ "$1" != release ] || [ "${2:-all}" = gen ] || profile
  compile "$1" "${2:-all}"
}

word=${1:-help}
case $word in
run)
  build release
  exec build/bin/release/perigee run examples/semaphore_training.lua
  ;;
test)
  need "for the tests" $test_packages
  build release
  exec lua5.4 tests/run.lua release
  ;;
asan)
  need "for the tests" $test_packages
  build asan
  exec lua5.4 tests/run.lua asan
  ;;
build)
  build "${2:-release}"
  say "built build/bin/${2:-release}/perigee"
  ;;
fuzz)
  need "to fuzz" $build_packages $fuzz_packages
  exec lua5.4 tests/fuzz/run.lua "${2:-60}"
  ;;
stress)
  build asan perigee_stress
  build tsan perigee_stress
  exec lua5.4 tests/stress/run.lua "${2:-60}"
  ;;
bench)
  [ -z "$(find runtime lua tests/bench examples \( -name '*.[ch]' -o -name '*.lua' \) -newer build/counts/done 2>/dev/null)" ] ||
    rm -f build/counts/done
  build release
  lua5.4 tests/bench/bench.lua
  exec lua5.4 tests/bench/live.lua
  ;;
docs)
  need "to write the reference" lua5.4
  exec lua5.4 tests/lint/docs.lua --write
  ;;
lint)
  need "to check the code" $lint_packages
  build release gen
  exec lua5.4 tests/lint/lint.lua
  ;;
clean)
  rm -rf build
  ;;
*)
  sed -n '2,13s/^# \{0,1\}//p' "$0" >&2
  [ "$word" = help ] && exit 0
  say "unknown word '$word'"
  exit 2
  ;;
esac
