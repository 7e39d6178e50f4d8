# Runs a command in a root of its own that holds the system's programs and fonts, read only, and one folder to work in.
# Usage, in new user, mount and process namespaces (the mounts are theirs alone):
#   sh enter-sandbox.sh PROGRAMS FOLDER COMMAND...
# PROGRAMS is shown beside the system's own; FOLDER holds an empty folder `root`, and `work`, which becomes /work.
set -eu
programs=$1
folder=$2
shift 2

mount -t tmpfs -o size=1m,mode=755,nosuid,nodev sandbox "$folder/root"
cd "$folder/root"
mkdir -p proc dev work old etc var
ln -s work/tmp tmp

show() {
  for place in "$@"; do
    if [ -L "$place" ]; then
      mkdir -p ".${place%/*}"
      cp -P "$place" ".$place"
    elif [ -d "$place" ]; then
      mkdir -p ".$place"
      mount --bind "$place" ".$place"
      mount -o remount,bind,ro ".$place"
    elif [ -e "$place" ]; then
      mkdir -p ".${place%/*}"
      : > ".$place"
      mount --bind "$place" ".$place"
      mount -o remount,bind,ro ".$place"
    fi
  done
}
show /usr/lib /usr/lib64 /usr/bin /usr/share /lib /lib64 /bin /etc/ld.so.cache /etc/fonts /etc/libreoffice \
  /var/cache/fontconfig /var/lib/libreoffice
case $programs in
  / | /usr/lib/* | /usr/lib64/* | /usr/share/* | /usr/bin) ;;
  *) show "$programs" ;;
esac
for device in null zero random urandom; do
  : > "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mount -t proc proc proc
# No namespaces within this one.
echo 0 > proc/sys/user/max_user_namespaces
mount --bind "$folder/work" work
pivot_root . old
umount -l /old
rmdir /old
mount -o remount,ro sandbox /
cd /work
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
