using Howdah.Interfaces;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>Roles without login whose members <c>pg_hba.conf</c> lets in.</summary>
internal static class AccessGroups
{
    /// <summary>The system users.</summary>
    internal const string Internal = "internal_access";

    /// <summary>Users of relations: each to the database that is named like a role it is in.</summary>
    internal const string Relation = "relation_access";

    /// <summary>Users of relations that work with more than one database (<c>admin</c>, <c>createdb</c>).</summary>
    internal const string RelationAnyDatabase = "relation_access_any";

    /// <summary>People of a directory, and nobody else: who is in it comes and goes as the directory says.</summary>
    internal const string Identity = "identity_access";

    /// <summary>Reads and writes all data and creates databases; no superuser.</summary>
    internal const string Admin = "admin";

    /// <summary>Poolers: they find the verifiers of their own clients, in the databases of those.</summary>
    internal const string Pooler = PooledClients.Role;

    /// <summary>All groups.</summary>
    internal static IReadOnlyList<string> All { get; } = [Internal, Relation, RelationAnyDatabase, Identity, Admin, Pooler];
}
