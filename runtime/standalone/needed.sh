#!/bin/sh
# runtime/standalone/needed.sh -- which files the emitted programs are made of.
#
#   needed.sh BUILD OBJECT...
#
# prints lines KIND PATH SYMBOL, from the symbols of the objects and the headers
# that their .d files name.  KIND: 1, a source of both programs; 2, of ./certify
# alone; 3, of both where the emitted model calls SYMBOL; 4, of ./solve alone;
# 0, a header.
set -eu
build=$1
shift
nm -A -P -g "$@" | awk -v build="$build/" '
# marks in `set` the objects that `main` is linked from
function close_over(main, set, list, size, i, k, n, s)
{
    list[size = 1] = build "runtime/standalone/" main ".o"
    set[list[1]]
    for (i = 1; i <= size; i++) {
        n = split(wants[list[i]], s, " ")
        for (k = 1; k <= n; k++)
            if (s[k] in home && !(home[s[k]] in set)) {
                list[++size] = home[s[k]]
                set[list[size]]
            }
    }
}
{
    sub(/:$/, "", $1)
    if ($3 ~ /^[Uvw]$/)
        wants[$1] = wants[$1] " " $2
    else
        home[$2] = $1
}
END {
    close_over("solve_main", solve)
    close_over("certify_main", certify)
    for (object in solve)
        print object in certify ? 1 : 4, object, "-"
    for (object in certify)
        if (!(object in solve))
            print 2, object, "-"
    for (symbol in home)
        if (home[symbol] ~ /\/special[^\/]*$/ && !(home[symbol] in solve))
            print 3, home[symbol], symbol
}' | while read -r kind object symbol; do
    path=${object#"$build"/}
    echo "$kind ${path%.o}.c $symbol"
    sed 's/\\$//' "${object%.o}.d" | tr ' ' '\n' |
        sed -n 's/^\(runtime\/.*\.h\):*$/0 \1 -/p'
done | sed -e ':a' -e 's#[^/ ]*/\.\./##' -e 'ta' | LC_ALL=C sort -u -k 2
