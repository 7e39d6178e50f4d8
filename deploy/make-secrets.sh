#!/bin/sh
# Makes the passwords, keys and certificates that docker-compose.yml wants, in a new folder: make-secrets.sh FOLDER
# The folder is yours alone; the files in it are readable, since processes of several users of the containers read them.
set -eu
folder=${1:?the folder to make, for instance deploy/secrets}
[ ! -e "$folder" ] || { echo "$folder is there already: nothing was changed." >&2; exit 1; }
mkdir -p "$folder" && chmod 700 "$folder" && cd "$folder"

for name in postgres-password redis-password qdrant-key s3-key; do
  openssl rand -hex 32 >"$name"
done
openssl rand -base64 32 >sourcier-key

days=3650
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days $days -subj "/CN=Sourcier stores" \
  -keyout ca-key.pem -out ca.pem 2>/dev/null
for name in postgres redis qdrant s3; do
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
    -keyout "$name-tls-key.pem" -out "$name.csr" 2>/dev/null
  printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' "$name" >"$name.ext"
  openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days $days -extfile "$name.ext" \
    -out "$name-tls.pem" 2>/dev/null
  rm "$name.csr" "$name.ext"
done
# Nobody signs with it again.
rm -f ca-key.pem ca.srl
chmod 444 ./*
echo "Made in $folder. Keep a copy of sourcier-key elsewhere: without it files and keys cannot be read."
