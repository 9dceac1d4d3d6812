# SPDX-License-Identifier: PostgreSQL
#
# Two halves. PostgreSQL's own build system (PGXS) links, installs and runs `installcheck`; it needs
# pg_config and claims the goal `check` for itself. So PGXS is included only for its own goals, and
# the project's goals (check, demo, unit, ...) work on a machine that has only make.

.DEFAULT_GOAL := all

PG_CONFIG ?= pg_config
CLANGXX ?= clang++-14
BUILD ?= build
VERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" sketch.control)
FUZZ_SECONDS ?= 600

PROJECT_GOALS := help lib objects unit unit-asan fuzz fuzz-quick fuzz-targets fuzzers accuracy check-arch micro micro-objects \
                 check check-asan demo bench bench-quick bench-check report pgo valgrind soak dist clean
GOALS := $(or $(MAKECMDGOALS),all)
PGXS_GOALS := $(filter-out $(PROJECT_GOALS) $(BUILD)/%,$(GOALS))

ifneq ($(and $(PGXS_GOALS),$(filter $(PROJECT_GOALS),$(GOALS))),)

# A mixture, such as `make clean install`: each goal in a make of its own, in the order given.
.NOTPARALLEL:
.PHONY: $(GOALS)
$(GOALS):
	+@$(MAKE) $@

else

# ---- What is compiled -----------------------------------------------------------------------------

# Every directory of src but pg is a family of kernels: plain C++, no PostgreSQL header.
KERNEL_SRCS := $(filter-out src/pg/%,$(wildcard src/*/*.cpp))
KERNEL_OBJS := $(KERNEL_SRCS:src/%.cpp=$(BUILD)/%.o)
PG_OBJS := $(patsubst src/%.cpp,$(BUILD)/%.o,$(wildcard src/pg/*.cpp src/pg/*/*.cpp))
OBJS = $(KERNEL_OBJS) $(PG_OBJS)

# Lines and functions, for backtraces; `make DEBUG=-g` for variables too, which takes a fifth longer.
DEBUG ?= -g1

# Contracting a*b+c into one rounding would make estimates differ between machines, and -march=native
# would make a package that runs only where it was built: neither is ever used.
CXX_BASE := -std=c++20 $(DEBUG) -fPIC -fvisibility=hidden -fvisibility-inlines-hidden \
            -ffp-contract=off -Wall -Wextra -Iinclude
CXX_BASE += $(if $(WERROR),-Werror)
CXX_BASE += $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
OPT_KERNEL ?= -O3
OPT_PG ?= -O2

# Units of an instruction set are known by their names. Which ones run is chosen at run time; on other
# machines they compile to nothing.
ifneq ($(findstring x86_64,$(shell $(CXX) -dumpmachine 2>/dev/null)),)
AVX2 := -mavx2 -mbmi -mbmi2 -mpopcnt
$(BUILD)/%_avx2.o: ISA := $(AVX2)
# gcc 12 takes its own AVX-512 headers for uses of uninitialised vectors (gcc PR 105593).
$(BUILD)/%_avx512.o: ISA := -mavx512f -mavx512dq -mavx512bw -mavx512vl -mavx512cd $(AVX2) \
                            $(if $(findstring clang,$(CXX)),,-Wno-maybe-uninitialized -Wno-uninitialized)
endif

# As PostgreSQL builds itself: its headers pun types. -isystem silences their own warnings.
PG_INCLUDE = -isystem $(shell $(PG_CONFIG) --includedir-server)
PG_DIALECT := -Isrc/pg -fno-strict-aliasing -fwrapv

$(BUILD)/pg/module.o: DEFINES := -DSKETCH_VERSION='"$(VERSION)"'
$(BUILD)/pg/module.o: sketch.control

$(BUILD)/pg/%.o: src/pg/%.cpp
	@mkdir -p $(@D)
	$(CXX) $(CXX_BASE) $(OPT_PG) $(PG_DIALECT) $(DEFINES) $(COPT) $(PG_INCLUDE) -MMD -MP -c $< -o $@

$(BUILD)/%.o: src/%.cpp
	@mkdir -p $(@D)
	$(CXX) $(CXX_BASE) $(OPT_KERNEL) $(ISA) $(COPT) -MMD -MP -c $< -o $@

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d)

.PHONY: objects lib
objects: $(OBJS)
lib: $(BUILD)/libsketch.a

# Made anew each time, or the objects of deleted sources would live on in it.
$(BUILD)/libsketch.a: $(KERNEL_OBJS)
	@rm -f $@
	$(AR) rcs $@ $^

# ---- The extension --------------------------------------------------------------------------------

# The declarations that repeat for each family or value type are expanded from the same tables as the C code.
TABLES := $(wildcard src/pg/*/*.def)
SQL_PARTS := $(sort $(wildcard sql/[0-9]*.sql))
INSTALL_SQL := $(BUILD)/sketch--$(VERSION).sql

$(INSTALL_SQL): sql/expand.awk $(TABLES) $(SQL_PARTS) sketch.control
	@mkdir -p $(@D)
	awk -f sql/expand.awk $(TABLES) $(SQL_PARTS) > $@.tmp
	@mv $@.tmp $@

ifneq ($(PGXS_GOALS),)
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifeq ($(wildcard $(PGXS)),)
$(error $(PG_CONFIG) or PostgreSQL's server headers are missing: run .ci/deps build, or install postgresql-server-dev)
endif
MODULE_big = sketch
EXTENSION = sketch
DATA_built = $(INSTALL_SQL)
# Upgrade scripts of released versions (CONTRIBUTING.md).
DATA = $(wildcard sql/sketch--*--*.sql)
SHLIB_LINK = -lstdc++
# The first one creates the extension and what the others share.
REGRESS = extension $(filter-out extension,$(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql))))
REGRESS_OPTS = --inputdir=test
# JIT never inlines an extension's functions, so its bitcode is not worth building.
override with_llvm := no
include $(PGXS)
else
include test/targets.mk
endif

endif
