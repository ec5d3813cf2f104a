using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Howdah.Substrate.Machine.Network;

/// <summary>The addresses of an engine: a block of loopback addresses of its own, and which unit has which.</summary>
/// <param name="Block">The first three numbers of its first address, <c>127.83.16</c>; it goes up to <c>127.83.31</c>.</param>
/// <param name="Next">Place in the block of the next new address: an address goes to another unit as late as possible.</param>
/// <param name="Units">Address by unit, as <c>model:app/0</c>.</param>
internal sealed record AddressPlan(string Block, int Next, ImmutableSortedDictionary<string, string> Units)
{
    /// <summary>Last number of the address that the engine itself holds, as a sign to other engines.</summary>
    public const int Claim = 1;

    private const int First = 10;
    private const int Last = 254;
    private const int PerThird = Last - First + 1;
    private const int FirstSecond = 64;
    private const int Seconds = 190;
    private const int Width = 16;
    private const int Starts = 256 / Width;

    /// <summary>How many units have room in a block.</summary>
    public const int Size = Width * PerThird;

    private static readonly ImmutableSortedDictionary<string, string> NoUnits =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The block that begins an engine's life: by its name, so that it is the same when tried again, and free.</summary>
    /// <param name="name">Tells this engine from others: its data directory.</param>
    /// <param name="isFree">True when nobody uses a block.</param>
    /// <returns>The plan; null when no block is free.</returns>
    public static AddressPlan? Choose(string name, Func<string, bool> isFree)
    {
        var seed = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return Enumerable.Range(0, Seconds * Starts)
            .Select(offset => (int)((seed + (uint)offset) % (Seconds * Starts)))
            .Select(number => (Second: FirstSecond + (number / Starts), Third: number % Starts * Width))
            .Select(block => string.Create(CultureInfo.InvariantCulture, $"127.{block.Second}.{block.Third}"))
            .Where(isFree)
            .Select(block => new AddressPlan(block, 0, NoUnits))
            .FirstOrDefault();
    }

    /// <summary>True when the address is of the block.</summary>
    public static bool Contains(string block, string address) =>
        block.Split('.') is [var first, var second, var third]
        && address.Split('.') is [var ownFirst, var ownSecond, var ownThird, _]
        && first == ownFirst && second == ownSecond
        && Number(ownThird) - Number(third) is >= 0 and < Width;

    /// <summary>Gives the unit the address that it has, or had, or the next that is free.</summary>
    /// <param name="unit">The unit, as <c>model:app/0</c>.</param>
    /// <param name="wanted">The address that the model remembers; null for a new unit.</param>
    /// <param name="isFree">True when nobody listens on an address.</param>
    /// <returns>The plan with the unit in it; null when no address is free.</returns>
    public AddressPlan? With(string unit, string? wanted, Func<string, bool> isFree)
    {
        if (Units.ContainsKey(unit))
        {
            return this;
        }

        var used = Units.Values.ToHashSet(StringComparer.Ordinal);
        if (wanted is not null && Contains(Block, wanted) && !used.Contains(wanted))
        {
            return this with { Units = Units.Add(unit, wanted) };
        }

        for (var tried = 0; tried < Size; tried++)
        {
            var place = (Next + tried) % Size;
            var address = At(place);
            if (!used.Contains(address) && isFree(address))
            {
                return this with { Next = (place + 1) % Size, Units = Units.Add(unit, address) };
            }
        }

        return null;
    }

    /// <summary>Without a unit.</summary>
    public AddressPlan Without(string unit) => this with { Units = Units.Remove(unit) };

    private string At(int place)
    {
        var start = Block.LastIndexOf('.') + 1;
        return string.Create(
            CultureInfo.InvariantCulture, $"{Block[..start]}{Number(Block[start..]) + (place / PerThird)}.{First + (place % PerThird)}");
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
