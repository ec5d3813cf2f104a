#!/usr/bin/env bash
# Installs the distribution's packages that Howdah's workloads and build need, and nothing else: no service is started or
# enabled, no database cluster is made, no PostgreSQL server that is already there is upgraded (that would restart it).
# Packages named as arguments are installed too.
set -euo pipefail

packages=(
  bubblewrap
  clang
  etcd-client
  etcd-server
  ldap-utils
  libc6-dev
  patroni
  pgbackrest
  pgbouncer
  prometheus-postgres-exporter
  python3-etcd
  python3-psycopg2
  slapd
  util-linux
  zlib1g-dev
  "$@"
)

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

check_dotnet() {
  local dotnet folder
  dotnet=$(command -v dotnet) || fail "the .NET 10 SDK is missing: no 'dotnet' on the PATH." \
    "Install it (https://dot.net/download, or the package dotnet-sdk-10.0 where the distribution has it) and run this again."
  folder=$(dirname "$(readlink -f "$dotnet")")/sdk
  compgen -G "$folder/10.*" >/dev/null || dotnet --list-sdks 2>/dev/null | grep -q '^10\.' ||
    fail "the .NET 10 SDK is missing: $dotnet has only: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd, - || true)." \
      "Install the SDK 10.0 (https://dot.net/download) and run this again."
}

# Prints those of its arguments that are not installed.
missing_of() {
  local installed package
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    [[ $'\n'$installed$'\n' == *$'\ninstalled '"$package"$'\n'* ]] || echo "$package"
  done
}

has_candidate() {
  local candidate
  candidate=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p')
  [[ -n $candidate && $candidate != '(none)' ]]
}

# The newest PostgreSQL server on this machine will do; without one, it is 15, or else what the distribution has.
# pgAudit, which is on by default, comes with it.
add_postgresql() {
  local newest
  newest=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | cut -d/ -f5 | grep -x '[0-9]*' | sort -n | tail -n 1 || true)
  if [[ -n $newest ]]; then
    mapfile -t -O "${#missing[@]}" missing < <(missing_of "postgresql-$newest-pgaudit")
    return
  fi
  local package=postgresql-15
  if command -v apt-cache >/dev/null && ! has_candidate "$package"; then
    package=$(apt-cache depends postgresql 2>/dev/null | sed -n 's/^  Depends: \(postgresql-[0-9]*\)$/\1/p' | head -n 1)
  fi
  package=${package:-postgresql-15}
  missing+=("$package" "$package-pgaudit")
}

check_dotnet
command -v dpkg-query >/dev/null || fail "this system has no dpkg: Howdah installs packages on Debian 12 and Ubuntu only." \
  "Elsewhere, install by hand: postgresql, ${packages[*]}."
mapfile -t missing < <(missing_of "${packages[@]}")
add_postgresql
[[ ${#missing[@]} -gt 0 ]] || exit 0

if [[ $EUID -ne 0 ]]; then
  by_hand="Run this once as root: $(readlink -f "$0")"
  command -v sudo >/dev/null ||
    fail "packages are missing (${missing[*]}), and installing them needs root; there is no sudo. $by_hand"
  echo "Installing ${missing[*]} (with sudo)"
  [[ -t 0 ]] || sudo -n true 2>/dev/null || fail "packages are missing (${missing[*]}), and sudo wants a password. $by_hand"
  exec sudo "PATH=$PATH" "$0" "$@"
fi

export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C
log=$(mktemp)
restore=("rm -f '$log'")
undo() {
  local i
  for ((i = ${#restore[@]} - 1; i >= 0; i--)); do eval "${restore[i]}" || true; done
}
trap undo EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# What apt says is of interest only when it fails.
quietly() {
  "$@" >"$log" 2>&1 </dev/null || {
    local status=$?
    tail -n 20 "$log" >&2
    return "$status"
  }
}

unknown=()
find_unknown() {
  local package
  unknown=()
  for package in "${missing[@]}"; do has_candidate "$package" || unknown+=("$package"); done
}
find_unknown
if [[ ${#unknown[@]} -gt 0 ]] || [[ -z $(find /var/lib/apt/lists -name '*Packages*' -mmin -1440 -print -quit 2>/dev/null) ]]; then
  echo "Reading the distribution's package lists"
  quietly apt-get update -q || echo "warning: 'apt-get update' failed; trying with the lists that are here" >&2
  find_unknown
fi
[[ ${#unknown[@]} -eq 0 ]] || fail "the distribution ($(. /etc/os-release && echo "$PRETTY_NAME")) has no package ${unknown[*]}." \
  "On Ubuntu, enable the component 'universe'; check /etc/apt/sources.list*, then run this again."

# Services of the packages must not start now …
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  restore+=("rm -f $policy")
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
else
  status=0
  "$policy" etcd start >/dev/null 2>&1 </dev/null || status=$?
  [[ $status -eq 101 ]] || fail "$policy exists and lets services start (exit code $status, not 101), so that etcd," \
    "pgbouncer and others would run after their installation. Install them yourself: apt-get install --no-install-recommends ${missing[*]}"
fi

# … slapd must not make a directory of its own, without which its service does not start later either, …
if [[ " ${missing[*]} " == *' slapd '* ]]; then
  echo 'slapd slapd/no_configuration boolean true' | debconf-set-selections
fi

# … and a new PostgreSQL server must not make its default cluster.
folder=/etc/postgresql-common/createcluster.d
[[ -d /etc/postgresql-common ]] || restore+=("rmdir --ignore-fail-on-non-empty /etc/postgresql-common 2>/dev/null")
[[ -d $folder ]] || restore+=("rmdir --ignore-fail-on-non-empty $folder 2>/dev/null")
restore+=("rm -f $folder/zz-howdah.conf")
mkdir -p "$folder"
echo 'create_main_cluster = false' >"$folder/zz-howdah.conf"
config=/etc/postgresql-common/createcluster.conf
if [[ -e $config ]] && ! grep -q "^include_dir.*createcluster\.d" "$config"; then
  restore+=("mv -f $config.howdah $config")
  cp -p "$config" "$config.howdah"
  echo 'create_main_cluster = false' >>"$config"
fi

# An installed server keeps its version, whatever the rest would like.
keep=()
while read -r package version; do keep+=("$package=$version"); done < <(
  dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\n' 'postgresql-[0-9]*' 2>/dev/null |
    sed -n 's/^installed \(postgresql-[0-9][0-9]* .*\)/\1/p')

mapfile -t before < <(dpkg-query -W -f='${Package}\n')
echo "Installing ${missing[*]}"
quietly apt-get install -y -q --no-install-recommends --no-remove -o Dpkg::Options::=--force-confold -o DPkg::Lock::Timeout=120 \
  "${missing[@]}" "${keep[@]}" || fail "'apt-get install ${missing[*]}' failed; its last lines are above."

# Nothing of what came may start with the next boot either.
if command -v systemctl >/dev/null; then
  while read -r unit; do
    quietly systemctl --quiet disable "$unit" || true
  done < <(comm -13 <(printf '%s\n' "${before[@]}" | sort -u) <(dpkg-query -W -f='${Package}\n' | sort -u) |
    xargs -r dpkg -L |
    sed -n -E 's#^.*/lib/systemd/system/([^/@]*\.(service|socket|timer))$#\1#p; s#^/etc/init\.d/([^/]*)$#\1.service#p' |
    grep -E '^(etcd|patroni|pgbouncer|pgbackrest|prometheus|slapd)' | sort -u)
fi

mapfile -t missing < <(missing_of "${packages[@]}")
[[ ${#missing[@]} -eq 0 ]] || fail "still not installed: ${missing[*]}"
