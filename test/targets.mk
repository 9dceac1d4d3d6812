# SPDX-License-Identifier: PostgreSQL
#
# The project's own goals. Anything longer than a few lines of shell is a script in the directory it
# belongs to.

.PHONY: help unit unit-asan fuzz fuzz-quick fuzz-targets accuracy check-arch micro micro-objects check check-asan demo \
        bench bench-quick bench-check report pgo valgrind soak dist clean

help:
	@echo 'make              build the extension'
	@echo 'make install      install it (as root, or with sudo)'
	@echo 'make demo         see it work on real data, in a throwaway PostgreSQL'
	@echo 'make check        run every test, in a throwaway PostgreSQL'
	@echo 'make bench        measure it beside its rivals, 15 minutes; bench-quick: a tenth of the data, two'
	@echo 'make bench-check  has anything become slower than in bench/results/reference-quick.json?'
	@echo 'make report       what was measured last into docs/benchmarks.md, README.md and bench/results/reference-*.json'
	@echo 'make pgo          builds with profiles, measured beside plain ones'
	@echo 'make lib          only the kernels: build/libsketch.a, no PostgreSQL needed'
	@echo 'make unit         unit tests of the kernels; unit-asan: under ASan and UBSan'
	@echo 'make valgrind     unit tests under memcheck; soak: one session for SOAK_SECONDS (180), memory flat'
	@echo 'make accuracy     statistical tests of the estimates'
	@echo 'make fuzz         each fuzzer for FUZZ_SECONDS (600); fuzz-quick: for 3'
	@echo 'make check-arch   unit tests for AArch64 and s390x, under qemu'
	@echo 'make check-asan   regression tests and attacks with ASan and UBSan in the server'
	@echo 'make installcheck regression tests against a running server'
	@echo 'make dist         a release archive for PGXN'
	@echo 'make clean        remove everything built'

# ---- Programs over the kernels ----------------------------------------------------------------------

TEST_FLAGS := $(filter-out -fvisibility%,$(CXX_BASE)) -Itest
GTEST_LIBS ?= -lgtest_main -lgtest -lpthread
UNIT_OBJS := $(patsubst test/unit/%.cpp,$(BUILD)/test/%.o,$(wildcard test/unit/*.cpp))
FUZZERS := $(patsubst test/fuzz/%.cpp,$(BUILD)/fuzzers/%,$(wildcard test/fuzz/*_fuzz.cpp))
ACCURACY := $(patsubst bench/%.cpp,$(BUILD)/%,$(wildcard bench/accuracy/*.cpp))
MICRO := $(patsubst bench/%.cpp,$(BUILD)/%,$(wildcard bench/micro/*_bench.cpp))

OPT_TEST ?= -O2
COMPILE_TEST = $(CXX) $(TEST_FLAGS) $(OPT_TEST) $(COPT) $(GTEST_INCLUDE)
# A compiler uses common.hpp.gch if common.hpp is included.
COMMON := $(BUILD)/test/common.hpp

$(BUILD)/test/%.o: test/unit/%.cpp $(COMMON).gch
	$(COMPILE_TEST) -include $(COMMON) -MMD -MP -c $< -o $@

$(COMMON).gch: test/support/common.hpp
	@mkdir -p $(@D)
	@cp $< $(COMMON)
	$(COMPILE_TEST) -x c++-header $< -o $@

$(BUILD)/unit_tests: $(UNIT_OBJS) $(GTEST_OBJS) $(BUILD)/libsketch.a
	$(CXX) $(TEST_FLAGS) $(LINK_TEST) $^ $(GTEST_LIBS) -o $@

$(BUILD)/fuzzers/%: test/fuzz/%.cpp $(BUILD)/libsketch.a
	@mkdir -p $(@D)
	$(CXX) $(TEST_FLAGS) -O1 -fsanitize=fuzzer -MMD -MP -MF $@.d -MT $@ $(filter %.cpp %.a,$^) -o $@

$(BUILD)/accuracy/%: bench/accuracy/%.cpp $(BUILD)/libsketch.a
	@mkdir -p $(@D)
	$(CXX) $(TEST_FLAGS) -O3 -MMD -MP -MF $@.d -MT $@ $(filter %.cpp %.a,$^) $(GTEST_LIBS) -o $@

$(BUILD)/micro/%.o: bench/micro/%.cpp
	@mkdir -p $(@D)
	$(CXX) $(TEST_FLAGS) -O3 $(COPT) -MMD -MP -c $< -o $@

$(BUILD)/micro/%: $(BUILD)/micro/%.o $(BUILD)/libsketch.a
	$(CXX) $(TEST_FLAGS) $^ -lbenchmark_main -lbenchmark $(GTEST_LIBS) -o $@

# Runs as many processes as there are cores; the output of each stays together.
unit: $(BUILD)/unit_tests
	@export GTEST_TOTAL_SHARDS=$$(nproc); seq 0 $$(($$(nproc) - 1)) | xargs -P "$$(nproc)" -I{} sh -c \
	    'GTEST_SHARD_INDEX={} $(EMULATOR) $< --gtest_brief=1 >$<.{}.log 2>&1; status=$$?; cat $<.{}.log; exit $$status'

# Sanitised tests need sanitised kernels, so each is a make of its own with its own directory.
unit-asan:
	$(MAKE) BUILD=$(BUILD)/asan SANITIZE=address,undefined OPT_KERNEL="-O1 -g1" OPT_TEST="-O0 -g1" unit

fuzz-targets:
	$(MAKE) BUILD=$(BUILD)/fuzz CXX=$(CLANGXX) SANITIZE=fuzzer-no-link,address,undefined \
	    OPT_KERNEL="-O1 -g1" fuzzers

.PHONY: fuzzers
fuzzers: $(FUZZERS)

fuzz: fuzz-targets
	test/run_fuzzers $(BUILD)/fuzz/fuzzers $(FUZZ_SECONDS)

fuzz-quick: fuzz-targets
	test/run_fuzzers $(BUILD)/fuzz/fuzzers 3

# Each program runs in three parts, which share the cores; the longest ones start first, or one
# would run alone at the end.
LONGEST := $(filter %/hll_accuracy %/theta_accuracy %/tuple_accuracy,$(ACCURACY))
accuracy: $(ACCURACY)
	@printf '%s\n' $(foreach program,$(LONGEST) $(filter-out $(LONGEST),$(ACCURACY)),$(program).0 $(program).1 $(program).2) | \
	    xargs -P "$$(nproc)" -I{} sh -c 'run={}; GTEST_TOTAL_SHARDS=3 GTEST_SHARD_INDEX=$${run##*.} $${run%.*} >$$run.log 2>&1; \
	    status=$$?; cat $$run.log; exit $$status'

micro: $(MICRO)
micro-objects: $(MICRO:%=%.o)

check-arch:
	test/run_arch

# ---- The extension in a server ----------------------------------------------------------------------

check:
	@+test/run

check-asan:
	@+test/run_asan

# Linked without PGXS, which builds its library in the source tree.
$(BUILD)/sketch.so: $(OBJS)
	$(CXX) $(CXX_BASE) -shared $^ -o $@

demo:
	@+bench/demo/run

bench:
	@+bench/run full

bench-quick:
	@+bench/run quick

bench-check:
	@+bench/run check

report:
	@bench/report

pgo:
	@+bench/pgo

valgrind:
	@+test/valgrind

soak:
	@+test/soak

# ---- Releases ---------------------------------------------------------------------------------------

# META.json in the tree is a template: the version is filled in here, from sketch.control.
dist:
	@mkdir -p $(BUILD)
	sed 's/@VERSION@/$(VERSION)/' META.json > $(BUILD)/META.json
	git archive --format=zip --prefix=sketch-$(VERSION)/ --add-file=$(BUILD)/META.json \
	    -o $(BUILD)/sketch-$(VERSION).zip HEAD ':(exclude)META.json'

clean:
	rm -rf build sketch.so results regression.diffs regression.out
