# A time server on the host itself answers the one that linux-time-sources-approved names.
cat >/root/time-server <<'PERL'
use IO::Socket::INET;
my $socket = IO::Socket::INET->new(Proto => "udp", LocalAddr => "127.0.0.1:123") or die;
while (my $peer = $socket->recv(my $asked, 48)) {
    my $now = pack("N2", time + 2208988800, 0);
    $socket->send(pack("C4 N2 a4", 0x24, 1, 6, 0xec, 0, 0, "LOCL") . $now . substr($asked, 40, 8) . $now . $now);
}
PERL
systemd-run --quiet --unit=time-server perl /root/time-server
systemctl restart systemd-timesyncd
for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ ! -e /run/systemd/timesync/synchronized ] || break
    sleep 1
done
