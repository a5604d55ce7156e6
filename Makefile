# The front door. Each target is one command or a script in .ci/.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
STEMS ?= 64
LENGTH ?= 60
KILLS ?= 200
READER ?=
SECONDS ?= 60
SEED ?= 1
PERFORMANCES ?= 10000
CUTS ?= 4
FLAGS := --explicit-target-dependency-import-check error

.PHONY: help demo test test-alsa test-page fuzz guided-fuzz kills cuts additions bench bench-page bench-peers bench-scale release install uninstall format lint clean ready

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo: ready ## music, a mix by recorded hands, and a picture of it: no hardware needed
	$(SWIFT) run $(FLAGS) gainrider demo

test: ready ## all tests that need no sound hardware and no guest kernel
	$(SWIFT) test $(FLAGS)

test-alsa: ready ## the real program on a real ALSA kernel with emulated USB hardware, in a guest
	.ci/packages guest
	$(SWIFT) build -c release $(FLAGS) --product gainrider
	$(SWIFT) build -c release $(FLAGS) --product driver-probe
	.ci/test-alsa

test-page: ready ## the console page in a real browser, on the real program without sound hardware
	.ci/packages browser
	$(SWIFT) build $(FLAGS) --product gainrider
	.ci/test-page

fuzz: ready ## spoil the inputs of all readers (READER="sound midi", SECONDS=60 for each, SEED=1), then perform by chance, by ear and against a model of the rules
	GAINRIDER_FUZZ=1 $(SWIFT) run $(FLAGS) fuzz $(READER) --seconds $(SECONDS) --seed $(SEED)
	GAINRIDER_PERFORMANCES=$(PERFORMANCES) $(SWIFT) test $(FLAGS) --filter "Performances by chance|A model of the rules"

guided-fuzz: ready ## the same for one reader (READER=mapping), guided by the parts of the program that inputs reach, until SECONDS are over
	GAINRIDER_GUIDED=1 $(SWIFT) build -c release --product guided-fuzz --scratch-path .build-guided -Xswiftc -sanitize=fuzzer -Xcc -fsanitize=fuzzer-no-link -Xswiftc -use-ld=lld
	mkdir -p .build-guided/$(READER)
	.build-guided/release/guided-fuzz $(READER) .build-guided/$(READER) Tests/Corpus/$(READER) Mappings \
		-max_total_time=$(SECONDS) -seed=$(SEED) -artifact_prefix=.build-guided/$(READER)-

kills: ready ## 200 kills in a live pass: how much of it each costs (KILLS=200)
	GAINRIDER_KILLS=$(KILLS) $(SWIFT) test $(FLAGS) --filter "Kills in a live pass"

cuts: ready ## the power goes at every write of a session's files, CUTS=4 times at each, in as many sessions
	GAINRIDER_CUTS=$(CUTS) $(SWIFT) test $(FLAGS) --filter "Power cut at every write"

additions: ready ## one of each thing that there are many of is added to a copy of the tree: how many files it takes, and that it works
	SWIFT=$(SWIFT) .ci/additions

bench: ready ## what the engine costs: a table
	GAINRIDER_BENCH=1 $(SWIFT) run -c release $(FLAGS) bench

bench-page: release ## what the console page costs: the program for one client, the browser a frame, a crowd of clients
	.ci/packages browser
	python3 -B Benchmarks/page

bench-peers: release ## what a mixdown costs, against other mixers (STEMS=64, LENGTH=60; installs the peers)
	python3 -B Benchmarks/peers --stems $(STEMS) --length $(LENGTH)

bench-scale: release ## what a mixdown of 16 to 1024 strips costs, and a silent one
	python3 -B Benchmarks/peers --scale 16 64 256 1024 --length $(LENGTH)

release: ready
	$(SWIFT) build -c release $(FLAGS) --product gainrider

install: release ## program, mappings, udev rules and completions into PREFIX=/usr/local
	.ci/install "$(PREFIX)" "$(DESTDIR)"

uninstall: ## takes them away again
	.ci/uninstall "$(PREFIX)" "$(DESTDIR)"

format: ## bring every file into the project's form
	.ci/format

lint: ## say what is not in that form, imports what it may not, is named and missing, or is too large without a reason
	.ci/format --check
	.ci/check-imports
	.ci/check-docs
	.ci/check-size

clean: ## remove everything built
	rm -rf .build

ready:
	@.ci/packages build
	@.ci/toolchain
