#!/usr/bin/env bash
# Builds what is older than its sources: the native executables in artifacts/bin, the charms in artifacts/charms.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

# Executable and its project.
projects=(
  howdah src/Howdah.Cli/Howdah.Cli.csproj
  howdah-server src/Howdah.Server/Howdah.Server.csproj
  pebble src/Howdah.Pebble/Howdah.Pebble.csproj
  hook-tool src/Howdah.HookTools/Howdah.HookTools.csproj
  howdah-charms charms/Howdah.Charms/Howdah.Charms.csproj
)
bin=artifacts/bin stage=$PWD/artifacts/stage stamps=artifacts/stamps

# The folders of a project and of all that it references, one a line.
folders_of() {
  local queue=("$1") seen=' ' project reference
  while [[ ${#queue[@]} -gt 0 ]]; do
    project=${queue[0]} queue=("${queue[@]:1}")
    [[ $seen != *" $project "* ]] || continue
    seen+="$project "
    echo "${project%/*}"
    while read -r reference; do
      queue+=("$(realpath -m --relative-to=. "${project%/*}/$reference")")
    done < <(sed -n 's/.*<\(ProjectReference\|Compile\) Include="\([^"]*\)".*/\2/p' "$project")
  done
}

# One hash of the contents of what lies in the folders, and of what every build reads.
fingerprint() {
  find "$@" Directory.*.props global.json scripts/build.sh scripts/native.proj \
    \( -name bin -o -name obj \) -prune -o -type f -print0 |
    sort -zu | xargs -0 sha1sum | sha1sum | cut -d' ' -f1
}

# By rename, as all else: folders may share what is built by hard links.
stamp() { # NAME FINGERPRINT
  rm -f "$stamps/.new"
  echo "$2" >"$stamps/.new"
  mv -f "$stamps/.new" "$stamps/$1"
}

is_current() { # NAME FINGERPRINT
  [[ -e $stamps/$1 && $(<"$stamps/$1") == "$2" ]]
}

# Copies the files of a folder that have one of the names to another folder, each by rename: what runs keeps its own.
place_all() { # FROM TO NAME...
  local from=$1 to=$2 name file
  shift 2
  for name in "$@"; do
    for file in "$from"/$name; do
      [[ -f $file ]] || continue
      cp --remove-destination --reflink=auto "$file" "$to/.new"
      chmod a+rX "$to/.new"
      mv -f "$to/.new" "$to/${file##*/}"
    done
  done
}

all=$(fingerprint src charms)
! is_current all "$all" || exit 0

mkdir -p "$bin" "$stage" "$stamps" artifacts/charms
exec 9>artifacts/lock
flock -n 9 || { echo "Waiting for another build of this folder" && flock 9; }
! is_current all "$all" || exit 0
trap 'echo "error: the build failed; the messages above say where" >&2' ERR

names=() prints=() built=() build=''
for ((i = 0; i < ${#projects[@]}; i += 2)); do
  mapfile -t folders < <(folders_of "${projects[i + 1]}" | sort -u)
  print=$(fingerprint "${folders[@]}")
  is_current "${projects[i]}" "$print" && [[ -x $bin/${projects[i]} ]] && continue
  names+=("${projects[i]}") prints+=("$print") built+=("${projects[i + 1]}") build+="../${projects[i + 1]};"
done

if [[ ${#names[@]} -gt 0 ]]; then
  echo "Building ${names[*]} (native code; a first build takes some minutes)"
  SECONDS=0
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
  # What 'dotnet publish --use-current-runtime' sets, for all of them in one build.
  msbuild=(dotnet msbuild scripts/native.proj -nologo -m -v:m "-p:Binaries=${build//;/%3B}" "-p:Stage=$stage"
    -p:UseCurrentRuntimeIdentifier=true -p:_IsPublishing=true)
  # A restore sometimes misses a package of the runtime that the next one gets.
  "${msbuild[@]}" -t:Restore -v:q || "${msbuild[@]}" -t:Restore
  rm -rf "$stage"
  "${msbuild[@]}" -t:Publish
  for ((i = 0; i < ${#names[@]}; i++)); do
    place_all "$stage/$(basename "${built[i]}" .csproj)" "$bin" "${names[i]}" '*.so'
    stamp "${names[i]}" "${prints[i]}"
  done
  echo "Built in ${SECONDS} s"
fi

for packed in artifacts/charms/*/; do
  [[ -e ${packed#artifacts/}metadata.yaml ]] || rm -rf "$packed"
done
for metadata in charms/*/metadata.yaml; do
  [[ -e $metadata ]] || continue
  charm=${metadata%/*} packed=artifacts/$metadata
  mkdir -p "${packed%/*}"
  place_all "$charm" "${packed%/*}" '*.yaml'
  [[ ! $bin/howdah-charms -ef ${packed%/*}/dispatch ]] || continue
  ln -f "$bin/howdah-charms" "${packed%/*}/.dispatch"
  mv -f "${packed%/*}/.dispatch" "${packed%/*}/dispatch"
done
stamp all "$all"
