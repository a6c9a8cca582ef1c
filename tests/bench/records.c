/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shared records of a data center cost.
 *
 * records make FOLDER             writes the images of 50 hosts' worth of records there
 * records open PKI URI            how long a desk that knows nothing takes to know them
 *                                 all, and how long it takes just to list and download
 *                                 the same volumes
 * records write PKI ROUNDS URI... how long it takes to put one record on all hosts, which
 *                                 are connected, and how long virsh takes to make one
 *                                 volume of its size on the first
 *
 * records copy PKI ROUNDS URI...  how long it takes after a definition on the first host has
 *                                 come, and has gone, until all of them have the copy
 *
 * A line a round, of copy one a change and seconds only: seconds of ours and of the other, the longest time, in milliseconds, in
 * which our main loop did not come to its next event, and the most that it worked in such
 * a time.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "muster-desk.h"
#include "muster-record-image.h"
#include "muster-vm-copies.h"

/* Copies that have not come by then never do. */
#define PATIENCE_S 60
#define N_HOSTS    50
#define N_VMS      100   /* on each host */
#define N_CLUSTERS 10
#define N_RECORDS  3000
#define POOL       "muster"

G_GNUC_NORETURN static void
fail (const char *text)
{
  fprintf (stderr, "records: %s\n", text);
  exit (1);
}

/* --- the content ----------------------------------------------------------------------- */

/* As a person would have it, and as libvirt writes it. */
static void
append_vm (GString *xml,
           GRand   *rand,
           guint    host,
           guint    number)
{
  g_autofree char *uuid = g_uuid_string_random ();

  g_string_append_printf (xml, "<domain type='kvm'>\n  <name>vm-%02u-%03u</name>\n"
                          "  <uuid>%s</uuid>\n  <title>Service %u</title>\n"
                          "  <memory unit='KiB'>%u</memory>\n  <vcpu>%u</vcpu>\n"
                          "  <os><type arch='x86_64' machine='pc-q35-9.2'>hvm</type></os>\n",
                          host, number, uuid, g_rand_int (rand) % 1000,
                          1048576 * (1 + g_rand_int (rand) % 16), 1 + g_rand_int (rand) % 8);
  for (guint i = 0; i < 12; i++)
    g_string_append_printf (xml, "  <controller type='pci' index='%u' model='pcie-root-port'>\n"
                            "    <model name='pcie-root-port'/>\n"
                            "    <target chassis='%u' port='0x%x'/>\n"
                            "    <address type='pci' domain='0x0000' bus='0x00' slot='0x02' "
                            "function='0x%x'/>\n  </controller>\n", i, i, 16 + i, i % 8);
  for (guint i = 0; i < 4; i++)
    g_string_append_printf (xml, "  <disk type='file' device='disk'>\n"
                            "    <driver name='qemu' type='qcow2' discard='unmap'/>\n"
                            "    <source file='/var/lib/libvirt/images/%08x-%u.qcow2'/>\n"
                            "    <target dev='vd%c' bus='virtio'/>\n  </disk>\n"
                            "  <interface type='network'>\n"
                            "    <mac address='52:54:00:%02x:%02x:%02x'/>\n"
                            "    <source network='net-%u'/>\n    <model type='virtio'/>\n"
                            "  </interface>\n", g_rand_int (rand), i, 'a' + (int) i,
                            g_rand_int (rand) & 255, g_rand_int (rand) & 255, number & 255,
                            g_rand_int (rand) % 20);
  g_string_append (xml, "</domain>\n");
}

static char *
pack_vms (GRand *rand,
          guint  host)
{
  g_autoptr (GString) xml = g_string_new ("<domains>\n");
  g_autoptr (GConverter) compressor = G_CONVERTER (
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) packed = NULL;

  for (guint i = 0; i < N_VMS; i++)
    append_vm (xml, rand, host, i);
  g_string_append (xml, "</domains>\n");
  plain = g_bytes_new (xml->str, xml->len);
  packed = g_converter_convert_bytes (compressor, plain, NULL);

  return g_base64_encode (g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
}

static void
keep (const char   *folder,
      MusterRecord *record)
{
  g_autofree char *name = muster_record_image_make_name (record);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) image = muster_record_image_encode (record);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, g_bytes_get_data (image, NULL),
                            (gssize) g_bytes_get_size (image), &error))
    fail (error->message);
}

static void
make (const char         *folder,
      const char         *kind,
      const char         *id,
      guint               counter,
      const char * const *parents,
      JsonObject         *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterRecord) record =
    muster_record_new (kind, id, counter, "bench-desk-1a2b3c4d5e6f", parents,
                       g_get_real_time (), content, &error);

  if (record == NULL)
    fail (error->message);
  keep (folder, record);
}

/* Every tenth was changed once. */
static void
make_facts (const char *folder)
{
  static const char * const kinds[] = { "network", "template", "tag", "event" };
  guint n = 1;    /* the data center's own */

  for (guint i = 0; n < N_RECORDS; i++)
    {
      const char *kind = i < N_CLUSTERS ? MUSTER_CLUSTER_RECORD_KIND
                       : i < N_CLUSTERS + N_HOSTS ? MUSTER_MEMBER_RECORD_KIND
                                                  : kinds[i % G_N_ELEMENTS (kinds)];
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *name = g_strdup_printf ("Number %u", i);
      g_autoptr (JsonObject) content = json_object_new ();

      json_object_set_string_member (content, "name", name);
      json_object_set_string_member (content, "description",
                                     "What one person wants the others to know of it, in a "
                                     "sentence or two.");
      make (folder, kind, id, 1, NULL, content);
      if (++n < N_RECORDS && i % 10 == 0)
        {
          make (folder, kind, id, 2,
                (const char *[]) { "1-bench-desk-1a2b3c4d5e6f", NULL }, content);
          n++;
        }
    }
}

static int
make_all (const char *folder)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (JsonObject) content = json_object_new ();
  g_autofree char *id = g_uuid_string_random ();

  json_object_set_string_member (content, "name", "Bench");
  make (folder, MUSTER_DATA_CENTER_RECORD_KIND, id, 1, NULL, content);
  make_facts (folder);
  for (guint i = 0; i < N_HOSTS; i++)
    {
      g_autoptr (JsonObject) copies = json_object_new ();
      g_autofree char *text = pack_vms (rand, i);
      g_autofree char *host = g_uuid_string_random ();

      json_object_set_string_member (copies, "domains", text);
      make (folder, "vms", host, 1, NULL, copies);
    }

  return 0;
}

/* --- the desk ----------------------------------------------------------------------------- */

static gint64 loop_began;
static gint64 loop_worked;
static gint64 longest;     /* microseconds that an iteration took, and of those */
static gint64 hardest;     /* the most that the thread worked in one */

static gint64
read_worked (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  int result;

  if (loop_began != 0)
    {
      longest = MAX (longest, g_get_monotonic_time () - loop_began);
      hardest = MAX (hardest, read_worked () - loop_worked);
    }
  result = g_poll (fds, n_fds, timeout);
  loop_began = g_get_monotonic_time ();
  loop_worked = read_worked ();

  return result;
}

static void
await (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  if (dex_future_get_value (future, &error) == NULL)
    fail (error->message);
  dex_unref (future);
}

static MusterDesk *
open_desk (const char * const *uris,
           const char         *pki)
{
  g_autoptr (GError) error = NULL;
  MusterDesk *desk = muster_desk_new_for_uris (uris, pki, &error);
  GListModel *hosts;

  if (desk == NULL)
    fail (error->message);
  await (muster_desk_load (desk));
  await (muster_inventory_start (muster_desk_get_inventory (desk), TRUE));
  hosts = muster_data_center_get_hosts (
    muster_inventory_get_data_center (muster_desk_get_inventory (desk)));
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      while (muster_host_get_state (host) != MUSTER_HOST_ONLINE)
        g_main_context_iteration (NULL, TRUE);
    }

  return desk;
}


static void
read_all (MusterDesk *desk)
{
  await (muster_membership_read (muster_desk_get_membership (desk)));
}

static guint
count_records (MusterDesk *desk)
{
  DexFuture *future =
    muster_store_list (muster_membership_get_store (muster_desk_get_membership (desk)), NULL);
  guint n = ((GPtrArray *) g_value_get_boxed (dex_future_get_value (future, NULL)))->len;

  dex_unref (future);

  return n;
}

static double
seconds_since (gint64 began)
{
  return (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
}

/* --- the least --------------------------------------------------------------------------- */

static virStoragePoolPtr
open_pool (const char *uri,
           const char *pki)
{
  g_autofree char *whole = g_strdup_printf ("%s?pkipath=%s", uri, pki);
  virConnectPtr connect = virConnectOpen (whole);
  virStoragePoolPtr pool = connect != NULL ? virStoragePoolLookupByName (connect, POOL) : NULL;

  if (pool == NULL)
    fail (virGetLastErrorMessage ());

  return pool;
}

static void
close_pool (virStoragePoolPtr pool)
{
  virConnectPtr connect = virStoragePoolGetConnect (pool);

  virConnectRef (connect);
  virStoragePoolFree (pool);
  virConnectClose (connect);
  virConnectClose (connect);
}

static int
receive_cb (virStreamPtr  stream,
            const char   *bytes,
            size_t        n_bytes,
            void         *content)
{
  g_byte_array_append (content, (const guint8 *) bytes, (guint) n_bytes);

  return (int) n_bytes;
}

static void
download (virStoragePoolPtr pool,
          virStorageVolPtr  volume)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  virStreamPtr stream = virStreamNew (virStoragePoolGetConnect (pool), 0);

  if (virStorageVolDownload (volume, stream, 0, 0, 0) < 0 ||
      virStreamRecvAll (stream, receive_cb, content) < 0 || virStreamFinish (stream) < 0)
    fail (virGetLastErrorMessage ());
  virStreamFree (stream);
}

static int
download_all (virStoragePoolPtr pool)
{
  virStorageVolPtr *volumes = NULL;
  int n = virStoragePoolListAllVolumes (pool, &volumes, 0);

  for (int i = 0; i < n; i++)
    {
      download (pool, volumes[i]);
      virStorageVolFree (volumes[i]);
    }
  free (volumes);

  return n;
}

/* Writes the files that virsh reads, and returns its commands. */
static char *
prepare_virsh (GBytes *image)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *folder = g_dir_make_tmp ("records-XXXXXX", NULL);
  g_autofree char *xml_path = g_build_filename (folder, "xml", NULL);
  g_autofree char *image_path = g_build_filename (folder, "image", NULL);
  g_autofree char *xml =
    g_strdup_printf ("<volume><name>%s</name><capacity>%" G_GSIZE_FORMAT "</capacity><target>"
                     "<format type='raw'/></target></volume>", name, g_bytes_get_size (image));

  if (!g_file_set_contents (xml_path, xml, -1, NULL) ||
      !g_file_set_contents (image_path, g_bytes_get_data (image, NULL),
                            (gssize) g_bytes_get_size (image), NULL))
    fail ("the volume's files could not be written");

  return g_strdup_printf ("vol-create " POOL " %s; vol-upload %s %s --pool " POOL,
                          xml_path, name, image_path);
}

static void
run_virsh (const char *uri,
           const char *pki,
           const char *commands)
{
  g_autofree char *whole = g_strdup_printf ("%s?pkipath=%s", uri, pki);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) virsh =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                      "virsh", "-q", "-c", whole, commands, NULL);

  if (virsh == NULL || !g_subprocess_wait_check (virsh, NULL, &error))
    fail (error->message);
}

/* --- the rounds --------------------------------------------------------------------------- */

static int
time_open (const char *pki,
           const char *uri)
{
  MusterDesk *desk = open_desk ((const char *[]) { uri, NULL }, pki);
  virStoragePoolPtr pool;
  gint64 began = g_get_monotonic_time ();
  double ours, least;
  guint n_records;
  int n_volumes;

  longest = hardest = 0;
  read_all (desk);
  ours = seconds_since (began);
  n_records = count_records (desk);
  await (muster_inventory_close (muster_desk_get_inventory (desk)));

  pool = open_pool (uri, pki);
  began = g_get_monotonic_time ();
  n_volumes = download_all (pool);
  least = seconds_since (began);
  close_pool (pool);

  printf ("%.4f %.4f %.1f %.1f\n", ours, least, (double) longest / 1000,
          (double) hardest / 1000);
  fprintf (stderr, "%u records in %d volumes\n", n_records, n_volumes);

  return 0;
}

static MusterRecord *
put_one (MusterDesk *desk)
{
  MusterStore *store = muster_membership_get_store (muster_desk_get_membership (desk));
  g_autoptr (JsonObject) content = json_object_new ();
  g_autofree char *id = g_uuid_string_random ();
  DexFuture *future;
  MusterRecord *record;

  json_object_set_string_member (content, "name", id);
  future = muster_store_put (store, "tag", id, content, NULL);
  await (dex_ref (future));
  record = g_value_dup_object (dex_future_get_value (future, NULL));
  dex_unref (future);

  return record;
}

static guint
count_copies (MusterDesk   *desk,
              MusterRecord *record)
{
  return muster_membership_count_copies (muster_desk_get_membership (desk), record, NULL);
}

/* A put resolves with the first host that has it; here it is over when all have. */
static MusterRecord *
put_everywhere (MusterDesk *desk,
                guint       n_hosts)
{
  MusterRecord *record = put_one (desk);

  while (count_copies (desk, record) < n_hosts)
    g_main_context_iteration (NULL, TRUE);

  return record;
}

/* After an upload a host looks through its whole pool, and answers only then. */
static void
await_quiet (GPtrArray *pools)
{
  for (guint i = 0; i < pools->len; i++)
    virStoragePoolNumOfVolumes (pools->pdata[i]);
}

static int
time_writes (const char         *pki,
             guint               n_rounds,
             const char * const *uris)
{
  MusterDesk *desk = open_desk (uris, pki);
  g_autoptr (GPtrArray) pools = g_ptr_array_new_with_free_func ((GDestroyNotify) close_pool);

  for (guint i = 0; uris[i] != NULL; i++)
    g_ptr_array_add (pools, open_pool (uris[i], pki));
  read_all (desk);
  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (MusterRecord) record = NULL;
      g_autoptr (GBytes) image = NULL;
      g_autofree char *commands = NULL;
      gint64 began;
      double ours;

      await_quiet (pools);
      longest = hardest = 0;
      loop_began = 0;
      began = g_get_monotonic_time ();
      record = put_everywhere (desk, g_strv_length ((char **) uris));
      ours = seconds_since (began);
      image = muster_record_image_encode (record);
      commands = prepare_virsh (image);
      await_quiet (pools);
      began = g_get_monotonic_time ();
      run_virsh (uris[0], pki, commands);
      printf ("%.4f %.4f %.1f %.1f\n", ours, seconds_since (began), (double) longest / 1000,
              (double) hardest / 1000);
    }
  await (muster_inventory_close (muster_desk_get_inventory (desk)));

  return 0;
}

/* --- copies -------------------------------------------------------------------------------- */

static MusterRecord *
dup_copies (MusterDesk *desk,
            const char *uuid)
{
  MusterStore *store = muster_membership_get_store (muster_desk_get_membership (desk));
  DexFuture *future = muster_store_get (store, MUSTER_VMS_RECORD_KIND, uuid);
  const GValue *value;
  MusterRecord *record;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, NULL);
  record = value != NULL ? g_value_dup_object (value) : NULL;
  dex_unref (future);

  return record;
}

static gboolean
is_copied (MusterDesk   *desk,
           MusterRecord *record,
           MusterRecord *before,
           guint         n_hosts)
{
  return record != NULL &&
         (before == NULL || !g_str_equal (muster_record_get_revision (record),
                                          muster_record_get_revision (before))) &&
         count_copies (desk, record) >= n_hosts;
}

/* Returns: (transfer full): the copies of the host that come after @before, once all have them. */
static MusterRecord *
await_copies (MusterDesk   *desk,
              const char   *uuid,
              MusterRecord *before,
              guint         n_hosts)
{
  MusterRecord *record = dup_copies (desk, uuid);
  gint64 began = g_get_monotonic_time ();

  while (!is_copied (desk, record, before, n_hosts))
    {
      if (seconds_since (began) > PATIENCE_S)
        fail ("the hosts have no copy");
      g_clear_object (&record);
      g_main_context_iteration (NULL, TRUE);
      record = dup_copies (desk, uuid);
    }

  return record;
}

static virDomainPtr
define (virConnectPtr connect)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *xml =
    g_strdup_printf ("<domain type='qemu'><name>%s</name><memory>65536</memory>"
                     "<os><type>hvm</type></os></domain>", name);
  virDomainPtr domain = virDomainDefineXML (connect, xml);

  if (domain == NULL)
    fail (virGetLastErrorMessage ());

  return domain;
}

static MusterHost *
find_host (MusterDesk *desk,
           const char *uri)
{
  GListModel *hosts = muster_data_center_get_hosts (
    muster_inventory_get_data_center (muster_desk_get_inventory (desk)));

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (g_str_equal (muster_host_get_uri (host), uri))
        return host;
    }
  fail ("the desk has no such host");

  return NULL;
}

static char *
await_uuid (MusterHost *host)
{
  while (muster_host_get_uuid (host) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_strdup (muster_host_get_uuid (host));
}

/* From the end of what an admin does to a definition until all hosts have the copy. */
static int
time_copies (const char         *pki,
             guint               n_rounds,
             const char * const *uris)
{
  MusterDesk *desk = open_desk (uris, pki);
  guint n_hosts = g_strv_length ((char **) uris);
  virStoragePoolPtr pool = open_pool (uris[0], pki);
  g_autofree char *uuid = await_uuid (find_host (desk, uris[0]));
  g_autoptr (MusterRecord) known = NULL;

  read_all (desk);
  muster_membership_follow (muster_desk_get_membership (desk));
  muster_vm_copier_follow (muster_desk_get_copier (desk));
  known = await_copies (desk, uuid, NULL, n_hosts);
  for (guint i = 0; i < n_rounds; i++)
    {
      virDomainPtr domain = define (virStoragePoolGetConnect (pool));
      gint64 began = g_get_monotonic_time ();

      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (MusterRecord) before = g_steal_pointer (&known);

          known = await_copies (desk, uuid, before, n_hosts);
          printf ("%.4f\n", seconds_since (began));
          if (k == 0 && virDomainUndefine (domain) < 0)
            fail (virGetLastErrorMessage ());
          began = g_get_monotonic_time ();
        }
      virDomainFree (domain);
    }
  close_pool (pool);
  await (muster_inventory_close (muster_desk_get_inventory (desk)));

  return 0;
}

int
main (int    argc,
      char **argv)
{
  const char *verb = argc > 1 ? argv[1] : "";

  dex_init ();
  virInitialize ();
  g_main_context_set_poll_func (NULL, poll_cb);
  if (g_str_equal (verb, "make") && argc == 3)
    return make_all (argv[2]);
  if (g_str_equal (verb, "open") && argc == 4)
    return time_open (argv[2], argv[3]);
  if (g_str_equal (verb, "write") && argc > 4)
    return time_writes (argv[2], (guint) atoi (argv[3]), (const char * const *) argv + 4);

  if (g_str_equal (verb, "copy") && argc > 4)
    return time_copies (argv[2], (guint) atoi (argv[3]), (const char * const *) argv + 4);

  return 2;
}
