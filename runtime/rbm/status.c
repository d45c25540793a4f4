/* runtime/rbm/status.c -- messages of calls that do not succeed. */
#include "status.h"

#include <stdarg.h>
#include <stdio.h>

rbm_status_t
rbm_say(rbm_message_t *m, rbm_status_t status, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(m->text, sizeof m->text, format, arguments);
    va_end(arguments);
    return status;
}

rbm_status_t
rbm_no_memory(rbm_message_t *m)
{
    return rbm_say(m, RBM_NO_MEMORY, "out of memory");
}
