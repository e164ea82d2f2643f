# shellcheck shell=bash
# What scripts/coach and scripts/test share: sets this machine up, once. Read with `source`.
#
#   set_up coach     what a session needs
#   set_up test      the same, and what the tests need
#
# It says in plain lines what it installs and why, before it does. A second call finds a stamp
# of what was installed and returns at once, without network or package manager. A set-up that was
# broken off is begun again. Works with Bash 3.2, the one of macOS.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
venv=$root/.venv
log=$venv/set-up.log
unfinished=$venv/unfinished

say() { printf '%s\n' "$*"; }

give_up() {
  printf '%s\n' "$@" >&2
  exit 1
}

set_up() {
  local purpose=$1 now stamp=$venv/ready-for-$1
  # The path belongs to it: a virtual environment does not survive a move.
  now="$root $(cat "$root"/requirements*.lock "$root/pyproject.toml" "$root/scripts/setup.sh" | cksum)"
  if [ -x "$venv/bin/voicecoach" ] && [ -x "$venv/bin/python" ] &&
    [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then
    return
  fi
  trap 'give_up "Broken off. Run $(display "$0") again to go on."' INT TERM
  say "Setting up. This is done once, and needs the internet."
  mkdir -p "$venv" 2>/dev/null || give_up "This account may not write into $root."
  rm -f "$venv"/ready-for-*
  if [ -e "$unfinished" ]; then
    say "An earlier set-up was broken off. Beginning again."
    rm -rf "$venv"
    mkdir -p "$venv"
  fi
  : >"$log"
  install_system_packages "$purpose"
  install_python_packages "$purpose"
  printf '%s\n' "$now" >"$venv/ready-for-coach"
  [ "$purpose" = coach ] || printf '%s\n' "$now" >"$stamp"
  trap - INT TERM
  say "Everything is set up."
}

# A command that may take long, its output kept in the log. A line now and then says that it is
# still at work: without a screen, silence is no sign of anything.
at_length() {
  local what=$1
  shift
  {
    code=0
    "$@" >>"$log" 2>&1 </dev/null || code=$?
    echo "$code"
  } | {
    while begun=$SECONDS && ! read -r -t 20 code; do
      # An end without a code: the command's shell was killed.
      [ $((SECONDS - begun)) -ge 19 ] || exit 1
      say "Still working: $what."
    done
    exit "$code"
  }
}

# --- Python ------------------------------------------------------------------------------------

# What Python says about itself: its path, if it is one that can be used. The name has the version
# in it, so that the environment breaks openly when the system moves on to another one.
probe='
import os, sys
if not (3, 11) <= sys.version_info[:2] <= (3, 14) or sys.maxsize < 2**32:
    sys.exit(1)
path = getattr(sys, "_base_executable", sys.executable) # of a virtual environment: what it is made of
named = os.path.join(os.path.dirname(path), "python%d.%d" % sys.version_info[:2])
print(named if os.path.exists(named) else path)
'

# Prints the path of a usable Python. 3.13 and 3.11 come first: all packages have wheels for them.
find_python() {
  local name
  if [ -n "${PYTHON:-}" ]; then
    "$PYTHON" -c "$probe" 2>/dev/null
    return
  fi
  for name in python3.13 python3.11 python3.12 python3.14 python3 python; do
    "$name" -c "$probe" 2>/dev/null && return
  done
  return 1
}

no_python() {
  give_up \
    "voicecoach needs Python 3.11, 3.12, 3.13 or 3.14, 64 bit, and found none here." \
    "${PYTHON:+PYTHON is set to $PYTHON, which is none of them. }$1" \
    "Where you have one in another place, name it: PYTHON=/path/to/python3 $(display "$0")"
}

install_python_packages() {
  local purpose=$1 python lock=$root/requirements.lock
  [ "$purpose" = coach ] || lock=$root/requirements-dev.lock
  python=$(find_python) || no_python ""
  touch "$unfinished"
  if ! "$venv/bin/python" -c "import pip; $probe" >/dev/null 2>&1; then
    say "Making a virtual environment in $venv, with $python."
    at_length "making the environment" "$python" -m venv "$venv" ||
      give_up "$(tail -5 "$log")" "The virtual environment could not be made; $log has more."
  fi
  say "Installing the Python packages that $(basename "$lock") lists into it:" \
    "the sound, the voice, the recognizer. This takes some minutes."
  # Builds use the pinned tools of requirements-build.lock, not the newest ones of the day.
  usable_packages "$lock" >"$venv/requirements.txt"
  if ! { pip -r "$root/requirements-build.lock" --require-hashes &&
    pip -r "$venv/requirements.txt" --require-hashes &&
    pip --editable "$root"; }; then
    give_up "$(grep -iE 'error' "$log" | tail -5)" \
      "The Python packages could not be installed. Is the internet reachable? $log has more." \
      "Run $(display "$0") again to go on."
  fi
  rm -f "$unfinished"
}

pip() {
  PATH=$venv/bin:$PATH at_length "installing Python packages" "$venv/bin/python" -m pip install \
    --disable-pip-version-check --no-input --progress-bar off --no-deps --no-build-isolation "$@"
}

# The lock, without what has no wheel for this system: macOS before 15, macOS on Intel, old glibc.
usable_packages() {
  local without=''
  if ! recognizer_fits; then
    say "The better recognizer does not run on this system; the coach will hear less well." >&2
    without=moonshine-voice
  fi
  if ! sound_files_fit; then
    say "What makes sound files does not run on this system: there is no voicecoach render." >&2
    without="$without av"
  fi
  awk -v without=" $without " '
    /^[^ ]/ { split($1, name, "=="); skip = index(without, " " name[1] " ") }
    !skip' "$1"
}

# The wheels' own names tell what they need.
recognizer_fits() { system_has Darwin-arm64 15 Linux-x86_64 2.34 Linux-aarch64 2.31; }
sound_files_fit() {
  system_has Darwin-arm64 14 Darwin-x86_64 11 Linux-x86_64 2.28 Linux-aarch64 2.28
}

# Whether this system is one of those named, and its macOS or glibc the version behind it or later.
system_has() {
  local here have=''
  here=$(uname -s)-$(uname -m)
  case $here in
    Darwin-*) have=$(sw_vers -productVersion) ;;
    Linux-*) have=$(getconf GNU_LIBC_VERSION 2>/dev/null) || true ;;
  esac
  have=${have#glibc }
  while [ $# -gt 0 ]; do
    if [ "$1" = "$here" ]; then
      [ -n "$have" ] && at_least "$have" "$2"
      return
    fi
    shift 2
  done
  return 1
}

# Whether version $1 is $2 or later; two numbers count.
at_least() {
  local IFS=.
  # shellcheck disable=SC2206 # split at the dots
  local have=($1) need=($2)
  [ "${have[0]}" -gt "${need[0]}" ] ||
    { [ "${have[0]}" = "${need[0]}" ] && [ "${have[1]:-0}" -ge "${need[1]:-0}" ]; }
}

# --- System packages ---------------------------------------------------------------------------

install_system_packages() {
  case $(uname -s) in
    Darwin) install_with_brew "$1" ;;
    *)
      if command -v apt-get >/dev/null; then
        install_with_apt "$1"
      else
        say "This system has no apt, so its packages are yours to install. Needed are a C compiler," \
          "the headers of Python and PortAudio, and libespeak-ng." \
          "docs/platforms.md has their names."
      fi
      ;;
  esac
}

# One line a package: its name, a bar, why.
packages_for_apt() {
  local python=$1 purpose=$2 prefix
  say "gcc|compiles PyAudio, the link to the sound devices"
  say "libc6-dev|is needed by the compiler"
  say "portaudio19-dev|is what PyAudio is compiled against"
  case $python in
    /usr/bin/*)
      prefix=$(basename "$python")
      # The distribution's own Python has unnumbered names too, which other Pythons have not.
      say "$prefix-dev|is needed to compile PyAudio"
      say "$prefix-venv|makes the virtual environment"
      ;;
  esac
  say "libespeak-ng1|is the voice"
  say "espeak-ng-data|is the voice's languages"
  say "libasound2-plugins|leads PyAudio to PulseAudio or PipeWire"
  if [ "$purpose" = test ]; then
    say "espeak-ng|speaks to the coach in the tests"
    say "flite|speaks to the coach in the tests, in other voices"
    say "pulseaudio-utils|plays and records in the tests"
    say "shellcheck|checks these scripts"
    say "strace|shows the tests what the journal writes, and when"
    if may_have_pulseaudio; then
      say "pulseaudio|makes a virtual speaker and microphone for the tests"
    fi
  fi
}

# PulseAudio's server takes the place of PipeWire's ALSA link on some desktops. Nobody's sound is
# taken away for a test: the tests that need it are then left out, and say so.
may_have_pulseaudio() { ! is_installed pipewire-alsa && ! is_installed pipewire-audio; }

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_with_apt() {
  local purpose=$1 python name why missing=''
  if ! python=$(find_python); then
    python=$(python_from_apt) || no_python "This system offers $(apt_version python3 || echo none)."
    is_installed "$(basename "$python")" || missing=$(basename "$python")
    [ -z "$missing" ] || say "To be installed: $missing runs the coach."
  fi
  while IFS='|' read -r name why; do
    is_installed "$name" && continue
    missing="$missing $name"
    say "To be installed: $name $why."
  done <<END
$(packages_for_apt "$python" "$purpose")
END
  if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # a list of names
    apt_install $missing
  fi
}

# The path that Python will have once apt has installed it.
python_from_apt() {
  [ -z "${PYTHON:-}" ] || return
  apt_version python3 >/dev/null || as_root apt-get update >>"$log" 2>&1 || true
  local usual version
  usual=$(apt_version python3) && at_least "$usual" 3.11 || usual=
  usual=$(printf '%s' "$usual" | sed 's/^\([0-9]*\.[0-9]*\).*/\1/')
  for version in $usual 3.13 3.11 3.12 3.14; do
    apt_version "python$version-venv" >/dev/null && say "/usr/bin/python$version" && return
  done
  return 1
}

apt_version() {
  local version
  version=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p')
  [ -n "$version" ] && [ "$version" != "(none)" ] && say "$version"
}

apt_install() {
  local command="apt-get install --yes --no-install-recommends --no-remove $*"
  get_root_rights || give_up \
    "This account may not install system packages. Ask an administrator to run:" \
    "    sudo $command" \
    "and then run $(display "$0") again."
  say "Installing them with apt."
  # What an earlier installation left half done is finished first.
  at_length "finishing earlier installations" as_root dpkg --configure -a || true
  # Without fresh lists apt may know nothing, or ask for versions that are gone. Where they cannot
  # be fetched, those at hand may do.
  at_length "asking apt for its lists" as_root apt-get update || true
  # shellcheck disable=SC2086 # a command
  at_length "installing system packages" as_root env DEBIAN_FRONTEND=noninteractive $command ||
    give_up "$(grep -E '^(E|W): ' "$log" | tail -5)" \
      "apt could not install them. $log has more. By hand it is:" "    sudo $command"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Root rights without a question, or with sudo's own, asked where somebody can answer it.
get_root_rights() {
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null && return
  [ -t 0 ] && [ -t 2 ] || return 1
  say "sudo asks for your password now. What you type is not shown."
  sudo -v
}

install_with_brew() {
  local purpose=$1 missing='' name why
  xcode-select -p >/dev/null 2>&1 || give_up \
    "The compiler is missing. Install Apple's command line tools, and then run this again:" \
    "    xcode-select --install"
  while IFS='|' read -r name why; do
    brew list --formula "$name" >/dev/null 2>&1 && continue
    missing="$missing $name"
    say "To be installed: $name $why."
  done <<END
portaudio|is what PyAudio, the link to the sound devices, is compiled against
$(find_python >/dev/null || say "python@3.13|runs the coach")
$([ "$purpose" = coach ] || say "espeak-ng|speaks to the coach in the tests")
$([ "$purpose" = coach ] || say "shellcheck|checks these scripts")
END
  missing=${missing# }
  [ -n "$missing" ] || return 0
  command -v brew >/dev/null || give_up \
    "Homebrew, which would install them, is not here. See https://brew.sh, or install them otherwise."
  say "Installing them with Homebrew."
  # shellcheck disable=SC2086 # a list of names
  at_length "installing system packages" brew install $missing ||
    give_up "$(tail -5 "$log")" "Homebrew could not install them. By hand it is:" \
      "    brew install $missing"
}

# A command as somebody would type it.
display() {
  case $1 in
    *[\ \'\"]*) printf '"%s"' "$1" ;;
    *) printf '%s' "$1" ;;
  esac
}
