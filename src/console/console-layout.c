/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gdk/gdk.h>
#include <glib/gi18n-lib.h>
#include <xkbcommon/xkbcommon.h>

#include "console-keymap.h"
#include "console-layout.h"
#include "console-types.h"

/* The keys that X11 numbers so are the ones of a keyboard. */
#define FIRST_KEYCODE 9
#define LAST_KEYCODE 135

/* The last key of the main block, and the one beside the left Shift of
 * European keyboards, which others have not. */
#define LAST_MAIN_KEYCODE 65
#define EUROPEAN_KEYCODE 94

/* Any key that all keyboards have is better than one that some lack, and
 * fewer modifiers than more. */
#define RARE_KEY_COST 100
#define EUROPEAN_KEY_COST 200
#define MODIFIER_COST 10

struct _ConsoleLayout
{
  GObject parent_instance;

  char *id;
  /* character or dead keysym -> Entry */
  GHashTable *characters;
  GHashTable *dead_keys;
};

typedef struct
{
  ConsoleStroke stroke;
  guint cost;
} Entry;

G_DEFINE_FINAL_TYPE (ConsoleLayout, console_layout, G_TYPE_OBJECT)

static const ConsoleLayoutInfo layouts[] = {
  { "us", N_("English (US)") },
  { "gb", N_("English (UK)") },
  { "be", N_("Belgian") },
  { "br", N_("Portuguese (Brazil)") },
  { "ca", N_("French (Canada)") },
  { "ch", N_("German (Switzerland)") },
  { "ch(fr)", N_("French (Switzerland)") },
  { "cn", N_("Chinese") },
  { "cz", N_("Czech") },
  { "de", N_("German") },
  { "dk", N_("Danish") },
  { "es", N_("Spanish") },
  { "fi", N_("Finnish") },
  { "fr", N_("French") },
  { "gr", N_("Greek") },
  { "hu", N_("Hungarian") },
  { "it", N_("Italian") },
  { "jp", N_("Japanese") },
  { "kr", N_("Korean") },
  { "latam", N_("Spanish (Latin America)") },
  { "nl", N_("Dutch") },
  { "no", N_("Norwegian") },
  { "pl", N_("Polish") },
  { "pt", N_("Portuguese") },
  { "ru", N_("Russian") },
  { "se", N_("Swedish") },
  { "tr", N_("Turkish") },
  { "ua", N_("Ukrainian") },
};

/* A dead key, what it adds to a letter, and what a space after it makes: only
 * where all systems agree on that. */
static const struct
{
  guint keysym;
  gunichar mark;
  gunichar alone;
} dead_keys[] = {
  { GDK_KEY_dead_grave, 0x300, '`' },
  { GDK_KEY_dead_acute, 0x301, 0 },
  { GDK_KEY_dead_circumflex, 0x302, '^' },
  { GDK_KEY_dead_tilde, 0x303, '~' },
  { GDK_KEY_dead_macron, 0x304, 0 },
  { GDK_KEY_dead_breve, 0x306, 0 },
  { GDK_KEY_dead_abovedot, 0x307, 0 },
  { GDK_KEY_dead_diaeresis, 0x308, 0 },
  { GDK_KEY_dead_abovering, 0x30a, 0 },
  { GDK_KEY_dead_doubleacute, 0x30b, 0 },
  { GDK_KEY_dead_caron, 0x30c, 0 },
  { GDK_KEY_dead_cedilla, 0x327, 0 },
  { GDK_KEY_dead_ogonek, 0x328, 0 },
};

static gboolean
is_keypad (guint keysym)
{
  return keysym >= GDK_KEY_KP_Space && keysym <= GDK_KEY_KP_Equal;
}

static guint
find_cost (guint keycode,
           guint modifiers)
{
  guint cost = MODIFIER_COST * (guint) __builtin_popcount (modifiers);

  if (keycode == EUROPEAN_KEYCODE)
    cost += EUROPEAN_KEY_COST;
  else if (keycode > LAST_MAIN_KEYCODE)
    cost += RARE_KEY_COST;
  return cost;
}

static void
insert (GHashTable          *table,
        guint                key,
        const ConsoleStroke *stroke,
        guint                cost)
{
  Entry *known = g_hash_table_lookup (table, GUINT_TO_POINTER (key));
  Entry *entry;

  if (known != NULL && known->cost <= cost)
    return;
  entry = g_new0 (Entry, 1);
  entry->stroke = *stroke;
  entry->cost = cost;
  g_hash_table_insert (table, GUINT_TO_POINTER (key), entry);
}

/* FALSE where a level wants a modifier that we do not press. */
static gboolean
find_modifiers (struct xkb_keymap *keymap,
                guint              keycode,
                guint              level,
                guint             *modifiers)
{
  const xkb_mod_mask_t shift = 1u << xkb_keymap_mod_get_index (keymap, XKB_MOD_NAME_SHIFT);
  const xkb_mod_mask_t third = 1u << xkb_keymap_mod_get_index (keymap, "Mod5");
  xkb_mod_mask_t masks[8];
  gsize n = xkb_keymap_key_get_mods_for_level (keymap, keycode, 0, level,
                                               masks, G_N_ELEMENTS (masks));

  for (gsize i = 0; i < n; i++)
    if ((masks[i] & ~(shift | third)) == 0)
      {
        *modifiers = (masks[i] & shift ? CONSOLE_STROKE_SHIFT : 0u) |
                     (masks[i] & third ? CONSOLE_STROKE_ALTGR : 0u);
        return TRUE;
      }
  return FALSE;
}

static void
add_level (ConsoleLayout     *self,
           struct xkb_keymap *keymap,
           guint              keycode,
           guint              level)
{
  ConsoleStroke stroke = { .qnum = console_keymap_qnum_from_hardware (keycode) };
  const xkb_keysym_t *keysyms;
  gunichar character;
  guint cost;

  if (xkb_keymap_key_get_syms_by_level (keymap, keycode, 0, level, &keysyms) != 1 ||
      is_keypad (keysyms[0]) ||
      !find_modifiers (keymap, keycode, level, &stroke.modifiers))
    return;
  stroke.keysym = keysyms[0];
  cost = find_cost (keycode, stroke.modifiers);
  character = xkb_keysym_to_utf32 (keysyms[0]);
  if (character >= 0x20 && character != 0x7f)
    insert (self->characters, character, &stroke, cost);
  else if (character == 0)
    insert (self->dead_keys, keysyms[0], &stroke, cost);
}

static void
read_keymap (ConsoleLayout     *self,
             struct xkb_keymap *keymap)
{
  for (guint keycode = FIRST_KEYCODE; keycode <= LAST_KEYCODE; keycode++)
    {
      guint n_levels = xkb_keymap_num_levels_for_key (keymap, keycode, 0);

      if (console_keymap_qnum_from_hardware (keycode) == 0)
        continue;
      for (guint level = 0; level < n_levels; level++)
        add_level (self, keymap, keycode, level);
    }
}

/* "ch(fr)" is the variant "fr" of "ch". */
static struct xkb_keymap *
compile (const char *id)
{
  struct xkb_context *context = xkb_context_new (XKB_CONTEXT_NO_ENVIRONMENT_NAMES);
  g_auto (GStrv) parts = g_strsplit_set (id, "()", 3);
  const struct xkb_rule_names names = {
    .rules = "evdev",
    .model = g_str_equal (id, "jp") ? "jp106" : "pc105",
    .layout = parts[0],
    .variant = parts[1] != NULL ? parts[1] : "",
    .options = "",
  };
  struct xkb_keymap *keymap;

  if (context == NULL)
    return NULL;
  xkb_context_set_log_level (context, XKB_LOG_LEVEL_CRITICAL);
  keymap = xkb_keymap_new_from_names (context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS);
  xkb_context_unref (context);
  return keymap;
}

static void
console_layout_finalize (GObject *object)
{
  ConsoleLayout *self = CONSOLE_LAYOUT (object);

  g_hash_table_unref (self->characters);
  g_hash_table_unref (self->dead_keys);
  g_free (self->id);

  G_OBJECT_CLASS (console_layout_parent_class)->finalize (object);
}

static void
console_layout_class_init (ConsoleLayoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = console_layout_finalize;
}

static void
console_layout_init (ConsoleLayout *self)
{
  const ConsoleStroke enter = { console_keymap_qnum_from_keysym (GDK_KEY_Return),
                                GDK_KEY_Return, 0 };
  const ConsoleStroke tab = { console_keymap_qnum_from_keysym (GDK_KEY_Tab),
                              GDK_KEY_Tab, 0 };

  self->characters = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->dead_keys = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  insert (self->characters, '\n', &enter, 0);
  insert (self->characters, '\t', &tab, 0);
}

/**
 * console_layout_list:
 *
 * Returns: (array length=n_layouts): the layouts there are; the names are
 *   those of console_layout_get_name (), not translated
 */
const ConsoleLayoutInfo *
console_layout_list (gsize *n_layouts)
{
  *n_layouts = G_N_ELEMENTS (layouts);
  return layouts;
}

/**
 * console_layout_get_name:
 *
 * Returns: (nullable): what people call it, in the user's language; %NULL if
 *   there is no such layout
 */
const char *
console_layout_get_name (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_strcmp0 (layouts[i].id, id) == 0)
      return _(layouts[i].name);
  return NULL;
}

/**
 * console_layout_guess:
 * @locale: (nullable): such as "de_CH.UTF-8"
 *
 * Returns: the id of the layout that is usual where @locale is
 */
const char *
console_layout_guess (const char *locale)
{
  const char *country = locale != NULL ? strchr (locale, '_') : NULL;

  if (country != NULL && g_str_has_prefix (locale, "fr_CH"))
    return "ch(fr)";
  for (gsize i = 0; country != NULL && i < G_N_ELEMENTS (layouts); i++)
    if (strlen (layouts[i].id) == 2 && g_ascii_strncasecmp (country + 1, layouts[i].id, 2) == 0)
      return layouts[i].id;
  return layouts[0].id;
}

/**
 * console_layout_new:
 * @id: of console_layout_list ()
 *
 * Returns: (transfer full) (nullable): %NULL with #CONSOLE_ERROR_UNAVAILABLE
 *   if the system's keyboard data do not have it
 */
ConsoleLayout *
console_layout_new (const char  *id,
                    GError     **error)
{
  struct xkb_keymap *keymap = console_layout_get_name (id) != NULL ? compile (id) : NULL;
  ConsoleLayout *self;

  if (keymap == NULL)
    {
      g_set_error (error, CONSOLE_ERROR, CONSOLE_ERROR_UNAVAILABLE,
                   /* Translators: %s is the short name of a keyboard layout. */
                   _("The keyboard layout “%s” is not installed."), id);
      return NULL;
    }
  self = g_object_new (CONSOLE_TYPE_LAYOUT, NULL);
  self->id = g_strdup (id);
  read_keymap (self, keymap);
  xkb_keymap_unref (keymap);
  return self;
}

const char *
console_layout_get_id (ConsoleLayout *self)
{
  g_return_val_if_fail (CONSOLE_IS_LAYOUT (self), NULL);

  return self->id;
}

static gboolean
find_direct (GHashTable    *table,
             guint          key,
             ConsoleStroke *stroke)
{
  Entry *entry = g_hash_table_lookup (table, GUINT_TO_POINTER (key));

  if (entry != NULL)
    *stroke = entry->stroke;
  return entry != NULL;
}

/**
 * console_layout_find:
 * @character: "\n" is Return and "\t" Tab
 * @strokes: (out): room for %CONSOLE_LAYOUT_MAX_STROKES
 *
 * Returns: how many strokes make the character; 0 if none do
 */
gsize
console_layout_find (ConsoleLayout *self,
                     gunichar       character,
                     ConsoleStroke *strokes)
{
  gunichar letter = 0, mark = 0;

  g_return_val_if_fail (CONSOLE_IS_LAYOUT (self), 0);

  if (find_direct (self->characters, character, &strokes[0]))
    return 1;
  g_unichar_decompose (character, &letter, &mark);
  for (gsize i = 0; i < G_N_ELEMENTS (dead_keys); i++)
    {
      gunichar base = dead_keys[i].alone == character ? ' ' : letter;

      if ((dead_keys[i].alone == character || (mark != 0 && dead_keys[i].mark == mark)) &&
          find_direct (self->dead_keys, dead_keys[i].keysym, &strokes[0]) &&
          find_direct (self->characters, base, &strokes[1]))
        return 2;
    }
  return 0;
}

/**
 * console_layout_dup_missing:
 * @text: as console_layout_prepare () returns it
 *
 * Returns: (transfer full): the characters of @text that no keys make, each
 *   once, in their order
 */
char *
console_layout_dup_missing (ConsoleLayout *self,
                            const char    *text)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GString *missing = g_string_new (NULL);
  ConsoleStroke strokes[CONSOLE_LAYOUT_MAX_STROKES];

  g_return_val_if_fail (CONSOLE_IS_LAYOUT (self), NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (console_layout_find (self, character, strokes) == 0 &&
          g_hash_table_add (seen, GUINT_TO_POINTER (character)))
        g_string_append_unichar (missing, character);
    }
  return g_string_free (missing, FALSE);
}

/**
 * console_layout_prepare:
 * @text: UTF-8 of whatever origin
 *
 * Returns: (transfer full) (nullable): the text as it can be typed: letters
 *   and their accents in one, one "\n" a line end; %NULL if it is no UTF-8 or
 *   has more than %CONSOLE_LAYOUT_MAX_CHARACTERS
 */
char *
console_layout_prepare (const char *text)
{
  g_autofree char *normal = NULL;
  GString *prepared;

  /* Four bytes are the most that a character has, and one may vanish. */
  if (strnlen (text, 8 * CONSOLE_LAYOUT_MAX_CHARACTERS) == 8 * CONSOLE_LAYOUT_MAX_CHARACTERS)
    return NULL;
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  if (normal == NULL)
    return NULL;
  prepared = g_string_new (normal);
  g_string_replace (prepared, "\r\n", "\n", 0);
  g_string_replace (prepared, "\r", "\n", 0);
  if (g_utf8_strlen (prepared->str, -1) <= CONSOLE_LAYOUT_MAX_CHARACTERS)
    return g_string_free (prepared, FALSE);
  g_string_free (prepared, TRUE);
  return NULL;
}
