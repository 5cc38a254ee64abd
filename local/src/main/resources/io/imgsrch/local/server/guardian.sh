# Ends servers when the program that started them is gone.
# Standard input: "SIGNAL WORD PIDFILE" guards the process of a pid file, "- WORD PIDFILE" releases it.
# At its end, each process whose command line has WORD gets SIGNAL, and KILL if it stays.
trap '' HUP INT QUIT TERM
set -f
newline='
'
IFS=$newline
wards=

while IFS=' ' read -r signal word file; do
  kept=
  for ward in $wards; do
    case $ward in
      *" $file") ;;
      *) kept=$kept$ward$newline ;;
    esac
  done
  wards=$kept
  case $signal in
    -) ;;
    *) wards=$wards"$signal $word $file"$newline ;;
  esac
done

command_line() {
  if [ -r "/proc/$1/cmdline" ]; then
    tr '\0' ' ' <"/proc/$1/cmdline"
  else
    ps -p "$1" -o args= 2>/dev/null
  fi
}

# Sends a signal to every guarded process that lives: its own one, or $1. False if none lives.
signal_living() {
  some=1
  for ward in $wards; do
    signal=${1:-${ward%% *}}
    rest=${ward#* }
    pid=$(head -n 1 "${rest#* }" 2>/dev/null)
    case $pid in
      '' | *[!0-9]*) continue ;;
    esac
    case $(command_line "$pid") in
      *"${rest%% *}"*) kill -s "$signal" "$pid" 2>/dev/null && some=0 ;;
    esac
  done
  return $some
}

signal_living ''
tries=0
while signal_living 0; do
  tries=$((tries + 1))
  if [ $tries -eq 50 ]; then
    signal_living KILL
  elif [ $tries -gt 60 ]; then
    exit 1
  fi
  sleep 0.2 2>/dev/null || sleep 1
done
