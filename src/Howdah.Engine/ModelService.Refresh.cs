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

    /// <summary>What an application's charm has been given for its resources.</summary>
    public IReadOnlyList<ResourceEntry> GetResources(string application)
    {
        var record = GetApplication(application);
        return
        [
            .. Snapshot.CharmOf(record).Resources.Values.Select(resource => new ResourceEntry(
                resource.Name, resource.Type, resource.Description, resource.FileName, record.Resources.GetValueOrDefault(resource.Name))),
        ];
    }

    /// <summary>Gives an application a file or an image for a resource; its units are told with <c>upgrade-charm</c>.</summary>
    public async Task AttachResourceAsync(
        string application, string name, string value, string baseDirectory, CancellationToken cancellationToken)
    {
        using var holding = await _host.Shelf.HoldAsync(cancellationToken).ConfigureAwait(false);
        var charm = Snapshot.CharmOf(GetApplication(application));
        if (!charm.Resources.ContainsKey(name))
        {
            throw EngineException.Invalid($"charm \"{charm.Name}\" has no resource called \"{name}\"");
        }

        var given = ImportResources(
            new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value }, baseDirectory, charm, application);
        await _store.CommitAsync(model =>
        {
            var record = Find.Application(model, application);
            record = record with { Resources = record.Resources.SetItems(given) };
            return Refreshes.Tell(model with { Applications = model.Applications.SetItem(application, record) }, application);
        }).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
