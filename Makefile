# Saddle.  `make help` lists the targets.

# ---- settings ---------------------------------------------------------------
CC      ?= cc
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
BUILD   ?= build
FLEX    ?= flex
BISON   ?= bison
# ---- nothing below needs changing -------------------------------------------
VERSION := 0.1.0
V        = @
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
           -Wmissing-prototypes
ifdef SAN
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=undefined \
           -fno-omit-frame-pointer
endif
FLINT_INCLUDE := $(firstword $(wildcard /usr/include/flint \
             /usr/local/include/flint))
CPPFLAGS += -D_GNU_SOURCE $(if $(FLINT_INCLUDE),-isystem $(FLINT_INCLUDE)) \
             -DSADDLE_VERSION='"$(VERSION)"' -DSADDLE_BUILD='"$(BUILD)"' -I$(BUILD)
# What the libraries of this machine allow: asked once, and again whenever one
# is installed.  Goals that install or clean do not ask.
ifneq ($(filter-out deps% demo test check-% bench fuzz clean distclean help \
         uninstall,$(or $(MAKECMDGOALS),all)),)
.DEFAULT_GOAL := all
include $(BUILD)/libraries.mk
endif
$(BUILD)/libraries.mk: .ci/libraries $(wildcard /usr/include /usr/lib/*-linux-gnu)
	$(V)mkdir -p $(@D)
	$(V)CC='$(CC)' sh $< > $@.new && mv $@.new $@
CPPFLAGS += $(CPPRBM) $(if $(LDLBFGS),-DSADDLE_LBFGS) \
             $(if $(LDCLP),-DSADDLE_CLP) $(if $(LDCVODE),-DSADDLE_CVODE)
COMPILE  = $(CC) -std=gnu11 $(CPPFLAGS) $(CFLAGS) $(WARN) $(SANITIZE) -MMD -MP
LDLIBS   = $(LDCVODE) $(LDRBM) $(LDLBFGS) $(LDCLP) $(ARB) -lflint -lmpfr -lgmp -lm -ldl -lpthread
LDJSON   = -ljansson
LINK     = $(CC) $(CFLAGS) $(SANITIZE) -rdynamic

GRAMMAR    = $(BUILD)/saddle.tab.c $(BUILD)/saddle.lex.c
COMPILER_C = $(foreach room,syntax algebra model replica emit, \
             $(wildcard compiler/$(room)/*.c))
# runtime/standalone holds the programs that `saddle emit` writes
# and runtime/verify/output/main.c is the checker as a program of its own
RUNTIME_C  = $(filter-out runtime/standalone/% runtime/verify/output/main.c, \
             $(wildcard runtime/*.c runtime/*/*.c runtime/verify/*/*.c))
CLI_C      = $(wildcard compiler/cli/*.c)
TESTS      = $(patsubst tests/t_%.c,$(BUILD)/t_%,$(wildcard tests/t_*.c))
BENCHES    = $(patsubst tests/bench/%.c,$(BUILD)/bench_%,\
             $(wildcard tests/bench/*.c))
# Without BLAS, HDF5, zlib and Random123 the verbs for machines and experiments
# say what is missing; the rest is built.
ifeq ($(LDRBM),)
RUNTIME_C := $(filter-out runtime/rbm/% runtime/amp/% runtime/simulate/% \
             runtime/random%.c runtime/crew.c,$(RUNTIME_C))
CLI_C     := $(filter-out compiler/cli/rbm_% compiler/cli/experiment% \
             compiler/cli/amp% compiler/cli/simulate%,$(CLI_C))
TESTS     := $(filter-out $(BUILD)/t_rbm% $(BUILD)/t_amp% \
             $(BUILD)/t_simulate%,$(TESTS))
BENCHES   := $(filter-out $(BUILD)/bench_rbm $(BUILD)/bench_amp,$(BENCHES))
endif
ifeq ($(and $(LDRBM),$(LDCVODE)),)
RUNTIME_C := $(filter-out runtime/ode/%,$(RUNTIME_C))
CLI_C     := $(filter-out compiler/cli/online_%,$(CLI_C))
TESTS     := $(filter-out $(BUILD)/t_online%,$(TESTS))
BENCHES   := $(filter-out $(BUILD)/bench_online,$(BENCHES))
endif
COMPILER_O = $(COMPILER_C:%.c=$(BUILD)/%.o) $(GRAMMAR:.c=.o) \
             $(BUILD)/embedded_files.o
RUNTIME_O  = $(RUNTIME_C:%.c=$(BUILD)/%.o)
CLI_O      = $(CLI_C:%.c=$(BUILD)/%.o)

MODELS     = $(wildcard models/*/*.saddle)
GENERATED  = $(patsubst %.saddle,generated/%.c,$(notdir $(MODELS)))

.PHONY: all
all: saddle $(BUILD)/models/.built

# ---- installing, demonstrating, testing ---------------------------------------
# These install what is missing first; the rest runs in a second make, which
# then sees the compiler and the libraries.
.PHONY: deps deps-fuzz deps-latex demo test check-asan check-long bench fuzz
deps deps-fuzz deps-latex:
	$(V)sh .ci/deps $(patsubst deps-%,%,$(@:deps=build))

demo: deps
	$(V)$(MAKE) --no-print-directory run-demo
test: deps
	$(V)$(MAKE) --no-print-directory run-tests
check-asan: deps
	$(V)$(MAKE) --no-print-directory run-tests BUILD=build-asan SAN=1
check-long: deps
	$(V)SADDLE_TEST_MULT=25 $(MAKE) --no-print-directory run-tests
bench: deps
	$(V)$(MAKE) --no-print-directory run-bench
fuzz: deps deps-fuzz
	$(V)$(MAKE) --no-print-directory run-fuzz

.PHONY: run-demo run-tests run-bench run-fuzz
run-demo: all
	$(V)echo
	$(V)echo "saddle certify models/storage/binary_perceptron.saddle alpha_c --digits 50"
	$(V)echo
	$(V)./saddle certify models/storage/binary_perceptron.saddle alpha_c \
	  --digits 50
	$(V)echo
	$(V)echo "Next, try:"
	$(V)echo "  ./saddle derive models/storage/binary_perceptron.saddle"
	$(V)echo "  ./saddle solve models/storage/binary_perceptron.saddle alpha=0.5"
	$(V)echo "  ./saddle certify models/storage/binary_perceptron.saddle alpha_c \\"
	$(V)echo "      kappa=0.25 --digits 100 -o alpha_c.cert"
	$(V)echo "  and docs/tutorial.md: a model of your own."

run-tests: $(BUILD)/models/.built $(TESTS)
	$(V)SADDLE=$(BUILD)/saddle sh tests/run $(TESTS)

run-bench: all $(BENCHES)
	$(V)for b in $(BENCHES); do SADDLE=./saddle $$b || exit 1; done
$(BUILD)/bench_%: $(BUILD)/tests/bench/%.o $(BUILD)/libtests.a \
                  $(BUILD)/libcompiler.a $(BUILD)/libruntime.a
	$(V)$(LINK) -o $@ $(filter %.o,$^) $(BUILD)/libtests.a \
	  $(BUILD)/libcompiler.a -Wl,--whole-archive $(BUILD)/libruntime.a \
	  -Wl,--no-whole-archive -lcunit $(LDJSON) $(LDLIBS)

# libFuzzer on the front end: parser and checker, dictionary from the keywords.
FUZZ_SECONDS ?= 60
run-fuzz:
	$(V)$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang \
	  build-fuzz/saddle.lex.c
	$(V)cc -o build-fuzz/dictionary tests/fuzz/dictionary.c
	$(V)build-fuzz/dictionary > build-fuzz/saddle.dict
	$(V)mkdir -p build-fuzz/corpus
	$(V)clang -std=gnu11 -g -O1 -fsanitize=fuzzer,address,undefined \
	  $(CPPFLAGS) -DFUZZ_CHECK -I. -Ibuild-fuzz -o build-fuzz/fuzz_front \
	  tests/fuzz/fuzz_front.c build-fuzz/saddle.tab.c \
	  build-fuzz/saddle.lex.c compiler/syntax/*.c compiler/algebra/*.c \
	  compiler/model/*.c $(LDLIBS)
	$(V)build-fuzz/fuzz_front -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
	  -rss_limit_mb=2048 -dict=build-fuzz/saddle.dict \
	  -artifact_prefix=build-fuzz/ build-fuzz/corpus tests/golden/accept \
	  tests/golden/reject models/storage models/spin_glass

# The shipped models: their C in generated/, their objects in build/models.
# The golden samples are compared by a test and written by `make golden`.
GOLDEN     = generated/sk.c generated/binary_perceptron.c
$(BUILD)/models/.built: $(BUILD)/saddle $(MODELS)
	$(V)rm -rf $(BUILD)/models && mkdir -p $(BUILD)/models
	$(V)set -e; for m in $(MODELS); do \
	  echo "  SADDLE  $$m"; \
	  c=generated/$$(basename $$m .saddle).c; \
	  case " $(GOLDEN) " in *" $$c "*) ;; \
	  *) $(BUILD)/saddle derive $$m --to c -o $$c ;; esac; \
	  $(BUILD)/saddle derive $$m --to object -o $(BUILD)/models; done
	$(V)touch $@

.PHONY: golden
golden: saddle
	$(V)./saddle derive models/spin_glass/sk.saddle --to c -o generated/sk.c
	$(V)./saddle derive models/storage/binary_perceptron.saddle --to c \
	  -o generated/binary_perceptron.c

# ---- the program ----------------------------------------------------------------
saddle: $(BUILD)/saddle
	$(V)cp -f $< $@

$(BUILD)/saddle: $(CLI_O) $(BUILD)/libcompiler.a $(BUILD)/libruntime.a
	$(V)echo "  LINK    $@"
	$(V)$(LINK) -o $@ $(CLI_O) $(BUILD)/libcompiler.a \
	  -Wl,--whole-archive $(BUILD)/libruntime.a -Wl,--no-whole-archive \
	  $(LDJSON) $(LDLIBS)

$(BUILD)/libcompiler.a: $(COMPILER_O)
	$(V)rm -f $@ && ar rcs $@ $^
# the checker of certificates alone: FLINT, Arb, MPFR, GMP and nothing of ours
VERIFY_O   = $(patsubst %.c,$(BUILD)/%.o,\
             $(wildcard runtime/verify/*.c runtime/verify/*/*.c))
.PHONY: saddle-verify
saddle-verify: $(BUILD)/saddle-verify
	$(V)cp $< $@
$(BUILD)/saddle-verify: $(VERIFY_O)
	$(V)$(LINK) -o $@ $^ $(ARB) -lflint -lmpfr -lgmp -lm

$(BUILD)/libruntime.a: $(RUNTIME_O)
	$(V)rm -f $@ && ar rcs $@ $^

$(BUILD)/saddle.tab.c: grammar/saddle.y
	$(V)mkdir -p $(BUILD)
	$(V)$(BISON) -Wall -Werror -Wcounterexamples \
	  --defines=$(BUILD)/saddle.tab.h -o $@ $<
$(BUILD)/saddle.lex.c: grammar/saddle.l $(BUILD)/saddle.tab.c
	$(V)mkdir -p $(BUILD)
	$(V)$(FLEX) --header-file=$(BUILD)/saddle.lex.h -o $@ $<
$(BUILD)/saddle.tab.h $(BUILD)/saddle.lex.h: $(GRAMMAR)
$(GRAMMAR:.c=.o): $(BUILD)/%.o: $(BUILD)/%.c
	$(V)$(COMPILE) -I. -Wno-unused-function -Wno-sign-compare -c -o $@ $<
# Sources of the runtime as text inside the program: model.h for compiling
# models, the rest for `saddle emit`: just what its two programs need.
STANDALONE_O = $(patsubst %.c,$(BUILD)/%.o,$(wildcard runtime/standalone/*.c))
$(BUILD)/needed.list: runtime/standalone/needed.sh $(RUNTIME_O) $(STANDALONE_O)
	$(V)sh $< $(BUILD) $(RUNTIME_O) $(STANDALONE_O) > $@
# ... and what `saddle new` begins with.
EMBEDDED_TEXT = runtime/standalone/Makefile.in runtime/ode/flow.h \
                $(wildcard compiler/cli/new/*.saddle)
$(BUILD)/embedded_files.c: $(BUILD)/needed.list $(EMBEDDED_TEXT)
	$(V){ echo '#include "compiler/emit/embedded.h"'; \
	  echo 'const embedded_t embedded_files[] = {'; \
	  { cat $<; for f in $(EMBEDDED_TEXT); do echo "5 $$f -"; done; } | \
	  while read -r kind f symbol; do \
	    echo "{ \"$$f\", \"$$symbol\", $$kind, (const unsigned char[]) {"; \
	    od -An -v -tu1 $$f | sed 's/[0-9][0-9]*/&,/g'; \
	    echo "0 }, $$(wc -c < $$f) },"; done; \
	  echo '{ 0, 0, 0, 0, 0 } };'; } > $@
$(BUILD)/embedded_files.o: $(BUILD)/embedded_files.c
	$(V)$(COMPILE) -I. -c -o $@ $<
$(BUILD)/%.o: %.c
	$(V)mkdir -p $(@D)
	$(V)echo "  CC      $<"
	$(V)$(COMPILE) -c -o $@ $<
$(filter $(BUILD)/compiler/syntax/%,$(COMPILER_O)): | $(GRAMMAR)

# What tests share: every file of tests/ that is not a test program itself.
SUPPORT_C  = $(filter-out $(wildcard tests/t_*.c),\
             $(wildcard tests/*.c tests/hostile/*.c))
$(BUILD)/libtests.a: $(SUPPORT_C:%.c=$(BUILD)/%.o)
	$(V)rm -f $@ && ar rcs $@ $^
$(BUILD)/t_%: $(BUILD)/tests/t_%.o $(BUILD)/libtests.a \
              $(BUILD)/libcompiler.a $(BUILD)/libruntime.a
	$(V)$(LINK) -o $@ $(filter %.o,$^) $(BUILD)/libtests.a \
	  $(BUILD)/libcompiler.a \
	  -Wl,--whole-archive $(BUILD)/libruntime.a -Wl,--no-whole-archive \
	  -lcunit $(LDJSON) $(LDLIBS)
.PRECIOUS: $(BUILD)/%.o

# ---- installing -----------------------------------------------------------------
# What says how the program is used, made from its tables.
PAGES      = $(addprefix $(BUILD)/pages/,saddle.1 saddle.bash saddle.zsh \
             saddle.fish saddle.vim saddle.tmLanguage.json saddle.pc)
# The runtime as a library: what solves and certifies an emitted model.
LIBRARY_O  = $(filter $(addprefix $(BUILD)/runtime/,quadrature/% solve/% \
             certify/% sha256.o),$(RUNTIME_O))
HEADERS    = model.h quadrature/doubles.h quadrature/evaluate.h solve/solve.h \
             certify/certify.h certify/certificate.h

# Every picture is a recipe: docs/gallery/NAME.sh makes NAME.svg.
.PHONY: gallery
gallery: all
	$(V)sh .ci/deps plot
	$(V)sh docs/gallery/draw $(BUILD)/saddle models $(BUILD)/gallery

.PHONY: pages install uninstall clean distclean help
pages: $(PAGES) $(BUILD)/libsaddle.a
$(BUILD)/libsaddle.a: $(LIBRARY_O)
	$(V)rm -f $@ && ar rcs $@ $^
$(BUILD)/pages/saddle.1: $(BUILD)/saddle
	$(V)mkdir -p $(@D)
	$(V)$< --manual > $@
$(BUILD)/pages/saddle.bash $(BUILD)/pages/saddle.zsh \
$(BUILD)/pages/saddle.fish: $(BUILD)/saddle
	$(V)mkdir -p $(@D)
	$(V)$< --completion $(patsubst .%,%,$(suffix $@)) > $@
$(BUILD)/editors: grammar/editors.c grammar/keywords.def
	$(V)mkdir -p $(@D)
	$(V)$(CC) $(WARN) -o $@ $<
$(BUILD)/pages/saddle.vim: $(BUILD)/editors
	$(V)mkdir -p $(@D)
	$(V)$< vim > $@
$(BUILD)/pages/saddle.tmLanguage.json: $(BUILD)/editors
	$(V)mkdir -p $(@D)
	$(V)$< textmate > $@
.PHONY: FORCE
$(BUILD)/pages/saddle.pc: runtime/saddle.pc.in FORCE
	$(V)mkdir -p $(@D)
	$(V)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' \
	  -e 's|@LIBS@|$(ARB) -lflint -lmpfr -lgmp -lm -lpthread|' \
	  -e 's|@FLAGS@|$(if $(FLINT_INCLUDE),-I$(FLINT_INCLUDE))|' $< > $@

PLACE      = $(DESTDIR)$(PREFIX)
PAGE       = $(BUILD)/pages/saddle
install: all pages
	install -d $(PLACE)/bin $(PLACE)/lib/saddle $(PLACE)/lib/pkgconfig \
	  $(addprefix $(PLACE)/share/,saddle man/man1 zsh/site-functions \
	  bash-completion/completions fish/vendor_completions.d \
	  vim/vimfiles/syntax vim/vimfiles/ftdetect) \
	  $(addprefix $(PLACE)/include/saddle/,quadrature solve certify)
	install -m 755 $(BUILD)/saddle $(PLACE)/bin/saddle
	install -m 755 $(BUILD)/models/*.so $(PLACE)/lib/saddle
	install -m 644 $(BUILD)/libsaddle.a $(PLACE)/lib/libsaddle.a
	set -e; for h in $(HEADERS); do \
	  install -m 644 runtime/$$h $(PLACE)/include/saddle/$$h; done
	install -m 644 $(PAGE).pc $(PLACE)/lib/pkgconfig/
	install -m 644 $(PAGE).1 $(PLACE)/share/man/man1/
	install -m 644 $(PAGE).tmLanguage.json $(PLACE)/share/saddle/
	install -m 644 $(PAGE).vim $(PLACE)/share/vim/vimfiles/syntax/
	install -m 644 $(PAGE).bash \
	  $(PLACE)/share/bash-completion/completions/saddle
	install -m 644 $(PAGE).zsh $(PLACE)/share/zsh/site-functions/_saddle
	install -m 644 $(PAGE).fish $(PLACE)/share/fish/vendor_completions.d/
	echo 'au BufRead,BufNewFile *.saddle setfiletype saddle' \
	  > $(PLACE)/share/vim/vimfiles/ftdetect/saddle.vim
	cp -R models docs $(PLACE)/share/saddle/
uninstall:
	rm -f $(PLACE)/bin/saddle $(PLACE)/lib/libsaddle.a \
	  $(PLACE)/lib/pkgconfig/saddle.pc $(addprefix $(PLACE)/share/,\
	  man/man1/saddle.1 zsh/site-functions/_saddle \
	  bash-completion/completions/saddle \
	  fish/vendor_completions.d/saddle.fish \
	  vim/vimfiles/syntax/saddle.vim vim/vimfiles/ftdetect/saddle.vim)
	rm -rf $(PLACE)/share/saddle $(PLACE)/lib/saddle $(PLACE)/include/saddle

clean distclean:
	$(V)rm -rf build build-asan build-fuzz saddle
	$(V)rm -f $(filter-out $(GOLDEN),$(GENERATED))

help:
	@echo "make             build ./saddle and the C of the shipped models"
	@echo "make demo        install what is missing, build, certify alpha_c"
	@echo "make test        install what is missing, build, run all tests"
	@echo "make deps        install what is missing (Debian, Ubuntu)"
	@echo "make saddle-verify  the checker of certificates as a program alone"
	@echo "make install     PREFIX=/usr/local DESTDIR=: program, library, pages"
	@echo "make gallery     the pictures of docs/gallery (needs gnuplot)"
	@echo "make check-asan  the tests under ASan and UBSan"
	@echo "make check-long  25 times as many random trials"
	@echo "make bench       timings, as ratios measured side by side"
	@echo "make fuzz        libFuzzer on the front end (needs clang)"
	@echo "make clean       remove what was built"
	@echo "V= shows the commands; TEST_JOBS=1 tests one at a time;"
	@echo "CC, CFLAGS, BUILD as usual"

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
