namespace Howdah.Ops.Tests.Model;

public sealed class WildcardListenersTest
{
    private const string Header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

    [Theory]
    [InlineData("   0: 00000000:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000", 5432)]
    [InlineData("   0: 00000000000000000000000000000000:1538 00000000000000000000000000000000:0000 0A 0:0 00:0 0", 5432)]
    [InlineData("   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000", null)]
    [InlineData("   0: 00000000:1538 0100007F:BEEF 01 00000000:00000000 00:00000000 00000000", null)]
    [InlineData("   0: 00000000:1539 00000000:0000 0A 00000000:00000000 00:00000000 00000000", null)]
    public void A_program_that_listens_on_all_addresses_is_found(string line, int? taken) =>
        Assert.Equal(taken, WildcardListeners.FindTaken([Header, line], [8008, 5432]));
}
