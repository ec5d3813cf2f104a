using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.PostgresqlK8s.Actions;

/// <summary>
/// The password that the operator is being given, in a file of the storage that only PostgreSQL's account can read. The role is changed in
/// the middle of a hook and the secret at its end: should the hook not come to its end, nothing else would know how to log in.
/// </summary>
internal sealed class PendingPassword(Container container)
{
    private const string File = WorkloadPaths.Storage + "/operator.pending";

    private static readonly PathOptions OwnerOnly = new()
    {
        User = WorkloadPaths.User, Group = WorkloadPaths.User, Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    /// <summary>Notes it, before the role is changed.</summary>
    internal Task NoteAsync(string password, CancellationToken cancellation) => container.PushAsync(File, password, OwnerOnly, cancellation);

    /// <summary>The last one that was noted; null for none.</summary>
    internal Task<string?> FindAsync(CancellationToken cancellation) => container.FindTextAsync(File, cancellation);

    /// <summary>Removes the note, once the secret says the same.</summary>
    internal Task ForgetAsync(CancellationToken cancellation) => container.RemovePathAsync(File, recursive: true, cancellation);
}
