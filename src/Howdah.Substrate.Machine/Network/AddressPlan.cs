using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Howdah.Substrate.Machine.Network;

/// <summary>The addresses of an engine: a block of loopback addresses of its own, and which unit has which.</summary>
/// <param name="Block">The first three numbers, <c>127.83.4</c>.</param>
/// <param name="Next">Last number of the next new address: an address goes to another unit as late as possible.</param>
/// <param name="Units">Address by unit, as <c>model:app/0</c>.</param>
internal sealed record AddressPlan(string Block, int Next, ImmutableSortedDictionary<string, string> Units)
{
    /// <summary>Last number of the address that the engine itself holds, as a sign to other engines.</summary>
    public const int Claim = 1;

    private const int First = 10;
    private const int Last = 254;
    private const int FirstSecond = 64;
    private const int Seconds = 190;
    private const int Thirds = 256;

    private static readonly ImmutableSortedDictionary<string, string> NoUnits =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The block that begins an engine's life: by its name, so that it is the same when tried again, and free.</summary>
    /// <param name="name">Tells this engine from others: its data directory.</param>
    /// <param name="isFree">True when nobody uses a block.</param>
    /// <returns>The plan; null when no block is free.</returns>
    public static AddressPlan? Choose(string name, Func<string, bool> isFree)
    {
        var seed = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return Enumerable.Range(0, Seconds * Thirds)
            .Select(offset => (int)((seed + (uint)offset) % (Seconds * Thirds)))
            .Select(number => (Second: FirstSecond + (number / Thirds), Third: number % Thirds))
            .Select(block => string.Create(CultureInfo.InvariantCulture, $"127.{block.Second}.{block.Third}"))
            .Where(isFree)
            .Select(block => new AddressPlan(block, First, NoUnits))
            .FirstOrDefault();
    }

    /// <summary>True when the address is of this block.</summary>
    public bool Owns(string address) => address.StartsWith(Block + ".", StringComparison.Ordinal);

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
        if (wanted is not null && Owns(wanted) && !used.Contains(wanted))
        {
            return this with { Units = Units.Add(unit, wanted) };
        }

        for (var tried = 0; tried <= Last - First; tried++)
        {
            var number = First + ((Next - First + tried) % (Last - First + 1));
            var address = string.Create(CultureInfo.InvariantCulture, $"{Block}.{number}");
            if (!used.Contains(address) && isFree(address))
            {
                return this with { Next = number == Last ? First : number + 1, Units = Units.Add(unit, address) };
            }
        }

        return null;
    }

    /// <summary>Without a unit.</summary>
    public AddressPlan Without(string unit) => this with { Units = Units.Remove(unit) };
}
