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
# FLINT 3 carries Arb; Debian 12 has FLINT 2.9 with a separate libflint-arb.
ARB     := $(shell echo 'int main(void){return 0;}' | \
             $(CC) -xc - -lflint-arb -o /dev/null 2>/dev/null && \
             echo -lflint-arb)
FLINT_INCLUDE := $(firstword $(wildcard /usr/include/flint \
             /usr/local/include/flint))
CPPFLAGS += -D_GNU_SOURCE $(if $(FLINT_INCLUDE),-isystem $(FLINT_INCLUDE)) \
             -DSADDLE_VERSION='"$(VERSION)"' -I$(BUILD)
COMPILE  = $(CC) -std=gnu11 $(CPPFLAGS) $(CFLAGS) $(WARN) $(SANITIZE) -MMD -MP
LDLIBS   = $(ARB) -lflint -lmpfr -lgmp -lm -ldl -lpthread
LINK     = $(CC) $(CFLAGS) $(SANITIZE) -rdynamic

GRAMMAR    = $(BUILD)/saddle.tab.c $(BUILD)/saddle.lex.c
COMPILER_C = $(foreach room,syntax algebra model replica emit, \
             $(wildcard compiler/$(room)/*.c))
RUNTIME_C  = $(wildcard runtime/*.c runtime/*/*.c)
CLI_C      = $(wildcard compiler/cli/*.c)
COMPILER_O = $(COMPILER_C:%.c=$(BUILD)/%.o) $(GRAMMAR:.c=.o)
RUNTIME_O  = $(RUNTIME_C:%.c=$(BUILD)/%.o)
CLI_O      = $(CLI_C:%.c=$(BUILD)/%.o)
TESTS      = $(patsubst tests/t_%.c,$(BUILD)/t_%,$(wildcard tests/t_*.c))

.PHONY: all
all: saddle

saddle: $(BUILD)/saddle
	$(V)cp $< $@

$(BUILD)/saddle: $(CLI_O) $(BUILD)/libcompiler.a $(BUILD)/libruntime.a
	$(V)echo "  LINK    $@"
	$(V)$(LINK) -o $@ $(CLI_O) $(BUILD)/libcompiler.a \
	  -Wl,--whole-archive $(BUILD)/libruntime.a -Wl,--no-whole-archive $(LDLIBS)

$(BUILD)/libcompiler.a: $(COMPILER_O)
	$(V)rm -f $@ && ar rcs $@ $^
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
$(BUILD)/%.o: %.c
	$(V)mkdir -p $(@D)
	$(V)echo "  CC      $<"
	$(V)$(COMPILE) -c -o $@ $<
$(filter $(BUILD)/compiler/syntax/%,$(COMPILER_O)): | $(GRAMMAR)

$(BUILD)/t_%: $(BUILD)/tests/t_%.o $(BUILD)/tests/harness.o \
              $(BUILD)/libcompiler.a $(BUILD)/libruntime.a
	$(V)$(LINK) -o $@ $(filter %.o,$^) $(BUILD)/libcompiler.a \
	  -Wl,--whole-archive $(BUILD)/libruntime.a -Wl,--no-whole-archive \
	  -lcunit $(LDLIBS)
.PRECIOUS: $(BUILD)/%.o

.PHONY: clean
clean:
	$(V)rm -rf build build-asan saddle

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
