namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>Whether Patroni answers at all; what it says does not matter.</summary>
internal sealed class RestProbe(GuardSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    internal bool Answers() => RestStatus.Find(LocalAccess.RestUrl(settings, "/"), Patience) is not null;
}
