/* tests/parsed.h -- a text that has been parsed, and what must hold of it. */
#ifndef SADDLE_PARSED_H
#define SADDLE_PARSED_H

#include "../compiler/syntax/ast.h"
#include "../compiler/syntax/parse.h"

#define ARENA_BYTES ((size_t) 1 << 30)

typedef struct
{
    source_t source;
    arena_t arena;
    diags_t diags;
    spec_ast_t tree;
    int ok;
} parsed_t;

/* limit: bytes of the arena. */
void parse_bytes(parsed_t *p, const char *text, size_t length, size_t limit);
void parse_text(parsed_t *p, const char *text);
void parsed_clear(parsed_t *p);

/* A tree, or an error; places inside the text; nothing broken in the tree. */
int parsed_is_sound(const parsed_t *p);
int parsed_is_sound_tree(const ast_t *);

#endif
