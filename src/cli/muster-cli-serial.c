/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "muster-cli-serial.h"
#include "muster-cli-text.h"
#include "muster-pki-folder.h"
#include "muster-vm-actions.h"
#include "muster-vm-serial.h"

#define DEFAULT_ESCAPE 0x1d     /* Ctrl+] */

/* How much is read ahead of the guest. */
#define MAX_AHEAD (64 * 1024)

/* Where nobody reads what the guest writes, it ends. */
#define MAX_UNREAD (16 * 1024 * 1024)

/* How long a guest has for its answer when standard input is at its end. */
#define LAST_WORDS_MS 1000

typedef struct
{
  MusterDomainConsole *console;
  DexPromise *done;         /* rejected, or resolved when somebody wants to leave */
  GByteArray *unread;       /* of the guest, for standard output */
  struct termios before;
  gboolean raw;             /* the terminal was changed */
  gboolean at_end;          /* of standard input */
  int escape;
  guint input;
  guint output;
  guint last_words;
  guint signals[2];
} Terminal;

/* --- the terminal ----------------------------------------------------------------- */

static void
finish (Terminal *self,
        GError   *error)
{
  if (!dex_future_is_pending (DEX_FUTURE (self->done)))
    g_clear_error (&error);
  else if (error != NULL)
    dex_promise_reject (self->done, error);
  else
    dex_promise_resolve_boolean (self->done, TRUE);
}

static void
make_raw (Terminal *self)
{
  struct termios raw;

  if (!isatty (STDIN_FILENO) || tcgetattr (STDIN_FILENO, &self->before) != 0)
    return;

  raw = self->before;
  cfmakeraw (&raw);
  self->raw = tcsetattr (STDIN_FILENO, TCSANOW, &raw) == 0;
}

static gboolean
signal_cb (gpointer data)
{
  finish (data, g_error_new_literal (MUSTER_CLI_ERROR, MUSTER_CLI_FAILED,
                                     _("Ended by a signal.")));

  return G_SOURCE_CONTINUE;
}

/* --- from the guest ----------------------------------------------------------------- */

/* A pipe that can be written to takes as much as this without waiting. */
static gboolean
writable_cb (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  Terminal *self = data;
  gssize n = write (fd, self->unread->data, MIN (self->unread->len, PIPE_BUF));

  if (n < 0 && errno != EINTR && errno != EAGAIN)
    {
      self->output = 0;
      finish (self, g_error_new (MUSTER_CLI_ERROR, MUSTER_CLI_FAILED,
                                 _("Standard output cannot be written: %s"),
                                 g_strerror (errno)));
      return G_SOURCE_REMOVE;
    }
  if (n > 0)
    g_byte_array_remove_range (self->unread, 0, (guint) n);
  if (self->unread->len > 0)
    return G_SOURCE_CONTINUE;

  self->output = 0;
  if (muster_domain_console_get_ended (self->console))
    finish (self, NULL);

  return G_SOURCE_REMOVE;
}

static void
received_cb (MusterDomainConsole *console,
             GBytes              *bytes,
             Terminal            *self)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (self->unread->len + length > MAX_UNREAD)
    {
      finish (self, g_error_new_literal (MUSTER_CLI_ERROR, MUSTER_CLI_FAILED,
                                         _("Nobody reads what the guest writes.")));
      return;
    }
  g_byte_array_append (self->unread, data, (guint) length);
  if (self->output == 0)
    self->output = g_unix_fd_add (STDOUT_FILENO, G_IO_OUT | G_IO_ERR | G_IO_HUP,
                                  writable_cb, self);
}

static void
ended_cb (MusterDomainConsole *console,
          Terminal            *self)
{
  const GError *error = muster_domain_console_get_error (console);

  if (error != NULL)
    finish (self, g_error_new (MUSTER_CLI_ERROR, MUSTER_CLI_UNREACHABLE,
                               _("The serial console was lost: %s"), error->message));
  else if (self->output == 0)
    finish (self, NULL);
}

/* --- to the guest ------------------------------------------------------------------- */

static gboolean
last_words_cb (gpointer data)
{
  Terminal *self = data;

  self->last_words = 0;
  finish (self, NULL);

  return G_SOURCE_REMOVE;
}

static void
end_input (Terminal *self)
{
  self->at_end = TRUE;
  if (muster_domain_console_get_waiting (self->console) == 0 && self->last_words == 0)
    self->last_words = g_timeout_add (LAST_WORDS_MS, last_words_cb, self);
}

/* Where only a person leaves by a key: whatever a file holds is for the guest. */
static gsize
find_escape (Terminal   *self,
             const char *bytes,
             gsize       length)
{
  const char *found = self->raw && self->escape >= 0
                      ? memchr (bytes, self->escape, length) : NULL;

  return found != NULL ? (gsize) (found - bytes) : length;
}

static gboolean
readable_cb (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  Terminal *self = data;
  char bytes[1024];
  gssize n = read (fd, bytes, sizeof bytes);
  gsize length;

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0)
    {
      self->input = 0;
      end_input (self);
      return G_SOURCE_REMOVE;
    }

  length = find_escape (self, bytes, (gsize) n);
  muster_domain_console_send (self->console, bytes, length);
  explicit_bzero (bytes, sizeof bytes);
  if (length < (gsize) n)
    finish (self, NULL);
  if (muster_domain_console_get_waiting (self->console) < MAX_AHEAD)
    return G_SOURCE_CONTINUE;

  self->input = 0;

  return G_SOURCE_REMOVE;
}

static void
read_on (Terminal *self)
{
  if (self->input == 0 && !self->at_end)
    self->input = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR,
                                 readable_cb, self);
}

static void
drained_cb (MusterDomainConsole *console,
            Terminal            *self)
{
  if (self->at_end)
    end_input (self);
  else
    read_on (self);
}

/* --- a run ------------------------------------------------------------------------------ */

static void
begin (Terminal *self)
{
  g_signal_connect (self->console, "received", G_CALLBACK (received_cb), self);
  g_signal_connect (self->console, "drained", G_CALLBACK (drained_cb), self);
  g_signal_connect (self->console, "ended", G_CALLBACK (ended_cb), self);
  make_raw (self);
  self->signals[0] = g_unix_signal_add (SIGTERM, signal_cb, self);
  self->signals[1] = g_unix_signal_add (SIGHUP, signal_cb, self);
  read_on (self);
}

static void
leave (Terminal *self)
{
  g_signal_handlers_disconnect_by_data (self->console, self);
  muster_domain_console_close (self->console);
  g_clear_handle_id (&self->input, g_source_remove);
  g_clear_handle_id (&self->output, g_source_remove);
  g_clear_handle_id (&self->last_words, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (self->signals); i++)
    g_clear_handle_id (&self->signals[i], g_source_remove);
  /* The loop's handlers have taken the place of these. */
  muster_pki_folder_remove_on_signals ();
  if (self->raw)
    tcsetattr (STDIN_FILENO, TCSADRAIN, &self->before);
}

static void
welcome (Terminal *self,
         MusterVm *vm)
{
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;

  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO))
    return;

  if (self->escape < 0)
    /* Translators: a VM's name */
    text = g_strdup_printf (_("Connected to “%s”."), muster_vm_get_name (vm));
  else
    {
      key = g_strdup_printf ("Ctrl+%c", self->escape ^ 0x40);
      /* Translators: a VM's name, and a key: Ctrl+] */
      text = g_strdup_printf (_("Connected to “%s”. %s leaves; Enter wakes a silent guest."),
                              muster_vm_get_name (vm), key);
    }
  muster_cli_print_note (text);
}

gboolean
muster_cli_serial_parse_escape (const char  *text,
                                int         *escape,
                                GError     **error)
{
  *escape = DEFAULT_ESCAPE;
  if (text == NULL)
    return TRUE;

  *escape = -1;
  if (g_str_equal (text, "none"))
    return TRUE;
  /* Those that Ctrl makes a character of, as a terminal does. */
  if (text[0] == '^' && text[1] != '\0' && text[2] == '\0')
    *escape = g_ascii_toupper (text[1]) ^ 0x40;
  if (*escape >= 0 && *escape < 0x20)
    return TRUE;

  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
               _("“%s” is no key to leave with: give one like “^]”, or “none”."), text);

  return FALSE;
}

static void
explain_taken (GError **error)
{
  g_autofree char *text = NULL;

  if (!g_error_matches (*error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_TAKEN))
    return;

  text = g_strdup_printf ("%s\n%s", (*error)->message,
                          _("--force takes it over: whoever has it now loses it."));
  g_free ((*error)->message);
  (*error)->message = g_steal_pointer (&text);
}

MusterCliError
muster_cli_serial_run (MusterCli  *cli,
                       MusterVm   *vm,
                       GError    **error)
{
  Terminal self = { 0 };
  g_autoptr (MusterDomainConsole) console = NULL;
  g_autoptr (DexPromise) done = NULL;
  g_autoptr (GByteArray) unread = NULL;
  gboolean good;

  if (!muster_cli_serial_parse_escape (cli->options->escape, &self.escape, error))
    return MUSTER_CLI_USAGE;

  console = dex_await_object (muster_vm_serial_open (muster_desk_get_inventory (cli->desk), vm,
                                                     cli->options->device,
                                                     cli->options->force), error);
  if (console == NULL)
    {
      explain_taken (error);
      return MUSTER_CLI_FAILED;
    }

  self.console = console;
  self.done = done = dex_promise_new ();
  self.unread = unread = g_byte_array_new ();
  welcome (&self, vm);
  begin (&self);
  good = dex_await (dex_ref (DEX_FUTURE (done)), error);
  leave (&self);
  if (self.raw && isatty (STDERR_FILENO))
    g_printerr ("\n");

  return good ? MUSTER_CLI_DONE : MUSTER_CLI_FAILED;
}
