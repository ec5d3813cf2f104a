using System.Globalization;
using System.Text;

namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>The entries of PgBouncer's section <c>[databases]</c>: each database of a client twice, to write and to read.</summary>
internal static class DatabasesFile
{
    /// <summary>What follows a database's name in the one that only reads.</summary>
    internal const string ReadOnlySuffix = "_readonly";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The file's text.</summary>
    /// <param name="databases">The databases of the clients.</param>
    /// <param name="targets">Where they are.</param>
    /// <param name="members">All members, for their ports.</param>
    /// <param name="user">Who may look for the verifiers of users.</param>
    /// <param name="reader">Which of the replicas to read from, counted around.</param>
    internal static string Render(IEnumerable<string> databases, PoolTargets targets, IEnumerable<string> members, string user, int reader)
    {
        var ports = members.Select(HostAndPort.Of).ToDictionary(m => m.Host, m => m.Port, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var database in databases.Order(StringComparer.Ordinal))
        {
            Add(database, targets.Primary);
            Add(database + ReadOnlySuffix, targets.ReaderOf(reader));

            void Add(string name, string host) => text.Append(
                CultureInfo.InvariantCulture,
                $"{name} = host={host} port={ports[host]} dbname={Value(database)} auth_user={Value(user)}\n");
        }

        return text.ToString();
    }

    /// <summary>Puts it in the place of the former one, whole or not at all.</summary>
    internal static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        var next = path + ".new";
        await using (var file = new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
            Options = FileOptions.Asynchronous,
        }))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        }

        File.Move(next, path, overwrite: true);
    }

    private static string Value(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
