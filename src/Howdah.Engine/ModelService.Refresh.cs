using Howdah.Engine.Changes;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine;

/// <summary>Refreshes of applications to other charms, and of their resources.</summary>
public sealed partial class ModelService
{
    /// <summary>
    /// Begins to bring an application to another charm, a unit at a time. When the new charm's <c>upgrade-charm</c> or <c>config-changed</c>
    /// fails on a unit, all go back; the application's status says so then.
    /// </summary>
    /// <returns>The new charm.</returns>
    /// <exception cref="EngineException">The application can't have this charm, or has it.</exception>
    public async Task<CharmRecord> RefreshAsync(string application, RefreshRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var holding = await _host.Shelf.HoldAsync(cancellationToken).ConfigureAwait(false);
        var current = Snapshot.CharmRecords[GetApplication(application).CharmId];
        var source = CharmSource.Locate(request.Charm ?? current.Name, request.BaseDirectory, _host.Options.CharmsDirectory);
        var (files, digest) = Import(source);
        var charm = CharmReader.Read(files);
        CharmRecord? record = null;
        ModelSnapshot Refreshed(ModelSnapshot model) => Refreshes.Begin(
            model, application, record = RecordOf(model, charm, files, digest), charm, request, _host.Now);
        _ = Refreshed(Snapshot);
        request = request with { Resources = ImportResources(request.Resources, request.BaseDirectory, charm, application) };
        await _store.CommitAsync(Refreshed).WaitAsync(cancellationToken).ConfigureAwait(false);
        return record!;
    }
}
