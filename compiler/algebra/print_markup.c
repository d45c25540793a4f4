/* compiler/algebra/print_markup.c -- any text inside markup. */
#include "expr.h"

void
print_markup(FILE *to, const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
        switch (*text)
        {
        case '<':
            fputs("&lt;", to);
            break;
        case '>':
            fputs("&gt;", to);
            break;
        case '&':
            fputs("&amp;", to);
            break;
        case '"':
            fputs("&quot;", to);
            break;
        case '\'':
            fputs("&#39;", to);
            break;
        case '\n':
        case '\t':
            fputc(*text, to);
            break;
        default:
            if ((unsigned char) *text < 32 || *text == 127)
                fputs("&#xfffd;", to);
            else
                fputc(*text, to);
        }
}
