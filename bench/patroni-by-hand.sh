#!/usr/bin/env bash
# Starts etcd and three members of Patroni with one synchronous standby, by hand and at once, as our charm configures them; prints the seconds
# from the first process to: a primary that takes writes, all members streaming, and one synchronous standby that Patroni may promote.
# Its last word is the whole time. Everything lies in a folder of its own ($HOWDAH_BENCH_DIR or the temporary folder) and is removed.
set -euo pipefail

net=${HOWDAH_BENCH_NET:-127.69.1}
pg=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
dir=$(mktemp -d "${HOWDAH_BENCH_DIR:-${TMPDIR:-/tmp}}/patroni-by-hand.XXXXXX")
as=()
if [[ $EUID -eq 0 ]]; then
  chown postgres: "$dir"
  as=(setpriv --reuid postgres --regid postgres --init-groups)
fi
pids=()

stop() {
  [[ ${#pids[@]} -eq 0 ]] || kill -9 "${pids[@]}" 2>/dev/null || true
  local file
  for file in "$dir"/m*/data/postmaster.pid; do
    [[ ! -e $file ]] || kill -QUIT "$(head -1 "$file")" 2>/dev/null || true
  done
  until ! kill -0 "${pids[@]}" 2>/dev/null; do sleep 0.05; done
  rm -rf "$dir"
}
trap stop EXIT

member() { # NUMBER
  mkdir -p "$dir/m$1/run"
  cat > "$dir/m$1/patroni.yml" <<YAML
scope: by-hand
namespace: /service/
name: m$1
restapi: {listen: '$net.1$1:8008', connect_address: '$net.1$1:8008', authentication: {username: patroni, password: patroni}}
etcd: {hosts: ['$net.2:2379']}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 1
    retry_timeout: 3
    maximum_lag_on_failover: 1048576
    failsafe_mode: true
    synchronous_mode: true
    synchronous_mode_strict: true
    synchronous_node_count: 1
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters:
        archive_command: /bin/true
        archive_mode: 'on'
        max_connections: '100'
        max_replication_slots: '25'
        max_wal_senders: '25'
        password_encryption: scram-sha-256
        wal_keep_size: 512MB
        wal_level: logical
        wal_log_hints: 'on'
        wal_retrieve_retry_interval: 200ms
  initdb: [{encoding: UTF8}, {locale: C.UTF-8}, data-checksums]
postgresql:
  listen: '$net.1$1:5432'
  connect_address: '$net.1$1:5432'
  data_dir: $dir/m$1/data
  bin_dir: $pg
  pgpass: $dir/m$1/pgpass
  use_unix_socket: true
  use_unix_socket_repl: true
  authentication:
    superuser: {username: operator, password: operator}
    replication: {username: replication, password: replication}
    rewind: {username: rewind, password: rewind}
  parameters: {unix_socket_directories: '$dir/m$1/run'}
  pg_hba:
  - local all all scram-sha-256
  - host replication replication 127.0.0.0/8 scram-sha-256
  - host all all 127.0.0.0/8 scram-sha-256
  basebackup: [{checkpoint: fast}]
watchdog: {mode: 'off'}
YAML
  [[ $EUID -ne 0 ]] || chown -R postgres: "$dir/m$1"
  "${as[@]}" patroni "$dir/m$1/patroni.yml" > "$dir/m$1.log" 2>&1 &
  pids+=($!)
  disown
}

key() { curl -sf "http://$net.2:2379/v2/keys/service/by-hand/$1" || true; }

query() { PGPASSWORD=operator psql -h "$leader" -U operator -d postgres -XAtc "$1" 2>/dev/null || true; }

until_true() { # WHAT COMMAND...
  local what=$1 deadline=$((SECONDS + 120))
  shift
  until "$@"; do
    [[ $SECONDS -lt $deadline ]] || { echo "no $what within 120 s; logs:" >&2; tail -n 5 "$dir"/*.log >&2; exit 1; }
    sleep 0.05
  done
  printf '%-55s %s\n' "$what" "$(bc -l <<< "scale=2; ($(date +%s%N) - $start) / 1000000000" | sed 's/^\./0./')"
}

leads() {
  local name
  name=$(key leader | sed -n 's/.*"value":"m\([123]\)".*/\1/p')
  [[ -n $name ]] || return 1
  leader=$net.1$name
  [[ $(query 'select not pg_is_in_recovery()') == t ]]
}
streams() { [[ $(query "select count(*) from pg_stat_replication where state = 'streaming'") == 2 ]]; }
is_synchronous() { [[ $(key sync) == *sync_standby*m[123]* ]]; }

start=$(date +%s%N)
mkdir "$dir/etcd"
[[ $EUID -ne 0 ]] || chown postgres: "$dir/etcd"
"${as[@]}" etcd --name e1 --enable-v2=true --data-dir "$dir/etcd" --listen-client-urls "http://$net.2:2379" --advertise-client-urls "http://$net.2:2379" \
  --listen-peer-urls "http://$net.2:2380" --initial-advertise-peer-urls "http://$net.2:2380" --initial-cluster "e1=http://$net.2:2380" \
  > "$dir/etcd.log" 2>&1 &
pids+=($!)
disown
until curl -sf "http://$net.2:2379/health" > /dev/null; do sleep 0.05; done
for number in 1 2 3; do member $number; done
until_true 'a primary that takes connections' leads
until_true 'both standbys stream' streams
until_true 'a synchronous standby that may be promoted' is_synchronous
