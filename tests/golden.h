/* tests/golden.h -- compares what the program says with files on record. */
#ifndef SADDLE_GOLDEN_H
#define SADDLE_GOLDEN_H

#include "../compiler/syntax/ast.h"

/* What a folder of golden files gave. */
typedef struct
{
    int n;      /* files looked at                                      */
    int wrong;  /* of these, how many differ from what was expected     */
    int one;    /* of these, how many gave exactly one error            */
} golden_t;

/*
 * A check of one spec: parses `s` (and whatever else the suite is about) and
 * adds to `d`.  Text that it returns (malloc'ed, or NULL) is what the golden
 * file holds, followed by the diagnostics.
 */
typedef char *(*golden_check_t)(const source_t *s, diags_t *d);

/*
 * golden_folder -- run `check` on every `folder`/`prefix`*.saddle and compare
 * with the file of the same name that ends in `ending` (".expected", ".ast").
 *
 * Files are named in diagnostics by their last component.  Specs without a
 * golden file count as wrong when `needed`, otherwise they are only checked to
 * give no error.  With SADDLE_GOLDEN_UPDATE set, files that are there or
 * needed are written instead.  Every difference is printed.
 */
golden_t golden_folder(const char *folder, const char *prefix,
                       const char *ending, int needed, golden_check_t check);

/* The whole of a file (malloc'ed, NUL-terminated), or NULL. */
char *golden_read(const char *path, size_t *length);

/* The diagnostics as printed for people (malloc'ed); `json`: as JSON lines. */
char *golden_report(const source_t *s, diags_t *d, int json);

/* A tree as text, one statement a line, prefix notation (malloc'ed). */
char *golden_tree(const spec_ast_t *tree);

#endif
