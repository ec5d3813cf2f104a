using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine.Bundles;
using Howdah.Engine.Changes;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine;

/// <summary>Deployment of charms.</summary>
public sealed partial class ModelService
{
    /// <summary>Deploys a charm.</summary>
    /// <returns>Name of the application.</returns>
    public async Task<string> DeployAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var holding = await _host.Shelf.HoldAsync(cancellationToken).ConfigureAwait(false);
        var imported = Import(request);
        await _store.CommitAsync(model => Add(model, imported)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return imported.Name;
    }

    private ModelSnapshot Add(ModelSnapshot model, ImportedCharm imported) => Applications.Add(
        model, RecordOf(model, imported.Charm, imported.Files, imported.Digest), imported.Charm, imported.Request, _host.Now);

    private ImportedCharm Import(DeployRequest request)
    {
        var source = CharmSource.Locate(request.Charm, request.BaseDirectory, _host.Options.CharmsDirectory);
        var (files, digest) = Import(source);
        var charm = CharmReader.Read(files);
        var name = request.Application ?? charm.Name;
        return new ImportedCharm(
            name, charm, files, digest, request with { Resources = ImportResources(request.Resources, request.BaseDirectory, charm, name) });
    }

    private static DeployRequest RequestOf(BundleApplication wanted, string baseDirectory) => new(wanted.Charm)
    {
        Application = wanted.Name,
        BaseDirectory = baseDirectory,
        Units = wanted.Scale,
        Config = OptionsOf(wanted),
        Trust = wanted.Trust,
        StorageCounts = wanted.StorageCounts,
        Resources = wanted.Resources,
    };

    private static Dictionary<string, string> OptionsOf(BundleApplication wanted) =>
        wanted.Options.ToDictionary(option => option.Key, option => Text(option.Value), StringComparer.Ordinal);

    // The charm is copied before anything is made of it, so that what is deployed is what was checked, whatever happens to the source.
    private (CharmFiles Files, string Digest) Import(string source)
    {
        var temporary = Path.Combine(_paths.Charms, $".{Guid.NewGuid():N}");
        try
        {
            CharmSource.Copy(source, temporary);
            var files = CharmSource.ReadFiles(temporary);
            var digest = CharmSource.Digest(temporary);
            var target = _paths.Charm(new CharmRecord("", CharmReader.Read(files).Name, 0, digest, files));
            if (!Directory.Exists(target))
            {
                Directory.Move(temporary, target);
            }

            return (files, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw e is InvalidDataException
                ? EngineException.Invalid($"\"{source}\" is not a charm: {e.Message}")
                : EngineException.Unavailable($"the charm \"{source}\" can't be copied to \"{_paths.Charms}\": {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static CharmRecord RecordOf(ModelSnapshot model, Charm charm, CharmFiles files, string digest)
    {
        var known = model.CharmRecords.Values.Where(record => record.Name == charm.Name).ToList();
        var revision = known.Count == 0 ? 0 : known.Max(record => record.Revision) + 1;
        return known.Find(record => record.Digest == digest)
            ?? new CharmRecord($"local:{charm.Name}-{revision}", charm.Name, revision, digest, files);
    }

    private Bag ImportResources(IReadOnlyDictionary<string, string> resources, string baseDirectory, Charm charm, string application)
    {
        var given = Bag.Empty.ToBuilder();
        foreach (var (name, value) in resources)
        {
            given[name] = value;
            if (charm.Resources.GetValueOrDefault(name) is not { FileName: { } file })
            {
                continue;
            }

            var target = _paths.Resource(application, name, file);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(Path.GetFullPath(value, baseDirectory), target, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw EngineException.Invalid($"resource \"{name}\": \"{value}\" can't be read: {e.Message}");
            }

            given[name] = target;
        }

        return given.ToImmutable();
    }

    private static Dictionary<string, string> With(Dictionary<string, string> options, string name, string value) =>
        new(options, StringComparer.Ordinal) { [name] = value };

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonNode.Parse(value.GetRawText())!.ToJsonString();

    private sealed record ImportedCharm(string Name, Charm Charm, CharmFiles Files, string Digest, DeployRequest Request);
}
