using System.Net;
using Howdah.Server.Client.Transport;

namespace Howdah.Server.Hosting;

/// <summary>What <c>howdah-server</c> was started with.</summary>
/// <param name="Data">The folder that it serves.</param>
/// <param name="Detach">Whether it goes on in the background once it serves.</param>
/// <param name="Listen">Where to listen for callers over TLS too; null for nowhere.</param>
internal sealed record ServerArguments(DataDirectory Data, bool Detach, IPEndPoint? Listen = null)
{
    /// <summary>How to call it.</summary>
    public const string Usage = "usage: howdah-server [--data DIRECTORY] [--detach] [--listen ADDRESS:PORT]";

    /// <summary>Reads a command line.</summary>
    /// <exception cref="StartException">It makes no sense.</exception>
    public static ServerArguments Parse(IReadOnlyList<string> arguments)
    {
        var result = new ServerArguments(DataDirectory.FromEnvironment(), Detach: false);
        for (var at = 0; at < arguments.Count; at++)
        {
            result = arguments[at] switch
            {
                "--detach" => result with { Detach = true },
                "--data" when at + 1 < arguments.Count => result with { Data = new DataDirectory(arguments[++at]) },
                "--listen" when at + 1 < arguments.Count => result with { Listen = ReadEndPoint(arguments[++at]) },
                var unknown => throw new StartException($"unexpected argument \"{unknown}\"; {Usage}") { ExitCode = StartException.Usage },
            };
        }

        return result;
    }

    private static IPEndPoint ReadEndPoint(string text) => text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var found)
        ? found
        : throw new StartException($"cannot listen on \"{text}\": expected ADDRESS:PORT, as 192.0.2.7:8443") { ExitCode = StartException.Usage };
}
