using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>What Pebble runs in place of a check by HTTP when Patroni speaks TLS: no check of Pebble's can be told of a CA.</summary>
internal static class RestCheck
{
    /// <summary>The first argument that makes an executable this check.</summary>
    internal const string EntryPoint = "rest-check";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    /// <summary>Runs it: <c>rest-check URL</c>.</summary>
    /// <returns>0 when the answer is 2xx, 1 when it is another or none, 2 when the arguments are wrong.</returns>
    internal static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not [var text] || !Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            Console.Error.WriteLine("usage: rest-check URL");
            return 2;
        }

        var status = RestStatus.Find(url, Patience);
        if (status is >= 200 and < 300)
        {
            return 0;
        }

        Console.Error.WriteLine(status is { } number ? string.Create(CultureInfo.InvariantCulture, $"{url} answers {number}") : $"{url} does not answer");
        return 1;
    }
}
