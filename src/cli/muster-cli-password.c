/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-error.h"
#include "muster-cli-password.h"

/* Longer ones are refused rather than moved about in memory. */
#define MAX_LENGTH 1024
#define INTERRUPT 0x03
#define END_OF_INPUT 0x04
#define BACKSPACE 0x08
#define RUBOUT 0x7f

typedef enum
{
  LINE_READ,
  LINE_INTERRUPTED,
  LINE_TOO_LONG,
  LINE_NONE,
} LineResult;

static LineResult
read_line (char     *line,
           gboolean  terminal)
{
  gsize length = 0;
  char byte;

  while (read (STDIN_FILENO, &byte, 1) == 1)
    {
      if (byte == '\n' || byte == '\r')
        return LINE_READ;
      if (terminal && byte == INTERRUPT)
        return LINE_INTERRUPTED;
      if (terminal && byte == END_OF_INPUT)
        break;
      if (terminal && (byte == BACKSPACE || byte == RUBOUT))
        line[length > 0 ? --length : 0] = '\0';
      else if (length == MAX_LENGTH - 1)
        return LINE_TOO_LONG;
      else
        line[length++] = byte;
    }

  return length > 0 ? LINE_READ : LINE_NONE;
}

/* Signals are off while the echo is: the terminal is always put back. */
static LineResult
ask (const char *prompt,
     char       *line)
{
  struct termios before, silent;
  LineResult result;

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    return read_line (line, FALSE);

  silent = before;
  silent.c_lflag &= ~(ECHO | ICANON | ISIG);
  silent.c_cc[VMIN] = 1;
  silent.c_cc[VTIME] = 0;
  g_printerr ("%s", prompt);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  result = read_line (line, TRUE);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");

  return result;
}

char *
muster_cli_password_read (const char  *prompt,
                          GError     **error)
{
  g_autofree char *line = g_malloc0 (MAX_LENGTH);

  switch (ask (prompt, line))
    {
    case LINE_READ:
      return g_steal_pointer (&line);
    case LINE_INTERRUPTED:
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_FAILED,
                           _("Nothing was changed."));
      break;
    case LINE_TOO_LONG:
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("The password is too long."));
      break;
    case LINE_NONE:
    default:
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("No password was given on standard input."));
      break;
    }
  explicit_bzero (line, MAX_LENGTH);

  return NULL;
}

void
muster_cli_password_free (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}
