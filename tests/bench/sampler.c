/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sampler SECONDS WITHIN: reads off the X screen which frames of guest.S it
 * shows, whatever program shows them, in its upper left corner and unscaled.
 *
 * It says "first TIME" when the first is there (seconds of the monotonic
 * clock), and fails if that is not so WITHIN seconds.  Then it waits for a line
 * on its standard input, watches for SECONDS, and says "shown N of M gap G": how
 * many frames it saw, how many the guest painted meanwhile, and the longest
 * time in milliseconds that one stayed, also the last.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#define CELL 16
#define N_BITS 16
#define INTERVAL_USEC 3000

/* Lossy compression changes colours a little. */
#define TOLERANCE 40

typedef struct
{
  unsigned shown;
  unsigned painted;
  double gap;
} Frames;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static int
is_near (unsigned long a,
         unsigned long b)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (labs ((long) (a >> shift & 255) - (long) (b >> shift & 255)) > TOLERANCE)
      return 0;
  return 1;
}

static unsigned
from_gray (unsigned value)
{
  for (unsigned shift = 1; shift < N_BITS; shift *= 2)
    value ^= value >> shift;
  return value;
}

/* The number of the frame on the screen, or -1 if there is none. */
static int
read_frame (Display *display)
{
  XImage *image = XGetImage (display, DefaultRootWindow (display), 0, CELL / 2,
                             CELL * (N_BITS + 2), 1, AllPlanes, ZPixmap);
  unsigned gray = 0;
  int marked;

  if (image == NULL)
    return -1;
  marked = is_near (XGetPixel (image, CELL / 2, 0), 0xff00ff) &&
           is_near (XGetPixel (image, CELL * (N_BITS + 1) + CELL / 2, 0), 0x00ff00);
  for (int bit = 0; bit < N_BITS; bit++)
    if ((XGetPixel (image, CELL * (bit + 1) + CELL / 2, 0) & 255) > 127)
      gray |= 1u << bit;
  XDestroyImage (image);
  return marked ? (int) from_gray (gray) : -1;
}

static int
wait_for_frame (Display *display,
                double   within)
{
  double end = now () + within;

  while (read_frame (display) < 0)
    {
      if (now () > end)
        return 0;
      usleep (INTERVAL_USEC);
    }
  return 1;
}

/* What is no new frame, but an older one or torn, is not counted. */
static Frames
watch (Display *display,
       double   seconds)
{
  double changed = now (), end = changed + seconds;
  int last = read_frame (display);
  Frames frames = { 0 };

  while (now () < end)
    {
      int frame = read_frame (display);
      unsigned step = (unsigned) (frame - last) & 0xffff;

      if (frame >= 0 && last >= 0 && step > 0 && step < 0x8000)
        {
          double at = now ();

          frames.shown++;
          frames.painted += step;
          if (at - changed > frames.gap)
            frames.gap = at - changed;
          changed = at;
        }
      if (frame >= 0 && (last < 0 || step < 0x8000))
        last = frame;
      usleep (INTERVAL_USEC);
    }
  if (end - changed > frames.gap)
    frames.gap = end - changed;
  return frames;
}

int
main (int    argc,
      char **argv)
{
  Display *display = XOpenDisplay (NULL);
  Frames frames;

  if (argc != 3 || display == NULL)
    return 2;
  setvbuf (stdout, NULL, _IOLBF, 0);
  if (!wait_for_frame (display, atof (argv[2])))
    return 1;
  printf ("first %.6f\n", now ());
  if (getchar () == EOF)
    return 1;
  frames = watch (display, atof (argv[1]));
  printf ("shown %u of %u gap %.0f\n", frames.shown, frames.painted, frames.gap * 1e3);
  XCloseDisplay (display);

  return 0;
}
