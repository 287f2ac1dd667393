#!/usr/bin/env bash
# One authority per cluster and what it signs. Elliptic keys: made in milliseconds, where RSA takes seconds. Sourced.

# For longer than any of these clusters lives.
CERTIFICATE_DAYS=3650

new_authority() { # FOLDER NAME
  openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$CERTIFICATE_DAYS" \
    -subj "/CN=$2" -keyout "$1/ca.key" -out "$1/ca.crt" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature' 2>/dev/null
}

new_certificate() { # FOLDER FILE SUBJECT [ALTERNATIVE NAMES]
  local extra=()
  [[ -z "${4:-}" ]] || extra=(-addext "subjectAltName=$4")
  openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$CERTIFICATE_DAYS" \
    -CA "$1/ca.crt" -CAkey "$1/ca.key" -subj "$3" -keyout "$1/$2.key" -out "$1/$2.crt" \
    -addext 'basicConstraints=critical,CA:FALSE' -addext 'keyUsage=critical,digitalSignature' \
    -addext 'extendedKeyUsage=serverAuth,clientAuth' "${extra[@]}" 2>/dev/null
}

new_key_pair() { # FOLDER FILE: the one that service account tokens are signed with
  openssl ecparam -name prime256v1 -genkey -noout -out "$1/$2.key"
  openssl ec -in "$1/$2.key" -pubout -out "$1/$2.pub" 2>/dev/null
}

base64_of() { base64 -w 0 "$1"; }

# The certificates are inside, so that the file can be copied anywhere.
write_kubeconfig() { # PKI-FOLDER CERTIFICATE SERVER CLUSTER FILE
  local pki="$1" certificate="$2" server="$3" cluster="$4" file="$5"
  ( umask 077
    cat >"$file.new" <<YAML
apiVersion: v1
kind: Config
current-context: $cluster
clusters:
- name: $cluster
  cluster:
    server: $server
    certificate-authority-data: $(base64_of "$pki/ca.crt")
users:
- name: $cluster-$certificate
  user:
    client-certificate-data: $(base64_of "$pki/$certificate.crt")
    client-key-data: $(base64_of "$pki/$certificate.key")
contexts:
- name: $cluster
  context:
    cluster: $cluster
    user: $cluster-$certificate
YAML
  )
  mv "$file.new" "$file"
}
