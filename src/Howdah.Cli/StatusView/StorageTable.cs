using Howdah.Cli.Output;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.StatusView;

/// <summary>The storage of a model.</summary>
internal static class StorageTable
{
    /// <summary>One row an instance.</summary>
    public static Table Of(FullStatus status)
    {
        var table = new Table("Storage Unit", "Storage ID", "Type", "Mountpoint", "Status", "Message");
        foreach (var (id, instance) in status.Storage.Storage ?? new Dictionary<string, StorageInstance>(StringComparer.Ordinal))
        {
            var attachments = instance.Attachments?.Units;
            if (attachments is null || attachments.Count == 0)
            {
                table.Add("", id, instance.Kind, "", instance.Status.Current, instance.Status.Message);
                continue;
            }

            foreach (var (unit, attachment) in attachments)
            {
                table.Add(unit, id, instance.Kind, attachment.Location, instance.Status.Current, instance.Status.Message);
            }
        }

        return table;
    }
}
