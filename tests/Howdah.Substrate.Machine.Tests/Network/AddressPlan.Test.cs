using Howdah.Substrate.Machine.Network;

namespace Howdah.Substrate.Machine.Tests;

public sealed class AddressPlanTests
{
    private static readonly AddressPlan Empty = AddressPlan.Choose("/data", _ => true)!;

    [Fact]
    public void The_same_engine_chooses_the_same_block_and_another_another()
    {
        Assert.Equal(Empty.Block, AddressPlan.Choose("/data", _ => true)!.Block);
        Assert.NotEqual(Empty.Block, AddressPlan.Choose("/other", _ => true)!.Block);
    }

    [Fact]
    public void A_block_in_use_is_passed_over_and_a_full_machine_has_none()
    {
        Assert.NotEqual(Empty.Block, AddressPlan.Choose("/data", block => block != Empty.Block)!.Block);
        Assert.Null(AddressPlan.Choose("/data", _ => false));
    }

    [Fact]
    public void Blocks_are_loopback_addresses_that_no_program_uses_by_habit()
    {
        Assert.All(
            Enumerable.Range(0, 500).Select(number => AddressPlan.Choose($"/{number}", _ => true)!.Block.Split('.')),
            block => Assert.True(block is ["127", var second, var third] && int.Parse(second) is >= 64 and <= 253 && int.Parse(third) is >= 0 and <= 255));
    }

    [Theory]
    [InlineData("127.83.16.10", true)]
    [InlineData("127.83.31.254", true)]
    [InlineData("127.83.32.10", false)]
    [InlineData("127.83.15.10", false)]
    [InlineData("127.84.16.10", false)]
    public void A_block_is_sixteen_times_as_large_as_its_last_number_allows(string address, bool isOfBlock) =>
        Assert.Equal(isOfBlock, AddressPlan.Contains("127.83.16", address));

    [Fact]
    public void A_unit_keeps_its_address()
    {
        var plan = Empty.With("m:a/0", null, _ => true)!;

        Assert.Same(plan, plan.With("m:a/0", null, _ => false));
        Assert.Equal($"{Empty.Block}.10", plan.Units["m:a/0"]);
    }

    [Fact]
    public void An_address_goes_to_another_unit_as_late_as_possible()
    {
        var plan = Empty.With("m:a/0", null, _ => true)!.Without("m:a/0").With("m:a/1", null, _ => true)!;

        Assert.Equal($"{Empty.Block}.11", plan.Units["m:a/1"]);
    }

    [Fact]
    public void The_address_that_the_model_remembers_is_given_again_when_it_is_free()
    {
        Assert.Equal($"{Empty.Block}.99", Empty.With("m:a/0", $"{Empty.Block}.99", _ => true)!.Units["m:a/0"]);
        Assert.Equal($"{Empty.Block}.10", Empty.With("m:a/0", "127.1.2.3", _ => true)!.Units["m:a/0"]);
        Assert.Equal($"{Empty.Block}.10", Empty.With("m:b/0", $"{Empty.Block}.99", _ => true)!.With("m:a/0", $"{Empty.Block}.99", _ => true)!.Units["m:a/0"]);
    }

    [Fact]
    public void An_address_on_which_somebody_listens_is_passed_over() =>
        Assert.Equal($"{Empty.Block}.12", Empty.With("m:a/0", null, address => address.EndsWith(".12", StringComparison.Ordinal))!.Units["m:a/0"]);

    [Fact]
    public void Every_address_is_given_once_and_then_there_is_none()
    {
        var plan = Empty;
        for (var unit = 0; unit < AddressPlan.Size; unit++)
        {
            plan = plan.With($"m:a/{unit}", null, _ => true)!;
        }

        Assert.Equal(AddressPlan.Size, plan.Units.Values.Distinct().Count());
        Assert.All(plan.Units.Values, address => Assert.True(AddressPlan.Contains(Empty.Block, address)));
        Assert.Null(plan.With("m:b/0", null, _ => true));
    }
}
