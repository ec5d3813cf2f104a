namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>Makes the data directory fit for Patroni to start on, while no process works on it.</summary>
internal sealed class MemberStart(GuardSettings settings, ClusterIdentity cluster, OtherMembers others, TimeProvider time)
{
    // Patroni takes the right to make the cluster and says so a few milliseconds later.
    private static readonly TimeSpan MakerSilence = TimeSpan.FromSeconds(1);
    private readonly DataDirectory _data = new(settings.DataDirectory);
    private OtherMaker _others;
    private (long Revision, long Since)? _idle;

    /// <summary>Carries out what is decided.</summary>
    /// <returns>Whether Patroni may start; otherwise call it again in a moment.</returns>
    internal bool Prepare()
    {
        var step = StartDecision.Decide(new()
        {
            HasData = _data.HasData,
            IsComplete = _data.IsComplete,
            WasEmpty = _data.WasEmpty,
            // Only what was made since an empty start can belong to a cluster in the making.
            Identity = _data.WasEmpty ? cluster.FindIdentity() : Identity.Unknown,
            Others = _others,
        });
        switch (step)
        {
            case StartStep.AskStore:
                return false;
            case StartStep.AskOthers:
                _others = AskOthers();
                return false;
            case StartStep.SetAside:
                _data.SetAside();
                Console.Out.WriteLine($"guard of {settings.Member}: the data was incomplete and is set aside; Patroni copies it anew");
                break;
            case StartStep.Withdraw:
                _data.SetAside();
                cluster.Withdraw();
                Console.Out.WriteLine($"guard of {settings.Member}: the making of the cluster was cut off; it begins anew");
                break;
            default:
                break;
        }

        _data.NoteStart();
        _others = OtherMaker.Unknown;
        return true;
    }

    private OtherMaker AskOthers()
    {
        if (!others.AreAllIdle())
        {
            return OtherMaker.Possible;
        }

        // The right may have been given up and taken anew meanwhile: the time is that of one holder.
        var revision = cluster.Pending?.Revision ?? 0;
        if (_idle?.Revision != revision)
        {
            _idle = (revision, time.GetTimestamp());
        }

        return time.GetElapsedTime(_idle.Value.Since) < MakerSilence ? OtherMaker.Unknown : OtherMaker.None;
    }
}
