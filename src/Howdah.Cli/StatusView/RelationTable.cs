using Howdah.Cli.Output;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.StatusView;

/// <summary>The relations of a model.</summary>
internal static class RelationTable
{
    /// <summary>One row a relation.</summary>
    public static Table Of(FullStatus status)
    {
        var table = new Table("Integration provider", "Requirer", "Interface", "Type", "Message");
        foreach (var relation in status.Relations ?? [])
        {
            table.Add(relation.Provider, relation.Requirer, relation.Interface, relation.Type, relation.Message);
        }

        return table;
    }
}
