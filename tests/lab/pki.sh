# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The lab's certificates: one private CA a lab, which goes when the lab goes.

certtool_quiet () {
  local said
  said=$(certtool "$@" 2>&1) || die "certtool failed: $said"
}

# RSA, as libvirt wants certificates that allow key encipherment.
new_key () { certtool_quiet --generate-privkey --key-type rsa --bits "${2:-2048}" --outfile "$1"; }

make_ca () {
  local folder=$1 name=$2
  [ ! -e "$folder/cacert.pem" ] || return 0
  mkdir -p "$folder"
  new_key "$folder/cakey.pem"
  printf '%s\n' "cn = \"$name\"" ca cert_signing_key crl_signing_key 'expiration_days = 3650' > "$folder/ca.template"
  certtool_quiet --generate-self-signed --load-privkey "$folder/cakey.pem" \
    --template "$folder/ca.template" --outfile "$folder/cacert.pem.new"
  mv "$folder/cacert.pem.new" "$folder/cacert.pem"
}

# sign CA FOLDER LINE...: a folder in the manner of libvirt's pkipath.
sign () {
  local ca=$1 folder=$2
  shift 2
  [ ! -e "$folder/clientcert.pem" ] || return 0
  mkdir -p "$folder"
  new_key "$folder/clientkey.pem" "${key_bits:-}"
  printf '%s\n' "$@" encryption_key signing_key > "$folder/template"
  certtool_quiet --generate-certificate --load-privkey "$folder/clientkey.pem" \
    --load-ca-certificate "$ca/cacert.pem" --load-ca-privkey "$ca/cakey.pem" \
    --template "$folder/template" --outfile "$folder/clientcert.pem.new"
  cp "$LAB/pki/ca/cacert.pem" "$folder/cacert.pem"
  mv "$folder/clientcert.pem.new" "$folder/clientcert.pem"
}

valid='expiration_days = 3650'
future=('activation_date = "2090-01-01 00:00:00"' 'expiration_date = "2091-01-01 00:00:00"')
past=('activation_date = "2020-01-01 00:00:00"' 'expiration_date = "2021-01-01 00:00:00"')

# host_identity N [KIND]: what host N shows to its clients.
host_identity () {
  local name=host$1 kind=${2:-good} folder=$LAB/pki/host$1
  local names=("cn = $name.lab" "dns_name = $name.lab" "dns_name = $name" "ip_address = $LAB_NET.$1")
  local usage=(tls_www_server tls_www_client) other=$LAB/pki/foreign-ca
  case $kind in
    good) sign "$LAB/pki/ca" "$folder" "${names[@]}" "${usage[@]}" "$valid" ;;
    expired) sign "$LAB/pki/ca" "$folder-expired" "${names[@]}" "${usage[@]}" "${past[@]}" ;;
    foreign)
      make_ca "$other" 'Another CA'
      sign "$other" "$folder-foreign" "${names[@]}" "${usage[@]}" "$valid" ;;
    early) sign "$LAB/pki/ca" "$folder-early" "${names[@]}" "${usage[@]}" "${future[@]}" ;;
    expiring)
      sign "$LAB/pki/ca" "$folder-expiring" "${names[@]}" "${usage[@]}" 'expiration_days = 7' ;;
    weak) key_bits=1024 sign "$LAB/pki/ca" "$folder-weak" "${names[@]}" "${usage[@]}" "$valid" ;;
    client) sign "$LAB/pki/ca" "$folder-client" "${names[@]}" tls_www_client "$valid" ;;
    misnamed)
      sign "$LAB/pki/ca" "$folder-misnamed" 'cn = elsewhere.lab' 'dns_name = elsewhere.lab' \
        "${usage[@]}" "$valid" ;;
    *) usage 'lab certify HOST good|expired|expiring|early|foreign|misnamed|weak|client' ;;
  esac
}

# identity KIND: makes a client's identity if need be and prints its folder.
identity () {
  local folder=$LAB/pki/$1
  (
    umask 077
    make_ca "$LAB/pki/ca" 'Lab CA'
    case $1 in
      admin)
        sign "$LAB/pki/ca" "$folder" 'cn = admin' tls_www_client "$valid" ;;
      foreign)
        make_ca "$LAB/pki/foreign-ca" 'Another CA'
        sign "$LAB/pki/foreign-ca" "$folder" 'cn = stranger' tls_www_client "$valid" ;;
      expired)
        sign "$LAB/pki/ca" "$folder" 'cn = former admin' tls_www_client "${past[@]}" ;;
      early)
        sign "$LAB/pki/ca" "$folder" 'cn = next admin' tls_www_client "${future[@]}" ;;
      expiring)
        sign "$LAB/pki/ca" "$folder" 'cn = old admin' tls_www_client 'expiration_days = 7' ;;
      *) usage 'lab identity admin|foreign|expired|expiring|early' ;;
    esac
  )
  printf '%s\n' "$folder"
}

make_pki () {
  local i jobs=()
  identity admin > /dev/null
  for i in $(seq "$1"); do
    (umask 077; host_identity "$i") &
    jobs+=($!)
  done
  for i in "${jobs[@]}"; do wait "$i" || die 'a certificate could not be made'; done
}
