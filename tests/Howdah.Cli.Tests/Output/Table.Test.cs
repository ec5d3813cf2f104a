using Howdah.Cli.Output;

namespace Howdah.Cli.Tests.Output;

public sealed class TableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_rows_end_with_their_last_one() => Assert.Equal(
        "Name    Count  Text\na           1\nlonger     22  hello\n",
        new Table("Name", ">Count", "Text").Add("a", "1").Add("longer", "22", "hello").Render());

    [Fact]
    public void A_message_with_several_lines_stays_in_its_row() =>
        Assert.Equal("A\nx y\n", new Table("A").Add("x\ny").Render());
}
