using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine.Processes;

namespace Howdah.Substrate.Machine.Network;

/// <summary>Gives units their addresses and remembers them. Two engines on a machine never give the same.</summary>
internal sealed class AddressBook : IDisposable
{
    // Nobody connects there: it is the visible sign that an engine has the block, also before its first unit listens.
    private const int ClaimPort = 17070;
    private static readonly TimeSpan Dying = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly string file;
    private readonly Socket claim;
    private AddressPlan plan;

    private AddressBook(string file, AddressPlan plan, Socket claim)
    {
        this.file = file;
        this.plan = plan;
        this.claim = claim;
    }

    /// <summary>Opens the book in a file; a new one takes a block that is free on this machine.</summary>
    /// <exception cref="SubstrateException">The block is another's, or none is free.</exception>
    public static AddressBook Open(string file)
    {
        if (Read(file) is { } known)
        {
            return new AddressBook(file, known, TryClaimAgain(known.Block) ?? throw new SubstrateException(
                $"the addresses from {known.Block}.* on of this engine are in use by another program "
                + $"(it listens on {known.Block}.{AddressPlan.Claim} port {ClaimPort}). Stop it; "
                + $"if this data directory is the copy of another engine's, remove {file} before its first start"));
        }

        Socket? held = null;
        var used = TcpListeners.Addresses().ToList();
        var chosen = AddressPlan.Choose(file, block =>
            !used.Exists(address => AddressPlan.Contains(block, address))
            && (held = TryClaim(block)) is not null);
        if (chosen is null || held is null)
        {
            throw new SubstrateException(
                "no block of loopback addresses (127.64.0.0 to 127.253.255.255) is free on this machine");
        }

        var book = new AddressBook(file, chosen, held);
        book.Write();
        return book;
    }

    /// <summary>The units of a model with their addresses.</summary>
    public IReadOnlyList<(string Unit, string Address)> Units(string model)
    {
        lock (gate)
        {
            return [.. from pair in plan.Units
                       where pair.Key.StartsWith(model + ":", StringComparison.Ordinal)
                       select (pair.Key[(model.Length + 1)..], pair.Value)];
        }
    }

    /// <summary>The unit's address, kept until it is released.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="unit">Name of the unit.</param>
    /// <param name="wanted">The address that the model remembers; null for a new unit.</param>
    /// <exception cref="SubstrateException">No address is left.</exception>
    public string Assign(string model, string unit, string? wanted)
    {
        lock (gate)
        {
            var key = $"{model}:{unit}";
            if (!plan.Units.ContainsKey(key))
            {
                var used = TcpListeners.Addresses().ToHashSet(StringComparer.Ordinal);
                plan = plan.With(key, wanted, address => !used.Contains(address)) ?? throw new SubstrateException(
                    $"{unit} cannot get an address: all {AddressPlan.Size} from {plan.Block}.* on are taken. Remove units that are not needed");
                Write();
            }

            return plan.Units[key];
        }
    }

    /// <summary>Gives the unit's address back.</summary>
    public void Release(string model, string unit)
    {
        lock (gate)
        {
            plan = plan.Without($"{model}:{unit}");
            Write();
        }
    }

    /// <summary>Makes sure that nobody listens on the address of a unit that does not run.</summary>
    /// <exception cref="SubstrateException">Somebody does.</exception>
    public static void CheckUnused(string unit, string address)
    {
        var taken = TcpListeners.Read().FirstOrDefault(listener => listener.EndPoint.Address.Equals(IPAddress.Parse(address)));
        if (taken is null)
        {
            return;
        }

        var link = string.Create(CultureInfo.InvariantCulture, $"socket:[{taken.Inode}]");
        var owners = ProcessStat.Holders(target => string.Equals(target, link, StringComparison.Ordinal)).ToList();
        var owner = owners.Count > 0 ? $"{ProcessStat.Name(owners[0])} [{owners[0]}]" : "a program of another user";
        throw new SubstrateException(
            $"{unit} cannot start: its address {address} is taken, {owner} listens on port {taken.EndPoint.Port}. "
            + "Stop that program");
    }

    /// <inheritdoc/>
    public void Dispose() => claim.Dispose();

    // The engine that held it may be just ending, and a process that it was just starting holds its descriptors until it executes its program.
    private static Socket? TryClaimAgain(string block)
    {
        Socket? claimed = null;
        SpinWait.SpinUntil(() => (claimed = TryClaim(block)) is not null, Dying);
        return claimed;
    }

    private static Socket? TryClaim(string block)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse($"{block}.{AddressPlan.Claim}"), ClaimPort));
            socket.Listen(1);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static AddressPlan? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var saved = JsonSerializer.Deserialize(File.ReadAllBytes(file), AddressJson.Default.SavedPlan)!;
            return new AddressPlan(saved.Block, saved.Next, saved.Units.ToImmutableSortedDictionary(StringComparer.Ordinal));
        }
        catch (JsonException e)
        {
            throw new SubstrateException(
                $"{file} cannot be read: {e.Message}. It holds the addresses of the units; restore it from a backup", e);
        }
    }

    private void Write()
    {
        var saved = new SavedPlan(plan.Block, plan.Next, plan.Units.ToDictionary(StringComparer.Ordinal));
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(saved, AddressJson.Default.SavedPlan));
    }
}

/// <summary>The address plan in its file.</summary>
internal sealed record SavedPlan(string Block, int Next, Dictionary<string, string> Units);

/// <summary>JSON of the address plan.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SavedPlan))]
internal sealed partial class AddressJson : JsonSerializerContext;
