using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The database's side of an interface by which a client asks for a database and gets a user of its own.</summary>
public interface IDatabaseProvider
{
    /// <summary>The relations, also those that ask for nothing yet.</summary>
    IReadOnlyList<Relation> Relations { get; }

    /// <summary>The request of a relation; null while it is not complete.</summary>
    DatabaseRequest? FindRequest(Relation relation);

    /// <summary>The password that was given to a client, or null when none was; only on the leader.</summary>
    string? FindPassword(DatabaseRequest request);

    /// <summary>
    /// Gives a client its database, or tells it what changed since; only on the leader. Saying the same again costs little.
    /// </summary>
    void Publish(DatabaseRequest request, DatabaseGrant grant);

    /// <summary>
    /// Tells a client that its database is elsewhere now, before all else that changes with it; only on the leader. Allowed before it
    /// asked for anything.
    /// </summary>
    void PublishEndpoints(Relation relation, string endpoints, string readOnlyEndpoints);

    /// <summary>Takes back what outlives a relation that is broken; only on the leader.</summary>
    void Withdraw(Relation relation);
}
