/* runtime/rbm/train_file.c -- checkpoints: a machine and its training. */
#include "store.h"
#include "train.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- options as attributes --------------------------------------------------- */

/* The numbers of the options, in the order of the file. */
static const struct
{
    const char *name;
    size_t place;
    int whole;
    double low, high;
} number[] = {
#define REAL(field, low, high)                                                \
    { #field, offsetof(train_options_t, field), 0, low, high }
#define WHOLE(field, low, high)                                               \
    { #field, offsetof(train_options_t, field), 1, low, high }
    WHOLE(states, STATES_DRAWN, STATES_AT_DATA), WHOLE(steps, 1, 1e6),
    WHOLE(batch, 1, 1e9),
    WHOLE(epochs, 1, 1e9), REAL(rate, 0, 1e9), REAL(rate_end, 0, 1e9),
    REAL(momentum, 0, 1), REAL(l1, 0, 1e9), REAL(l2, 0, 1e9),
    REAL(damping, 0, 1), REAL(sigma, 0, 1e9),
#undef REAL
#undef WHOLE
};

#define NUMBERS (sizeof number / sizeof number[0])

static void
write_options(h5_t *file, const train_options_t *o)
{
    const char *base = (const char *) o;
    char seed[32];
    size_t k;

    h5_write_text(file, "method", train_method_name(o->method));
    for (k = 0; k < NUMBERS; k++)
    {
        double x = number[k].whole ? *(const int *) (base + number[k].place)
                                   : *(const double *) (base + number[k].place);

        h5_write_number(file, number[k].name, x);
    }
    snprintf(seed, sizeof seed, "%lu", o->seed);
    h5_write_text(file, "seed", seed);
}

static int
read_options(h5_t *file, train_options_t *o)
{
    char *base = (char *) o, text[32];
    double x;
    size_t k;

    memset(o, 0, sizeof *o);
    if (!h5_read_text(file, "method", text, sizeof text)
        || train_method_find(text) < 0)
        return 0;
    o->method = (train_method_t) train_method_find(text);
    for (k = 0; k < NUMBERS; k++)
    {
        if (!h5_read_number(file, number[k].name, &x) || !(x >= number[k].low)
            || !(x <= number[k].high) || (number[k].whole && x != floor(x)))
            return 0;
        if (number[k].whole)
            *(int *) (base + number[k].place) = (int) x;
        else
            *(double *) (base + number[k].place) = x;
    }
    if (!h5_read_text(file, "seed", text, sizeof text))
        return 0;
    o->seed = strtoul(text, NULL, 10);
    return 1;
}

/* ---- writing --------------------------------------------------------------------- */

rbm_status_t
train_save(const train_t *t, const char *path, const char *data,
           uint64_t fingerprint, rbm_message_t *message)
{
    size_t nv = (size_t) t->rbm.nv, nh = (size_t) t->rbm.nh;
    size_t rows = (size_t) t->options.batch;
    h5_t *file = h5_create(path, message);
    char text[32];

    if (file == NULL)
        return RBM_NOT_WRITTEN;
    store_write(file, &t->rbm);
    write_options(file, &t->options);
    h5_write_text(file, "data", data);
    snprintf(text, sizeof text, "%016llx", (unsigned long long) fingerprint);
    h5_write_text(file, "data_fingerprint", text);
    h5_write_number(file, "epoch", t->epoch);
    h5_write_number(file, "started", t->started);
    h5_write(file, "velocity_W", t->vw, nv, nh);
    h5_write(file, "velocity_a", t->va, nv, 0);
    h5_write(file, "velocity_b", t->vb, nh, 0);
    h5_write(file, "state_m", t->state.m, rows, nv);
    h5_write(file, "state_c", t->state.c, rows, nv);
    h5_write(file, "state_h", t->state.h, rows, nh);
    h5_write(file, "state_d", t->state.d, rows, nh);
    if (t->n_history > 0)
        h5_write(file, "history", t->history, (size_t) t->n_history,
                 HISTORY_COLUMNS);
    return h5_commit(file, message);
}

/* ---- reading ---------------------------------------------------------------------- */

static rbm_status_t
read_arrays(train_t *t, h5_t *file, const char *path, rbm_message_t *message)
{
    size_t nv = (size_t) t->rbm.nv, nh = (size_t) t->rbm.nh;
    size_t rows = (size_t) t->options.batch, k;
    const struct
    {
        const char *name;
        double *to;
        size_t rows, columns;
    } array[] = {
        { "velocity_W", t->vw, nv, nh }, { "velocity_a", t->va, nv, 0 },
        { "velocity_b", t->vb, nh, 0 }, { "state_m", t->state.m, rows, nv },
        { "state_c", t->state.c, rows, nv },
        { "state_h", t->state.h, rows, nh },
        { "state_d", t->state.d, rows, nh },
    };
    rbm_status_t status = RBM_OK;

    for (k = 0; status == RBM_OK && k < sizeof array / sizeof array[0]; k++)
        status = store_array(file, path, array[k].name, array[k].to,
                             array[k].rows, array[k].columns, message);
    return status;
}

static rbm_status_t
read_history(train_t *t, h5_t *file, const char *path, rbm_message_t *message)
{
    double dim[4];
    size_t total;

    if (!h5_has(file, "history"))
        return RBM_OK;
    if (h5_shape(file, "history", dim) != 2 || dim[1] != HISTORY_COLUMNS)
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: the history has another shape than expected",
                       path);
    t->n_history = (int) dim[0];
    return h5_read_new(file, "history", &t->history, &total, message);
}

static rbm_status_t
read_training(train_t *t, h5_t *file, const char *path, char *data,
              size_t room, uint64_t *fingerprint, rbm_message_t *message)
{
    char text[32];
    double epoch = -1, started = -1;
    rbm_status_t status;

    if (!read_options(file, &t->options)
        || !h5_read_text(file, "data", data, room)
        || !h5_read_text(file, "data_fingerprint", text, sizeof text)
        || !h5_read_number(file, "epoch", &epoch) || !(epoch >= 0)
        || !h5_read_number(file, "started", &started))
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: holds a machine, but no training to resume", path);
    *fingerprint = strtoull(text, NULL, 16);
    t->epoch = (int) epoch;
    t->started = started != 0;
    status = train_rooms(t, message);
    if (status == RBM_OK)
        status = read_arrays(t, file, path, message);
    return status == RBM_OK ? read_history(t, file, path, message) : status;
}

rbm_status_t
train_load(train_t *t, const char *path, char *data, size_t room,
           uint64_t *fingerprint, crew_t *crew, rbm_message_t *message)
{
    h5_t *file = h5_open(path, message);
    rbm_status_t status;

    memset(t, 0, sizeof *t);
    t->crew = crew;
    if (file == NULL)
        return RBM_BAD_DATA;
    status = store_read(&t->rbm, file, path, message);
    if (status == RBM_OK)
        status = read_training(t, file, path, data, room, fingerprint,
                               message);
    h5_close(file);
    return status;
}
