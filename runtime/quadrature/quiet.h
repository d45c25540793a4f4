/* runtime/quadrature/quiet.h -- gcc 12 sees acb_realref(z) inlined and takes
 * the whole of z for its first half: these two warnings are false here. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#pragma GCC diagnostic ignored "-Wstringop-overread"
#endif
