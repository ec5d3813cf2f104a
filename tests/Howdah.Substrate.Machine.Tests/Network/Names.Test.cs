using System.Net;
using Howdah.Substrate.Machine.Network;

namespace Howdah.Substrate.Machine.Tests;

public sealed class NameTests
{
    [Fact]
    public void Every_unit_has_the_names_that_it_would_have_on_Kubernetes() => Assert.Equal(
        """
        127.0.0.1 localhost
        127.80.1.10 postgresql-k8s-0.postgresql-k8s-endpoints.prod.svc.cluster.local postgresql-k8s-0.postgresql-k8s-endpoints postgresql-k8s-0

        """,
        HostsFile.Render("prod", [("postgresql-k8s/0", "127.80.1.10")]));

    [Fact]
    public void Of_the_kernels_sockets_only_those_that_listen_are_seen() => Assert.Equal(
        [new TcpListenerInfo(new IPEndPoint(IPAddress.Parse("127.10.1.2"), 5432), "4711")],
        TcpListeners.Parse(
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 02010A7F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   104        0 4711 1 0000000000000000 100 0 0 10 0",
            "   1: 02010A7F:1538 0100007F:9999 01 00000000:00000000 00:00000000 00000000   104        0 4712 1 0000000000000000 20 4 30 10 -1",
        ]));
}
