/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-vencrypt.h"

#define VERSION "RFB 003.008\n"
#define SECURITY_VENCRYPT 19

/* Sub-types of VeNCrypt with a certificate: without a login, with a VNC
 * password, with a name and a password, with SASL. */
#define FIRST_X509 260
#define LAST_X509 264

static gboolean
receive (GSocket *socket,
         guint8  *bytes,
         gsize    length)
{
  for (gsize got = 0; got < length;)
    {
      gssize n = g_socket_receive (socket, (char *) bytes + got, length - got, NULL, NULL);

      if (n <= 0)
        return FALSE;
      got += (gsize) n;
    }

  return TRUE;
}

static gboolean
send_all (GSocket    *socket,
          const void *bytes,
          gsize       length)
{
  return g_socket_send (socket, bytes, length, NULL, NULL) == (gssize) length;
}

static gboolean
agree_on_version (GSocket *socket)
{
  guint8 version[sizeof VERSION - 1];

  return receive (socket, version, sizeof version) &&
         memcmp (version, "RFB ", 4) == 0 &&
         send_all (socket, VERSION, sizeof version);
}

static gboolean
choose_vencrypt (GSocket *socket)
{
  const guint8 choice = SECURITY_VENCRYPT;
  guint8 n = 0, types[G_MAXUINT8];

  return receive (socket, &n, 1) && n > 0 && receive (socket, types, n) &&
         memchr (types, SECURITY_VENCRYPT, n) != NULL &&
         send_all (socket, &choice, 1);
}

static gboolean
agree_on_vencrypt_version (GSocket *socket)
{
  const guint8 wanted[2] = { 0, 2 };
  guint8 offered[2], refused = 1;

  return receive (socket, offered, sizeof offered) &&
         send_all (socket, wanted, sizeof wanted) &&
         receive (socket, &refused, 1) && refused == 0;
}

static gboolean
choose_certificate (GSocket *socket)
{
  guint8 n = 0, accepted = 0;
  guint32 types[G_MAXUINT8];

  if (!receive (socket, &n, 1) || !receive (socket, (guint8 *) types, n * sizeof *types))
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (GUINT32_FROM_BE (types[i]) >= FIRST_X509 && GUINT32_FROM_BE (types[i]) <= LAST_X509)
      return send_all (socket, &types[i], sizeof types[i]) &&
             receive (socket, &accepted, 1) && accepted == 1;

  return FALSE;
}

gboolean
muster_vencrypt_begin (GSocket *socket)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  return agree_on_version (socket) && choose_vencrypt (socket) &&
         agree_on_vencrypt_version (socket) && choose_certificate (socket);
}
